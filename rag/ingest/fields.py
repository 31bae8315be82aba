"""The metadata of an article under the many names that files give it, to a `Draft`; it reads no file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from rag.datatypes import Draft, ParagraphKind
from rag.errors import SourceError, UsageError
from rag.ingest.cleaning import clean_line, decode_entities
from rag.ingest.dates import normalise_date

_SYNONYMS = {
    "outlet": (
        *("outlet", "source", "publisher", "site", "sitename", "sourcename", "publication", "newspaper", "paper"),
        *("newsoutlet", "mediaoutlet", "outletname", "publishername", "publicationname"),
    ),
    "title": ("title", "headline", "heading", "head", "articletitle"),
    "published": (
        *("published", "publishedat", "pubdate", "date", "datepublished", "publicationdate", "publisheddate"),
        *("publishdate", "publishedon", "datetime"),
    ),
    "url": ("url", "link", "canonicalurl", "articleurl", "weburl"),
    "author": ("author", "authors", "byline"),
    "language": ("language", "lang"),
    "text": (
        *("text", "body", "content", "fulltext", "bodyparagraphs", "paragraphs", "bodytext", "articletext"),
        *("articlebody", "maintext", "article"),
    ),
}
"""Field names that are understood, best first, as `_plain` writes them."""

_ALL_NAMES = frozenset(name for names in _SYNONYMS.values() for name in names)
_SEPARATORS = re.compile(r"[\s_-]+")
_NOTHING: tuple[object, ...] = (None, "", [], {})
_MADE = "The date is the day the file was made, for it states no other; name the day of publication if that differs."


@dataclass(frozen=True, slots=True)
class MarkedDraft(Draft):
    """A draft whose format said more than the article's own words do.

    `marks` are lines and what they are, such as the headings of a web page. `carrier` (the feed that listed it) is
    its outlet and `made` (the day its file was made) its date where nobody gives a better one.
    """

    marks: tuple[tuple[str, ParagraphKind], ...] = ()
    carrier: str = ""
    made: str | None = None


def draft_from_fields(
    fields: Mapping[str, object],
    source: str,
    *,
    text: str | None = None,
    marks: tuple[tuple[str, ParagraphKind], ...] = (),
    columns: Mapping[str, str] | None = None,
    carrier: str = "",
    made: str | None = None,
    encoded: bool = False,
) -> MarkedDraft:
    """Make a draft of an item's fields; what is missing stays empty, what nobody can read becomes a warning.

    Args:
        fields: the item's own fields, under any of the known names; unknown ones are ignored.
        source: where the item came from, for messages.
        text: the text, for formats that keep it apart from the fields.
        marks: lines of the text whose kind the format itself says.
        columns: our names of fields to the item's own, which then count before the known ones.
        carrier: what listed the item.
        made: the day the item's file was made.
        encoded: whether entities of HTML in the fields and the text are still to be decoded.

    Raises:
        SourceError: there is no text.
    """
    if encoded:
        fields = {key: _decoded(value) for key, value in fields.items()}
        text = None if text is None else decode_entities(text)
    known = _by_plain_name(fields, columns or {})
    body = _text(_first(known, "text")) if text is None else text
    if not body.strip():
        raise SourceError("There is no text; give the article's words in the field 'text'.")
    published, date_warning = read_date(_line(_first(known, "published")))
    url, url_warning = read_address(_line(_first(known, "url")))
    return MarkedDraft(
        text=body,
        title=_line(_first(known, "title")),
        outlet=_line(_first(known, "outlet")),
        published=published,
        url=url,
        author=_line(_first(known, "author")) or None,
        language=_line(_first(known, "language")).lower() or None,
        source=source,
        warnings=date_warning + url_warning,
        marks=marks,
        carrier=carrier,
        made=made,
    )


def _by_plain_name(fields: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    """Return fields by their plain names, of equal ones the first that says something; `columns` go before."""
    known: dict[str, object] = {}
    for key, value in fields.items():
        if _plain(key) not in known or known[_plain(key)] in _NOTHING:
            known[_plain(key)] = value
    exact = {key.strip().lower(): value for key, value in fields.items()}
    return known | {_SYNONYMS[name][0]: exact.get(own.strip().lower()) for name, own in columns.items()}


def fill_gaps(draft: Draft, *, outlet: str | None, published: str | None) -> Draft:
    """Give a draft the outlet and date it does not state itself: those given, else what its format only suggests."""
    carrier, made = (draft.carrier, draft.made) if isinstance(draft, MarkedDraft) else ("", None)
    if not draft.outlet and (outlet or carrier):
        draft = replace(draft, outlet=outlet or carrier)
    if not draft.published and published:
        draft = replace(draft, published=published)
    elif not draft.published and made:
        draft = replace(draft, published=made, warnings=(*draft.warnings, _MADE))
    return draft


def check_columns(columns: Mapping[str, str]) -> None:
    """Raise `UsageError` for a name of a field that is none of ours."""
    for name in columns:
        if name not in _SYNONYMS:
            raise UsageError(f"There is no field {name!r} to take a column for; there are: {', '.join(_SYNONYMS)}.")


def known_names(names: Iterable[str]) -> int:
    """Count the names that are understood as those of fields."""
    return sum(_plain(name) in _ALL_NAMES for name in names)


def unused_names(names: Iterable[str], columns: Mapping[str, str]) -> list[str]:
    """Return the names that are neither understood nor among those given for a field."""
    given = {own.strip().lower() for own in columns.values()}
    return [name for name in names if _plain(name) not in _ALL_NAMES | {""} and name.strip().lower() not in given]


def read_date(raw: str) -> tuple[str | None, tuple[str, ...]]:
    """Return a date in ISO 8601, and a warning where there is one that cannot be read."""
    if not raw:
        return None, ()
    published = normalise_date(raw)
    if published is None:
        return None, (f"The date {raw[:80]!r} cannot be read without a guess; write it as YYYY-MM-DD.",)
    return published, ()


def read_address(raw: str) -> tuple[str | None, tuple[str, ...]]:
    """Return a web address, and a warning where there is one that leads nowhere on the web."""
    if not raw:
        return None, ()
    try:
        parts = urlsplit(raw)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        usable = False
    if not usable or " " in raw:
        return None, (f"The address {raw[:80]!r} is not a web address; it should begin with http:// or https://.",)
    return raw, ()


def _first(known: Mapping[str, object], name: str) -> object:
    """Return the first value that is not empty among a field's names."""
    for key in _SYNONYMS[name]:
        value = known.get(key)
        if value not in _NOTHING:
            return value
    return None


