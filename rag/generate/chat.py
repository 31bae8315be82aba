"""The door to LangChain and the OpenAI client: text in, text out as it arrives, their errors turned into ours.

The only file that imports LangChain's. That takes seconds, so it is imported itself only when a model writer is made.
The client retries rate limits, server errors and lost connections with a growing pause, or as long as the
server's Retry-After asks, up to two minutes. It leaves out prompts, the meaning of replies, and counting tokens
before they are sent (which would download a vocabulary).
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator

import langsmith
import openai
from langchain.messages import AIMessageChunk, HumanMessage, SystemMessage
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from rag.datatypes import Usage
from rag.errors import ModelUnreachableError, UsageError
from rag.generate.prompts import Filled
from rag.openai_server import Advice, ServedModel
from rag.settings import OPENAI, Settings

_OPTIONAL = ("temperature", "stream_options")
_OR_EMBEDDED = "Or use the embedded writer: --writer embedded, or PLUMBLINE_WRITER=embedded."
_ADVICE = Advice(
    key="OPENAI_API_KEY",
    model="OPENAI_MODEL",
    address="OPENAI_BASE_URL",
    too_long="If it says that the request is too long, ask about less or use another OPENAI_MODEL.",
    otherwise=_OR_EMBEDDED,
)


class Chat:
    """One model on one server."""

    def __init__(self, settings: Settings) -> None:
        if not settings.model_configured:
            raise UsageError(
                "No language model is set up.", hint=f"Set OPENAI_API_KEY or OPENAI_BASE_URL. {_OR_EMBEDDED}"
            )
        _turn_tracing_off()
        self._settings = settings
        self._served = ServedModel(
            kind="language model",
            api="chat",
            model=settings.openai_model,
            base_url=settings.openai_base_url or OPENAI,
            key=settings.openai_api_key,
            timeout=settings.model_timeout,
            advice=_ADVICE,
        )
        self._refused: frozenset[str] = frozenset()
        self._model = self._build()

    def _build(self) -> ChatOpenAI:
        """Make the client. Everything that LangChain would otherwise take from the environment is given."""
        settings = self._settings
        return ChatOpenAI(
            model=self._served.model,
            base_url=self._served.base_url,
            api_key=settings.openai_api_key or SecretStr("none"),
            timeout=settings.model_timeout,
            max_retries=settings.model_retries,
            temperature=None if "temperature" in self._refused else 0.0,
            stream_usage="stream_options" not in self._refused,
            use_responses_api=False,
            output_version="v0",
        )

    def ask(self, prompt: Filled) -> Reply:
        """Prepare a request; it is sent when the reply is read."""
        return Reply(self._settings.openai_model, self._chunks(prompt))

    def _chunks(self, prompt: Filled) -> Generator[AIMessageChunk, None, None]:
        """Yield the reply's chunks. A parameter the server does not know is left out and not sent again."""
        while True:
            try:
                yield from self._stream(prompt)
                return
            except openai.BadRequestError as error:
                named = {name for name in _OPTIONAL if name in error.message} - self._refused
                if not named:
                    raise self._served.explain(error) from None
                self._refused |= named
                self._model = self._build()
            except openai.OpenAIError as error:
                # "from None": the client's error holds the request, and with it the key.
                raise self._served.explain(error) from None
            except (ValueError, KeyError, TypeError, AttributeError):
                # What the libraries raise for a stream that is empty or does not have the protocol's form.
                raise self._served.garbled("a chat reply") from None

    def _stream(self, prompt: Filled) -> Generator[AIMessageChunk, None, None]:
        finished = False
        for chunk in self._model.stream([SystemMessage(prompt.system), HumanMessage(prompt.user)]):
            finished = finished or bool(chunk.response_metadata.get("finish_reason"))
            yield chunk
        # A server that goes away between two events looks to the client like one that has finished.
        if not finished:
            raise ModelUnreachableError(
                f"The connection to {self._served.server} ended before the model's reply did.",
                hint=f"Try again. {_OR_EMBEDDED}",
            )


class Reply:
    """A reply on its way: iterate once for its text; `usage` is complete when the iteration is."""

    def __init__(self, model: str, chunks: Generator[AIMessageChunk, None, None]) -> None:
        self._model = model
        self._chunks = chunks
        self._tokens: tuple[int, int] | None = None
        self._seconds = 0.0

    def __iter__(self) -> Generator[str, None, None]:
        start = time.monotonic()
        try:
            for chunk in self._chunks:
                self._model = chunk.response_metadata.get("model_name") or self._model
                # Some servers report a running total with every chunk: the last report is the whole.
                if (usage := chunk.usage_metadata) is not None:
                    self._tokens = (usage["input_tokens"], usage["output_tokens"])
                if text := str(chunk.text):
                    yield text
        finally:
            self._chunks.close()
            self._seconds = time.monotonic() - start

    @property
    def usage(self) -> Usage:
        """What the reply cost so far. Token counts are None where the server does not report them."""
        prompt, completion = self._tokens or (None, None)
        return Usage(self._model, prompt, completion, self._seconds)


def _turn_tracing_off() -> None:
    """Keep prompts and replies from LangSmith, whatever the environment asks for: Plumbline has no telemetry."""
    langsmith.configure(enabled=False)
    # With these two set, and tracing off, LangChain refuses to run at all.
    for name in ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER"):
        os.environ.pop(name, None)
