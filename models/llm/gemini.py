"""Gemini through the google-genai SDK: the one switch that sends the language work elsewhere.

Knows messages and schemas; does not know where the key comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx
from google import genai
from google.auth.exceptions import GoogleAuthError
from google.genai import errors, types

from models.llm.chat_model import Message, ModelError, TooMuch, jpeg, labelled
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
ENDS = ("STOP", "MAX_TOKENS", "FINISH_REASON_UNSPECIFIED")  # of an answer that nobody stopped


class Gemini:
    """A ChatModel over a ready client; pictures go in as parts."""

    writes = True
    sees = True

    def __init__(self, client: genai.Client, name: str) -> None:
        self._client, self.name = client, name

    @classmethod
    def load(cls, key: str, name: str) -> Gemini:
        """With an API key. Nothing is sent before the first question."""
        return cls(client(key), name)

    @classmethod
    def vertex(cls, project: str, location: str, name: str) -> Gemini:
        """Through Vertex AI, by the account of this machine, which the first question looks up."""
        there = genai.Client(vertexai=True, project=project, location=location, http_options=_line())
        return cls(there, name)

    def stream(self, messages: Sequence[Message], schema: Mapping[str, Any] | None = None) -> Iterator[str]:
        """Chunks of the answer; JSON of the schema's shape where one is given. Raises ModelError."""
        system = "\n".join(m.text for m in messages if m.role == "system")
        config = types.GenerateContentConfig(
            system_instruction=system or None,
            temperature=0.0 if schema else 0.4,
            response_mime_type="application/json" if schema else None,
            response_json_schema=dict(schema) if schema else None,
        )
        contents: Any = [_content(m) for m in messages if m.role != "system"]
        said = False
        try:
            for chunk in self._client.models.generate_content_stream(
                model=self.name, contents=contents, config=config
            ):
                if _stopped(chunk):
                    raise ModelError("Gemini's safety filter stopped the answer; say it differently")
                if chunk.text:
                    said = True
                    yield chunk.text
        except errors.APIError as error:
            cure = CURES.get(error.code, "try again, or switch to the local model")
            kind = TooMuch if error.code == 413 else ModelError
            raise kind(f"Gemini did not answer (status {error.code}): {cure}") from error
        except GoogleAuthError as error:
            raise ModelError(
                "Vertex AI knows no account of this machine; run gcloud auth application-default login, "
                "or set ARMARIO_GEMINI_KEY instead of ARMARIO_GEMINI_PROJECT"
            ) from error
        except ValueError as error:  # the SDK's word for an answer that is not JSON
            raise ModelError(
                "Gemini's answer could not be read; try again, or switch to the local model"
            ) from error
        except (OSError, httpx.HTTPError) as error:
            raise ModelError(
                "Gemini could not be reached; check the line or switch to the local model"
            ) from error
        if not said:
            raise ModelError("Gemini's safety filter stopped the answer; say it differently")


def client(key: str, address: str | None = None, patience: float = 60) -> genai.Client:
    """The SDK's client, silent for at most ``patience`` seconds; ``address`` stands in for Google's."""
    return genai.Client(vertexai=False, api_key=key, http_options=_line(address, patience))


def _line(address: str | None = None, patience: float = 60) -> types.HttpOptions:
    # Our own httpx: SDKs since 3 bring a fork of it, whose errors are not httpx's.
    line = httpx.Client(timeout=httpx.Timeout(patience, connect=min(patience, 5)), event_hooks=HOOKS)
    return types.HttpOptions(base_url=address, httpx_client=line)


def _stopped(chunk: Any) -> bool:
    """Whether Gemini refused the question, or broke its answer off: the SDK says so beside the text."""
    feedback = getattr(chunk, "prompt_feedback", None)
    reasons = [candidate.finish_reason for candidate in getattr(chunk, "candidates", None) or ()]
    return bool(feedback and feedback.block_reason) or any(r and r.name not in ENDS for r in reasons)


def _content(message: Message) -> types.Content:
    parts: list[Any] = []
    for label, image in labelled(message):
        parts += [types.Part.from_text(text=f"{label}:")] if label else []
        parts.append(types.Part.from_bytes(data=jpeg(image), mime_type="image/jpeg"))
    if message.text:
        parts.append(types.Part.from_text(text=message.text))
    return types.Content(role="model" if message.role == "assistant" else "user", parts=parts)
