r"""Markdown (CommonMark with GitHub's tables), in which text from articles cannot become markup.

Every character with a meaning is escaped with a backslash; addresses and e-mails that a viewer would turn into links
by itself become code spans, because a backslash does not stop such viewers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from rag.render.document import Document, Part, Source, Statement, Table

_SPECIAL = re.compile(r"[\\`*_\[\]<>|$~&#{}]")
_BLOCK_START = re.compile(r"^(?:[-+=:](?=.)|\d{1,9}(?=[.)]))")
# Code spans hold anything but a backtick; a pipe would end the cell of a table, and "<" ends what viewers link.
# The point or bracket after an address is not part of it. The look-behind keeps a long word from being tried at each
# of its letters.
_ADDRESS = re.compile(
    r"""
    (?: (?:https?|ftp|mailto|xmpp): | www\. ) [^\s`|<>]* [\w/]
    | (?<![\w.+\-]) [\w.+\-]+ @ [\w\-]+ \. [\w.\-]* \w
    """,
    re.IGNORECASE | re.VERBOSE,
)


def to_markdown(document: Document) -> bytes:
    """Write a document as UTF-8 Markdown."""
    opening = (document.subtitle, document.coverage, document.notice)
    blocks = [f"# {_inline(document.title)}", *(_escaped(line) for line in opening if line)]
    for part in document.parts:
        blocks += _part(part)
    if document.sources:
        blocks += ["## Sources", *map(_source, document.sources)]
    if document.colophon:
        blocks += ["---", _escaped(document.colophon)]
    return ("\n\n".join(blocks) + "\n").encode()


def _part(part: Part) -> Iterable[str]:
    if part.heading:
        yield f"## {_inline(part.heading)}"
    if part.statements:
        yield "\n".join(map(_statement, part.statements))
    if part.table:
        yield _table(part.table)
    if part.legend:
        yield _escaped(part.legend)


def _statement(statement: Statement) -> str:
    lead = f"**{_inline(statement.lead)}:** " if statement.lead else ""
    marked = f"{statement.mark} {lead}" if statement.mark else lead
    body = _inline(statement.text) if marked else _escaped(statement.text)
    return "\n".join((f"- {marked}{body}{_refs(statement)}", *(f"  - {_escaped(note)}" for note in statement.notes)))


def _table(table: Table) -> str:
    rows = [map(_inline, table.columns), ["---"] * len(table.columns), *(map(_cell, row) for row in table.rows)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def _cell(cell: Statement) -> str:
    return (" ".join(filter(None, (cell.mark, _inline(cell.text)))) + _refs(cell)).strip()


def _refs(statement: Statement) -> str:
    return " " + "".join(rf"\[{number}\]" for number in statement.refs) if statement.refs else ""


def _source(source: Source) -> str:
    address = f" <{source.link}>" if source.link else f" {_inline(source.address)}" if source.address else ""
    entry = f"{source.number}. {_escaped(source.outlet)}, “{_inline(source.title)}”, {_inline(source.date)}.{address}"
    indent = " " * len(f"{source.number}. ")
    return "\n\n".join((entry, *(f"{indent}> {_escaped(quote)}" for quote in source.quotes)))


def _escaped(text: str) -> str:
    """Escape a text that stands at the start of a block, where "1." and "-" have a meaning too."""
    return _BLOCK_START.sub(lambda found: _after(found.group()), _inline(text))


def _after(start: str) -> str:
    # A number is kept from starting a list by escaping the point after it; the others are escaped themselves.
    return f"{start}\\" if start.isdigit() else f"\\{start}"


def _inline(text: str) -> str:
    """Escape a text that stands inside a line."""
    pieces, at = [], 0
    for found in _ADDRESS.finditer(text):
        pieces += [_SPECIAL.sub(r"\\\g<0>", text[at : found.start()]), f"`{found.group()}`"]
        at = found.end()
    return "".join((*pieces, _SPECIAL.sub(r"\\\g<0>", text[at:])))
