"""Markdown files with optional front matter: the words stay, the mark-up goes; headings are kept as subheads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from rag.datatypes import Draft, Failure, ParagraphKind
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line, clean_text
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.reader import Document

_FENCE = re.compile(r"\A\ufeff?---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_FIELD = re.compile(r"([A-Za-z][\w-]*)[ \t]*:[ \t]*(.*)")
_LIST_ITEM = re.compile(r"\s*-\s+(.*)")
# Wire copy uses signs that Markdown would read as mark-up: a heading between dashes, "-30-", "###".
_DASHED_HEADING = re.compile(r"^(- \S.{0,70}\S -)[ \t]*$", re.MULTILINE)
_SIGN = re.compile(r"^(#{2,6}|-30-)[ \t]*$", re.MULTILINE)
_ESCAPED = re.compile(r"[#-]")
_BACKSLASH = r"\\\g<0>"
_LONGEST_HEADING = 200

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def read_markdown(document: Document) -> Iterator[Draft | Failure]:
    """Read a Markdown file. Without a title in the front matter, a heading at the very top is the title."""
    text = clean_text(document.text())
    fields: dict[str, object] = {}
    if front := _FENCE.match(text + "\n"):
        fields = parse_front_matter(front[1])
        text = text[front.end() :]
    blocks = plain_blocks(text)
    if blocks and blocks[0][1] == 1:
        if not fields.get("title"):
            fields["title"] = blocks[0][0]
        if clean_line(str(fields["title"])).casefold() == blocks[0][0].casefold():
            blocks = blocks[1:]
    if not blocks:
        raise SourceError("There is no text below the front matter and the title; add the article's words.")
    marks = tuple((block, ParagraphKind.SUBHEAD) for block, level in blocks if level)
    yield draft_from_fields(fields, document.source, text="\n\n".join(block for block, _ in blocks), marks=marks)


def parse_front_matter(text: str) -> dict[str, object]:
    """Return the fields of front matter: `name: value` lines, lists as `[a, b]` or as `- a` lines."""
    fields: dict[str, object] = {}
    name = ""
    for line in text.splitlines():
        if field := _FIELD.match(line):
            name = field[1].lower()
            fields[name] = _value(field[2])
        elif name and (item := _LIST_ITEM.match(line)):
            listed = fields[name]
            fields[name] = [*(listed if isinstance(listed, list) else []), _unquoted(item[1])]
    return fields


def _value(raw: str) -> object:
    raw = raw.strip()
    if raw.startswith("[") and raw.endswith("]"):
        return [_unquoted(part) for part in raw[1:-1].split(",")]
    return _unquoted(raw)


def _unquoted(raw: str) -> str:
    raw = raw.strip()
    if len(raw) >= 2 and raw[0] == raw[-1] and raw[0] in "\"'":
        return raw[1:-1].replace('\\"', '"') if raw[0] == '"' else raw[1:-1].replace("''", "'")
    return raw


def plain_blocks(markdown: str) -> list[tuple[str, int]]:
    """Return the blocks of a Markdown text as plain text, each with its heading level (0: no heading)."""
    tokens = _PARSER.parse(_guarded(markdown))
    blocks: list[tuple[str, int]] = []
    level, prefix = 0, ""
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            level = 0 if _underlined_sentence(token, tokens[index + 1]) else int(token.tag[1:])
        elif token.type == "list_item_open":
            prefix = _number(tokens, index)
        elif token.type == "tr_open":
            _append(blocks, _row(tokens, index), 0)
        elif token.type == "inline" and tokens[index - 1].type not in ("th_open", "td_open"):
            _append(blocks, prefix + _words(token), level)
            prefix = ""
        elif token.type in ("code_block", "fence"):
            _append(blocks, token.content, 0)
        elif token.type == "heading_close":
            level = 0
    return blocks


def _append(blocks: list[tuple[str, int]], words: str, level: int) -> None:
    """Add a block, each line of it as one; what is too long for a heading is none."""
    for line in words.split("\n"):
        if plain := clean_line(line):
            blocks.append((plain, level if len(plain) <= _LONGEST_HEADING else 0))


def _guarded(markdown: str) -> str:
    """Escape the signs of wire copy, so that they come out as the text they are."""
    markdown = _DASHED_HEADING.sub(r"\n\\\1\n", markdown)
    return _SIGN.sub(lambda sign: f"\n{_ESCAPED.sub(_BACKSLASH, sign[1])}\n", markdown)


def _underlined_sentence(heading: Token, inline: Token) -> bool:
    """Tell whether a heading is one by a line of dashes below it only, and reads as a sentence: a divider misread."""
    return heading.markup in ("-", "=") and inline.content.rstrip().endswith(".")


def _number(tokens: list[Token], index: int) -> str:
    """Return the number of a list item where it is more than a count: "1984. It was ..." is no list."""
    token = tokens[index]
    return f"{token.info}{token.markup} " if token.info and int(token.info) > 99 else ""


def _row(tokens: list[Token], index: int) -> str:
    cells = []
    for token in tokens[index:]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            cells.append(_words(token).replace("\n", " "))
    return " | ".join(cells)


def _words(token: Token) -> str:
    """Return the words of an inline token: pictures and HTML tags have none."""
    words = []
    for child in token.children or ():
        if child.type in ("text", "code_inline", "text_special"):
            words.append(child.content)
        elif child.type == "softbreak":
            words.append(" ")
        elif child.type == "hardbreak":
            words.append("\n")
    return "".join(words)
