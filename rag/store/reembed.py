"""Building the vector index of another model beside the one in use. It follows the log by itself, so an interrupted
build goes on where it was, and what is added meanwhile reaches it too. It leaves out the switch, which is the index's.
"""

from __future__ import annotations

from collections.abc import Callable

from rag.store.batch import read_batch
from rag.store.catalogue import Catalogue
from rag.store.embedding_models import Model
from rag.store.shelf import Shelf


class VectorBuild:
    """The index of another model on its way. The index folder's lock must be held."""

    def __init__(self, catalogue: Catalogue, shelf: Shelf, model: Model) -> None:
        self._catalogue = catalogue
        self._shelf = shelf
        self._place = shelf.place(model.name)
        self.model = model
        self.vectors = shelf.open(model.name)

    def catch_up(self, progress: Callable[[int, int], None] | None = None) -> None:
        """Embed what the index has not seen. `progress` is told (changes done, changes in all) of this call.

        Raises:
            ModelError: the model's server gave no usable reply; what it gave before is kept.
        """
        done = 0
        while batch := read_batch(self._catalogue, self.model, self._seen()):
            self.vectors.remove(batch.stale)
            self.vectors.put(batch.chunks, batch.vectors)
            self.vectors.commit()
            self._place.note(batch.seq)
            done += batch.changes
            if progress:
                progress(done, done + self._catalogue.last_change() - batch.seq)

    def close(self) -> None:
        """Let go of the files; what is built stays."""
        self.vectors.close()

    def _seen(self) -> int:
        seen = self._place.seq(self._catalogue.last_change())
        if seen is None:
            # Somebody deleted the folder under us.
            self.vectors.close()
            self.vectors = self._shelf.open(self.model.name)
            return 0
        return seen
