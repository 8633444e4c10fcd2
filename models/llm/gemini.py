"""Gemini through the google-genai SDK, by API key or Vertex AI.

Knows messages and schemas; does not know where the key comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx
from google import genai
from google.auth.exceptions import GoogleAuthError
from google.genai import errors, types

from models.errors import ModelError
from models.llm.chat_model import Concurrent, Message, RequestTooLarge, jpeg, labelled_images
from models.llm.traffic import HOOKS

CURES = {
    400: "the key or the request was refused; check ARMARIO_GEMINI_KEY",
    401: "the key was refused; check ARMARIO_GEMINI_KEY",
    403: "key or project may not use this model; check ARMARIO_GEMINI_KEY and ARMARIO_GEMINI_MODEL",
    404: "the model is unknown; check ARMARIO_GEMINI_MODEL",
    413: "the pictures are too much for it; send fewer",
    429: "the quota is used up; wait a minute or switch to the local model",
    503: "it is overloaded; try again, or switch to the local model",
}
NORMAL_FINISH = ("STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED")


class Gemini(Concurrent):
    """A ChatModel over a ready client."""

    is_generative = True
    sees = True

    def __init__(self, client: genai.Client, name: str) -> None:
        self._client, self.name = client, name

    @classmethod
    def load(cls, key: str, name: str) -> Gemini:
        """Uses an API key. Nothing is sent before the first request."""
        return cls(client(key), name)

    @classmethod
    def vertex(cls, project: str, location: str, name: str) -> Gemini:
        """Uses Vertex AI with the account of this machine, which the first request looks up."""
        client = genai.Client(vertexai=True, project=project, location=location, http_options=_http_options())
        return cls(client, name)

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Yields chunks of the answer; JSON with a schema. Raises ModelError."""
        system = "\n".join(m.text for m in messages if m.role == "system")
        config = types.GenerateContentConfig(
            system_instruction=system or None,
            temperature=0.0 if schema else 0.4,
            response_mime_type="application/json" if schema else None,
            response_json_schema=dict(schema) if schema else None,
        )
        contents: Any = [_content(m) for m in messages if m.role != "system"]
        answered = False
        try:
            for chunk in self._client.models.generate_content_stream(
                model=self.name, contents=contents, config=config
            ):
                if _is_blocked(chunk):
                    raise ModelError("Gemini's safety filter stopped the answer; say it differently")
                if chunk.text:
                    answered = True
                    yield chunk.text
        except errors.APIError as error:
            cure = CURES.get(error.code, "try again, or switch to the local model")
            kind = RequestTooLarge if error.code == 413 else ModelError
            raise kind(f"Gemini did not answer (status {error.code}): {cure}") from error
        except GoogleAuthError as error:
            raise ModelError(
                "Vertex AI knows no account of this machine; run gcloud auth application-default login, "
                "or set ARMARIO_GEMINI_KEY instead of ARMARIO_GEMINI_PROJECT"
            ) from error
        except ValueError as error:  # the SDK's error for an answer that is not JSON
            raise ModelError(
                "Gemini's answer could not be read; try again, or switch to the local model"
            ) from error
        except (OSError, httpx.HTTPError) as error:
            raise ModelError(
                "Gemini could not be reached; check the line or switch to the local model"
            ) from error
        if not answered:
            raise ModelError("Gemini's safety filter stopped the answer; say it differently")


def client(key: str, base_url: str | None = None, timeout: float = 60) -> genai.Client:
    """Returns the SDK's client; ``timeout`` in seconds without a byte, ``base_url`` in place of Google's."""
    return genai.Client(vertexai=False, api_key=key, http_options=_http_options(base_url, timeout))


def _http_options(base_url: str | None = None, timeout: float = 60) -> types.HttpOptions:
    # Our own httpx client: SDKs since 3 bring a fork of httpx with errors of its own.
    http = httpx.Client(timeout=httpx.Timeout(timeout, connect=min(timeout, 5)), event_hooks=HOOKS)
    return types.HttpOptions(base_url=base_url, httpx_client=http)


def _is_blocked(chunk: Any) -> bool:
    """Whether Gemini refused the prompt or broke off its answer."""
    feedback = getattr(chunk, "prompt_feedback", None)
    reasons = [candidate.finish_reason for candidate in getattr(chunk, "candidates", None) or ()]
    return bool(feedback and feedback.block_reason) or any(r and r.name not in NORMAL_FINISH for r in reasons)


def _content(message: Message) -> types.Content:
    parts: list[Any] = []
    for label, image in labelled_images(message):
        parts += [types.Part.from_text(text=f"{label}:")] if label else []
        parts.append(types.Part.from_bytes(data=jpeg(image), mime_type="image/jpeg"))
    if message.text:
        parts.append(types.Part.from_text(text=message.text))
    return types.Content(role="model" if message.role == "assistant" else "user", parts=parts)
