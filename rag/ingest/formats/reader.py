"""What a reader of a file format is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from rag.datatypes import Draft, Failure

Reader = Callable[[Path, str], Iterator[Draft | Failure]]
"""Reads one file, given its path and how messages name it, to its articles in order.

An item that cannot be read is yielded as a `Failure`; a file that cannot be read as a whole raises `SourceError`
or `OSError`.
"""
