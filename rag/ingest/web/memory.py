"""What is remembered of the web between two runs, so that an unchanged feed costs one short reply."""

from __future__ import annotations

from typing import Protocol

from rag.ingest.web.reply import Validators


class Memory(Protocol):
    """Remembers feeds and their items.

    The two methods that write are called when the reader is asked for the next item, which is before a caller that
    collects drafts has stored the last ones. So keep what they say until those are stored: what is remembered but was
    never stored would be lost.
    """

    def validators(self, url: str) -> Validators | None:
        """Return what was kept for an address, or None."""
        ...

    def keep_validators(self, url: str, validators: Validators) -> None:
        """Keep what names the version of a feed whose items have all been read."""
        ...

    def seen(self, mark: str) -> bool:
        """Tell whether an item was read before; the mark is its address, with its last change where the feed says."""
        ...

    def mark_seen(self, mark: str) -> None:
        """Remember that an item was read."""
        ...


class ShortMemory:
    """A `Memory` that lasts as long as the process."""

    def __init__(self) -> None:
        self._validators: dict[str, Validators] = {}
        self._seen: set[str] = set()

    def validators(self, url: str) -> Validators | None:
        """Return what was kept for an address, or None."""
        return self._validators.get(url)

    def keep_validators(self, url: str, validators: Validators) -> None:
        """Keep what names the version of a feed."""
        self._validators[url] = validators

    def seen(self, mark: str) -> bool:
        """Tell whether an item was read before."""
        return mark in self._seen

    def mark_seen(self, mark: str) -> None:
        """Remember that an item was read."""
        self._seen.add(mark)
