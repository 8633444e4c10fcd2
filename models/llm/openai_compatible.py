"""Any server with OpenAI's chat completions API: vLLM, llama-server, Ollama and others.

Knows messages, schemas and HTTP; does not know where address and key come from.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx

from models.errors import ModelError
from models.llm.chat_model import Message, RequestTooLarge, jpeg, labelled_images
from models.llm.traffic import HOOKS

MAX_TOKENS = 400
TIMEOUT = httpx.Timeout(60, connect=5)  # seconds without a byte
CURES = {
    400: "the request was refused; check that ARMARIO_SERVER_MODEL takes pictures and JSON schemas",
    401: "the key was refused; check ARMARIO_SERVER_KEY",
    403: "the key may not use this model; check ARMARIO_SERVER_KEY and ARMARIO_SERVER_MODEL",
    413: "the question is too long for it; ask for less",
    404: "nothing answers there; check ARMARIO_SERVER_URL, mostly ending in /v1, and ARMARIO_SERVER_MODEL",
    429: "it is asked too much; wait a minute or switch to the local model",
}
CURE = "try again, or switch to the local model"


class OpenAICompatible:
    """A ChatModel over a ready client whose base URL ends before ``chat/completions``."""

    is_generative = True
    sees = True

    def __init__(self, client: httpx.Client, model: str) -> None:
        self._client, self._model = client, model
        self.name = model or "server"

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Yields chunks of the answer; JSON with a schema. Raises ModelError."""
        body: dict[str, Any] = {
            "model": self._model,
            "messages": [{"role": m.role, "content": _content(m)} for m in messages],
            "temperature": 0.0 if schema else 0.4,
            "max_tokens": MAX_TOKENS,
            "stream": True,
        }
        if schema:
            shape = {"name": "answer", "schema": dict(schema)}
            body["response_format"] = {"type": "json_schema", "json_schema": shape}
        try:
            with self._client.stream("POST", "chat/completions", json=body) as response:
                if response.status_code != 200:
                    raise _status_error(response.status_code, any(m.images for m in messages))
                yield from _chunks(response.iter_lines())
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


def load(url: str, key: str, model: str) -> OpenAICompatible:
    """Returns a server by its URL, such as http://127.0.0.1:8000/v1. Sends nothing yet. Raises ModelError."""
    if not (key.isascii() and key.isprintable()) or key != key.strip():
        raise ModelError("the server's key has blanks or odd letters in it; check ARMARIO_SERVER_KEY")
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    try:
        # Without the environment's proxies and .netrc, whose password would take the key's place.
        client = httpx.Client(
            base_url=url, headers=headers, timeout=TIMEOUT, trust_env=False, event_hooks=HOOKS
        )
    except httpx.InvalidURL:
        raise ModelError("the server's address cannot be read; check ARMARIO_SERVER_URL") from None
    if client.base_url.scheme not in ("http", "https") or not client.base_url.host:
        raise ModelError("expected an address with http:// or https://; check ARMARIO_SERVER_URL")
    return OpenAICompatible(client, model)


def _status_error(status: int, pictures: bool) -> ModelError:
    """Returns the error of a status; a refused request with pictures may be taken without them."""
    kind = RequestTooLarge if pictures and status in (400, 413, 422) else ModelError
    return kind(f"the server did not answer (status {status}): {CURES.get(status, CURE)}")


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


def _content(message: Message) -> Any:
    if not message.images:
        return message.text
    parts: list[dict[str, Any]] = []
    for label, image in labelled_images(message):
        url = "data:image/jpeg;base64," + base64.b64encode(jpeg(image)).decode()
        parts += [{"type": "text", "text": f"{label}:"}] if label else []
        parts.append({"type": "image_url", "image_url": {"url": url}})
    return [*parts, *([{"type": "text", "text": message.text}] if message.text else [])]
