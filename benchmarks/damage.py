"""Files of every format, and ways to damage them: what a broken disk, a bad program or an enemy would send."""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

import docx
import typst

_TEXT = (
    "The harbour board of Port Ellis voted on Monday to keep the swing bridge shut until the bearings are replaced. "
    "“Nobody will cross before that,” said Zoë Roe, its head, after a debate of five hours and 12 minutes."
)
_NUMBERS = [b"0", b"-1", b"4294967296", b"9" * 19, b"9" * 400, b"1e999", b"0.0000001", b"-2147483649"]
_CODES = ["utf-16", "utf-16-be", "utf-32", "cp1252", "utf-7", "cp037", "shift_jis"]
_NAMES = [b"utf-8", b"utf-16", b"iso-2022-jp", b"hz", b"idna", b"rot13", b"zlib", b"no-such-thing", b"\xff\xfe", b""]
_CHARSET = re.compile(rb"(?<=charset=)[\"']?[\w-]+|(?<=encoding=)[\"'][\w-]+", re.IGNORECASE)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_LARGEST = 4_000_000
"""Bytes that a damaged file has at most."""


@cache
def seeds() -> dict[str, list[bytes]]:
    """Whole files by their suffix."""
    page = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Bridge</title>'
        '<meta property="article:published_time" content="2031-05-04T10:00:00Z"><script type="application/ld+json">'
        '{"@type": "NewsArticle", "headline": "Bridge", "datePublished": "2031-05-04"}</script></head><body><article>'
        f"<h1>Bridge</h1>{f'<p>{_TEXT}</p>' * 6}<ul><li>One</li></ul><table><tr><td>2</td></tr></table></article>"
    )
    space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    rss = (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {space}><channel><title>Ellis</title>'
        "<item><title>Bridge</title><link>https://e.example/a</link><pubDate>Sun, 04 May 2031 10:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[<p>{_TEXT}</p><p>{_TEXT}</p>]]></content:encoded></item></channel></rss>"
    )
    atom = (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Ellis</title><entry><title>Bridge'
        '</title><link href="https://e.example/b"/><updated>2031-05-04T10:00:00Z</updated><content type="html">'
        f"&lt;p&gt;{_TEXT}&lt;/p&gt;</content></entry></feed>"
    )
    mail = (
        "From: =?utf-8?Q?Zo=C3=AB?= <a@e.example>\nSubject: =?utf-8?B?QnJpZGdl?=\nDate: Sun, 04 May 2031 06:30 +0200\n"
        "MIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=X\n\n--X\n"
        "Content-Type: text/plain; charset=utf-8\n\n" + _TEXT + "\n--X\nContent-Type: text/html; charset=utf-8\n"
        "Content-Transfer-Encoding: base64\n\nPHA+T25lPC9wPg==\n--X--\n"
    )
    record = f'{{"title": "Bridge", "text": ["{_TEXT}", ["Two.", "3."]], "published": "2031-05-04", "url": "x"}}'
    table = f'title;text;date\n"Bridge";"{_TEXT}\n\ntwo ""three""";2031-05-04\nx;y;z\n'
    marked = (
        f"---\ntitle: Bridge\nauthors: [A, 'B']\n---\n# Bridge\n\n{_TEXT}\n\n> *It* [x](y)\n\n| a |\n|---|\n| 1 |\n"
    )
    made = {
        ".html": [page],
        ".eml": [mail],
        ".rss": [rss, atom],
        ".json": [f'{{"articles": [{record}]}}', record],
        ".jsonl": [f'{record}\n{{"text": "Two."}}\n'],
        ".csv": [table, table.replace(";", ",")],
        ".md": [marked],
        ".txt": [f"Bridge opens\n\n{_TEXT}\n\n- One\n- Two"],
    }
    files = {suffix: [text.encode() for text in texts] for suffix, texts in made.items()}
    files[".pdf"] = [_pdf("= Bridge\n\n" + _TEXT), _pdf("#set page(columns: 2)\n= Bridge\n" + f"\n{_TEXT}\n" * 30)]
    files[".docx"] = [_word()]
    files[".zip"] = [_packed({"a.txt": _TEXT.encode(), "b.json": record.encode(), "in/c.eml": mail.encode()})]
    return files


def damaged(suffix: str, chance: random.Random) -> bytes:
    """Return a file of this suffix, damaged in one to four ways."""
    data = chance.choice(seeds()[suffix])
    inside = {".docx": _in_members, ".zip": _in_members, ".pdf": _in_streams}.get(suffix)
    for _ in range(chance.choice((1, 1, 2, 4))):
        way = chance.choice(WAYS)
        data = inside(data, way, chance) if inside and chance.random() < 0.6 else way(data, chance)
        data = data[:_LARGEST]
    return data


