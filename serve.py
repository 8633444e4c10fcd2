"""Where `make run`, containers and Hugging Face Spaces (README's front matter) start: brings the sample that
ships in line in its own folder, then serves. Elsewhere it is `python -m app`, which only reads."""

from __future__ import annotations

import os
import sys

from models.zerogpu import is_zerogpu

OWN = ("ARMARIO_CATALOGUE", "ARMARIO_STORE")  # a shop of somebody's own, whose index is theirs to make
STOPPED = 130

if __name__ == "__main__":
    if is_zerogpu():  # looked up before torch is imported; the Space's own variables go first
        os.environ.setdefault("ARMARIO_CHAT", "llava")
        os.environ.setdefault("ARMARIO_DEVICE", "cuda")
    os.environ.setdefault("HOST", "0.0.0.0")
    from app.__main__ import main

    stopped = not any(map(os.environ.get, OWN)) and main(["index"]) == STOPPED
    sys.exit(STOPPED if stopped else main(["serve"]))
