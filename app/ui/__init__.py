"""The page: Gradio components, and what happens when one is used. The only folder that knows Gradio.

A visitor's conversation lives in that visitor's own session; nothing is kept here between two events.
"""

from app.ui.blocks import build_page
from app.ui.launch import launch

__all__ = ["build_page", "launch"]
