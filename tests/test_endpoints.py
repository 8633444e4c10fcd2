"""The endpoints for other programs, from outside: by gradio_client over HTTP and by an MCP client."""

from __future__ import annotations

import ast
import asyncio
import base64
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from gradio_client.exceptions import AppError  # type: ignore[import-untyped]

from tests.served import ROOT, served

mcp = pytest.importorskip("mcp", reason="the MCP client is not installed: pip install -r requirements.txt")
pytestmark = pytest.mark.slow
ENDPOINTS = ["/search_by_text", "/search_by_image", "/ask"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with served(tmp_path_factory.mktemp("endpoints")) as (url, _):
        yield url


@pytest.fixture(scope="module")
def client(address: str) -> Client:
    return Client(address, verbose=False, analytics_enabled=False)


def photo(name: str = "ts-001") -> str:
    picture = (ROOT / "data" / "sample" / "images" / f"{name}.webp").read_bytes()
    return "data:image/webp;base64," + base64.b64encode(picture).decode()


def tools(
    address: str, *calls: tuple[str, dict[str, Any]], headers: dict[str, str] | None = None
) -> tuple[list[Any], list[Any]]:
    """The tools that an MCP client is offered, and what it is answered."""
    from mcp import ClientSession
    from mcp.client.streamable_http import streamable_http_client

    async def talk() -> tuple[list[Any], list[Any]]:
        async with (
            httpx.AsyncClient(headers=headers, timeout=60) as line,
            streamable_http_client(f"{address}gradio_api/mcp/", http_client=line) as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            offered = (await session.list_tools()).tools
            return offered, [await session.call_tool(name, given) for name, given in calls]

    return asyncio.run(talk())


def test_the_doors_are_all_that_is_public_and_say_what_they_take(client: Client) -> None:
    offered = client.view_api(return_format="dict", print_info=False)
    assert isinstance(offered, dict)
    assert list(offered["named_endpoints"]) == ENDPOINTS and offered["unnamed_endpoints"] == {}
    ask = offered["named_endpoints"]["/ask"]
    assert "advises on exactly those" in ask["description"]
    names = [p["parameter_name"] for p in ask["parameters"]]
    assert names == ["message", "photo", "history", "language"]


def test_words_find_items_over_http_with_pictures_to_fetch(client: Client, address: str) -> None:
    import urllib.request

    found = client.predict("two black t-shirts", api_name="/search_by_text")
    assert [(i["category"], i["colour"]) for i in found["items"]] == [("t-shirt", "black")] * 2
    with urllib.request.urlopen(address.rstrip("/") + found["items"][0]["image"]) as answer:
        assert answer.headers["content-type"] == "image/webp"


def test_a_photo_finds_items_over_http(client: Client) -> None:
    found = client.predict(photo("ts-001"), "", 1, api_name="/search_by_image")
    assert [item["id"] for item in found["items"]] == ["ts-001"]


def test_asking_over_http_answers_in_the_documented_shape(client: Client) -> None:
    answer = client.predict(message="a skirt", api_name="/ask")
    assert set(answer) >= {"language", "intent", "categories", "items", "answer", "seconds", "models"}
    assert answer["categories"] == [{"category": "skirt", "count": 1}]


@pytest.mark.parametrize(
    ("endpoint", "given", "sentence"),
    [
        ("/search_by_text", [""], "expected words"),
        ("/search_by_image", ["/etc/passwd"], "base64|not a picture"),
        ("/search_by_image", ["http://127.0.0.1:1/a.png"], "base64"),
        ("/search_by_image", [base64.b64encode(b"<svg>").decode()], "SVG"),
        ("/search_by_text", [{"path": "/etc/passwd"}], "went wrong"),
    ],
)
def test_a_refusal_over_http_is_a_sentence(
    client: Client, endpoint: str, given: list[Any], sentence: str
) -> None:
    with pytest.raises(AppError, match=sentence):
        client.predict(*given, api_name=endpoint)


def test_an_mcp_client_is_offered_the_same_with_their_arguments_explained(address: str) -> None:
    offered, _ = tools(address)
    assert [f"/{tool.name}" for tool in offered] == ENDPOINTS
    for tool in offered:
        assert tool.description and all(p.get("description") for p in tool.inputSchema["properties"].values())


def test_an_mcp_client_searches_and_asks(address: str) -> None:
    _, (words, picture, asked, refused) = tools(
        address,
        ("search_by_text", {"words": "two black t-shirts"}),
        ("search_by_image", {"photo": photo("ts-001"), "count": 1}),
        ("ask", {"message": "una falda", "history": [{"role": "user", "content": "hola"}]}),
        ("search_by_text", {"words": " "}),
    )
    assert [item["colour"] for item in read(words)["items"]] == ["black", "black"]
    assert [item["id"] for item in read(picture)["items"]] == ["ts-001"]
    assert read(asked)["language"] == "es" and "falda" in read(asked)["answer"].lower()
    assert refused.isError and "expected words" in refused.content[0].text


def read(result: Any) -> dict[str, Any]:
    """What a tool answered: Gradio writes it as Python does."""
    assert not result.isError
    return ast.literal_eval(result.content[0].text)  # type: ignore[no-any-return]
