"""A scripted Newsroom: invented articles about one invented event, and answers that a test can set."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rag.datatypes import (
    AddReport,
    Answer,
    Article,
    ArticleEntry,
    ArticleUpdate,
    Briefing,
    ChangedArticles,
    Changes,
    CheckedDraft,
    Citation,
    Claim,
    ComparedClaim,
    Comparison,
    Differing,
    Draft,
    DraftSentence,
    DraftVerdict,
    Failure,
    FigureEntry,
    FigureKind,
    FigureValue,
    Filters,
    Health,
    Origin,
    Paragraph,
    ParagraphKind,
    Passage,
    PassageParagraph,
    Position,
    Problem,
    ProblemKind,
    QuotationEntry,
    QuotationVersion,
    Revision,
    Section,
    SourceEntry,
    Stance,
    Status,
    Story,
    StoryAct,
    StoryDecision,
    TimelineEntry,
    ToneEntry,
    Turn,
    Usage,
    Verdict,
)
from rag.errors import LibraryLockedError, NotFoundError, PlumblineError
from rag.generate.protocol import Length
from rag.settings import Settings, WriterChoice
from rag.store.embedding_models import EmbeddingState, VectorState

TEXTS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "post": (
        "Ottery Post",
        "Mill bridge closed after two arches crack",
        "2026-05-04T07:00:00+00:00",
        (
            "By Mara Quist",
            "The mill bridge at Ottery was closed on Monday after inspectors found cracks in two of its nine arches.",
            "Engineer Paul Denholm said repairs would cost $3 million and take four months. "
            '"Nobody was ever in danger," he said.',
            "Around 12,000 vehicles cross the bridge on a working day.",
        ),
    ),
    "wire": (
        "Lowland Wire",
        "Cracks close mill bridge at Ottery",
        "2026-05-04T06:10:00+00:00",
        (
            "The mill bridge at Ottery was closed on Monday after inspectors found cracks in two of its nine arches.",
            "Around 12,000 vehicles cross the bridge on a working day.",
        ),
    ),
    "herald": (
        "Sedge Herald",
        "Residents warned of bridge cracks <img src=x> for years",
        "2026-05-06T09:30:00+00:00",
        (
            "Cracks in three arches of the mill bridge were reported by residents as early as 2023, documents show.",
            "Repairs will cost $5 million, the county's own estimate says, not $3 million.",
            '"Nobody was in danger," engineer Paul Denholm insisted.',
        ),
    ),
}


def article(article_id: str) -> Article:
    """Build one of the invented articles."""
    outlet, title, published, texts = TEXTS[article_id]
    paragraphs, at = [], 0
    for number, text in enumerate(texts, start=1):
        kind = ParagraphKind.BYLINE if text.startswith("By ") else ParagraphKind.BODY
        paragraphs.append(Paragraph(f"{article_id}-v1-{number}", number, at, at + len(text), kind, text))
        at += len(text) + 2
    origin = "o1" if article_id != "herald" else "o2"
    url = f"https://{article_id}.example/bridge"
    return Article(
        article_id, "v1", outlet, title, published, url, None, "en", "\n\n".join(texts), tuple(paragraphs), origin, "s1"
    )


def cite(article_id: str, number: int, quote: str) -> Citation:
    """Cite words of one of the invented articles."""
    found = article(article_id)
    start = found.paragraphs[number - 1].text.index(quote)
    return Citation(
        f"{article_id}-v1-{number}",
        article_id,
        found.outlet,
        found.title,
        found.url,
        found.published,
        quote,
        start,
        start + len(quote),
    )


def claim(text: str, *citations: Citation, **rest: Any) -> Claim:
    """Build a verified claim."""
    return Claim(text, citations, **{"verdict": Verdict.VERIFIED, **rest})


CLOSED = claim(
    "The mill bridge was closed on Monday after cracks were found in two of its nine arches.",
    cite("post", 2, "cracks in two of its nine arches"),
    cite("wire", 1, "cracks in two of its nine arches"),
    topic="Closure",
)
COST = claim(
    "Repairs would cost $3 million, engineer Paul Denholm said.",
    cite("post", 3, "repairs would cost $3 million"),
    speaker="Paul Denholm",
    topic="Cost",
)
ESTIMATE = claim(
    "The county's own estimate is $5 million.", cite("herald", 2, "Repairs will cost $5 million"), topic="Cost"
)
FALSE = Claim(
    "The repairs will take six months.",
    (cite("post", 3, "take four months"),),
    verdict=Verdict.UNSUPPORTED,
    problems=(Problem(ProblemKind.FIGURE, "The source says four months, not six.", (22, 32)),),
)
PASSAGE = Passage(
    1, 0.9, "post", "Ottery Post", TEXTS["post"][1], None, TEXTS["post"][2],
    (PassageParagraph("post-v1-2", 2, TEXTS["post"][3][1]),), TEXTS["post"][3][1], "o1", "s1",
)  # fmt: skip


def answer(question: str, **rest: Any) -> Answer:
    """Build an answer from the invented claims."""
    usual: dict[str, Any] = {
        "writer": "embedded",
        "refusal": None,
        "claims": (CLOSED, COST, ESTIMATE),
        "withheld": (FALSE,),
        "passages": (PASSAGE, dataclasses.replace(PASSAGE, rank=2, article_id="wire", outlet="Lowland Wire")),
        "usage": Usage(seconds=0.4),
    }
    return Answer(question, **{**usual, **rest})


def sources() -> tuple[SourceEntry, ...]:
    """List the invented articles as sources."""
    origins = {"post": 1, "wire": 1, "herald": 2}
    return tuple(
        SourceEntry(name, outlet, title, f"https://{name}.example/bridge", published, None, origins[name])
        for name, (outlet, title, published, _) in TEXTS.items()
    )


SHARED = Origin(("post", "wire"), "Two paragraphs are the same, word for word.")


def comparison() -> Comparison:
    """Compare the invented articles."""

    def position(name: str, stance: Stance, *cited: Citation) -> Position:
        return Position(name, TEXTS[name][0], stance, cited)

    disputed = ComparedClaim(
        "Repairs will cost $3 million.",
        Status.DISPUTED,
        (
            position("post", Stance.STATES, cite("post", 3, "$3 million")),
            position("wire", Stance.SILENT),
            position("herald", Stance.CONTRADICTS, cite("herald", 2, "$5 million")),
        ),
    )
    single = ComparedClaim(
        "Around 12,000 vehicles cross the bridge on a working day.",
        Status.SINGLE,
        (
            position("post", Stance.STATES, cite("post", 4, "12,000 vehicles")),
            position("wire", Stance.STATES, cite("wire", 2, "12,000 vehicles")),
            position("herald", Stance.SILENT),
        ),
    )
    values = (
        FigureValue(3e6, "$3 million", "2026-05-04", "Paul Denholm", "Ottery Post", cite("post", 3, "$3 million")),
        FigureValue(5e6, "$5 million", None, None, "Sedge Herald", cite("herald", 2, "$5 million")),
    )
    versions = (
        QuotationVersion("Nobody was ever in danger,", "Ottery Post", cite("post", 3, "Nobody was ever in danger,")),
        QuotationVersion("Nobody was in danger,", "Sedge Herald", cite("herald", 3, "Nobody was in danger,")),
    )
    return Comparison(
        topic="Mill bridge closed at Ottery",
        articles=sources(),
        origins=(SHARED, Origin(("herald",), "")),
        claims=(single, disputed),
        figures=(FigureEntry("Cost of the repairs", "dollar", FigureKind.CONFLICT, values),),
        quotations=(QuotationEntry("Paul Denholm", versions),),
        timeline=(TimelineEntry("2023", "Residents report cracks.", (cite("herald", 1, "as early as 2023"),)),),
        tone=(ToneEntry("Sedge Herald", ("insisted",)), ToneEntry("Lowland Wire", ())),
    )


def briefing(**rest: Any) -> Briefing:
    """Write a briefing from the invented claims."""
    usual: dict[str, Any] = {
        "topic": "Mill bridge",
        "writer": "embedded",
        "headline": "Cracks close the mill bridge at Ottery",
        "summary": (CLOSED,),
        "sections": (Section("What it will cost", (COST, ESTIMATE)),),
        "sources": sources(),
        "origins": (SHARED,),
        "withheld": (FALSE,),
        "usage": Usage(seconds=0.8),
    }
    return Briefing(**{**usual, **rest})


def changes(since: str = "2026-05-05T08:30:00.000000+00:00") -> Changes:
    """What changed in the invented articles."""
    values = (
        FigureValue(3e6, "$3 million", "2026-05-04", None, "Ottery Post", cite("post", 3, "$3 million")),
        FigureValue(5e6, "$5 million", "2026-05-06", None, "Sedge Herald", cite("herald", 2, "$5 million")),
    )
    return Changes(
        topic="Mill bridge",
        story="s1",
        since=since,
        until="2026-05-07T09:00:00.000000+00:00",
        articles=ChangedArticles(
            (sources()[2],), (ArticleUpdate(sources()[0], "2026-05-06T10:00:00.000000+00:00", 1, 1, 1),)
        ),
        new=(CLOSED,),
        revised=(
            Revision(
                COST, ESTIMATE, "[-$3 million-]{+$5 million+}",
                FigureEntry("Cost of the repairs", "dollar", FigureKind.REVISION, values),
            ),
        ),
        withdrawn=(claim("Nobody was ever in danger.", cite("post", 3, "Nobody was ever in danger")),),
        withheld=(FALSE,),
    )  # fmt: skip


CLOSED_LINE = "The mill bridge was closed on Monday."
COST_LINE = "Repairs would cost $9 million, <b>engineer</b> Paul Denholm said."
NEAR_LINE = "The mill bridge at Ottery was sealed off on Monday."
FROGS_LINE = "Frogs sang in the town hall."


def checked_draft() -> CheckedDraft:
    """Check a draft of a heading, a proven sentence, a wrong one, one from nowhere and one near its source."""
    lines = ("Cracks", CLOSED_LINE, COST_LINE, FROGS_LINE, NEAR_LINE)
    text = "\n".join(lines)
    places = [(text.index(line), text.index(line) + len(line)) for line in lines]
    wrong = Problem(ProblemKind.FIGURE, "The claim says “$9 million”; the paragraph cited has “$3 million”.", (19, 29))
    other = Differing(cite("herald", 2, "Repairs will cost $5 million"), (wrong,))
    rest: tuple[dict[str, Any], ...] = (
        {"verdict": DraftVerdict.NOT_CHECKABLE, "why_not": "A heading or a byline."},
        {
            "verdict": DraftVerdict.VERIFIED,
            "citations": (cite("post", 2, "The mill bridge at Ottery was closed on Monday"),),
            "agreeing": (cite("wire", 1, "The mill bridge at Ottery was closed on Monday"),),
            "origins": 1,
        },
        {
            "verdict": DraftVerdict.PROBLEM,
            "problems": (wrong,),
            "citations": (cite("post", 3, "Engineer Paul Denholm said repairs would cost $3 million"),),
            "differing": (other,),
        },
        {"verdict": DraftVerdict.NOT_FOUND, "citations": (cite("wire", 2, "Around 12,000 vehicles cross"),)},
        {
            "verdict": DraftVerdict.NEAR,
            "citations": (cite("post", 2, "The mill bridge at Ottery was closed on Monday"),),
            "reservations": ("Not in the source: “sealed”.",),
            "own_words": ("sealed",),
            "origins": 1,
        },
    )
    found = zip(lines, places, rest, strict=True)
    return CheckedDraft(text, tuple(DraftSentence(line, *place, **more) for line, place, more in found), 3, 0.2)


@dataclass(frozen=True)
class Conversation:
    """A line of the list of conversations."""

    id: str
    title: str
    updated: str


class ScriptedConversations:
    """Behaves as the library's conversations do, over a dictionary."""

    def __init__(self, turns: dict[str, list[Answer]]) -> None:
        self.turns = turns

    def entries(self) -> list[Conversation]:
        return [Conversation(name, turns[0].question, "2026-05-06") for name, turns in self.turns.items()]

    def answers(self, conversation_id: str) -> list[Answer]:
        if conversation_id not in self.turns:
            raise NotFoundError("There is no such conversation.")
        return self.turns[conversation_id]

    def append(self, conversation_id: str, answer: Answer) -> None:
        self.turns.setdefault(conversation_id, []).append(answer)

    def delete(self, conversation_id: str) -> None:
        del self.turns[conversation_id]


