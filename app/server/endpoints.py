"""The doors for other programs: three functions as documented HTTP endpoints and MCP tools."""

from __future__ import annotations

import functools
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gradio as gr

from app.agent.assistant import Assistant
from app.agent.fallback import Ladder
from app.server.api import Api
from app.ui.context import visitor
from app.ui.rate_limit import Pace
from app.ui.strings import both
from data.store.store import StoreError
from models.llm.chat_model import ModelError

log = logging.getLogger(__name__)
FILES = "/gradio_api/file="


def open_doors(assistant: Assistant | Ladder, at_once: int, pace: Pace) -> None:
    """Adds the endpoints to the page that is being built."""
    api = Api(assistant, _address)
    for door in (api.search_by_text, api.search_by_image):
        gr.api(_told(door, pace), concurrency_id="search", concurrency_limit=at_once)
    gr.api(_told(api.ask, pace), concurrency_id="turn", concurrency_limit=at_once)


def _address(picture: Path) -> str:
    return FILES + quote(str(picture))


def _told(door: Callable[..., dict[str, Any]], pace: Pace) -> Callable[..., dict[str, Any]]:
    """The function with its failures as sentences: never a trace, nor an error's inner words."""

    @functools.wraps(door)
    def told(*args: Any, **named: Any) -> dict[str, Any]:
        if not pace.admits(visitor()):
            raise gr.Error(both("too_many"), print_exception=False)
        try:
            return door(*args, **named)
        except (ModelError, StoreError) as error:
            log.error("a door failed: %s", error)
            sentence = "the shop cannot answer just now; try again in a moment"
        except ValueError as error:  # pictures' too: what was expected, what was found
            sentence = str(error)
        except Exception as error:  # the last door before the caller
            log.error(
                "a door failed: %s\n%s",
                type(error).__name__,
                "".join(traceback.format_tb(error.__traceback__)),
            )
            sentence = "something went wrong on our side"
        raise gr.Error(sentence, print_exception=False)

    return told
