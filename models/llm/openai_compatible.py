"""Any server with OpenAI's chat completions API: vLLM, llama-server, Ollama and others.

Knows messages, schemas and HTTP; does not know where address and key come from.
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from models.errors import ModelError
from models.llm.chat_model import Concurrent, Message, RequestTooLarge
from models.llm.concessions import NOTHING, TOO_MUCH, Concession, Question
from models.llm.traffic import HOOKS, is_loopback

log = logging.getLogger(__name__)
QUEUE, SILENCE = 600.0, 60.0  # seconds: before the first byte, when others are served; after it
TIMEOUT = httpx.Timeout(SILENCE, connect=5, read=QUEUE)
BUSY = (429, 503)
PAUSES = (1, 2, 4, 8, 16)  # seconds before a busy server is asked again, where it does not say itself
LONGEST_PAUSE = 30.0  # whoever is told to wait for longer is better served by the next model
CURES = {
    400: "the request was refused; check ARMARIO_SERVER_MODEL, and ARMARIO_SERVER_SEES=no if it has no eyes",
    401: "the key was refused; check ARMARIO_SERVER_KEY",
    403: "the key may not use this model; check ARMARIO_SERVER_KEY and ARMARIO_SERVER_MODEL",
    413: "the question is too long for it; ask for less",
    404: "nothing answers there; check ARMARIO_SERVER_URL, mostly ending in /v1, and ARMARIO_SERVER_MODEL",
    429: "it is asked too much; wait a minute or switch to the local model",
}
CURE = "try again, or switch to the local model"


class OpenAICompatible(Concurrent):
    """A ChatModel over a ready client whose base URL ends before ``chat/completions``.

    Without a ``model`` it takes the first that the server lists. ``sees`` is known or, where it is None,
    found out: a server that takes a question only without its pictures is shown none any more.
    """

    is_generative = True

    def __init__(
        self, client: httpx.Client, model: str, sees: bool | None = None,
        sleep: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.time,
    ) -> None:  # fmt: skip
        self._client, self._model, self._sleep, self._clock = client, model, sleep, clock
        self._lock, pictures = threading.Lock(), frozenset({Concession.PICTURES})
        self._made = pictures if sees is False else NOTHING
        self._open = frozenset(Concession) if sees is None else frozenset(Concession) - pictures

    @property
    def name(self) -> str:
        """The model's, as far as it is known."""
        return self._model or "server"

    @property
    def sees(self) -> bool:
        """Whether the server takes pictures, as far as it is known."""
        return Concession.PICTURES not in self._made

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Yields chunks of the answer; JSON with a schema. Raises ModelError."""
        try:
            yield from self._answer(Question(messages, schema, self._made, self._open))
        # From None: these errors may hold the key, and a log would write it down.
        except httpx.TimeoutException:
            raise ModelError(f"the server took too long; {CURE}") from None
        except httpx.ConnectError:
            raise ModelError(
                "the server could not be reached; start it, check ARMARIO_SERVER_URL, "
                "or switch to the local model"
            ) from None
        except httpx.HTTPError:
            raise ModelError(f"the line to the server broke; {CURE}") from None

    def _answer(self, question: Question) -> Iterator[str]:
        """Asks, with ever more concessions, until the server answers. Raises ModelError, httpx.HTTPError."""
        model = self._asked_model()
        while True:
            with self._sent("POST", "chat/completions", json=question.body(model)) as response:
                if response.status_code == 200:
                    self._remember(question.learnt)
                    yield from _chunks(_lines(response))
                    return
                status, words = response.status_code, next(response.iter_text(), "")
            too_much = question.has_pictures and (status == 413 or TOO_MUCH.search(words))
            if too_much or not question.concede(status, words):
                raise _status_error(status, bool(too_much) or question.has_pictures and status in (400, 422))

    @contextmanager
    def _sent(self, method: str, path: str, **content: Any) -> Iterator[httpx.Response]:
        """The response to a request, which a busy server is sent again after a while."""
        for own_pause in (*PAUSES, None):
            with self._client.stream(method, path, **content) as response:
                pause = own_pause and self._pause(response, own_pause)
                if pause is None or pause > LONGEST_PAUSE:
                    yield response
                    return
            self._sleep(pause)

    def _pause(self, response: httpx.Response, own: float) -> float | None:
        """Seconds until a busy server wants to be asked again; None for one that is not busy."""
        if response.status_code not in BUSY:
            return None
        said = response.headers.get("retry-after", "")
        try:
            date = None if said.isdecimal() else parsedate_to_datetime(said)
            return max(date.timestamp() - self._clock(), 0) if date else float(said)
        except ValueError:
            return own

    def _remember(self, learnt: frozenset[Concession]) -> None:
        """Asks the server so from now on."""
        if not learnt:
            return
        names = ", ".join(one.name.lower() for one in learnt)
        log.info("%s refuses %s and is asked without from now on", self.name, names)
        with self._lock:
            self._made |= learnt

    def _asked_model(self) -> str:
        """The model's name; the first request looks it up where nobody has given one. Raises ModelError."""
        with self._lock:
            self._model = self._model or self._first_model()
            return self._model

    def _first_model(self) -> str:
        with self._sent("GET", "models") as response:
            if response.status_code != 200:
                raise _status_error(response.status_code)
            try:
                return str(json.loads(response.read())["data"][0]["id"])
            except (ValueError, LookupError, TypeError):
                raise ModelError(
                    "expected the names of the server's models, found none; set ARMARIO_SERVER_MODEL"
                ) from None


