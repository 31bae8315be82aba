"""A model on an OpenAI-compatible server as people are told of it: its address, and what its errors mean.

Chat and embeddings both speak of their servers through this. Keys are blotted out of what a server says. It leaves
out the calls themselves. Importing the client takes a second, so this is imported only where a server is called.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import openai
from pydantic import SecretStr

from rag.errors import ModelBusyError, ModelDeniedError, ModelError, ModelReplyError, ModelUnreachableError

_QUOTED = 200


@dataclass(frozen=True, slots=True)
class Advice:
    """What a person can do, part by part: the names of the settings, and another way out."""

    key: str
    model: str
    address: str
    too_long: str
    otherwise: str


@dataclass(frozen=True, slots=True)
class ServedModel:
    """One model on one server: `kind` is "language model" or "embedding model", `api` what is called."""

    kind: str
    api: str
    model: str
    base_url: str
    key: SecretStr | None
    timeout: float
    advice: Advice

    @property
    def server(self) -> str:
        """Where the model runs, for messages: scheme, host and port, without a password that the URL may hold."""
        parts = urlsplit(self.base_url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        return f"{parts.scheme}://{host}" + (f":{parts.port}" if parts.port else "") if host else "the address set"

    def explain(self, error: openai.OpenAIError) -> ModelError:
        """Return what the client's error means to a person, with the next thing to do."""
        if isinstance(error, openai.APIStatusError):
            return self._refusal(error)
        if isinstance(error, openai.APITimeoutError):
            return ModelUnreachableError(
                f"The {self.kind} at {self.server} did not reply within {self.timeout:g} seconds.",
                hint=self._hint("Try again, or set PLUMBLINE_MODEL_TIMEOUT higher."),
            )
        if isinstance(error, openai.APIConnectionError):
            return ModelUnreachableError(
                f"The {self.kind} at {self.server} cannot be reached, or the connection broke.",
                hint=self._hint(f"Check the network, {self.advice.address}, and that the server runs."),
            )
        return ModelBusyError(
            f"The {self.kind} at {self.server} stopped with an error{self._said(error)}.", hint=self._hint("Try again.")
        )

    def garbled(self, what: str) -> ModelReplyError:
        """Return the error for a reply that does not have the form of the protocol."""
        return ModelReplyError(
            f"The server at {self.server} sent something that is not {what}.",
            hint=self._hint(f"Check that {self.advice.address} is the address of an OpenAI-compatible API."),
        )

    def _refusal(self, error: openai.APIStatusError) -> ModelError:
        """Return what an HTTP status means."""
        status, server, advice = error.status_code, self.server, self.advice
        if status == 429:
            return ModelBusyError(
                f"The {self.kind} at {server} takes no more requests at the moment, or its quota is used up "
                f"(429){self._said(error)}.",
                hint=self._hint("Wait and try again, or check the account's limits."),
            )
        if status in (408, 409) or status >= 500:
            return ModelBusyError(
                f"The {self.kind} at {server} is failing ({status}) and did so again when asked again.",
                hint=self._hint("Try again later."),
            )
        if status in (401, 403):
            return ModelDeniedError(
                f"The server at {server} refused the key ({status}).",
                hint=self._hint(f"Set {advice.key} to a key that is valid there and may use {self.model!r}."),
            )
        if status == 404:
            return ModelDeniedError(
                f"The server at {server} has no model named {self.model!r}, or no {self.api} API at this address "
                "(404).",
                hint=self._hint(f"Set {advice.model} to a model it offers, and check {advice.address}."),
            )
        return ModelDeniedError(
            f"The server at {server} refused the request for {self.model!r} ({status}){self._said(error)}.",
            hint=self._hint(advice.too_long),
        )

    def _hint(self, text: str) -> str:
        return f"{text} {self.advice.otherwise}".strip()

    def _said(self, error: openai.OpenAIError) -> str:
        """Return the server's own words, shortened, with the key blotted out should they repeat it."""
        body = error.body if isinstance(error, openai.APIError) and isinstance(error.body, dict) else {}
        words = " ".join(str(body.get("message") or "").split())
        if self.key is not None:
            words = words.replace(self.key.get_secret_value(), "***")
        return f': "{words[:_QUOTED]}"' if words else ""
