"""Serving the page: theme, limits, and what the browser may load."""

from __future__ import annotations

import gradio as gr
from gradio_client import Client  # type: ignore[import-untyped]
from starlette.middleware import Middleware

from app.ingest.upload_files import MAX_UPLOAD_MB
from app.server.login import Login, header
from app.server.middleware import Guard
from app.ui.html import assets
from app.ui.rate_limit import Paced

MAX_FILE = f"{MAX_UPLOAD_MB}mb"


def launch(
    blocks: gr.Blocks, host: str, port: int | None, share: bool = False, wait: bool = True,
    login: str = "", limit: int = 0,
) -> str:  # fmt: skip
    """Serves the page and gives its address; with ``wait``, until it is stopped.

    With a ``login`` for nobody who does not say it; ``limit`` is how many uploads a visitor has in a minute.
    """
    doors = [Middleware(Login, login=login)] if login else []
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=port,
        share=share,
        prevent_thread_lock=True,
        quiet=True,
        theme=_theme(),
        css=assets.style(),
        js=assets.BOOT,
        footer_links=[],
        show_error=False,  # of what is not a sentence of ours, a customer reads nothing
        max_file_size=MAX_FILE,
        run_history=False,
        pwa=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=True,
        app_kwargs={
            "middleware": [
                *doors, Middleware(Paced, limit=limit), Middleware(assets.ContentSecurity), Middleware(Guard)
            ]
        },
    )  # fmt: skip
    if login:
        _log_in(blocks, str(address), login)
    if wait:
        blocks.block_thread()
    return str(address)


def _log_in(blocks: gr.Blocks, address: str, login: str) -> None:
    """Gradio's MCP server asks the page over the loopback, by a client that it would make without a login."""
    if blocks.mcp_server_obj:
        blocks.mcp_server_obj._client_instance = Client(
            address, download_files=False, verbose=False, analytics_enabled=False, _skip_components=False,
            headers={"x-gradio-user": "mcp", "authorization": header(login)},
        )  # fmt: skip


def _theme() -> gr.themes.Base:
    return gr.themes.Base(
        primary_hue=gr.themes.colors.rose,
        neutral_hue=gr.themes.colors.stone,
        radius_size="lg",
        font=["Inter Armario", "ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        body_background_fill="#faf8f5",
        body_background_fill_dark="#141211",
        background_fill_primary="#ffffff",
        background_fill_primary_dark="#1c1918",
        block_background_fill="#ffffff",
        block_background_fill_dark="#1c1918",
        block_border_color="#ece7e0",
        block_border_color_dark="#2d2826",
        border_color_primary="#e6e0d8",
        border_color_primary_dark="#322c2a",
        block_shadow="none",
        button_secondary_background_fill="#f4eee7",
        button_secondary_background_fill_dark="#2a2422",
        color_accent_soft="#fbeef1",
        color_accent_soft_dark="#2b1a1f",
        input_background_fill="#ffffff",
        input_background_fill_dark="#221e1d",
    )
