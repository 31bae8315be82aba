"""Opening the two indexes in their places. What is damaged, or not of this library and kind, is started anew."""

from __future__ import annotations

import logging
import subprocess

from rag.store.aside import end_process, start_process
from rag.store.chroma import DamagedIndexError
from rag.store.disk import disk_at_fault, index_error
from rag.store.embedding_models import Model
from rag.store.lexical import WordIndex
from rag.store.place import Place
from rag.store.vectors import VectorIndex

TRIAL_SECONDS = 120
"""How long the trial of an index may take that a process may have died of."""

log = logging.getLogger(__name__)


def open_words(place: Place, last: int) -> WordIndex:
    """Open the word index; `last` is the catalogue's latest change."""
    place.make_ready(last)
    try:
        index = WordIndex(place.data)
        # Some files are read at the first search only.
        index.search([("news", 1.0)], 1)
    except (ValueError, OSError) as error:
        _start_anew(place, error, last)
        index = WordIndex(place.data)
    _distrust_empty(place, index.is_empty(), last)
    return index


def open_vectors(place: Place, server: str | None, model: Model, last: int) -> VectorIndex:
    """Open the vector index of a model.

    Raises:
        LibraryError: the server does not answer.
    """
    place.make_ready(last)
    index = _in_folder(place, model, last) if server is None else VectorIndex.open(
        place.data, server, model, place.library
    )  # fmt: skip
    _distrust_empty(place, index.is_empty(), last)
    return index


def _in_folder(place: Place, model: Model, last: int) -> VectorIndex:
    # Some damage to Chroma's graph kills the process that reads it. A trial that was begun and never ended tells the
    # next one, which lets another process go first: that one may have been killed for its own sake.
    trial = place.folder / "trial"
    if trial.exists() and not _can_be_opened(place):
        _start_anew(place, "a process died of it", last)
    trial.touch()
    try:
        return VectorIndex.open(place.data, None, model)
    except DamagedIndexError as error:
        _start_anew(place, error, last)
        return VectorIndex.open(place.data, None, model)
    finally:
        trial.unlink(missing_ok=True)


def _can_be_opened(place: Place) -> bool:
    """Open the index in a process beside this one, and tell whether that lived. An error it got, this one gets too."""
    process = start_process("from rag.store.chroma import try_out; try_out()", str(place.data))
    try:
        return process.wait(TRIAL_SECONDS) >= 0
    except subprocess.TimeoutExpired:
        return False
    finally:
        end_process(process)


def _start_anew(place: Place, cause: Exception | str, last: int) -> None:
    """Delete what is damaged.

    Raises:
        LibraryError: it is the disk that is at fault, so that the index may be sound, and a new one could not be made.
    """
    if isinstance(cause, Exception) and disk_at_fault(place.folder, cause):
        raise index_error(place.folder, cause) from cause
    log.warning("The %s index is damaged (%s); it is being built again.", place.folder.name, cause)
    place.discard()
    place.make_ready(last)


def _distrust_empty(place: Place, empty: bool, last: int) -> None:
    """Start over where the data of an index has gone and its checkpoint has stayed."""
    if empty and place.seq(last):
        place.note(0)
