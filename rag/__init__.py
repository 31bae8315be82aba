"""Plumbline: many outlets' articles about the same events, compared, summarised and cited to the paragraph."""

from rag.newsroom import Newsroom

__all__ = ["Newsroom"]
