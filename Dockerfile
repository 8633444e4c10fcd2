# Armario in a container.
#   CPU:   docker build -t armario .                      docker run -p 7860:7860 armario
#   CUDA:  docker build -t armario-cuda \
#            --build-arg BUILD_IMAGE=nvidia/cuda:13.0.1-devel-ubuntu24.04 \
#            --build-arg RUN_IMAGE=nvidia/cuda:13.0.1-runtime-ubuntu24.04 \
#            --build-arg CMAKE_ARGS="-DGGML_NATIVE=OFF -DGGML_CUDA=ON" --build-arg DEVICE=cuda .
#          docker run --gpus all -p 7860:7860 armario-cuda
# Mount volumes on data/index and models/weights only: a volume on data or models would hide the code in them. Into an
# empty one on data/index the sample is indexed at the start.
ARG BUILD_IMAGE=python:3.11-slim
ARG RUN_IMAGE=python:3.11-slim

FROM ${BUILD_IMAGE} AS build
# Ubuntu's CUDA images come without Python; the official Python images have their own.
RUN apt-get update \
    && apt-get install -y --no-install-recommends build-essential \
    && { command -v python3 > /dev/null || apt-get install -y --no-install-recommends python3-dev python3-venv; } \
    && rm -rf /var/lib/apt/lists/*
RUN python3 -m venv /opt/armario
# Not the building machine's own instruction set: the image may run on another.
ARG CMAKE_ARGS="-DGGML_NATIVE=OFF"
# Further words for pip, such as an index that has torch without the CUDA libraries, which a CPU image can do without.
ARG PIP_ARGS=""
COPY requirements.txt .
RUN CMAKE_ARGS="${CMAKE_ARGS}" /opt/armario/bin/pip install --no-cache-dir ${PIP_ARGS} -r requirements.txt

FROM ${RUN_IMAGE}
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && { command -v python3 > /dev/null || apt-get install -y --no-install-recommends python3; } \
    && rm -rf /var/lib/apt/lists/* \
    && { getent passwd 1000 > /dev/null || useradd --create-home --uid 1000 shop; } \
    && mkdir -p /home/shop /srv/armario \
    && chown 1000:1000 /home/shop /srv/armario
COPY --from=build /opt/armario /opt/armario
WORKDIR /srv/armario
COPY --chown=1000:1000 . .
USER 1000
ARG DEVICE=cpu
ENV HOME=/home/shop PATH=/opt/armario/bin:$PATH PYTHONUNBUFFERED=1 \
    HOST=0.0.0.0 PORT=7860 ARMARIO_DEVICE=${DEVICE}
# There is no GPU while an image is built.
RUN ARMARIO_DEVICE=cpu python -m app index --catalogue data/sample
EXPOSE 7860
HEALTHCHECK --start-period=60s --interval=30s --timeout=5s \
    CMD ["python", "-c", "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ['PORT'], timeout=4)"]
CMD ["python", "serve.py"]
