"""Sources as a person names them (files, folders, "-") to drafts; one bad item never stops the others."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from rag.datatypes import Draft, Failure
from rag.errors import SourceError, UsageError
from rag.ingest.dates import normalise_date
from rag.ingest.fields import fill_gaps
from rag.ingest.formats import LINE_FORMATS, READERS, SIDECAR
from rag.ingest.formats.jsonlines import read_stream

STDIN = "-"
"""The source that means JSONL on standard input."""

_KNOWN = " ".join(READERS)
_CHUNK = 1 << 20


def read_sources(
    sources: Sequence[str | Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Draft | Failure]:
    """Read files, folders and "-" (JSONL on standard input) to drafts, in order, as a stream.

    Args:
        sources: paths, or "-". A folder is read with its subfolders, in sorted order; what is hidden in it or has
            an unknown suffix is passed over.
        outlet: for items that do not name theirs.
        published: for items that give no date.
        stdin: what "-" reads; standard input unless given.

    Raises:
        UsageError: `published` is not a date.
    """
    date = normalise_date(published) if published else None
    if published and date is None:
        raise UsageError(f"The date {published!r} cannot be read; write it as YYYY-MM-DD.")
    return _read_all(sources, outlet=outlet, published=date, stdin=stdin)


def count_sources(sources: Sequence[str | Path]) -> int | None:
    """Return about how many articles the sources hold, for progress: a file is one, JSONL one a line; None for "-"."""
    if any(str(source) == STDIN for source in sources):
        return None
    return sum(_count(Path(source)) for source in sources)


def _read_all(
    sources: Sequence[str | Path], *, outlet: str | None, published: str | None, stdin: BinaryIO | None
) -> Iterator[Draft | Failure]:
    for source in sources:
        if str(source) == STDIN:
            items = _guarded(read_stream(stdin or sys.stdin.buffer, "standard input"), "standard input")
        else:
            items = _guarded(_read_path(str(source)), str(source))
        for item in items:
            yield item if isinstance(item, Failure) else fill_gaps(item, outlet=outlet, published=published)


def _guarded(items: Iterator[Draft | Failure], source: str) -> Iterator[Draft | Failure]:
    """Yield the items of a source; what stops it is the last of them, as a failure."""
    try:
        yield from items
    except SourceError as error:
        yield Failure(source, str(error))
    except OSError as error:
        yield Failure(source, f"It cannot be read: {error.strerror or error}; check the path and its permissions.")


def _read_path(name: str) -> Iterator[Draft | Failure]:
    """Yield what a file or folder holds.

    Raises:
        SourceError: it holds nothing that can be read.
    """
    if name.startswith(("http://", "https://")):
        raise SourceError("Web addresses are not read; save the page as an .html file and add that.")
    path = Path(name)
    if path.is_dir():
        files = list(_files(path))
        if not files:
            raise SourceError(f"The folder holds no file that can be read; these can: {_KNOWN}.")
        for file in files:
            yield from _guarded(READERS[file.suffix.lower()](file, str(file)), str(file))
        return
    if not path.exists():
        raise SourceError("There is no such file or folder; check the path.")
    if not path.is_file():
        raise SourceError("This is neither a file nor a folder; give a file that holds articles.")
    if name.endswith(SIDECAR):
        raise SourceError("This is the metadata of a .txt file; add the .txt file, and it is read with it.")
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kind = f"Files ending in {path.suffix!r}" if path.suffix else "Files without a suffix"
        raise SourceError(f"{kind} cannot be read; these can: {_KNOWN}.")
    yield from reader(path, name)


def _files(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder and its subfolders that a reader is known for, in sorted order."""
    for where, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(where, name)
            if not name.startswith(".") and not name.endswith(SIDECAR) and path.suffix.lower() in READERS:
                yield path


def _count(path: Path) -> int:
    """Count a source; one that cannot be read is one, its failure."""
    try:
        if path.is_dir():
            return sum(map(_count, _files(path)))
        return _count_lines(path) if path.suffix.lower() in LINE_FORMATS else 1
    except OSError:
        return 1


def _count_lines(path: Path) -> int:
    last, lines = b"\n", 0
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            lines += chunk.count(b"\n")
            last = chunk
    return lines + (not last.endswith(b"\n"))
