"""What may be set, from the environment (prefix ARMARIO_) and from options of the same names.

The only reader of the environment. Knows values and their limits; does not know what is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from data.store.address import Address, Location

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "models" / "weights"
GRAPHS = ROOT / "data" / "index" / ".onnx"  # what the runtime onnx makes of an encoder's weights

STRATEGIES = ("mean", "max", "max+itm")  # app.search.engine's, which takes its time to import
RUNTIMES = ("torch", "int8", "onnx")
WRITERS = ("templates", "small")
CHATS = ("local", "llava", "gemini", "server")
NEEDS = {"server": ("server_url",), "gemini": ("gemini_key", "gemini_project")}  # one of these
EYES = str(WEIGHTS / "blip2-mini")  # of the photo head, whichever encoder searches
ENCODERS = {"embedded": EYES, "full": "Salesforce/blip2-itm-vit-g"}
PROFILES = tuple(ENCODERS)
CAPTIONERS = {"embedded": str(WEIGHTS / "blip2-mini-captions"), "full": "Salesforce/blip2-opt-2.7b"}


class SettingsError(ValueError):
    """A setting that cannot be used: the key, the value found and the values allowed."""


def _setting(default: Any, says: str, **limits: Any) -> Any:
    """A field with its line in docs/settings.md. ``limits``: ``choices`` a value must be one of, the
    ``least`` and ``most`` of a number, ``path`` True for a file or folder, ``secret`` True to hide it."""
    return field(default=default, metadata={"says": says, **limits})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. The table in docs/settings.md is made from the same lines."""

    # fmt: off
    profile: str = _setting(
        "embedded", "`embedded`: all inside this repository. `full`: the big BLIP-2 from the hub",
        choices=PROFILES)
    catalogue: Path = _setting(
        ROOT / "data" / "sample", "the shop's export, or the folder that it lies in with its pictures",
        path=True)
    currency: str = _setting(
        "", "for `python -m app index`: ISO code of prices that name no currency, such as `USD`; by default "
        "the one that most others name, else `EUR`, and none for the exports of shop systems, which never "
        "name one")
    store: Location | None = _setting(
        None, "folder of the index, or a server: `http://host:port/name` (Chroma), "
        "`postgresql://user:password@host/database` (pgvector); by default a folder for each catalogue under "
        "`data/index`", path=True)
    encoder: str = _setting(
        "", "BLIP-2, CLIP or SigLIP checkpoint, a folder or a hub name; by default the profile's")
    captioner: str | None = _setting(
        None, "BLIP-2 checkpoint that answers `python -m app describe --question`; by default the profile's, "
        "empty for none")
    strategy: str = _setting(
        "max", "how matches are ranked: `mean` by one vector an item, `max` by its best query vector, "
        "`max+itm` also by the matching head", choices=STRATEGIES)
    chat: str = _setting(
        "", "who answers: `local` (a GGUF file), `llava`, `gemini` or `server`; by default `llava` in the "
        "full profile on a GPU, otherwise `local`")
    gguf: Path | None = _setting(
        None, "model file for `local`, such as Mistral's or LLaVA's; by default none, and the rules answer",
        path=True)
    mmproj: Path | None = _setting(None, "the projector that came with that file; empty for none", path=True)
    gpu_layers: int = _setting(0, "how many of its layers run on the GPU; `-1` for all", least=-1, most=1000)
    context: int = _setting(4096, "how many tokens it can hold", least=512, most=1 << 20)
    llava: str = _setting(
        "llava-hf/llava-v1.6-mistral-7b-hf", "LLaVA checkpoint for `llava`, a folder or a hub name")
    device: str = _setting(
        "cpu", "`cpu` or `cuda`, for the encoder and for `llava`, in 4 bit there", choices=("cpu", "cuda"))
    moderation: int = _setting(
        80, "how sure, in percent, Open-NSFW must be that a photo shows nudity to refuse it; `0` for no "
        "check", least=0, most=100)
    runtime: str = _setting(
        "", "what runs the encoder: `torch`; `int8`, torch with less memory; `onnx`, graphs made once and "
        "kept in `data/index/.onnx`; by default `onnx` for a BLIP-2 in a folder, up to 1 GB, on a CPU",
        choices=("", *RUNTIMES))
    # One: llama.cpp's threads wait for each other by spinning. On two busy cores, two of them took 72 s for a
    # message that one answered in 6.
    threads: int = _setting(
        1, "threads of the local language model; more for a big model on a machine of its own", least=1,
        most=1024)
    writer: str = _setting(
        "templates", "who words the answers where no capable language model does: `templates`, or `small` "
        "(SmolLM2-135M with this project's adapter, in English and Spanish)", choices=WRITERS)
    gemini_key: str = _setting(
        "", "key that enables Gemini as answering model; never written to a log", secret=True)
    gemini_project: str = _setting(
        "", "Google Cloud project: Gemini through Vertex AI, by the machine's own account and without a key")
    gemini_location: str = _setting("global", "where in Vertex AI")
    gemini_model: str = _setting("gemini-3.8-flash", "Gemini model")
    server_url: str = _setting(
        "", "address of an OpenAI-compatible server (vLLM, llama-server, Ollama), such as `localhost:8000`")
    server_key: str = _setting("", "its key, where it wants one; never written to a log", secret=True)
    server_model: str = _setting("", "the model to ask it for; by default the first that it lists")
    server_sees: str = _setting(
        "auto", "whether that model takes pictures: `auto` finds out by its first refusal, `yes`, `no`",
        choices=("auto", "yes", "no"))
    host: str = _setting("127.0.0.1", "address to serve on (also `HOST`)")
    port: int = _setting(7860, "port to serve on (also `PORT`)", least=1, most=65535)
    login: str = _setting(
        "", "`user:password` without which nothing is served; empty for none; never written to a log",
        secret=True)
    limit: int = _setting(
        0, "how many messages, and how many uploads, one visitor may send in a minute; `0` for any number",
        least=0, most=10_000)
    share: bool = _setting(False, "ask Gradio for a public link; sends the page through Gradio's server")
    # fmt: on

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **options: Any) -> Settings:
        """Environment first, then ``options`` that are not None. Raises SettingsError."""
        known = {_key(f.name): f.name for f in fields(cls)}
        unknown = sorted(key for key in environ if key.startswith("ARMARIO_") and key not in known)
        if unknown:
            raise SettingsError(
                f"{unknown[0]} is not a setting of Armario; the settings are {', '.join(known)}"
            )
        given: dict[str, Any] = {
            name: environ[name.upper()] for name in ("host", "port") if environ.get(name.upper())
        }
        given |= {name: environ[key] for key, name in known.items() if key in environ}
        given |= {name: value for name, value in options.items() if value is not None}
        return cls(**given)

    def __post_init__(self) -> None:
        for f in fields(self):
            value = getattr(self, f.name)
            if isinstance(value, str) or "least" in f.metadata:
                object.__setattr__(self, f.name, _parsed(f.name, str(value), f.default, f.metadata))
        self._fill_in()
        _chosen("chat", self.chat, CHATS)
        if self.chat not in self.chats:
            needs = " or ".join(map(_key, NEEDS[self.chat]))
            raise SettingsError(f"ARMARIO_CHAT is {self.chat!r}; expected {needs} as well, found none")
        if self.login and not (self.login.isprintable() and all(self.login.partition(":"))):
            raise SettingsError("ARMARIO_LOGIN is no login; expected user:password")  # not what was found

    def _fill_in(self) -> None:
        """Defaults that follow from other settings."""
        at_home = "llava" if (self.profile, self.device) == ("full", "cuda") else "local"
        follows = {
            "chat": self.chat or at_home,
            "encoder": self.encoder or ENCODERS[self.profile],
            "captioner": CAPTIONERS[self.profile] if self.captioner is None else self.captioner,
            "store": self.place,
        }
        for name, value in follows.items():
            object.__setattr__(self, name, value)

    @property
    def chats(self) -> tuple[str, ...]:
        """Who can answer by these settings, the chosen one first."""
        there = [name for name in NEEDS if any(getattr(self, need) for need in NEEDS[name])]
        at_home = ["local"] if self.chat in ("local", *NEEDS) else ["local", self.chat]
        return tuple(sorted([*at_home, *there], key=lambda name: name != self.chat))

    @property
    def place(self) -> Location:
        """Where the index lies."""
        return self.store or ROOT / "data" / "index" / self.catalogue.resolve().name

    def __repr__(self) -> str:
        shown = {f.name: getattr(self, f.name) for f in fields(self)}
        shown |= {f.name: "set" for f in fields(self) if f.metadata.get("secret") and shown[f.name]}
        return f"Settings({', '.join(f'{name}={value!r}' for name, value in shown.items())})"


