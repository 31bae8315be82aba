"""A process beside this one that reads and embeds what is to be indexed next, for long stretches of the change log.

Chroma keeps Python to itself while it writes, so a thread beside it would stand still; a process does not. It reads
the catalogue only and holds no lock, and it ends with the process that started it: its input ends then.
"""

from __future__ import annotations

import os
import pickle
import struct
import sys
from types import TracebackType
from typing import IO, Self

from rag.store.aside import end_process, start_process
from rag.store.batch import Batch, read_batch
from rag.store.catalogue import Catalogue
from rag.store.database import Database
from rag.store.embedding_models import embedded_model

_LENGTH = struct.Struct("<Q")


class Ahead:
    """The process, seen from the one that writes."""

    def __init__(self, url: str) -> None:
        """Start it. `url` is the database's, which may hold a password, so it goes the way the questions go."""
        self._process = start_process("from rag.store.ahead import main; main()", url)

    def ask(self, after: int) -> None:
        """Ask for the batch after a point of the log."""
        self._say(str(after))

    def answer(self) -> Batch | None:
        """Return the batch that was asked for, or None where the log has no more.

        Raises:
            EOFError: the process has ended, for whatever reason.
        """
        assert self._process.stdout is not None
        held = _receive(self._process.stdout)
        found: Batch | None = pickle.loads(held)
        return found

    def _say(self, line: str) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(f"{line}\n".encode())
            self._process.stdin.flush()
        except BrokenPipeError:
            # It has ended: `answer` says so.
            return

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        end_process(self._process)


def _receive(pipe: IO[bytes]) -> bytes:
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError("the process that embeds ahead has ended")
    (length,) = _LENGTH.unpack(head)
    held = pipe.read(length)
    if len(held) < length:
        raise EOFError("the process that embeds ahead has ended")
    return held


def main() -> None:
    """Answer, until the input ends: the database first, then points of the log, a line each."""
    lines = iter(sys.stdin)
    catalogue, model = Catalogue(Database.open(next(lines).strip())), embedded_model()
    for line in lines:
        held = pickle.dumps(read_batch(catalogue, model, int(line)), pickle.HIGHEST_PROTOCOL)
        try:
            sys.stdout.buffer.write(_LENGTH.pack(len(held)) + held)
            sys.stdout.buffer.flush()
        except BrokenPipeError:
            # Nobody is there to read it.
            os._exit(0)
