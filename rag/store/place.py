"""Where one derived index is kept, with its checkpoint: which library it follows, in which form, and how far."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Place:
    """The folder of an index. What its checkpoint says counts only if it names this library and this kind."""

    folder: Path
    library: str
    kind: str

    @property
    def data(self) -> Path:
        """Where the index itself keeps its files."""
        return self.folder / "data"

    def seq(self, last: int) -> int | None:
        """Return up to which change the index has seen, None where nothing here can be relied on.

        `last` is the catalogue's latest change: an index cannot have seen more.
        """
        try:
            found = json.loads((self.folder / "checkpoint").read_text(encoding="utf-8"))
            library, kind, seq = found["library"], found["kind"], found["seq"]
        except (OSError, ValueError, TypeError, KeyError):
            # Absent, cut short or garbled all mean the same.
            return None
        ours = library == self.library and kind == self.kind
        return seq if ours and isinstance(seq, int) and seq <= last else None

    def note(self, seq: int) -> None:
        """Write the checkpoint, whole or not at all."""
        part = self.folder / "checkpoint.part"
        part.write_text(json.dumps({"library": self.library, "kind": self.kind, "seq": seq}), encoding="utf-8")
        part.replace(self.folder / "checkpoint")

    def make_ready(self, last: int) -> None:
        """Make the folder; empty it first where it does not belong to this library and kind."""
        if self.seq(last) is None:
            self.discard()
            self.folder.mkdir(parents=True, exist_ok=True)
            self.note(0)

    def discard(self) -> None:
        """Delete the folder."""
        shutil.rmtree(self.folder, ignore_errors=True)
