"""Serving the page: theme, endpoints and middleware."""

from __future__ import annotations

import json
import socket

import gradio as gr
from gradio_client import Client  # type: ignore[import-untyped]
from starlette.middleware import Middleware

from app.ingest.upload_files import MAX_UPLOAD_MB
from app.server.middleware import BasicAuth, ContentSecurity, RequestFilter, UploadLimit, authorization
from app.server.pictures import ShowablePictures
from app.ui.html import assets


def check_port(host: str, port: int) -> None:
    """Raises OSError, with a sentence, where another program serves there already."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as place:
        place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            place.bind((host, port))
        except OSError as error:
            raise OSError(f"cannot serve on {host}:{port}: {error.strerror}; give another --port") from error


def launch(
    blocks: gr.Blocks, host: str, port: int, share: bool = False, login: str = "", limit: int = 0
) -> None:
    """Serves the page in threads of its own, so that it returns at once.

    With a ``login`` for nobody who does not say it; ``limit`` is how many uploads a visitor has in a minute.
    """
    layers = [Middleware(BasicAuth, login=login)] if login else []
    layers += [Middleware(UploadLimit, limit=limit), Middleware(ContentSecurity)]
    layers += [Middleware(RequestFilter), Middleware(ShowablePictures)]
    check_port(host, port)
    _, address, _ = blocks.launch(
        server_name=host,
        server_port=port,
        share=share,
        prevent_thread_lock=True,
        quiet=True,
        theme=_theme(),
        css=assets.style(),
        js=assets.script("boot"),
        footer_links=[],
        show_error=False,  # of what is not a sentence of ours, a customer reads nothing
        max_file_size=f"{MAX_UPLOAD_MB}mb",
        run_history=False,
        pwa=False,
        enable_monitoring=False,
        ssr_mode=False,
        mcp_server=True,
        app_kwargs={"middleware": layers},
    )
    if login and blocks.mcp_server_obj:
        # Gradio's MCP server asks the page over the loopback, by a client that it would make without a login.
        blocks.mcp_server_obj._client_instance = Client(
            str(address), download_files=False, verbose=False, analytics_enabled=False,
            _skip_components=False, headers={"x-gradio-user": "mcp", "authorization": authorization(login)},
        )  # fmt: skip


def _theme() -> gr.themes.Base:
    colours = json.loads((assets.STATIC / "theme.json").read_text("utf-8"))
    return gr.themes.Base(
        primary_hue=gr.themes.colors.rose,
        neutral_hue=gr.themes.colors.stone,
        radius_size="lg",
        font=["Inter Armario", "ui-sans-serif", "system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(**colours)
