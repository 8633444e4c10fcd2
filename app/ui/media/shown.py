"""Which of the shop's pictures a browser may have: those in the folders of what was shown.

Not asked of the store, which may have a million: whatever the page or an endpoint shows is given out first.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import gradio as gr

from data.catalogue.catalogue import Item


def give_out(items: Iterable[Item]) -> None:
    """Let browsers have the pictures of items that are about to be shown."""
    for folder in {file.parent for item in items for file in (item.image, *item.images)}:
        give_out_folder(folder)


@cache  # Gradio keeps a list, in which each would stand as often as it is told
def give_out_folder(folder: Path) -> None:
    """Let browsers have the pictures in a folder; nothing but pictures is given out of it."""
    gr.set_static_paths(str(folder))
