"""Following the change log, batch by batch; long stretches are read and embedded by a process beside this one."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from rag.store.ahead import Ahead
from rag.store.batch import Batch, read_batch
from rag.store.catalogue import Catalogue
from rag.store.embedding_models import Model

LONG = 2000
"""Changes from which on a process of its own is worth the second that it takes to start."""

log = logging.getLogger(__name__)


def follow(catalogue: Catalogue, model: Model, after: int) -> Iterator[Batch]:
    """Yield what changed after a point of the log, until there is no more; changes that come meanwhile included.

    Raises:
        ModelError: the embedding model's server gave no usable reply.
    """
    if model.ahead and catalogue.last_change() - after >= LONG:
        for batch in _from_beside(catalogue, after):
            after = batch.seq
            yield batch
    while batch := read_batch(catalogue, model, after):  # type: ignore[assignment]
        after = batch.seq
        yield batch


def _from_beside(catalogue: Catalogue, after: int) -> Iterator[Batch]:
    """Yield batches that the process has made, each asked for while the one before is being written."""
    with Ahead(catalogue.url) as ahead:
        ahead.ask(after)
        try:
            while batch := ahead.answer():
                ahead.ask(batch.seq)
                yield batch
        except EOFError as error:
            log.warning("%s; what is left is embedded here.", error)
