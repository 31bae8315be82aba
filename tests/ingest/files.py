"""Real files of every format, made on the spot."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import docx
import typst

SENTENCE = (
    "The harbour board of Port Ellis voted on Monday to keep the swing bridge shut until the bearings are replaced."
)


@lru_cache(maxsize=64)
def pdf(body: str, *, title: str = "", author: str = "", setting: str = "") -> bytes:
    """Set a text with Typst; `setting` are rules of its own."""
    made = "datetime(year: 2031, month: 5, day: 4)"
    about = f"#set document(title: {quoted(title)}, author: {quoted(author)}, date: {made})\n"
    return bytes(typst.compile((about + setting + "\n" + body).encode()))


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def word(
    paragraphs: list[tuple[str, str]], *, title: str = "", author: str = "", made: datetime | None = None
) -> bytes:
    """Write paragraphs with the names of their styles."""
    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    if made:
        document.core_properties.created = made
    for style, text in paragraphs:
        document.add_paragraph(text, style=style)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def archive(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """Return bytes in which something is forged."""
    assert old in data
    assert len(old) == len(new)
    return data.replace(old, new)


def write(path: Path, content: bytes | str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path
