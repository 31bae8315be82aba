"""The tables of the catalogue. Everything else in the library folder can be rebuilt from them.

An article row points to its current version; older versions stay, so that a citation made before a correction
still opens. `changes` is the log that the indexes follow, `decisions` the one of what people decided about stories.
`conversations` and `turns` keep the chat, `briefed` when stories were briefed on, `embeddings` what models on servers
have replied.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

SCHEMA_VERSION = 1

metadata = MetaData()

facts = Table("facts", metadata, Column("key", String(64), primary_key=True), Column("value", Text, nullable=False))

articles = Table(
    "articles",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("version", String(8), nullable=False),
    Column("outlet", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("published", String(40)),
    Column("url", Text),
    Column("author", Text),
    Column("language", String(16)),
    Column("paragraph_count", Integer, nullable=False),
    # The same words from the same outlet under another address are a duplicate, found by this digest.
    Column("copy_digest", String(24), nullable=False, index=True),
    Column("origin", String(12), index=True),
    Column("story", String(12), index=True),
    Column("added", String(40), nullable=False),
)

versions = Table(
    "versions",
    metadata,
    Column("article_id", String(12), primary_key=True),
    Column("version", String(8), primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    # JSON: [[start, end, kind], ...] in order; a paragraph's number is its place in the list, from 1.
    Column("spans", Text, nullable=False),
    Column("added", String(40), nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("article_id", String(12), nullable=False),
    Column("op", String(8), nullable=False),
    sqlite_autoincrement=True,
)

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("article_id", String(12), primary_key=True),
    # Sampled word-shingle hashes (uint32), for finding shared copy; and the terms (uint32) and weights (uint16)
    # that characterise the article, for finding its story.
    Column("shingles", LargeBinary, nullable=False),
    Column("terms", LargeBinary, nullable=False),
    Column("weights", LargeBinary, nullable=False),
)

likenesses = Table(
    "measured_likenesses",
    metadata,
    # Pairs of articles that are alike, as `store/measures.py` measures it (int32 each); `shared` is 0 unless they
    # share their copy. A table `likenesses`, of earlier versions, is not read.
    Column("one", String(12), primary_key=True),
    Column("other", String(12), primary_key=True, index=True),
    Column("measures", LargeBinary, nullable=False),
    Column("shared", Integer, nullable=False),
)

story_changes = Table(
    "story_changes",
    metadata,
    # What became of stories: `story` was merged into `other`, or `other` was split off it.
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("at", String(40), nullable=False),
    Column("story", String(12), nullable=False, index=True),
    Column("fate", String(8), nullable=False),
    Column("other", String(12), nullable=False),
)

decisions = Table(
    "decisions",
    metadata,
    # What a person decided about stories. `told` is JSON for people (stories, titles, articles); `before` is JSON of
    # what `holds` and `aparts` held, to undo it by; `undone` is the number of the decision that did.
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String(40), nullable=False),
    Column("act", String(8), nullable=False),
    Column("told", Text, nullable=False),
    Column("before", Text, nullable=False),
    Column("undone", Integer),
    sqlite_autoincrement=True,
)

holds = Table(
    "holds",
    metadata,
    # Articles with one hold are in one story because a person said so; a removed article keeps its own.
    Column("article_id", String(12), primary_key=True),
    Column("hold", String(16), nullable=False, index=True),
)

aparts = Table(
    "aparts",
    metadata,
    # Holds that a person set apart: their articles are never in one story.
    Column("one", String(16), primary_key=True),
    Column("other", String(16), primary_key=True),
)

hand_changes = Table(
    "hand_changes",
    metadata,
    # Those of `story_changes` that follow from a decision by hand.
    Column("seq", Integer, primary_key=True),
    Column("decision", Integer, nullable=False, index=True),
)

feeds = Table(
    "feeds",
    metadata,
    Column("url", String(2000), primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
)

feed_items = Table("feed_items", metadata, Column("mark", String(2000), primary_key=True))

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(40), primary_key=True),
    Column("title", Text, nullable=False),
    Column("updated", String(40), nullable=False),
)

turns = Table(
    "turns",
    metadata,
    Column("conversation_id", String(40), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("answer", Text, nullable=False),
)

briefed = Table(
    "briefed",
    metadata,
    # When the last briefing on a story was made: a time such that everything written later was not in it.
    Column("story", String(12), primary_key=True),
    Column("at", String(40), nullable=False),
)

embeddings = Table(
    "embeddings",
    metadata,
    # The model's whole name, its address included; the hash of what was embedded; the reply as float16.
    Column("model", String(2000), primary_key=True),
    Column("digest", String(32), primary_key=True),
    Column("vector", LargeBinary, nullable=False),
)

Index("changes_by_article", changes.c.article_id)
