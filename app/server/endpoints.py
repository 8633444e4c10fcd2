"""Endpoints for other programs: three functions as documented HTTP endpoints and MCP tools."""

from __future__ import annotations

import functools
import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import gradio as gr

from app.agent.reply import Answering
from app.server.api import Api
from app.ui.media.shown import give_out_folder
from app.ui.rate_limit import MAX_CONCURRENT_TURNS, RateLimiter, visitor
from app.ui.strings import say_in_all
from data.store.store import StoreError
from models.llm.chat_model import ModelError

log = logging.getLogger(__name__)
FILES = "/gradio_api/file="


def add_endpoints(blocks: gr.Blocks, assistant: Answering, limiter: RateLimiter) -> None:
    """Adds the endpoints to the page, under the names of Api's methods: no handler of the page may have one
    of these names, as Gradio would then number the endpoint."""
    api = Api(assistant, _address)
    groups = ((api.search_by_text, "search"), (api.search_by_image, "search"), (api.ask, "turn"))
    with blocks:
        for function, group in groups:
            endpoint = _with_sentences(function, limiter)
            gr.api(endpoint, concurrency_id=group, concurrency_limit=MAX_CONCURRENT_TURNS)


def _address(picture: Path) -> str:
    give_out_folder(picture.parent)
    return FILES + quote(str(picture))


def _with_sentences(function: Callable[..., dict[str, Any]], limiter: RateLimiter) -> Callable[..., Any]:
    """The function with its failures as sentences: never a trace, nor an error's inner words."""

    @functools.wraps(function)
    def endpoint(*args: Any, **named: Any) -> dict[str, Any]:
        if not limiter.admits(visitor()):
            raise gr.Error(say_in_all("too_many"), print_exception=False)
        try:
            return function(*args, **named)
        except (ModelError, StoreError) as error:
            log.error("an endpoint failed: %s", error)
            sentence = "the shop cannot answer just now; try again in a moment"
        except ValueError as error:  # pictures' too: what was expected, what was found
            sentence = str(error)
        except Exception as error:  # the last catch before the caller
            frames = "".join(traceback.format_tb(error.__traceback__))
            log.error("an endpoint failed: %s\n%s", type(error).__name__, frames)
            sentence = "something went wrong on our side"
        raise gr.Error(sentence, print_exception=False)

    return endpoint
