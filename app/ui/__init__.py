"""The page: Gradio components, and what happens when one is used. The only folder that knows Gradio.

A visitor's conversation lives in that visitor's own session; between two events nothing is kept here but
whose turn it is.
"""

from app.ui.blocks import build_page
from app.ui.launch import launch

__all__ = ["build_page", "launch"]
