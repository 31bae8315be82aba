"""Writing a batch of changes into the two indexes, and noting in their places how far they have come."""

from __future__ import annotations

from collections.abc import Sequence

from rag.store.batch import Batch
from rag.store.lexical import WordIndex
from rag.store.place import Place
from rag.store.vectors import VectorIndex

Derived = WordIndex | VectorIndex


def apply(batch: Batch, indexes: tuple[WordIndex, VectorIndex], marks: Sequence[int]) -> None:
    """Write a batch into each index that has not seen it; `marks` are the changes that each has seen."""
    words, vectors = indexes
    if marks[0] < batch.seq:
        # The word index keeps two documents of one id, so what a killed run left is removed first.
        words.remove(batch.touched)
        words.put(batch.chunks)
    if marks[1] < batch.seq:
        vectors.remove(batch.stale)
        vectors.put(batch.chunks, batch.vectors)


def commit(indexes: Sequence[Derived], places: Sequence[Place], marks: list[int], seen: int) -> None:
    """Make what was written durable, and note that all changes up to `seen` are in."""
    for at, (index, place) in enumerate(zip(indexes, places, strict=True)):
        if marks[at] < seen:
            index.commit()
            place.note(seen)
            marks[at] = seen
