"""Which component sets off what."""

from __future__ import annotations

from typing import Any

from app import page
from app.ui.shop import SPOKEN, Page

AT_ONCE = 2  # turns: one model thinks while another's items are shown


def wire(shop: Page, p: dict[str, Any]) -> None:
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    board = [p["chat"], p["gallery"], p["heading"], p["detail"], p["shown"]]
    runs = _wire_turns(shop, p, board, quiet)
    for run in runs:
        run.then(shop.ready, None, p["box"], queue=False, **quiet)
    stopped = [p["box"], p["chat"], p["heading"]]
    asked = [p["chat"], p["shown"], p["language"]]
    p["box"].stop(shop.halted, asked, stopped, cancels=runs, queue=False, **quiet)
    p["chat"].undo(shop.undone, p["chat"], [p["chat"], p["box"]], queue=False, **quiet)
    p["chat"].clear(shop.anew, p["language"], board, cancels=runs, queue=False, **quiet)
    cleared = p["anew"].click(shop.anew, p["language"], board, cancels=runs, queue=False, **quiet)
    cleared.then(shop.ready, None, p["box"], queue=False, **quiet)
    p["gallery"].select(shop.choose, [p["shown"], p["language"]], p["detail"], queue=False, **quiet)
    switch = [p["answerer"], p["language"]]
    p["answerer"].input(shop.switched, switch, [p["answerer"], p["status"]], **quiet)
    p["theme"].click(None, None, None, js=page.THEME)
    spoken = [p["language"], p["answerer"], p["shown"]]
    p["language"].change(shop.speak, spoken, [p[name] for name in SPOKEN], queue=False, **quiet)
    p["language"].change(None, p["language"], None, js=page.LANGUAGE)


def _wire_turns(shop: Page, p: dict[str, Any], board: list[Any], quiet: dict[str, Any]) -> list[Any]:
    turn: dict[str, Any] = {
        "fn": shop.answer,
        "inputs": [p["chat"], p["language"], p["answerer"], p["shown"]],
        "outputs": board,
        "concurrency_id": "turn",
        "concurrency_limit": AT_ONCE,
        **quiet,
    }
    sent = p["box"].submit(shop.add, [p["box"], p["chat"], p["language"]], [p["box"], p["chat"]], **quiet)
    runs = [sent.success(**turn)]
    asked = (
        (p["chat"].example_select, shop.pick),
        (p["chat"].retry, shop.again),
        (p["chat"].edit, shop.edited),
    )
    for event, handler in asked:
        begun = event(handler, p["chat"], p["chat"], **quiet).success(shop.working, None, p["box"], **quiet)
        runs.append(begun.success(**turn))
    return runs
