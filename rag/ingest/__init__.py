"""Reading of articles: files, folders and streams to drafts, drafts to articles with exact paragraphs."""

from rag.ingest.articles import build_article
from rag.ingest.formats.jsonfile import read_records
from rag.ingest.sources import count_sources, read_sources

__all__ = ["build_article", "count_sources", "read_records", "read_sources"]
