"""Which writer drafts: chosen by the caller or by the settings, never changed silently."""

from __future__ import annotations

from functools import cached_property

from rag.errors import UsageError
from rag.generate.embedded import EmbeddedWriter
from rag.generate.model import ModelWriter
from rag.generate.protocol import Writer
from rag.settings import Settings, WriterChoice
from rag.store.embeddings import load_embedder


class Writers:
    """The two writers, made when first needed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def choose(self, choice: WriterChoice | None) -> Writer:
        """Return the writer for a choice; None and `AUTO` mean what the settings say.

        Raises:
            UsageError: the model writer is wanted and no model is configured.
        """
        if choice is None or choice is WriterChoice.AUTO:
            choice = self._settings.writer_in_use
        if choice is WriterChoice.EMBEDDED:
            return self._embedded
        if not self._settings.model_configured:
            raise UsageError(
                "No language model is configured.",
                hint="Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of your own, or use the embedded writer.",
            )
        return self._model.anew()

    @cached_property
    def _embedded(self) -> EmbeddedWriter:
        return EmbeddedWriter(load_embedder("wordllama").embed)

    @cached_property
    def _model(self) -> ModelWriter:
        return ModelWriter(self._settings)
