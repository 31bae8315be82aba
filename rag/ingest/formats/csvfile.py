"""CSV files: one article a row, the first row naming the columns; read as a stream, so any size will do."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.fields import draft_from_fields, known_names, unused_names
from rag.ingest.formats.reader import Document

CELL_LIMIT = 20_000_000
"""The longest cell that is read, in characters."""

_SAMPLE = 1 << 16
_DELIMITERS = (",", ";", "\t", "|")
_MOST_COLUMNS = 1000
_NOT_UTF8 = "The file is not in UTF-8 from here on; save it as UTF-8 and add it again."


def read_csv(document: Document) -> Iterator[Draft | Failure]:
    """Read the articles of a CSV file in order; rows without a word are passed over."""
    with _rows(document) as rows:
        header = next(rows, [])
        _check_header(header, document.columns)
        unused = _unused(header, document.columns)
        found = False
        for number, row in enumerate(rows, start=1):
            if any(cell.strip() for cell in row):
                found = True
                item = _draft_of_row(header, row, f"{document.source} row {number}", document.columns)
                if unused and isinstance(item, Draft):
                    item, unused = replace(item, warnings=(*item.warnings, *unused)), ()
                yield item
        if not found:
            raise SourceError("There is no row below the names of the columns; give one article a row.")


def count_rows(document: Document) -> int:
    """Return how many rows there are below the first.

    Raises:
        SourceError: the file cannot be read.
    """
    with _rows(document) as rows:
        next(rows, None)
        return sum(1 for row in rows if row)


@contextmanager
def _rows(document: Document) -> Iterator[Iterator[list[str]]]:
    """Open a CSV file as an iterator over its rows, the first one being the names of the columns."""
    # The module's own limit is 131,072 characters for the whole process; no article's text should meet it.
    csv.field_size_limit(CELL_LIMIT)
    with document.open() as stream:
        sample = stream.read(_SAMPLE)
        stream.seek(0)
        text: io.TextIOBase
        if _is_utf8(sample):
            text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        else:
            text = io.StringIO(document.text(), newline="")
        with text:
            try:
                delimiter = _delimiter(text.readline(_SAMPLE))
            except UnicodeDecodeError:
                raise SourceError(_NOT_UTF8) from None
            text.seek(0)
            yield _guarded(csv.reader((line.replace("\0", "") for line in text), delimiter=delimiter))


def _guarded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """Yield rows; what the library calls an error is one of ours."""
    try:
        yield from rows
    except csv.Error as error:
        raise SourceError(f"This is no CSV from here on: {error}; correct it and add it again.") from None
    except UnicodeDecodeError:
        raise SourceError(_NOT_UTF8) from None


def _is_utf8(sample: bytes) -> bool:
    """Tell whether a file begins in UTF-8; a character that the sample cuts does not count against it."""
    if b"\0" in sample:
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(header: str) -> str:
    """Return the sign between columns: the one by which most names in the first line are understood."""
    names = {sign: next(csv.reader([header], delimiter=sign), []) for sign in _DELIMITERS}
    return max(_DELIMITERS, key=lambda sign: (known_names(names[sign]), len(names[sign])))


def _check_header(header: list[str], columns: Mapping[str, str]) -> None:
    if len(header) > _MOST_COLUMNS:
        raise SourceError(f"The first row has {len(header)} cells; it should name the columns.")
    held = {name.strip().lower() for name in header}
    listed = ", ".join(repr(name.strip()[:40]) for name in header[:20]) or "none"
    for own in columns.values():
        if own.strip().lower() not in held:
            raise SourceError(f"There is no column {own!r}; the columns are: {listed}.")
    if "text" not in columns and not known_names(header):
        raise SourceError(f"No column is known by its name; say which one holds the text. The columns are: {listed}.")


def _unused(header: list[str], columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return a warning of the columns that nothing is taken from, for the first article of the file; none if all are.

    Without it a file whose columns have other names gives articles without an outlet and a date, and no word of why.
    """
    names = [name.strip()[:40] for name in unused_names(header, columns)]
    if not names:
        return ()
    some = ", ".join(repr(name) for name in names[:20])
    return (f"Columns that are not used: {some}. If one is needed, say what it holds, as in --column outlet=NAME.",)


def _draft_of_row(header: list[str], row: list[str], source: str, columns: Mapping[str, str]) -> Draft | Failure:
    if len(row) > len(header):
        return Failure(source, f"The row has {len(row)} cells and there are {len(header)} columns; quote its text.")
    try:
        return draft_from_fields(dict(zip(header, row, strict=False)), source, columns=columns, encoded=True)
    except SourceError as error:
        return Failure(source, str(error))
