"""A language model that lies by plan: a chat-completions server on loopback that corrupts a share of what it writes.

It answers the real prompts of the model writer from the paragraphs in them: true sentences, some fairly reworded, and
every third one made false in one place. It keeps a record of each, by the words it wrote. Asked to repair, it writes
the true sentence, another false one, or none. It leaves out streaming in small pieces, and every other prompt.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

from eval.articles import share_of
from eval.mutations import MUTATORS, Mutation, TrueSentence
from eval.mutations.fair import edit_fairly
from eval.mutations.names import names_by_kind
from rag.datatypes import Article
from rag.generate.material import neutral
from rag.text.sentences import split_sentences
from rag.text.words import content_stems

_PARAGRAPH = re.compile(r"^\[(P\d+)\] (.+)$", re.MULTILINE)
_CLAIM = re.compile(r"^<<<CLAIM \w+\n(.+)\n", re.MULTILINE)
_SENTENCE = re.compile(r"[A-Z“\"'‘\d][^\n]{40,380}[.!?][”\"’']?\Z")
_CLAIMS = 4
_EVERY = 3
"""One in so many claims is corrupted."""
_SHARED = 0.5
_ELSEWHERE = 12

KINDS = (*MUTATORS, "marker", "source", "speaker field", "quote")
"""The ways to corrupt: one change to the sentence, or to what it is said to rest on."""


@dataclass(frozen=True, slots=True)
class Written:
    """A claim as it was sent: the `kind` of corruption and `how`, or "" for a true one; `true` is the sentence."""

    text: str
    kind: str
    how: str
    true: str
    repair: bool = False


@dataclass(slots=True)
class Author:
    """Writes replies. `written` holds, for the question under way, what was sent, by its words."""

    articles: Sequence[Article]
    written: dict[str, Written] = field(default_factory=dict)
    repairs: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    _at: dict[str, Article] = field(default_factory=dict)
    _elsewhere: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    _turn: int = 0

    def __post_init__(self) -> None:
        self._at = {neutral(p.text): article for article in self.articles for p in article.body}

    def reply(self, prompt: str) -> str:
        """Answer one prompt of the model writer."""
        labelled = _PARAGRAPH.findall(prompt)
        if repaired := _CLAIM.search(prompt):
            return self._repair(json.loads(repaired[1]), labelled)
        lines = [self._line(label, text, labelled) for label, text in self._chosen(labelled, prompt)]
        return "\n".join(line for line in lines if line) or '{"refusal": "Nothing here answers it."}'

    def _chosen(self, labelled: Sequence[tuple[str, str]], prompt: str) -> list[tuple[str, str]]:
        usable = [pair for pair in labelled if pair[1] in self._at and self._sentences(pair[1])]
        once = {text: label for label, text in usable}
        order = sorted(once, key=lambda text: share_of(f"{len(prompt)} {text}"))
        return [(once[text], text) for text in order[:_CLAIMS]]

    def _sentences(self, paragraph: str) -> list[str]:
        spans = (span.text for span in split_sentences(paragraph))
        even = (s for s in spans if s.count('"') % 2 == 0 and s.count("“") == s.count("”"))
        return [s for s in even if _SENTENCE.match(s) and len(content_stems(s)) >= 6]

    def _line(self, label: str, paragraph: str, labelled: Sequence[tuple[str, str]]) -> str:
        sentences = self._sentences(paragraph)
        true = sentences[int(share_of(f"which {self._turn} {paragraph}") * len(sentences))]
        context = self._context(true, paragraph)
        text = true
        fair = edit_fairly(context)
        if fair and share_of(f"fair {self._turn} {true}") < 0.5:
            text = fair[int(share_of(f"edit {self._turn} {true}") * len(fair))].text
        self._turn += 1
        claim: dict[str, Any] = {"claim": text, "cite": [{"p": label, "quote": true}], "speaker": None}
        kind = how = ""
        if self._turn % _EVERY == 0:
            claim, kind, how = self._corrupted(claim, self._context(text, paragraph), labelled)
        self.written[_plain(claim["claim"])] = Written(claim["claim"], kind, how, true)
        return json.dumps(claim | {"topic": "what is known"}, ensure_ascii=False)

    def _context(self, text: str, paragraph: str) -> TrueSentence:
        article = self._at[paragraph]
        others = self._names(article)
        return TrueSentence(text, paragraph, tuple(neutral(p.text) for p in article.body), others)

    def _names(self, article: Article) -> tuple[tuple[str, str], ...]:
        """Return names of other articles, none of whose words the article has."""
        if article.id not in self._elsewhere:
            own = {word for p in article.body for word in re.findall(r"[A-Za-z]+", p.text)}
            at = next(i for i, one in enumerate(self.articles) if one.id == article.id)
            near = [self.articles[(at + step) % len(self.articles)] for step in range(1, min(25, len(self.articles)))]
            found: dict[tuple[str, str], None] = {}
            for other in near:
                for kind, name in names_by_kind(p.text for p in other.body):
                    if own.isdisjoint(re.findall(r"[A-Za-z]+", name)):
                        found[kind, name] = None
            self._elsewhere[article.id] = tuple(found)[: 3 * _ELSEWHERE]
        return self._elsewhere[article.id]

    def _corrupted(
        self, claim: dict[str, Any], context: TrueSentence, labelled: Sequence[tuple[str, str]]
    ) -> tuple[dict[str, Any], str, str]:
        """Return the claim made false, its kind and how; drawn from the kinds that it allows."""
        # Sentences allow few kinds of change, and every one can be cited wrongly: changes mostly go first.
        order = sorted(KINDS, key=lambda kind: share_of(f"{self._turn} {kind}") * (0.3 if kind in MUTATORS else 1.0))
        kind, made = KINDS[0], None
        for kind in order:
            if made := self._made(kind, claim, context, labelled):
                break
        assert made is not None, "a label that points nowhere can always be written"
        self.kinds[kind] += 1
        return made[0], kind, made[1]

    def _made(
        self, kind: str, claim: dict[str, Any], context: TrueSentence, labelled: Sequence[tuple[str, str]]
    ) -> tuple[dict[str, Any], str] | None:
        if kind in MUTATORS:
            fresh = [one for one in MUTATORS[kind](context) if not any(one.text in p for p in context.paragraphs)]
            if not fresh:
                return None
            one: Mutation = fresh[int(share_of(f"{kind} {self._turn} {context.text}") * len(fresh))]
            return claim | {"claim": one.text}, one.how
        return self._miscited(kind, claim, context, labelled)

    def _miscited(
        self, kind: str, claim: dict[str, Any], context: TrueSentence, labelled: Sequence[tuple[str, str]]
    ) -> tuple[dict[str, Any], str] | None:
        """Corrupt what a claim is said to rest on: no such label, a wrong one, a speaker or quotation of its own."""
        people = [name for sort, name in context.elsewhere if sort == "person"]
        if kind == "marker":
            return claim | {"cite": [{"p": f"P{len(labelled) + 7}"}]}, "points nowhere"
        if kind == "source":
            words = set(content_stems(context.text))
            others = [
                label
                for label, text in labelled
                if text != context.paragraph
                and len(text) > 60
                and text in self._at
                and len(words & set(content_stems(f"{text} {self._at[text].title}"))) < _SHARED * len(words)
            ]
            return (
                (claim | {"cite": [{"p": others[self._turn % len(others)]}]}, "another paragraph") if others else None
            )
        if kind == "speaker field":
            name = people[self._turn % len(people)] if people else None
            return (claim | {"speaker": name}, f"of another article: {name}") if name else None
        for mutate in (MUTATORS["number"], MUTATORS["negation"], MUTATORS["name"]):
            if made := mutate(TrueSentence(claim["cite"][0]["quote"], context.paragraph, context.paragraphs)):
                return claim | {"cite": [{**claim["cite"][0], "quote": made[0].text}]}, made[0].how
        return None

    def _repair(self, claim: Mapping[str, Any], labelled: Sequence[tuple[str, str]]) -> str:
        """Write a failed sentence again: truly, falsely, or not at all, by turns."""
        self.repairs += 1
        before = self.written.get(_plain(claim["claim"]))
        home = next((pair for pair in labelled if before and before.true in pair[1]), None)
        if before is None or home is None or self.repairs % 3 == 0:
            return '{"refusal": "The paragraphs do not say so."}'
        draft: dict[str, Any] = {"claim": before.true, "cite": [{"p": home[0], "quote": before.true}], "speaker": None}
        kind = how = ""
        if self.repairs % 3 == 1 and home[1] in self._at:
            self._turn += 1
            draft, kind, how = self._corrupted(draft, self._context(before.true, home[1]), labelled)
        self.written[_plain(draft["claim"])] = Written(draft["claim"], kind, how, before.true, repair=True)
        return json.dumps(draft, ensure_ascii=False)


def _plain(text: str) -> str:
    return " ".join(text.split())


@contextmanager
def serving(reply: Callable[[str], str]) -> Iterator[str]:
    """Serve replies to prompts as a chat model; yields the address."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            """Say nothing for each request."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            text = reply(str(body["messages"][-1]["content"]))
            head = {"id": "chat-1", "object": "chat.completion.chunk", "created": 1, "model": body["model"]}
            pieces: list[dict[str, Any]] = [{"delta": {"role": "assistant", "content": text}, "finish_reason": None}]
            pieces.append({"delta": {}, "finish_reason": "stop"})
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            for piece in pieces:
                event = json.dumps({**head, "choices": [{"index": 0, **piece}]})
                self.wfile.write(f"data: {event}\n\n".encode())
            self.wfile.write(b"data: [DONE]\n\n")

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
