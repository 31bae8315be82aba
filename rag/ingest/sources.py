"""Sources as a person names them (files, folders, addresses, "-") to drafts; one bad item never stops the others."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from rag.datatypes import Draft, Failure
from rag.errors import SourceError, UsageError
from rag.ingest.dates import normalise_date
from rag.ingest.fields import check_columns, fill_gaps
from rag.ingest.filememory import FileMemory, look_at
from rag.ingest.formats import COUNTERS, READERS, SIDECAR, Document
from rag.ingest.formats.jsonlines import read_stream
from rag.ingest.web.memory import Memory
from rag.ingest.web.pages import Fetches, read_page

STDIN = "-"
"""The source that means JSONL on standard input."""

_KNOWN = " ".join(READERS)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://", re.IGNORECASE)


def read_sources(
    sources: Sequence[str | Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    stdin: BinaryIO | None = None,
    columns: Mapping[str, str] | None = None,
    fetcher: Fetches | None = None,
    memory: Memory | None = None,
    files: FileMemory | None = None,
) -> Iterator[Draft | Failure]:
    """Read files, folders, web addresses and "-" (JSONL on standard input) to drafts, in order, as a stream.

    Args:
        sources: paths, http(s) addresses of pages, feeds or documents, or "-". A folder is read with its
            subfolders, in sorted order; what is hidden in it or has an unknown suffix is passed over.
        outlet: for items that do not name theirs.
        published: for items that give no date.
        stdin: what "-" reads; standard input unless given.
        columns: our names of fields to the sources' own, for JSON and CSV that names them otherwise.
        fetcher: what fetches addresses; one with the usual settings unless given.
        memory: what is known of feeds from earlier runs; without it every item is read.
        files: what is known of files from earlier runs; with it one that has not changed gives nothing, nor does
            a folder that is empty as yet.

    Raises:
        UsageError: `published` is not a date, or `columns` names a field that is none.
    """
    date = normalise_date(published) if published else None
    if published and date is None:
        raise UsageError(f"The date {published!r} cannot be read; write it as YYYY-MM-DD.")
    check_columns(columns or {})
    return _read_all(
        [str(source) for source in sources],
        _Context(stdin=stdin, columns=columns or {}, fetcher=fetcher, memory=memory, files=files),
        outlet=outlet,
        published=date,
    )


def count_sources(sources: Sequence[str | Path]) -> int | None:
    """Return about how many articles the sources hold, for progress; None where there is an address or "-".

    A file is one, but JSONL one a line, CSV one a row, an archive one a member.
    """
    if any(str(source) == STDIN or _ADDRESS.match(str(source)) for source in sources):
        return None
    return sum(_count(Path(source)) for source in sources)


@dataclass(slots=True)
class _Context:
    """What reading needs beside the names of the sources."""

    stdin: BinaryIO | None
    columns: Mapping[str, str]
    fetcher: Fetches | None
    memory: Memory | None
    files: FileMemory | None


def _read_all(
    names: Sequence[str], context: _Context, *, outlet: str | None, published: str | None
) -> Iterator[Draft | Failure]:
    for name in names:
        for item in _guarded(_read_source(name, context), "standard input" if name == STDIN else name):
            yield item if isinstance(item, Failure) else fill_gaps(item, outlet=outlet, published=published)


def _read_source(name: str, context: _Context) -> Iterator[Draft | Failure]:
    if name == STDIN:
        return read_stream(context.stdin or sys.stdin.buffer, "standard input", columns=context.columns)
    if _ADDRESS.match(name):
        return _read_address(name, context)
    return _read_path(name, context)


def _read_address(url: str, context: _Context) -> Iterator[Draft | Failure]:
    """Yield what a web address holds. What fetches is made when it is first needed: it takes a while to load."""
    if context.fetcher is None:
        from rag.ingest.web.fetch import Fetcher

        context.fetcher = Fetcher()
    yield from read_page(url, context.fetcher, memory=context.memory, columns=context.columns)


def _guarded(items: Iterator[Draft | Failure], source: str) -> Iterator[Draft | Failure]:
    """Yield the items of a source; what stops it is the last of them, as a failure."""
    try:
        yield from items
    except SourceError as error:
        yield Failure(source, str(error))
    except OSError as error:
        yield Failure(source, f"It cannot be read: {error.strerror or error}; check the path and its permissions.")


def _read_path(name: str, context: _Context) -> Iterator[Draft | Failure]:
    """Yield what a file or folder holds.

    Raises:
        SourceError: it holds nothing that can be read.
    """
    path = Path(name)
    if path.is_dir():
        files = list(_files(path))
        if not files and context.files is None:
            raise SourceError(f"The folder holds no file that can be read; these can: {_KNOWN}.")
        for file in files:
            yield from _guarded(_read_file(file, str(file), context), str(file))
        return
    if not path.exists():
        raise SourceError("There is no such file or folder; check the path.")
    if not path.is_file():
        raise SourceError("This is neither a file nor a folder; give a file that holds articles.")
    if name.endswith(SIDECAR):
        raise SourceError("This is the metadata of a .txt file; add the .txt file, and it is read with it.")
    if path.suffix.lower() not in READERS:
        kind = f"Files ending in {path.suffix!r}" if path.suffix else "Files without a suffix"
        raise SourceError(f"{kind} cannot be read; these can: {_KNOWN}.")
    yield from _read_file(path, name, context)


def _read_file(path: Path, source: str, context: _Context) -> Iterator[Draft | Failure]:
    """Yield what a file holds, nothing if it is known to hold nothing new.

    Raises:
        SourceError: it cannot be read as what its suffix says. It is noted: until it changes it never will.
    """
    named = path.with_name(path.stem + SIDECAR)
    sidecar = named if named.is_file() else None
    look = look_at(path, sidecar)
    if context.files and context.files.known(path, look):
        return
    beside = Document(sidecar.name, sidecar) if sidecar else None
    document = Document(source, path, columns=context.columns, sidecar=beside)
    try:
        yield from READERS[path.suffix.lower()](document)
    except SourceError:
        if context.files:
            context.files.note(path, look)
        raise
    if context.files:
        context.files.note(path, look)


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
        counter = COUNTERS.get(path.suffix.lower())
        return counter(Document(str(path), path)) if counter else 1
    except (OSError, SourceError):
        return 1
