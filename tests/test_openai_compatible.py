"""Servers as they are: blind ones, old templates, queues, bare addresses. The contract: test_backends."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from PIL import Image

from models.llm import openai_compatible
from models.llm.chat_model import ChatModel, Message, ModelError, RequestTooLarge
from models.llm.openai_compatible import OpenAICompatible, load
from tests.wire import Wire, wire

PHOTO = Message("user", "this?", (Image.new("RGB", (9, 9), "red"),), ("photo",))
ASKED = [Message("system", "Wish?"), Message("user", "two hats")]
SHAPE = {"type": "object", "properties": {"act": {"type": "string"}}}
Asked = dict[str, Any]


@pytest.fixture
def line() -> Iterator[Wire]:
    with wire() as server:
        yield server


def has_pictures(asked: Asked) -> bool:
    return "image_url" in json.dumps(asked)


def refuses_roles(asked: Asked) -> bool:
    roles = [message["role"] for message in asked["messages"]]
    return roles != ["user", "assistant"] * (len(roles) // 2) + ["user"]


def refuses_schema(asked: Asked) -> bool:
    return "json_schema" in str(asked.get("response_format"))


def refusing(*refusals: tuple[Callable[[Asked], bool], int, str]) -> Any:
    """A server that looks for one thing after the other in a question."""
    return lambda asked: next(((status, words) for has, status, words in refusals if has(asked)), None)


def said(chat: ChatModel, *messages: Message, schema: Any = None) -> str:
    return "".join(chat.stream(messages or ASKED, schema))


BLIND = [(status, "no") for status in (400, 404, 415, 422, 500, 501)]
LLAMA_SERVER = (500, "image input is not supported - hint: you may need to provide the mmproj")
VLLM = (400, "At most 0 image(s) may be provided in one prompt.")
TEMPLATE = (500, "Conversation roles must alternate user/assistant/user/assistant/...")


@pytest.mark.parametrize(("status", "words"), [*BLIND, LLAMA_SERVER, VLLM])
def test_a_server_without_eyes_answers_at_once_and_is_shown_nothing_more(
    status: int, words: str, line: Wire
) -> None:
    line.refuses, chat = refusing((has_pictures, status, words)), load(line.url, "", "mistral")
    assert [chat.sees, said(chat, PHOTO), chat.sees] == [True, "Hello", False]
    assert said(chat, PHOTO) == "Hello"
    assert [has_pictures(asked) for asked in line.asked] == [True, False, False]
    assert isinstance(chat, ChatModel)


def test_pictures_that_are_too_much_say_nothing_of_the_eyes(line: Wire) -> None:
    chat = load(line.url, "", "mistral")
    for status, words in [(413, ""), (400, "maximum context length is 4096"), (400, "At most 4 image(s)")]:
        line.refuses = refusing((has_pictures, status, words))
        with pytest.raises(RequestTooLarge):
            said(chat, PHOTO)
    assert chat.sees and len(line.asked) == 3


def test_a_server_that_takes_one_picture_is_shown_all_in_one(line: Wire) -> None:
    many = replace(PHOTO, images=PHOTO.images * 3, labels=("1", "2", "photo"))
    line.refuses = refusing(
        (lambda asked: json.dumps(asked).count("data:image") > 1, 400, "At most 1 image(s)")
    )
    chat = load(line.url, "", "mistral")
    assert [said(chat, many), said(chat, many), chat.sees] == ["Hello", "Hello", True]
    assert [json.dumps(asked).count("data:image") for asked in line.asked] == [3, 1, 1]


def test_who_says_whether_a_server_sees_is_believed(line: Wire) -> None:
    line.refuses = refusing((has_pictures, 400, "no"))
    with pytest.raises(RequestTooLarge):
        said(load(line.url, "", "mistral", sees=True), PHOTO)
    blind = load(line.url, "", "mistral", sees=False)
    assert not blind.sees and said(blind, PHOTO) == "Hello"
    assert [has_pictures(asked) for asked in line.asked] == [True, False]


def test_a_server_that_answers_nothing_is_no_blind_one(line: Wire) -> None:
    line.mood, chat = "400", load(line.url, "", "mistral")
    with pytest.raises(ModelError) as raised:
        said(chat, PHOTO)
    assert type(raised.value) is ModelError and len(line.asked) == 2 and chat.sees


@pytest.mark.parametrize("status", [400, 500])
@pytest.mark.parametrize("words", [TEMPLATE[1], "Only user and assistant roles are supported!"])
def test_a_template_without_a_system_message_is_asked_in_roles_that_it_knows(
    status: int, words: str, line: Wire
) -> None:
    line.refuses, chat = refusing((refuses_roles, status, words)), load(line.url, "", "mistral")
    assert [said(chat, *ASKED, PHOTO), said(chat)] == ["Hello", "Hello"] and chat.sees
    assert [len(asked["messages"]) for asked in line.asked] == [3, 1, 1]
    assert has_pictures(line.asked[1]) and "photo:" in json.dumps(line.asked[1])
    assert line.asked[2]["messages"] == [{"role": "user", "content": "Wish?\n\ntwo hats"}]


@pytest.mark.parametrize("status", [400, 422, 500])
def test_a_server_that_knows_no_schema_is_told_it_in_words(status: int, line: Wire) -> None:
    line.refuses, chat = refusing((refuses_schema, status, "no")), load(line.url, "", "mistral")
    for _ in range(2):
        assert said(chat, schema=SHAPE) == "Hello"
    assert said(chat) == "Hello" and len(line.asked) == 4
    assert line.asked[2]["response_format"] == {"type": "json_object"}
    assert line.asked[2]["messages"][-1]["content"].endswith(json.dumps(SHAPE))
    assert "response_format" not in line.asked[3]


def test_a_server_that_refuses_everything_learns_nobody_wrong(line: Wire) -> None:
    refusals = [(has_pictures, *LLAMA_SERVER), (refuses_roles, *TEMPLATE), (refuses_schema, 400, "grammar")]
    line.refuses, chat = refusing(*refusals), load(line.url, "", "mistral")
    assert said(chat, ASKED[0], PHOTO, schema=SHAPE) == "Hello" and len(line.asked) == 4
    assert said(chat, ASKED[0], PHOTO, schema=SHAPE) == "Hello" and len(line.asked) == 5 and not chat.sees


def test_a_picture_left_out_in_vain_is_shown_again(line: Wire) -> None:
    line.refuses, chat = refusing((refuses_schema, 400, "no, request 7")), load(line.url, "", "mistral")
    assert said(chat, PHOTO, schema=SHAPE) == "Hello" and chat.sees
    assert said(chat, PHOTO, schema=SHAPE) == "Hello"
    assert [has_pictures(asked) for asked in line.asked] == [True, False, False, True]


def waiting(line: Wire) -> tuple[OpenAICompatible, list[float]]:
    """A server's client, and how long it has slept."""
    slept: list[float] = []
    there = httpx.Client(base_url=f"{line.url}/v1")
    return OpenAICompatible(there, "mistral", sleep=slept.append, clock=lambda: 0.0), slept


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(
    ("after", "first"), [("", 1), ("7", 7), ("Thu, 01 Jan 1970 00:00:09 GMT", 9), ("soon", 1)]
)
def test_a_busy_server_is_asked_again_when_it_says(status: int, after: str, first: int, line: Wire) -> None:
    line.retry_after = after
    line.refuses = lambda asked: (status, "busy") if len(line.asked) < 3 else None
    chat, slept = waiting(line)
    assert said(chat) == "Hello" and len(slept) == 2 and slept[0] == first


