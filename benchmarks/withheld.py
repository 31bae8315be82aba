"""A thousand questions: is anything ever shown that is not proven?

    python -m benchmarks.withheld --data FOLDER [--questions 1000] [--start 0] [--writer embedded|model]
        [--out FILE.jsonl]

FOLDER is MultiHop-RAG (`corpus.json`, `queries.jsonl`); the questions of the sample stories come first. With the
embedded writer every sentence shown is held against its source by rules of this file alone, which use no part of the
checker: the quotation stands at its offsets in the article as stored, every figure of the sentence is in what it
cites, and its words are those of a quotation, all of them, but for a "But" at its start and words of its article for a
pronoun. With the model writer, a server on loopback writes true sentences and corrupts one in three, and knows which:
none of them may be shown. Every sentence that should not have been shown is printed.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from benchmarks.corrupting import Author, Written, serving
from eval.articles import load_articles
from rag import Newsroom
from rag.datatypes import Answer, Article, Claim, Draft
from rag.settings import WriterChoice, load_settings

SAMPLES = Path(__file__).parent.parent / "sample_data"
_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_OPENINGS = frozenset("but and so or yet still also however meanwhile moreover".split())
_PRONOUNS = frozenset("he she it they his her its their him them this".split())


@dataclass(slots=True)
class Tally:
    """What was counted. `unproven` are sentences that were shown and should not have been."""

    questions: int = 0
    refused: int = 0
    shown: int = 0
    withheld: int = 0
    corrupted: int = 0
    repaired: int = 0
    good_withheld: int = 0
    unproven: list[dict[str, str]] = field(default_factory=list)
    kinds: Counter[str] = field(default_factory=Counter)
    good: list[dict[str, str]] = field(default_factory=list)

    def lines(self) -> Iterator[str]:
        """Say it in words."""
        yield f"questions {self.questions}, refused {self.refused}"
        yield f"sentences shown {self.shown}, unproven among them {len(self.unproven)}; withheld {self.withheld}"
        if self.corrupted:
            yield f"corrupted by the model {self.corrupted}: {dict(sorted(self.kinds.items()))}"
            yield f"shown after a repair {self.repaired}; true sentences withheld {self.good_withheld}"


def questions_of(folder: Path | None) -> list[tuple[bool, str]]:
    """Return the questions: whether each is of the sample stories, and its words."""
    gold = [json.loads(line).get("question") for line in _lines(SAMPLES / "gold.jsonl")]
    samples = [(True, question) for question in gold if question]
    return samples + [
        (False, json.loads(line)["query"]) for line in (_lines(folder / "queries.jsonl") if folder else ())
    ]


def _lines(path: Path) -> list[str]:
    return path.read_text("utf-8").splitlines()


def drafts_of(articles: Iterable[Article]) -> Iterator[Draft]:
    """Return articles as they are added."""
    for a in articles:
        yield Draft(a.text, a.title, a.outlet, a.published, a.url, a.author, a.language)


def unproven(claim: Claim, newsroom: Newsroom) -> str | None:
    """Say what of a claim is not in what it cites, by rules that share nothing with the checker; None if all is."""
    texts, around = [], []
    for citation in claim.citations:
        article, paragraph = newsroom.paragraph(citation.paragraph_id)
        if paragraph.text[citation.start : citation.end] != citation.quote or not citation.quote:
            return "the quotation is not at its offsets"
        texts.append(paragraph.text)
        around += [article.title, article.outlet, *(p.text for p in article.body)]
    if not texts:
        return "nothing is cited"
    missing = set(_NUMBER.findall(claim.text)) - {n for text in texts for n in _NUMBER.findall(text)}
    if missing:
        return f"figures {sorted(missing)}"
    known = set(_words(" ".join(around)))
    return _foreign(claim.text, [citation.quote for citation in claim.citations], known)


def _foreign(claim: str, quotes: Sequence[str], known: set[str]) -> str | None:
    """Say what a sentence has that no quotation it rests on prints: only for a pronoun words of its article may stand.

    Whether a pronoun stands for whom the writer put in its place, no rule here can tell.
    """
    words, strange = _words(claim), "nothing"
    for quote in quotes:
        own = _words(quote)
        faults = []
        for step, a, b, c, d in difflib.SequenceMatcher(None, own, words, autojunk=False).get_opcodes():
            # "But the ferry sank": the sentence alone begins with what follows, and with a capital.
            left_out = 1 if own[0].lower() in _OPENINGS else 0
            stood = own[a if a else left_out : b]
            is_pronoun = len(stood) == 1 and stood[0].lower() in _PRONOUNS
            opens = a == c == 0 and _lower(words[:d]) == _lower(own[left_out:b])
            if step != "equal" and not opens and not (is_pronoun and c < d and set(words[c:d]) <= known):
                faults.append(" ".join(words[c:d]) or f"without “{' '.join(own[a:b])}”")
        if not faults:
            return None
        strange = "; ".join(faults)
    return f"not so in its source: {strange}"


def _lower(words: Sequence[str]) -> list[str]:
    return [word.lower() for word in words]


def _words(text: str) -> list[str]:
    return [re.sub(r"['’]s?$", "", word) for word in _WORD.findall(text)]


def ask(newsroom: Newsroom, questions: Sequence[str], tally: Tally) -> None:
    """Ask with the embedded writer."""
    for question in questions:
        answer = newsroom.ask(question, writer=WriterChoice.EMBEDDED)
        _count(answer, tally)
        for claim in answer.claims:
            if why := unproven(claim, newsroom):
                tally.unproven.append({"question": question, "text": claim.text, "why": why})


def ask_liar(newsroom: Newsroom, articles: Sequence[Article], questions: Sequence[str], tally: Tally) -> None:
    """Ask with the model writer, whose model lies."""
    author = Author(articles)
    with serving(author.reply) as address:
        settings = newsroom.settings.model_copy(update={"openai_base_url": address, "openai_model": "liar"})
        own = newsroom.with_settings(settings)
        for question in questions:
            author.written.clear()
            answer = own.ask(question, writer=WriterChoice.MODEL)
            _count(answer, tally)
            _judge(newsroom, question, answer, author.written, tally)
    tally.kinds += author.kinds
    tally.corrupted += author.kinds.total()


def _count(answer: Answer, tally: Tally) -> None:
    tally.questions += 1
    tally.refused += answer.refusal is not None
    tally.shown += len(answer.claims)
    tally.withheld += len(answer.withheld)


def _judge(newsroom: Newsroom, question: str, answer: Answer, written: dict[str, Written], tally: Tally) -> None:
    """Hold an answer against what the model knows of its own sentences."""
    for claim in answer.claims:
        one = written.get(claim.text)
        if one is None:
            # Not the model's: a sentence that the program found itself, such as one against a false premise.
            if why := unproven(claim, newsroom):
                tally.unproven.append({"question": question, "text": claim.text, "why": why})
            continue
        tally.repaired += one.repair
        if one.kind:
            tally.unproven.append(
                {"question": question, "text": claim.text, "why": f"{one.kind}: {one.how}", "true": one.true}
            )
    for claim in answer.withheld:
        if (made := written.get(claim.text)) and not made.kind:
            tally.good_withheld += 1
            why = "; ".join(problem.detail for problem in claim.problems)
            tally.good.append({"text": claim.text, "why": why, "true": made.true})


def run(folder: Path | None, start: int, count: int, writer: WriterChoice) -> Tally:
    """Ask so many questions, each of the library it is about."""
    tally = Tally()
    asked = questions_of(folder)[start : start + count]
    for samples in (True, False):
        questions = [question for own, question in asked if own == samples]
        if not questions:
            continue
        articles = load_articles(SAMPLES if samples or folder is None else folder)
        with tempfile.TemporaryDirectory() as data, Newsroom.open(load_settings(data=Path(data))) as newsroom:
            newsroom.add_drafts(list(drafts_of(articles)))
            stored = [newsroom.article(entry.id) for entry in newsroom.articles()]
            if writer is WriterChoice.MODEL:
                ask_liar(newsroom, stored, questions, tally)
            else:
                ask(newsroom, questions, tally)
    return tally


def main() -> None:
    """Ask, count, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="MultiHop-RAG; without it the sample stories alone")
    parser.add_argument("--questions", type=int, default=1000)
    parser.add_argument("--start", type=int, default=0, help="leave out so many questions first, to run in pieces")
    parser.add_argument("--writer", choices=["embedded", "model"], default="embedded")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write what was shown wrongly, and withheld wrongly")
    options = parser.parse_args()
    started = perf_counter()
    tally = run(options.data, options.start, options.questions, WriterChoice(options.writer))
    for line in tally.lines():
        print(line)
    for wrong in tally.unproven:
        print(json.dumps(wrong, ensure_ascii=False))
    if options.out:
        found = [{"unproven": True, **one} for one in tally.unproven] + [
            {"unproven": False, **one} for one in tally.good
        ]
        options.out.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in found), "utf-8")
    print(f"{perf_counter() - started:.0f} s")


if __name__ == "__main__":
    main()
