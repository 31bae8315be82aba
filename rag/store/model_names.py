"""Embedding models by name: `wordllama`, `openai:MODEL` or `MODEL@URL`. A name is all it takes to find a model again,
but for a key. It leaves out the models themselves.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from rag.errors import UsageError
from rag.settings import OPENAI

FORMS = (
    "wordllama, openai:MODEL (such as openai:text-embedding-3-small), or MODEL@URL (such as "
    "bge-m3@http://localhost:11434/v1)"
)
_OPENAI_PREFIX = "openai:"
_ON_A_SERVER = re.compile(r"(?P<model>\S+?)@(?P<url>https?://\S+)", re.IGNORECASE)
_NO_SLUG = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class ModelName:
    """An embedding model: the embedded one where there is no address, else the one a server has under that name."""

    model: str
    base_url: str | None = None

    @classmethod
    def parse(cls, text: str) -> ModelName:
        """Read a name as a person writes it.

        Raises:
            UsageError: it has none of the forms, or its address holds what does not belong there.
        """
        text = text.strip()
        if text == EMBEDDED.model:
            return EMBEDDED
        if text.startswith(_OPENAI_PREFIX) and len(text.split()) == 1 and text != _OPENAI_PREFIX:
            return cls(text.removeprefix(_OPENAI_PREFIX), OPENAI)
        found = _ON_A_SERVER.fullmatch(text)
        if found is None:
            raise UsageError(f"There is no embedding model {text!r}.", hint=f"Write {FORMS}.")
        return cls(found["model"], _address(found["url"]))

    def __str__(self) -> str:
        """The name as a person writes it, always in the same form."""
        if self.base_url is None:
            return self.model
        return f"{_OPENAI_PREFIX}{self.model}" if self.base_url == OPENAI else f"{self.model}@{self.base_url}"

    @property
    def key(self) -> str:
        """The name as it may stand in the name of a folder or a collection; no two models share one."""
        if self.base_url is None:
            return "wordllama-256"
        slug = _NO_SLUG.sub("-", self.model.lower())[:40].strip("-")
        return f"{slug or 'model'}-{hashlib.sha256(str(self).encode()).hexdigest()[:10]}"


EMBEDDED = ModelName("wordllama")
"""The model that needs no server: the default."""


def origin(url: str) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address: what a key may be sent to."""
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or {"http": 80, "https": 443}.get(scheme)


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port is not None else ""
    except ValueError:
        raise UsageError(f"The address {url!r} cannot be read.", hint=f"Write {FORMS}.") from None
    if parts.username is not None or parts.password is not None:
        # The name is remembered and shown; the message must not repeat a password either.
        raise UsageError(
            "The address of an embedding model may hold no user or password.", hint="Set PLUMBLINE_EMBEDDING_KEY."
        )
    if not parts.hostname or parts.query or parts.fragment:
        raise UsageError(f"The address {url!r} cannot be used.", hint=f"Write {FORMS}.")
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return f"{parts.scheme.lower()}://{host}{port}{parts.path.rstrip('/')}"