def load(url: str, key: str, model: str, sees: bool | None = None) -> OpenAICompatible:
    """Returns a server by its address, such as localhost:8000. Sends nothing yet. Raises ModelError."""
    if not (key.isascii() and key.isprintable()) or key != key.strip():
        raise ModelError("the server's key has blanks or odd letters in it; check ARMARIO_SERVER_KEY")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        # Without the environment's proxies and .netrc, whose password would take the key's place.
        client = httpx.Client(
            base_url=_address(url, key), headers=headers, timeout=TIMEOUT, trust_env=False, event_hooks=HOOKS
        )
    except httpx.InvalidURL:
        raise ModelError("the server's address cannot be read; check ARMARIO_SERVER_URL") from None
    if client.base_url.scheme not in ("http", "https") or not client.base_url.host:
        raise ModelError("expected an address with http:// or https://; check ARMARIO_SERVER_URL")
    return OpenAICompatible(client, model, sees)


def _address(url: str, key: str) -> httpx.URL:
    """Returns the address with its scheme and path; a key goes to other machines only encrypted, unless the
    scheme is said."""
    if "://" not in url:
        encrypted = key and not is_loopback(httpx.URL(f"http://{url}").host)
        url = f"{'https' if encrypted else 'http'}://{url}"
    address = httpx.URL(url)
    return address if address.path.strip("/") else address.copy_with(path="/v1")


def _status_error(status: int, too_much: bool = False) -> ModelError:
    """Returns the error of a status; ``too_much`` where the question may be taken without its pictures."""
    kind = RequestTooLarge if too_much else ModelError
    return kind(f"the server did not answer (status {status}): {CURES.get(status, CURE)}")


def _lines(response: httpx.Response) -> Iterator[str]:
    """Yields the lines of an answer; only the first of them may take as long as the queue before it."""
    line, lines = response.extensions["network_stream"], response.iter_lines()
    read = line.read

    def hurried(size: int, timeout: float | None = None) -> Any:
        return read(size, min(timeout or SILENCE, SILENCE))

    try:
        for said in lines:
            yield said
            line.read = hurried  # the library looks at its own timeouts only when an answer begins
    finally:
        line.read = read


def _chunks(lines: Iterator[str]) -> Iterator[str]:
    """Yields the text of one answer's server-sent events. Raises ModelError."""
    events, ended = 0, False
    for line in lines:
        if not line.startswith("data:"):
            continue
        event = line.removeprefix("data:").strip()
        if event == "[DONE]":
            return
        chunk, last = _parse_event(event)
        events, ended = events + 1, ended or last
        if chunk:
            yield chunk
    if not events:
        raise ModelError("what answers there is no language model; check ARMARIO_SERVER_URL")
    if not ended:
        raise ModelError(f"the server's answer broke off in the middle; {CURE}")


def _parse_event(event: str) -> tuple[str, bool]:
    """Returns the text of one event, and whether the answer ends with it. Raises ModelError."""
    try:
        choices = json.loads(event)["choices"]
        if not choices:  # the token count, which some send last
            return "", False
        return choices[0]["delta"].get("content") or "", bool(choices[0].get("finish_reason"))
    except (ValueError, LookupError, TypeError, AttributeError):
        raise ModelError(f"the server failed in the middle of its answer; {CURE}") from None
