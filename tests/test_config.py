"""Settings: from an environment given as an argument, never from the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import config
from app.config import Settings, SettingsError
from app.search import engine


def test_an_empty_environment_gives_the_embedded_profile() -> None:
    settings = Settings.from_env({})
    assert settings.profile == "embedded"
    assert settings.encoder.endswith("blip2-mini")
    assert settings.store is not None and settings.store.name == "sample"


def test_the_full_profile_names_the_big_blip2() -> None:
    assert Settings.from_env({"ARMARIO_PROFILE": "full"}).encoder == "Salesforce/blip2-itm-vit-g"


def test_an_encoder_that_was_named_wins_over_the_profiles() -> None:
    assert Settings.from_env({"ARMARIO_PROFILE": "full", "ARMARIO_ENCODER": "mine"}).encoder == "mine"


def test_an_option_wins_over_the_environment() -> None:
    settings = Settings.from_env({"ARMARIO_PORT": "8000"}, port=9000, host=None)
    assert (settings.port, settings.host) == (9000, "127.0.0.1")


def test_plain_port_and_host_are_read_and_armarios_own_win() -> None:
    settings = Settings.from_env({"PORT": "8000", "HOST": "0.0.0.0", "ARMARIO_PORT": "8001"})
    assert (settings.port, settings.host) == (8001, "0.0.0.0")


def test_each_catalogue_has_an_index_of_its_own(tmp_path: Path) -> None:
    settings = Settings.from_env({"ARMARIO_CATALOGUE": str(tmp_path / "winter")})
    assert settings.store is not None and settings.store.name == "winter"


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("ARMARIO_PROFILE", "big", "embedded, full"),
        ("ARMARIO_PORT", "many", "1 to 65535"),
        ("ARMARIO_PORT", "70000", "1 to 65535"),
        ("ARMARIO_SHARE", "perhaps", "true, false"),
        ("ARMARIO_DEVICE", "tpu", "cpu, cuda"),
        ("ARMARIO_RUNTIME", "tensorrt", "torch, int8, onnx"),
        ("ARMARIO_SERVER_SEES", "perhaps", "auto, yes, no"),
        ("ARMARIO_STRATEGY", "best", "mean, max, max+itm"),
        ("ARMARIO_THREADS", "0", "1 to"),
        ("ARMARIO_CONTEXT", "12", "512 to"),
        ("ARMARIO_GPU_LAYERS", "-2", "-1 to"),
        ("ARMARIO_CHAT", "oracle", "local, llava, gemini, server"),
        ("ARMARIO_CHAT", "gemini", "ARMARIO_GEMINI_KEY or ARMARIO_GEMINI_PROJECT"),
        ("ARMARIO_CHAT", "server", "ARMARIO_SERVER_URL"),
    ],
)
def test_an_unknown_value_stops_with_key_value_and_what_is_allowed(
    key: str, value: str, allowed: str
) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.from_env({key: value})
    assert key in str(error.value) and value in str(error.value) and allowed in str(error.value)


def test_an_unknown_key_is_named_with_the_known_ones() -> None:
    with pytest.raises(SettingsError, match=r"ARMARIO_STROE.*ARMARIO_STORE"):
        Settings.from_env({"ARMARIO_STROE": "x"})


@pytest.mark.parametrize("key", ["ARMARIO_GEMINI_KEY", "ARMARIO_SERVER_KEY"])
def test_a_key_is_never_shown(key: str) -> None:
    settings = Settings.from_env({key: "very-secret"})
    assert "very-secret" not in repr(settings) and "very-secret" not in f"{settings}"


@pytest.mark.parametrize(
    ("environ", "chosen"),
    [
        ({}, "local"),
        ({"ARMARIO_PROFILE": "full"}, "local"),
        ({"ARMARIO_PROFILE": "full", "ARMARIO_DEVICE": "cuda"}, "llava"),
        ({"ARMARIO_CHAT": "gemini", "ARMARIO_GEMINI_PROJECT": "shop"}, "gemini"),
    ],
)
def test_who_answers_follows_from_profile_and_device_unless_it_is_said(
    environ: dict[str, str], chosen: str
) -> None:
    assert Settings.from_env(environ).chat == chosen == Settings.from_env(environ).chats[0]


def test_the_strategies_are_those_of_the_search() -> None:
    assert config.STRATEGIES == engine.STRATEGIES
