"""What files looked like when they were read, so that a folder read again and again costs only what is new in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Look:
    """What tells from outside that a file has changed: size and time of change, also of the file beside it."""

    size: int
    modified: int
    beside: tuple[int, int] | None


class FileMemory:
    """Remembers files while the process lasts.

    What a reader notes is held back until `flush`: a file must not count as read before its articles are stored.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Look] = {}
        self._noted: dict[str, Look] = {}

    def known(self, path: Path, look: Look) -> bool:
        """Tell whether a file was read when it looked just so."""
        return self._kept.get(str(path)) == look

    def note(self, path: Path, look: Look) -> None:
        """Note that a file was read to its end, and what it looked like before that."""
        self._noted[str(path)] = look

    def flush(self) -> None:
        """Keep what was noted: the articles of these files are stored."""
        self._kept |= self._noted
        self._noted.clear()

    def drop(self) -> None:
        """Forget what was noted and not kept: those articles were not stored."""
        self._noted.clear()


def look_at(path: Path, beside: Path | None) -> Look:
    """Look at a file, and at the one beside it that holds its metadata.

    Raises:
        OSError: it cannot be looked at.
    """
    found = path.stat()
    other = beside.stat() if beside else None
    return Look(found.st_size, found.st_mtime_ns, (other.st_size, other.st_mtime_ns) if other else None)