@pytest.mark.parametrize(("after", "pauses"), [("", 5), ("3600", 0)])
def test_a_server_that_stays_busy_is_given_up(after: str, pauses: int, line: Wire) -> None:
    line.mood, line.retry_after = "429", after
    chat, slept = waiting(line)
    with pytest.raises(ModelError, match="wait a minute"):
        said(chat)
    assert len(slept) == pauses and sum(slept) <= 60


def test_a_queue_before_the_first_byte_is_no_timeout_and_silence_after_it_is(
    line: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert openai_compatible.TIMEOUT.read == 600
    monkeypatch.setattr(openai_compatible, "SILENCE", 0.2)
    line.mood, chat = "queued", load(line.url, "", "mistral")
    threading.Timer(0.6, line.released.set).start()
    assert said(chat) == "Hello"
    line.released.clear()
    line.mood, reading = "stalled", chat.stream(ASKED)
    assert [next(reading), next(reading)] == ["Hel", "lo"]
    with pytest.raises(ModelError, match="too long"):
        next(reading)
    line.release()
    assert said(chat) == "Hello"


@pytest.mark.parametrize("form", ["{}", "{}/", "{}/v1", "{}/v1/", "http://{}", "http://{}/", "http://{}/v1"])
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_an_address_needs_neither_scheme_nor_path_nor_a_model(form: str, host: str, line: Wire) -> None:
    chat = load(form.format(f"{host}:{line.server_port}"), "key", "")
    assert chat.name == "server" and line.paths == []
    assert [said(chat), said(chat)] == ["Hello", "Hello"]
    assert line.paths == ["/v1/models", "/v1/chat/completions", "/v1/chat/completions"]
    assert chat.name == "tiny" == line.asked[0]["model"]


def test_a_server_that_lists_no_model_wants_one_named(line: Wire) -> None:
    line.names = []
    with pytest.raises(ModelError, match="ARMARIO_SERVER_MODEL"):
        said(load(line.url, "", ""))


def test_a_key_goes_to_another_machine_in_the_clear_only_where_that_is_said() -> None:
    urls = [load(url, "key", "")._client.base_url for url in ("shop:8000", "http://shop:8000", "[::1]:8000")]
    assert [str(url) for url in urls] == [
        "https://shop:8000/v1/",
        "http://shop:8000/v1/",
        "http://[::1]:8000/v1/",
    ]


@pytest.mark.parametrize("url", ["ftp://shop", "", "http://", "http://a:b", "a:b"])
def test_an_address_that_is_none_is_refused_with_its_setting(url: str) -> None:
    with pytest.raises(ModelError, match="ARMARIO_SERVER_URL"):
        load(url, "", "mistral")


@pytest.mark.parametrize("key", ["s3cret\n", "s3cret\r\nX: 1", "s3crét", " s3cret"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ModelError, match="ARMARIO_SERVER_KEY") as raised:
        load("http://127.0.0.1", key, "mistral")
    assert "s3cr" not in str(raised.value)
