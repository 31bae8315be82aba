"""Who reports what about one story, and where the sources differ: without a model, the same every time."""

from rag.generate.compare.comparison import compare_articles

__all__ = ["compare_articles"]
