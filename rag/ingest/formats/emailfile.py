"""E-mails and newsletters (.eml): subject, sender, date and the words; attachments are named in a warning, not read."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line
from rag.ingest.decode import decode
from rag.ingest.fields import draft_from_fields
from rag.ingest.formats.fragment import Marks, text_of_fragment
from rag.ingest.formats.reader import Document
from rag.ingest.formats.webpage import page_text

_NO_MESSAGE = "This is no e-mail; save the message itself as .eml."
_DAMAGED = "The e-mail is damaged; save the message again as .eml."
_NO_WORDS = "The e-mail holds no words, only attachments or pictures; save what it brings and add that."
_SENDER = re.compile(r"(?P<author>[^|]{2,60}?)(?:,? (?:from|at|via|of|für|de) | \| |, )(?P<outlet>.{2,60})")
_SIGNATURE = re.compile(r"^-- ?$.*", re.MULTILINE | re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s<>]+")
_DEEPEST = 50
_PLAIN, _HTML = "text/plain", "text/html"


def read_email(document: Document) -> Iterator[Draft | Failure]:
    """Read a message: its HTML part where it has one with words, else its plain part."""
    try:
        message = message_from_bytes(document.read())
        parts = list(_parts(message))
    except RecursionError:  # parts within parts within parts
        raise SourceError(_NO_MESSAGE) from None
    if message.get("From") is None and message.get("Subject") is None:
        raise SourceError(_NO_MESSAGE)
    text, marks = _words([part for part in parts if not _attached(part)])
    author, outlet = _sender(_header(message, "From"))
    archived = _ADDRESS.search(_header(message, "Archived-At"))
    draft = draft_from_fields(
        {
            "title": _header(message, "Subject"),
            "outlet": outlet,
            "author": author,
            "published": _header(message, "Date"),
            "url": archived[0] if archived else "",
            "language": _header(message, "Content-Language"),
        },
        document.source,
        text=text,
        marks=marks,
    )
    attachments = sum(map(_attached, parts))
    if attachments:
        warning = f"{attachments} attachment{'s' if attachments > 1 else ''} left out; save what counts and add it."
        draft = replace(draft, warnings=(*draft.warnings, warning))
    yield draft


def _parts(message: Message, depth: int = 0) -> Iterator[Message]:
    """Yield the parts of a message that hold something; a message in a message is an attachment."""
    if not message.is_multipart() or message.get_content_maintype() == "message" or depth > _DEEPEST:
        yield message
        return
    for part in message.get_payload():
        if isinstance(part, Message):
            yield from _parts(part, depth + 1)


def _attached(part: Message) -> bool:
    """Tell whether a part is an attachment; a picture that the words show is none."""
    if part.get_content_disposition() == "attachment":
        return True
    return part.get_content_maintype() not in ("text", "image", "multipart") or (
        part.get_content_type()
        not in (
            _PLAIN,
            _HTML,
        )
        and part.get("Content-ID") is None
    )


def _words(parts: list[Message]) -> tuple[str, Marks]:
    """Return the text of the first part that has words, HTML before plain.

    Raises:
        SourceError: none has.
    """
    for wanted in (_HTML, _PLAIN):
        for part in parts:
            if part.get_content_type() != wanted:
                continue
            try:
                data = part.get_payload(decode=True)
            except (ValueError, LookupError):  # the name of an encoding that cannot be one
                raise SourceError(_DAMAGED) from None
            if not isinstance(data, bytes) or not data.strip():
                continue
            charset = clean_line(str(part.get_param("charset") or "")) or None
            if wanted == _HTML:
                text, marks = text_of_fragment(page_text(data, charset))
            else:
                text, marks = _plain_text(decode(data, declared=charset), part), ()
            if text.strip():
                return text, marks
    raise SourceError(_NO_WORDS)


def _plain_text(text: str, part: Message) -> str:
    """Return plain words without the signature; lines broken to be put together again are."""
    text = _SIGNATURE.sub("", text.replace("\r\n", "\n"))
    if str(part.get_param("format") or "").lower() == "flowed":
        text = re.sub(r"(?<=\S) \n(?=\S)", " ", text)
    return text


def _header(message: Message, name: str) -> str:
    """Return a header as readable text, what cannot be decoded as it stands."""
    stated = next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")
    # Letters that should have been encoded are kept by the library as halves of surrogate pairs.
    raw = str(stated).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        pieces = decode_header(raw)
    except (HeaderParseError, binascii.Error, ValueError):
        return clean_line(raw)
    return clean_line("".join(_decoded(piece, charset) for piece, charset in pieces)) or clean_line(raw)


def _decoded(piece: bytes | str, charset: str | None) -> str:
    if isinstance(piece, str):
        return piece
    try:
        # What stands between encoded words comes back in a form of the library's own.
        return piece.decode(charset or "raw-unicode-escape", "replace")
    except (LookupError, ValueError):  # an encoding that nobody knows
        return piece.decode("utf-8", "replace")


def _sender(raw: str) -> tuple[str, str]:
    """Return author and outlet: "Jane Roe from Ellis Herald" names both, any other name is the outlet's."""
    try:
        name, address = parseaddr(raw)
    except RecursionError:  # remarks within remarks within remarks
        return "", ""
    name = clean_line(name)
    if named := _SENDER.fullmatch(name):
        return named["author"], named["outlet"]
    return "", name or address.rpartition("@")[2]
