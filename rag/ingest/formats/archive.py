"""ZIP archives: their members are read in order, each by the reader for its name; nothing is written to disk.

The limits are held against the sizes that the archive states before anything is read, and a member never gives more
than it states. A member's name is used in messages and to find its reader, never as a path.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO

from rag.datatypes import Draft, Failure
from rag.errors import SourceError
from rag.ingest.cleaning import clean_line
from rag.ingest.decode import check_size
from rag.ingest.formats.plain import SIDECAR
from rag.ingest.formats.reader import Document, Reader

DAMAGED = "The file is damaged or no ZIP archive; make it again."
_ARCHIVES = frozenset({".zip", ".gz", ".7z", ".rar", ".tar", ".tgz", ".bz2", ".xz"})
_NESTED = "An archive inside an archive is not opened; unpack it and add what is in it."
_ENCRYPTED = 0x1


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """What an archive may hold: members, bytes in all, and how many times its size a member may unpack to."""

    members: int = 10_000
    total: int = 500_000_000
    ratio: int = 200
    unsuspicious: int = 1_000_000


class ArchiveReader:
    """A `Reader` of archives whose members are read by `readers`, by suffix."""

    def __init__(self, readers: Mapping[str, Reader], limits: ArchiveLimits | None = None) -> None:
        self._readers = readers
        self._limits = limits or ArchiveLimits()

    def __call__(self, document: Document) -> Iterator[Draft | Failure]:
        """Read the members in order; what no reader is known for is passed over, as in a folder."""
        with document.open() as stream, open_archive(stream, self._limits) as archive:
            members = [info for info in archive.infolist() if self._wanted(info)]
            if not members:
                raise SourceError("The archive holds no file that can be read.")
            sidecars = {info.filename: info for info in archive.infolist() if info.filename.endswith(SIDECAR)}
            for info in members:
                source = f"{document.source} > {clean_line(info.filename)}"
                try:
                    yield from self._read(archive, info, source, document, sidecars)
                except SourceError as error:
                    yield Failure(source, str(error))

    def count(self, document: Document) -> int:
        """Return how many members would be read.

        Raises:
            SourceError: the archive cannot be read.
        """
        with document.open() as stream, open_archive(stream, self._limits) as archive:
            return sum(map(self._wanted, archive.infolist()))

    def _wanted(self, info: zipfile.ZipInfo) -> bool:
        path = PurePosixPath(info.filename)
        hidden = any(re.match(r"\.[^.]|__MACOSX$", part) for part in path.parts)
        suffix = path.suffix.lower()
        readable = suffix in self._readers or suffix in _ARCHIVES
        return readable and not (hidden or info.is_dir() or info.filename.endswith(SIDECAR))

    def _read(
        self,
        archive: zipfile.ZipFile,
        info: zipfile.ZipInfo,
        source: str,
        document: Document,
        sidecars: Mapping[str, zipfile.ZipInfo],
    ) -> Iterator[Draft | Failure]:
        suffix = PurePosixPath(info.filename).suffix
        if suffix.lower() in _ARCHIVES:
            raise SourceError(_NESTED)
        beside = sidecars.get(info.filename.removesuffix(suffix) + SIDECAR)
        sidecar = Document(clean_line(beside.filename), read_member(archive, beside)) if beside else None
        content = read_member(archive, info)
        yield from self._readers[suffix.lower()](
            Document(source, content, columns=document.columns, sidecar=sidecar),
        )


def open_archive(stream: BinaryIO, limits: ArchiveLimits) -> zipfile.ZipFile:
    """Open an archive and hold it against the limits, by the sizes it states.

    Raises:
        SourceError: it is damaged, or over a limit.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, OSError, UnicodeError) as error:
        raise SourceError(DAMAGED) from error
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise SourceError(f"The archive has {len(infos)} members and the limit is {limits.members}; split it.")
    total = sum(info.file_size for info in infos)
    if total > limits.total:
        raise SourceError(
            f"The archive would unpack to {total / 1e6:.0f} MB and the limit is {limits.total / 1e6:.0f} MB; split it."
        )
    for info in infos:
        if info.file_size > limits.unsuspicious and info.file_size > limits.ratio * max(info.compress_size, 1):
            raise SourceError(
                f"A member of the archive would unpack to more than {limits.ratio} times its size; "
                "no article does, so it is not opened."
            )
    return archive


def read_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """Read one member, of which no more comes than its stated size.

    Raises:
        SourceError: it is too large, encrypted or damaged.
    """
    check_size(info.file_size)
    if info.flag_bits & _ENCRYPTED:
        raise SourceError("It is protected by a password; unpack the archive and add what is in it.")
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError, EOFError, OSError) as error:
        raise SourceError("This member of the archive is damaged; make the archive again.") from error