def _key(name: str) -> str:
    return f"ARMARIO_{name.upper()}"


def _parsed(name: str, text: str, default: Any, limits: Mapping[str, Any]) -> Any:
    """A setting's text as the value that it stands for. Raises SettingsError."""
    if limits.get("path"):
        return _address(text) if name == "store" and "://" in text else _path(name, text)
    if isinstance(default, bool):
        return _chosen(name, text.lower(), ("true", "false")) == "true"
    if "least" in limits:
        return _number(name, text, limits["least"], limits["most"])
    return _chosen(name, text, limits["choices"]) if "choices" in limits else text


def _number(name: str, text: str, least: int, most: int) -> int:
    if not text.removeprefix("-").isdecimal() or not least <= int(text) <= most:
        raise SettingsError(f"{_key(name)} is {text!r}; expected a whole number from {least} to {most}")
    return int(text)


def _chosen(name: str, text: str, choices: tuple[str, ...]) -> str:
    if text not in choices:
        raise SettingsError(f"{_key(name)} is {text!r}; expected one of: {', '.join(choices)}")
    return text


def _path(name: str, text: str) -> Path | None:
    try:
        if "\0" in text or (name == "catalogue" and not text):
            raise ValueError("empty, or no path")
        text.encode("utf-8", "surrogateescape")  # as the system will
        return Path(text).expanduser() if text else None
    except (ValueError, RuntimeError) as error:  # "~somebody" who has no home here
        raise SettingsError(f"{_key(name)} is {text!r}; expected a file or folder: {error}") from error


def _address(url: str) -> Address:
    try:
        return Address.parse(url)
    except ValueError as error:
        raise SettingsError(f"ARMARIO_STORE is {error}") from None  # what it is may hold a password
