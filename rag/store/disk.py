"""What it means when an index cannot be written: a full disk, a folder that may not be written, or something else."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rag.errors import LibraryError

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}
_FULL_WORDS = ("no space left", "disk is full", "file too large", "quota exceeded")
_DENIED_WORDS = ("permission denied", "readonly", "read-only", "not permitted")
_SPARE = 1_000_000
"""Free bytes below which a failed write is put down to the disk: libraries do not always pass on the reason."""


@contextmanager
def writing(folder: Path, *failures: type[Exception]) -> Iterator[None]:
    """Turn errors of writing an index into ours: those of the system, and those that a library raises instead.

    Raises:
        LibraryError: it could not be written; the message says why and the hint what to do.
    """
    kinds: tuple[type[Exception], ...] = (OSError, *failures)
    try:
        yield
    except kinds as error:
        raise index_error(folder, error) from error


def is_full(folder: Path, error: Exception) -> bool:
    """Whether an error of writing into a folder says, or its disk shows, that there is no space."""
    if (isinstance(error, OSError) and error.errno in _FULL) or any(part in str(error).lower() for part in _FULL_WORDS):
        return True
    try:
        return shutil.disk_usage(_nearest(folder)).free < _SPARE
    except OSError:
        return False


def disk_at_fault(folder: Path, error: Exception) -> bool:
    """Whether the disk is full or the folder may not be written, so that nothing need be wrong with the index."""
    return is_full(folder, error) or _denied(folder, error)


def index_error(folder: Path, error: Exception) -> LibraryError:
    """Return the error for an index that could not be written."""
    if is_full(folder, error):
        return LibraryError(
            "The disk is full: the search index could not be written. The articles are safe.",
            hint="Free some space; the next command carries on.",
        )
    if _denied(folder, error):
        return LibraryError(
            f"The search index in {folder} cannot be written. The articles are safe.",
            hint="Check the folder's permissions.",
        )
    return LibraryError(
        f"The search index in {folder} cannot be written: {error}. The articles are safe.",
        hint="Try again; if that does not help, delete the folder: it is built again from the library.",
    )


def _denied(folder: Path, error: Exception) -> bool:
    if isinstance(error, OSError) and error.errno in _DENIED:
        return True
    return any(part in str(error).lower() for part in _DENIED_WORDS) or not os.access(_nearest(folder), os.W_OK)


def _nearest(folder: Path) -> Path:
    """Return the folder, or the nearest one above it that is there."""
    return next((path for path in (folder, *folder.parents) if path.exists()), folder)