class ScriptedNewsroom:
    """Behaves as the facade does, over three invented articles; `calls` records what the pages asked for."""

    def __init__(self, settings: Settings | None = None, *, empty: bool = False) -> None:
        self.settings = settings or Settings(data=Path("unused"), writer=WriterChoice.EMBEDDED, _env_file=None)  # type: ignore[call-arg]
        self.held = [] if empty else ["herald", "post", "wire"]
        self.turns: dict[str, list[Answer]] = {}
        self.conversations = ScriptedConversations(self.turns)
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.error: PlumblineError | None = None
        self.locked = False
        self.says: Answer | None = None
        self.briefs: Briefing | None = None
        self.compares: Comparison | None = None
        self.health = Health(True, 3, 5, ())
        self.report = AddReport(1, 0, 0, 0, (), 0.1)
        self.pending = 0
        self.briefed: str | None = None
        self.differs = True
        self.embedding = "wordllama"
        self.decided: list[StoryDecision] = []
        self.more: list[Story] = []

    def with_settings(self, settings: Settings) -> ScriptedNewsroom:
        other = ScriptedNewsroom(settings)
        other.calls = self.calls
        return other

    def refresh(self) -> int:
        if self.locked:
            raise LibraryLockedError("Another program has this library open.", hint="Close it, or wait for it.")
        arrived, self.pending = self.pending, 0
        return arrived

    def articles(self) -> list[ArticleEntry]:
        found = map(article, self.held)
        return [
            ArticleEntry(a.id, a.outlet, a.title, a.url, a.published, len(a.paragraphs), a.origin, a.story)
            for a in found
        ]

    def article(self, article_id: str) -> Article:
        if article_id not in self.held:
            raise NotFoundError("No article has that id.")
        return article(article_id)

    def paragraph(self, paragraph_id: str) -> tuple[Article, Paragraph]:
        found = self.article(paragraph_id.split("-")[0])
        return found, next(p for p in found.paragraphs if p.id == paragraph_id)

    def outlets(self) -> list[str]:
        return sorted(TEXTS[name][0] for name in self.held)

    def stories(self) -> list[Story]:
        if not self.held:
            return []
        held = tuple(self.held)
        return [
            Story(
                "s1", "Mill bridge closed at Ottery", held, (("post", "wire"), ("herald",)), "2026-05-04", "2026-05-06"
            ),
            *self.more,
        ]

    def story(self, story_id: str) -> Story:
        found = next((story for story in self.stories() if story.id == story_id), None)
        if found is None:
            raise NotFoundError(f"There is no story {story_id!r}.")
        return found

    def origins(self, articles: Sequence[str]) -> list[Origin]:
        return [SHARED, Origin(("herald",), "")]

    def merge_stories(self, stories: Sequence[str]) -> Story:
        return self._decided(StoryAct.MERGE, tuple(stories), ("post",))

    def split_story(self, story: str, articles: Sequence[str], *, into: str | None = None) -> Story:
        act = StoryAct.MOVE if into else StoryAct.SPLIT
        return self._decided(act, (story, into) if into else (story,), tuple(articles))

    def _decided(self, act: StoryAct, stories: tuple[str, ...], articles: tuple[str, ...]) -> Story:
        self.calls.append((act.value, {"stories": stories, "articles": articles}))
        if self.error is not None:
            raise self.error
        titles = tuple(story.title for story in self.stories() if story.id in stories)
        number = len(self.decided) + 1
        self.decided.insert(0, StoryDecision(number, "2026-05-07", act, stories, titles, articles))
        return self.stories()[0]

    def undo_story_decision(self) -> StoryDecision | None:
        self.calls.append(("undo", {}))
        self.decided = [dataclasses.replace(one, undone=True) for one in self.decided]
        return self.decided[0] if self.decided else None

    def story_decisions(self) -> list[StoryDecision]:
        return self.decided

    def embeddings(self) -> EmbeddingState:
        return EmbeddingState(VectorState(self.embedding, None, None, 0), None, None, None)

    def doctor(self, *, repair: bool = False) -> Health:
        if repair:
            self.health = Health(True, 3, 5, ())
        return self.health

    def add(self, sources: Sequence[str | Path], *, outlet: str | None = None, progress: Any = None) -> AddReport:
        texts = [Path(s).read_text() if Path(s).is_file() else str(s) for s in sources]
        self.calls.append(("add", {"names": [Path(s).name for s in sources], "texts": texts, "outlet": outlet}))
        return self._added()

    def add_drafts(self, drafts: Iterable[Draft | Failure], *, progress: Any = None) -> AddReport:
        self.calls.append(("add_drafts", {"drafts": list(drafts)}))
        return self._added()

    def _added(self) -> AddReport:
        if self.error is not None:
            raise self.error
        self.held = list(dict.fromkeys([*self.held, "herald", "post", "wire"]))
        return self.report

    def remove(self, article_id: str) -> None:
        self.held.remove(article_id)

    def ask_stream(
        self,
        question: str,
        *,
        filters: Filters = Filters(),
        history: Sequence[Turn] = (),
        writer: WriterChoice | None = None,
    ) -> Iterator[Claim | Answer]:
        self.calls.append(("ask", {"question": question, "filters": filters, "history": history, "writer": writer}))
        self.calls[-1][1]["settings"] = self.settings
        reply = self.says or answer(question)
        for one in reply.claims:
            yield one
            if self.error is not None and writer is not WriterChoice.EMBEDDED:
                raise self.error
        if self.error is not None and writer is not WriterChoice.EMBEDDED:
            raise self.error
        yield reply

    def brief(
        self,
        topic: str | None = None,
        *,
        story: str | None = None,
        length: Length = Length.STANDARD,
        writer: Any = None,
    ) -> Briefing:
        self.calls.append(("brief", {"topic": topic, "story": story, "length": length, "writer": writer}))
        if self.error is not None and writer is not WriterChoice.EMBEDDED:
            raise self.error
        return self.briefs or briefing()

    def last_briefing(self, topic: str | None = None, *, story: str | None = None) -> str | None:
        return self.briefed

    def changes(self, topic: str | None = None, *, story: str | None = None, since: str = "last") -> Changes:
        self.calls.append(("changes", {"topic": topic, "story": story, "since": since}))
        if self.error is not None:
            raise self.error
        return changes(since) if self.differs else dataclasses.replace(
            changes(since), articles=ChangedArticles((), ()), new=(), revised=(), withdrawn=()
        )  # fmt: skip

    def compare(self, topic: str | None = None, *, story: str | None = None) -> Comparison:
        self.calls.append(("compare", {"topic": topic, "story": story}))
        if self.error is not None:
            raise self.error
        return self.compares or comparison()

    def check_draft(
        self, text: str, *, filters: Filters = Filters(), progress: Any = None, stop: Any = None
    ) -> CheckedDraft:
        self.calls.append(("check_draft", {"text": text, "filters": filters}))
        if self.error is not None:
            raise self.error
        return checked_draft()
