"""Builds encoders and captioners from checkpoints: by ONNX graphs where they fit, otherwise by torch."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

from models.errors import ModelError
from models.vision.captioner import MAX_NEW_TOKENS, Captioner, GreedyDecoder
from models.vision.encoder import Blip2Encoder, ImageTextEncoder
from models.vision.preprocessing import FastPreprocessor

log = logging.getLogger("encoder")

RUNTIMES = ("torch", "int8", "onnx")
BLIP2 = ("blip-2", "blip-2-lite")  # model types of transformers
MAX_GRAPH_BYTES = 1 << 30  # of weights: nobody waits for graphs of more who has not asked for them


def load_encoder(
    path: str | Path, device: str = "cpu", runtime: str = "torch", graphs: Path | None = None
) -> ImageTextEncoder:
    """Loads a folder or a hub name, in float32 on a CPU and float16 on a GPU. Raises ModelError.

    ``runtime`` is one of RUNTIMES, or "" for the fastest that fits; ``graphs`` is the cache folder of ONNX
    graphs, without which "" means torch.
    """
    folder = Path(path)
    if graphs and has_graphs(folder, device, runtime):
        try:
            return _onnx_encoder(folder, graphs)
        except Exception as error:  # the exporter's and onnxruntime's errors have no common class
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            if runtime == "onnx":
                raise ModelError(
                    f"cannot run {folder.name} by ONNX: {reason}; set ARMARIO_RUNTIME to torch"
                ) from error
            log.warning("torch runs %s, for ONNX cannot: %s", folder.name, reason)
    from models.vision import torch_runtime  # seconds and 300 MB, which graphs do without

    return torch_runtime.load_encoder(path, device, runtime)


def load_captioner(path: str | Path, device: str = "cpu", graphs: Path | None = None) -> Captioner:
    """Loads a folder or a hub name, in float32 on a CPU and float16 on a GPU. Raises ModelError.

    A small checkpoint in a folder runs on a CPU by ONNX graphs, cached in ``graphs``; others run by torch.
    """
    folder = Path(path)
    name = folder.name if folder.is_dir() else str(path)
    if graphs and has_graphs(folder, device, ""):
        try:
            return Captioner(_onnx_decoder(folder, graphs), name)
        except Exception as error:  # as above
            log.warning("torch runs %s, for ONNX cannot: %s", name, error)
    from models.vision import torch_runtime  # as above

    try:
        return Captioner(torch_runtime.load_decoder(path, device, MAX_NEW_TOKENS), name)
    except (OSError, ValueError, ModelError) as error:
        raise ModelError(
            "expected a BLIP-2 caption checkpoint (a folder, or a hub name within reach), could not "
            f"load {path}: {str(error).splitlines()[0]}. Set ARMARIO_CAPTIONER to a folder that "
            "holds one, or leave it empty to do without captions."
        ) from error


def has_graphs(folder: Path, device: str, runtime: str) -> bool:
    """Whether ONNX graphs run a checkpoint: a BLIP-2 in a folder, on a CPU, and small unless asked for."""
    if device != "cpu" or runtime not in ("", "onnx") or _config(folder).get("model_type") not in BLIP2:
        return False
    size = sum(file.stat().st_size for file in folder.glob("*.safetensors"))
    return size > 0 and (size <= MAX_GRAPH_BYTES or runtime == "onnx")


def _config(folder: Path) -> dict[str, Any]:
    """Returns a checkpoint's config.json; empty where none can be read."""
    try:
        return dict(json.loads((folder / "config.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return {}


def _onnx_encoder(folder: Path, graphs: Path) -> Blip2Encoder:
    from models.vision.onnx_runtime import cached_graphs  # not needed where torch runs

    config = _config(folder)
    max_tokens = int(config["qformer_config"]["max_position_embeddings"])
    preprocessor = FastPreprocessor(folder, max_tokens)
    runtime = cached_graphs(folder, graphs)
    return Blip2Encoder(runtime, preprocessor, folder.name, int(config["image_text_hidden_size"]))


def _onnx_decoder(folder: Path, graphs: Path) -> GreedyDecoder:
    from models.vision.onnx_runtime import cached_graphs  # not needed where torch runs

    eos = int(_config(folder)["text_config"]["eos_token_id"])
    return GreedyDecoder(cached_graphs(folder, graphs), FastPreprocessor(folder), eos)
