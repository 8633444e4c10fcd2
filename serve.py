"""Where Hugging Face Spaces starts, named in README's front matter; elsewhere it is `python -m app`."""

from __future__ import annotations

import os
import sys

from models.zerogpu import is_zerogpu

if __name__ == "__main__":
    if is_zerogpu():  # looked up before torch is imported; the Space's own variables go first
        os.environ.setdefault("ARMARIO_CHAT", "llava")
        os.environ.setdefault("ARMARIO_DEVICE", "cuda")
    from app.__main__ import main

    sys.exit(main(["serve", "--host", "0.0.0.0"]))
