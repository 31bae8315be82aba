"""The vector indexes of one library, each in a place of its own: that of the model in use, and of one being built."""

from __future__ import annotations

import shutil
from pathlib import Path

from rag.store.catalogue import Catalogue
from rag.store.chroma import drop_collection
from rag.store.embedding_models import EmbeddingModels
from rag.store.model_names import EMBEDDED, ModelName
from rag.store.opening import open_vectors
from rag.store.place import Place
from rag.store.vectors import VectorIndex

_FOLDER = "vector"


class Shelf:
    """Where vector indexes are found by their model."""

    def __init__(
        self, catalogue: Catalogue, models: EmbeddingModels, folder: Path, server: str | None, library: str, form: str
    ) -> None:
        self._catalogue = catalogue
        self._models = models
        self._folder = folder
        self._server = server
        self._library = library
        self._form = form

    def place(self, name: ModelName) -> Place:
        """Return where a model's index is kept."""
        folder = _FOLDER if name == EMBEDDED else f"{_FOLDER}-{name.key}"
        kind = f"{self._form}/{name.key}/{self._server or 'local'}"
        return Place(self._folder / folder, self._library, kind)

    def open(self, name: ModelName) -> VectorIndex:
        """Open a model's index, empty if there was none. The lock must be held."""
        last = self._catalogue.last_change()
        return open_vectors(self.place(name), self._server, self._models.load(name), last)

    def clear_away(self) -> None:
        """Delete what is neither in use nor being built: what a change left behind, or was given up."""
        kept = [self.place(name).folder for name in (self._models.in_use(), self._models.being_built()) if name]
        for folder in self._folder.glob(f"{_FOLDER}*"):
            if folder in kept:
                continue
            if self._server is not None:
                key = folder.name.removeprefix(_FOLDER).removeprefix("-")
                drop_collection(self._server, self._library, key or EMBEDDED.key)
            shutil.rmtree(folder, ignore_errors=True)
