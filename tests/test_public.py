"""What an open demo may want: a login before everything, and a pace that one visitor cannot pass."""

from __future__ import annotations

import asyncio
import json
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

from app.config import Settings, SettingsError
from app.server.middleware import BasicAuth, UploadLimit, authorization
from app.ui.rate_limit import MINUTE, RateLimiter
from app.ui.strings import say_in_all
from tests.conftest import write_catalogue
from tests.served import PATIENCE
from tests.servers import free_port, running
from tests.test_endpoints import tools

LOGIN = "ana:s3cret:ñ"
LIMIT = 2
SHOP = """
import logging, sys
from pathlib import Path
from app.agent.assistant import Assistant
from app.agent.fallback import FallbackChain
from app.agent.reply import Answerer
from app.ui.html.filters import Scores
from app.ingest.sync import index_catalogue
from app.search.engine import Search
from app.ui.app import build_page
from app.ui.rate_limit import RateLimiter
from app.server.endpoints import add_endpoints
from app.server.launch import launch
from data.catalogue.catalogue import read_catalogue
from data.store.store import Store
from tests.fakes import ColourEncoder, ReadingChat

folder, port, login, limit = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3], int(sys.argv[4])
logging.basicConfig(level=logging.DEBUG)
encoder, store = ColourEncoder(), Store.create(folder / "index", "colours")
index_catalogue(read_catalogue(folder / "shop"), store, encoder)
chain = FallbackChain(Assistant(encoder, store, ReadingChat()))
limiter = RateLimiter(limit)
page = build_page([Answerer("local", "Local", chain)], chain, Search(encoder, store), Scores(), limiter)
add_endpoints(page, chain, limiter)
launch(page, "127.0.0.1", port, login=login, limit=limit)
print("served", flush=True)
page.block_thread()
"""


def test_so_many_a_minute_for_each_visitor_and_then_again() -> None:
    now = [0.0]
    limiter = RateLimiter(2, lambda: now[0])
    assert [limiter.admits("a") for _ in range(3)] == [True, True, False] and limiter.admits("b")
    now[0] = MINUTE - 1
    assert not limiter.admits("a")
    now[0] = MINUTE + 1
    assert [limiter.admits("a") for _ in range(3)] == [True, True, False]
    now[0] = 3 * MINUTE
    assert limiter.admits("c") and set(limiter._requests) == {"c"}  # nobody is kept for longer


def test_without_a_limit_nobody_is_counted() -> None:
    limiter = RateLimiter(0)
    assert all(limiter.admits("a") for _ in range(1000)) and not limiter._requests


def given(app: Any, path: str, headers: Any = (), kind: str = "http", method: str = "POST") -> Any:
    """The status of the answer, its body, and the scope that the app behind was given, if it was asked."""
    sent: list[dict[str, Any]] = []
    asked: list[Any] = []

    async def behind(scope: Any, receive: Any, send: Any) -> None:
        asked.append(scope)

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {"type": kind, "path": path, "method": method, "headers": list(headers), "client": ("9.9.9.9", 5)}
    asyncio.run(app(behind)(scope, None, send))
    return (200, b"", asked[0]) if asked else (sent[0]["status"], sent[1]["body"], None)


@pytest.mark.parametrize(
    ("said", "status"),
    [(LOGIN, 200), ("ana:s3cret", 401), ("", 401), ("ana:s3cret:ñx", 401), ("bob:s3cret:ñ", 401)],
)
@pytest.mark.parametrize(
    "path", ["/", "/config", "/gradio_api/mcp/", "/gradio_api/upload", "/gradio_api/file=a.png"]
)
def test_nothing_is_given_without_the_login(path: str, said: str, status: int) -> None:
    headers = [(b"authorization", authorization(said).encode())] if said else []
    assert given(lambda app: BasicAuth(app, LOGIN), path, headers)[0] == status


def test_a_websocket_is_no_way_round_the_login() -> None:
    headers = [(b"authorization", authorization(LOGIN).encode())]
    assert given(lambda app: BasicAuth(app, LOGIN), "/", headers, kind="websocket")[0] == 401


def test_uploads_are_counted_and_the_sentence_is_in_both_languages() -> None:
    counted: list[Any] = []

    def app(behind: Any) -> Any:
        counted.append(counted[0] if counted else UploadLimit(behind, LIMIT))
        counted[0]._app = behind
        return counted[0]

    answers = [given(app, "/gradio_api/upload")[:2] for _ in range(LIMIT + 1)]
    assert [status for status, _ in answers] == [200, 200, 429]
    assert json.loads(answers[-1][1])["detail"] == say_in_all("too_many")
    assert given(app, "/gradio_api/queue/join")[0] == 200


def test_an_mcp_client_cannot_say_that_it_is_somebody_else() -> None:
    lie = [(b"x-forwarded-for", b"1.2.3.4")]
    *_, scope = given(lambda app: UploadLimit(app, LIMIT), "/gradio_api/mcp/", lie)
    assert scope["headers"] == [(b"x-forwarded-for", b"9.9.9.9")]


@pytest.mark.parametrize("value", ["ana", ":", "ana:", ":s3cret", "ana:s3\ncret"])
def test_what_is_no_login_is_refused_without_repeating_it(value: str) -> None:
    with pytest.raises(SettingsError, match="expected user:password") as raised:
        Settings.from_env({"ARMARIO_LOGIN": value})
    assert "s3" not in str(raised.value)


def test_the_login_is_never_shown() -> None:
    assert "s3cret" not in repr(Settings.from_env({"ARMARIO_LOGIN": LOGIN}))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """A small shop behind a login, with a limit; nothing that its process writes says the password."""
    write_catalogue(tmp_path / "shop")
    log, port = tmp_path / "log", free_port()
    command = [sys.executable, "-c", SHOP, str(tmp_path), str(port), LOGIN, str(LIMIT)]
    with running(command, port, log, PATIENCE):
        while "served" not in log.read_text(encoding="utf-8"):
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}/"
    written = log.read_text(encoding="utf-8")
    assert "served" in written and "s3cret" not in written and authorization(LOGIN) not in written


@pytest.mark.slow
def test_a_served_shop_keeps_both_over_its_api_and_mcp(served: str) -> None:
    with pytest.raises(urllib.error.HTTPError, match="401"):
        urllib.request.urlopen(served)
    known = {"Authorization": authorization(LOGIN)}
    client = Client(served, verbose=False, analytics_enabled=False, headers=known)
    assert client.predict("a red skirt", api_name="/search_by_text")["items"]
    _, (asked, refused) = tools(
        served, ("ask", {"message": "a red skirt"}), ("ask", {"message": "a skirt"}), headers=known
    )
    assert not asked.isError and refused.isError and say_in_all("too_many") in refused.content[0].text
    with pytest.raises(AppError, match="a lot for one minute"):
        client.predict("a red skirt", api_name="/ask")
