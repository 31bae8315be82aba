"""Embeddings from a server: OpenAI, or anything that speaks its embeddings API (Ollama, vLLM, llama.cpp).

Imported only when such a model is used. The client asks again after rate limits, server errors and lost connections,
with a growing pause, or as long as the server's Retry-After says. It leaves out what is kept of the replies
(`embedding_cache`) and counting tokens, which would download a vocabulary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import openai
from pydantic import SecretStr

from rag.errors import ModelReplyError
from rag.openai_server import Advice, ServedModel
from rag.settings import OPENAI
from rag.store.embeddings import Vectors
from rag.store.model_names import ModelName

TEXTS = 96
CHARACTERS = 60_000
"""The most texts, and about the most characters, in one request: small servers take seconds for that many."""

_ADVICE = Advice(
    key="PLUMBLINE_EMBEDDING_KEY, with PLUMBLINE_EMBEDDING naming this model (or OPENAI_API_KEY for OpenAI),",
    model="the library's embedding model (python -m rag embeddings MODEL)",
    address="the address in the model's name",
    too_long="If it says that a text is too long, this model takes too little at once: choose another.",
    otherwise="Or change the model: python -m rag embeddings wordllama.",
)


class RemoteEmbedder:
    """One embedding model on one server."""

    def __init__(self, name: ModelName, key: SecretStr | None, timeout: float, retries: int) -> None:
        base_url = name.base_url or OPENAI
        self.name = str(name)
        self._served = ServedModel("embedding model", "embeddings", name.model, base_url, key, timeout, _ADVICE)
        self._client = openai.OpenAI(
            base_url=base_url,
            api_key=key.get_secret_value() if key else "none",
            timeout=timeout,
            max_retries=retries,
        )
        self._dimensions: int | None = None

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Embed texts, in order. A blank text has the vector 0, and is not sent.

        Raises:
            ModelError: the server gave no usable reply.
        """
        said = [at for at, text in enumerate(texts) if text.strip()]
        rows = [self._ask(part) for part in in_requests([texts[at] for at in said])]
        found = np.zeros((len(texts), self._dimensions or 0), dtype=np.float32)
        if rows:
            found[said] = np.concatenate(rows)
        return found

    def _ask(self, texts: Sequence[str]) -> Vectors:
        try:
            # Asked for plainly: not every server knows the base64 that the client would ask for by itself.
            reply = self._client.embeddings.create(model=self._served.model, input=list(texts), encoding_format="float")
            ordered = {row.index: row.embedding for row in reply.data}
            count = len(reply.data)
            vectors = [np.asarray(ordered[at], dtype=np.float32) for at in range(len(ordered))]
        except openai.OpenAIError as error:
            # "from None": the client's error holds the request, and with it the key.
            raise self._served.explain(error) from None
        except (ValueError, KeyError, TypeError, AttributeError):
            # What the client raises for a reply that does not have the protocol's form.
            raise self._served.garbled("a list of embeddings") from None
        if not count == len(vectors) == len(texts):
            raise self._wrong(f"{count} vectors for {len(texts)} texts")
        return self._checked(vectors)

    def _checked(self, vectors: Sequence[Vectors]) -> Vectors:
        shapes = {vector.shape for vector in vectors}
        if len(shapes) > 1 or any(len(shape) != 1 or not shape[0] for shape in shapes):
            raise self._wrong("vectors of different dimensions for the texts of one request")
        found = np.stack(vectors)
        lengths = np.linalg.norm(found, axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise self._wrong("vectors that are not made of numbers")
        if found.shape[1] != (self._dimensions or found.shape[1]):
            raise self._wrong(f"vectors of {found.shape[1]} dimensions, after vectors of {self._dimensions}")
        self._dimensions = found.shape[1]
        unit: Vectors = np.divide(found, lengths, out=np.zeros_like(found), where=lengths > 0)
        return unit

    def _wrong(self, what: str) -> ModelReplyError:
        return ModelReplyError(
            f"The embedding model {self._served.model!r} at {self._served.server} sent {what}.",
            hint=f"Look at what that server runs. {_ADVICE.otherwise}",
        )


def in_requests(texts: Sequence[str]) -> Iterator[list[str]]:
    """Divide texts, in order, into what is sent at once. A text longer than a request stands alone."""
    part: list[str] = []
    size = 0
    for text in texts:
        if part and (len(part) == TEXTS or size + len(text) > CHARACTERS):
            yield part
            part, size = [], 0
        part.append(text)
        size += len(text)
    if part:
        yield part
