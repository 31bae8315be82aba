"""Compressed bodies, unpacked piece by piece, so that a small one can never become a huge one in memory."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator

from rag.ingest.web.reply import FetchError

ACCEPTED = "gzip, deflate"
"""What we tell servers that we can unpack."""

_PIECE = 1 << 16
_UNSUSPICIOUS = 1_000_000
_GZIP = 16 + zlib.MAX_WBITS


def unpacked(pieces: Iterable[bytes], encoding: str, *, limit: int, ratio: int) -> Iterator[bytes]:
    """Yield a body unpacked, in pieces of at most 64 kB.

    Args:
        pieces: the body as it comes.
        encoding: its Content-Encoding.
        limit: the most bytes it may have, unpacked.
        ratio: how many times its size it may unpack to, once it is larger than a megabyte.

    Raises:
        FetchError: it is over a limit, damaged, or packed in a way that was not asked for.
    """
    taken = given = 0
    decoder = _decoder(encoding)
    for piece in pieces:
        taken += len(piece)
        for part in decoder.parts(piece):
            given += len(part)
            if given > limit:
                raise FetchError(f"The page is larger than {limit / 1e6:.0f} MB, the limit for one that is fetched.")
            if given > _UNSUSPICIOUS and given > ratio * taken:
                raise FetchError(f"The page unpacks to more than {ratio} times its size; no article does.")
            yield part
    if not decoder.complete and taken:
        raise FetchError("The page broke off before its end; try again.", retryable=True)


def _decoder(encoding: str) -> _Plain | _Packed:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return _Plain()
    if name in ("gzip", "x-gzip"):
        return _Packed(_GZIP)
    if name == "deflate":
        return _Packed(zlib.MAX_WBITS)
    raise FetchError(f"The page is packed as {name[:40]!r}, which was not asked for; save it from a browser.")


class _Plain:
    """A body that is not packed."""

    complete = True

    def parts(self, piece: bytes) -> Iterator[bytes]:
        yield piece


class _Packed:
    """A body packed by zlib."""

    def __init__(self, bits: int) -> None:
        self._bits = bits
        self._zlib = zlib.decompressobj(bits)
        self._begun = False

    @property
    def complete(self) -> bool:
        return self._zlib.eof

    def parts(self, piece: bytes) -> Iterator[bytes]:
        if not self._begun and self._bits == zlib.MAX_WBITS and piece[:1] and piece[0] & 0x0F != 8:
            self._zlib = zlib.decompressobj(-zlib.MAX_WBITS)  # "deflate" without its header, as some servers send
        self._begun = self._begun or bool(piece)
        rest = piece
        while rest and not self._zlib.eof:
            try:
                part = self._zlib.decompress(rest, _PIECE)
            except zlib.error:
                raise FetchError(
                    "The page is packed in a way that cannot be read; try again.", retryable=True
                ) from None
            rest = self._zlib.unconsumed_tail
            if part:
                yield part
