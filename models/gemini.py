"""Gemini through the google-genai SDK: the one switch that sends the language work elsewhere.

Knows messages and schemas; does not know where the key comes from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import httpx
from google import genai
from google.genai import errors, types

from models.chat import Message, ModelError, jpeg

CURES = {
    400: "the key or the request was refused; check ARMARIO_GEMINI_KEY",
    401: "the key was refused; check ARMARIO_GEMINI_KEY",
    403: "the key may not use this model; check ARMARIO_GEMINI_KEY and ARMARIO_GEMINI_MODEL",
    404: "the model is unknown; check ARMARIO_GEMINI_MODEL",
    429: "the quota is used up; wait a minute or switch to the local model",
}


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
                if chunk.text:
                    said = True
                    yield chunk.text
        except errors.APIError as error:
            cure = CURES.get(error.code, "try again, or switch to the local model")
            raise ModelError(f"Gemini did not answer (status {error.code}): {cure}") from error
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
    # Our own httpx: SDKs since 3 bring a fork of it, whose errors are not httpx's.
    line = httpx.Client(timeout=httpx.Timeout(patience, connect=min(patience, 5)))
    return genai.Client(api_key=key, http_options=types.HttpOptions(base_url=address, httpx_client=line))


def _content(message: Message) -> types.Content:
    parts: list[Any] = [
        types.Part.from_bytes(data=jpeg(image), mime_type="image/jpeg") for image in message.images
    ]
    if message.text:
        parts.append(types.Part.from_text(text=message.text))
    return types.Content(role="model" if message.role == "assistant" else "user", parts=parts)