def _plain(name: str) -> str:
    """Return a field's name in the spelling of the table: "Published At" and "published_at" are "publishedat"."""
    return _SEPARATORS.sub("", name.strip().lower())


def _decoded(value: object) -> object:
    """Return a value with the entities of HTML in its strings decoded; the names within objects stay."""
    if isinstance(value, str):
        return decode_entities(value)
    if isinstance(value, list):
        return [_decoded(item) for item in value]
    if isinstance(value, dict):
        return {key: _decoded(item) for key, item in value.items()}
    return value


def _line(value: object) -> str:
    """Return a metadata value as one line: a list is joined, an object gives its name."""
    if isinstance(value, str):
        return clean_line(value)
    if isinstance(value, bool):
        return ""
    if isinstance(value, (int, float)):
        return str(value)
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, (_line(item) for item in value)))
    if isinstance(value, Mapping):
        return _line(value.get("name"))
    return ""


def _text(value: object) -> str:
    """Return the text of an item: paragraphs given as lists, nested or not, are joined by blank lines."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list):
        return "\n\n".join(filter(None, (_joined(item) for item in value)))
    raise SourceError(f"The text is a {type(value).__name__}; give a string or a list of paragraphs.")


def _joined(item: object) -> str:
    """Return one paragraph: a string, or the list of its sentences."""
    if isinstance(item, str):
        return item
    if isinstance(item, list):
        return " ".join(filter(None, (_joined(part) for part in item)))
    raise SourceError(f"A paragraph of the text is a {type(item).__name__}; give strings, or lists of strings.")
