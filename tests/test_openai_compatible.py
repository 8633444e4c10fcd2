"""The client of OpenAI-compatible servers: its address and key. What it says to them is in test_backends."""

from __future__ import annotations

import pytest

from models.llm.chat_model import ChatModel, ModelError
from models.llm.openai_compatible import load


def test_a_server_is_named_after_its_model() -> None:
    assert load("http://127.0.0.1:8000/v1", "", "mistral").name == "mistral"
    assert load("http://127.0.0.1:8000/v1", "", "").name == "server"
    assert isinstance(load("http://127.0.0.1:8000/v1", "key", "mistral"), ChatModel)


@pytest.mark.parametrize("url", ["127.0.0.1:8000", "ftp://shop", "shop", "http://", "http://a:b"])
def test_an_address_that_is_none_is_refused_with_its_setting(url: str) -> None:
    with pytest.raises(ModelError, match="ARMARIO_SERVER_URL"):
        load(url, "", "mistral")


@pytest.mark.parametrize("key", ["s3cret\n", "s3cret\r\nX: 1", "s3crét", " s3cret"])
def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated(key: str) -> None:
    with pytest.raises(ModelError, match="ARMARIO_SERVER_KEY") as raised:
        load("http://127.0.0.1", key, "mistral")
    assert "s3cr" not in str(raised.value)
