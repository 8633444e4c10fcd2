"""Where Hugging Face Spaces starts, named in README's front matter; elsewhere it is `python -m app`."""

from __future__ import annotations

import sys

from app.__main__ import main

if __name__ == "__main__":
    sys.exit(main(["--host", "0.0.0.0"]))