def flip_bits(data: bytes, chance: random.Random) -> bytes:
    """Turn over single bits."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 100)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut_short(data: bytes, chance: random.Random) -> bytes:
    """Leave the end out, or a part."""
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:end] if chance.random() < 0.5 else data[:start] + data[end:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """Put a part in again, once or many times."""
    start = chance.randrange(len(data) + 1)
    part = data[start : start + chance.choice((1, 8, 64, 1000))]
    return data[:start] + part * chance.choice((2, 10, 1000)) + data[start:]


def splice(data: bytes, chance: random.Random) -> bytes:
    """Go on as another file, of this or another format."""
    other = chance.choice(seeds()[chance.choice(sorted(seeds()))])
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other)) :]


def nest(data: bytes, chance: random.Random) -> bytes:
    """Open something very often, and perhaps close it again."""
    pairs = [
        (b"<div>", b"</div>"), (b"[", b"]"), (b'{"a":', b"}"), (b"> ", b""), (b"- ", b""), (b"(", b")"), (b"<<", b">>"),
        (b"<table><tr><td>", b"</td></tr></table>"), (b"*", b"*"), (b"[x](", b")"), (b"<![CDATA[", b"]]>"),
        (b"--X\nContent-Type: multipart/mixed; boundary=X\n\n", b""), (b"<!--", b"-->"), (b"`", b""), (b"![", b"]"),
        (b"<w:p><w:r><w:t>", b"</w:t></w:r></w:p>"), (b'"', b'"'), (b"  " * 8 + b"- ", b"\n"), (b"&", b";"),
    ]  # fmt: skip
    opening, closing = chance.choice(pairs)
    often, at = chance.choice((30, 1000, 20_000)), chance.randrange(len(data) + 1)
    return data[:at] + opening * often + data[at:] + closing * chance.choice((0, often))


def change_numbers(data: bytes, chance: random.Random) -> bytes:
    """Put numbers that no program expects in the place of some."""
    share = chance.choice((0.02, 0.3, 1.0))
    return re.sub(rb"\d+", lambda m: chance.choice(_NUMBERS) if chance.random() < share else m[0], data)


def change_encoding(data: bytes, chance: random.Random) -> bytes:
    """Write it in another encoding, or say that it is in one."""
    if chance.random() < 0.5:
        return _CHARSET.sub(lambda _: chance.choice(_NAMES), data)
    return data.decode("utf-8", "replace").encode(chance.choice(_CODES), "replace")


def put_in_nulls(data: bytes, chance: random.Random) -> bytes:
    """Put zeros, or other bytes that no text has, in or over it."""
    at = chance.randrange(len(data) + 1)
    filling = chance.choice((b"\0", b"\xff", b"\x80", b"\x1b", b"\xef\xbb\xbf", b"\r")) * chance.choice((1, 16, 5000))
    return data[:at] + filling + data[at + chance.choice((0, len(filling))) :]


Way = Callable[[bytes, random.Random], bytes]
WAYS: list[Way] = [flip_bits, cut_short, repeat, splice, nest, change_numbers, change_encoding, put_in_nulls]


def _in_members(data: bytes, way: Way, chance: random.Random) -> bytes:
    """Damage one member of an archive, which stays whole itself."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            members = {info.filename: whole.read(info) for info in whole.infolist()}
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        return way(data, chance)
    if not members:
        return way(data, chance)
    name = chance.choice(sorted(members))
    return _packed({**members, name: way(members[name], chance)[:_LARGEST]})


def _in_streams(data: bytes, way: Way, chance: random.Random) -> bytes:
    """Damage what is packed in one stream of a PDF."""
    streams = list(_STREAM.finditer(data))
    if not streams:
        return way(data, chance)
    found = chance.choice(streams)
    try:
        inside = zlib.decompress(found[1])
    except zlib.error:
        inside = None
    changed = way(found[1], chance) if inside is None else zlib.compress(way(inside, chance)[:_LARGEST])
    return data[: found.start(1)] + changed + data[found.end(1) :]


def _pdf(body: str) -> bytes:
    return bytes(typst.compile(body.encode()))


def _word() -> bytes:
    document, stream = docx.Document(), io.BytesIO()
    document.core_properties.title = "Bridge"
    document.add_heading("Bridge", 0)
    for _ in range(3):
        document.add_paragraph(_TEXT)
    document.add_table(1, 2).cell(0, 0).text = "2"
    document.save(stream)
    return stream.getvalue()


def _packed(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()
