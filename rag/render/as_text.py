"""Plain text for a terminal: wrapped lines, no colour, no control characters."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable

from rag.render.document import Document, Part, Source, Statement, Table

WIDTH = 88


def to_text(document: Document) -> bytes:
    """Write a document as UTF-8 text."""
    blocks = [_heading(document), *(_part(part) for part in document.parts)]
    if document.sources:
        blocks.append(_titled("Sources", map(_source, document.sources)))
    if document.colophon:
        blocks.append(_wrap(document.colophon))
    return ("\n\n".join(blocks) + "\n").encode()


def _heading(document: Document) -> str:
    title = _wrap(document.title)
    rule = "=" * max(map(len, title.splitlines()), default=0)
    lines = (title, rule, *map(_wrap, filter(None, (document.subtitle, document.coverage))))
    notice = f"\n\n{_wrap(document.notice)}" if document.notice else ""
    return "\n".join(lines) + notice


def _part(part: Part) -> str:
    rows = _rows(part.table) if part.table else ()
    legend = (_wrap(part.legend),) if part.legend else ()
    return _titled(part.heading, (*legend, *map(_statement, part.statements), *rows))


def _titled(heading: str, blocks: Iterable[str]) -> str:
    title = f"{_wrap(heading)}\n{'-' * min(len(heading), WIDTH)}\n" if heading else ""
    return title + "\n".join(blocks)


def _statement(statement: Statement) -> str:
    mark = f"{statement.mark} " if statement.mark else "- "
    lead = f"{statement.lead}: " if statement.lead else ""
    line = _wrap(lead + _with_refs(statement), first=mark, rest="  ")
    return "\n".join((line, *(_wrap(note, first="    ", rest="    ") for note in statement.notes)))


def _rows(table: Table) -> Iterable[str]:
    # A table of many outlets is wider than a terminal, so each row is a short paragraph.
    for first, *others in table.rows:
        if first.text:
            yield _wrap(_with_refs(first), first="- ", rest="  ")
        cells = (_cell(name, cell) for name, cell in zip(table.columns[1:], others, strict=True))
        yield _wrap("; ".join(filter(None, cells)), first="    ", rest="    ")


def _cell(name: str, cell: Statement) -> str:
    if cell.mark:
        return " ".join(filter(None, (cell.mark, name, _with_refs(cell))))
    return f"{name}: {_with_refs(cell)}" if cell.text else ""


def _with_refs(statement: Statement) -> str:
    refs = "".join(f"[{number}]" for number in statement.refs)
    return " ".join(filter(None, (statement.text, refs)))


def _source(source: Source) -> str:
    number = f"[{source.number}] "
    indent = " " * len(number)
    entry = f"{source.outlet}, “{source.title}”, {source.date}"
    lines = [_wrap(entry, first=number, rest=indent)]
    if source.address:
        lines.append(indent + source.address)
    lines += (_wrap(quote, first=f"{indent}| ", rest=f"{indent}| ") for quote in source.quotes)
    return "\n".join(lines)


def _wrap(text: str, first: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, WIDTH, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
