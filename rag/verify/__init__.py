"""Check drafted claims against the paragraphs they cite."""

from rag.verify.checker import Check, Checker
from rag.verify.evidence import evidence_from_articles

__all__ = ["Check", "Checker", "evidence_from_articles"]
