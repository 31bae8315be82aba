"""The data that flows through Plumbline, as frozen values; nothing here does any work.

Offsets are Python string offsets (code points). A paragraph's `start` and `end` are offsets into the article's
`text`; a citation's `start` and `end` are offsets into the text of the paragraph it names.
Dates are ISO 8601 strings, or None where the source gives none.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class ParagraphKind(StrEnum):
    """What a paragraph of an article is. Only `BODY` is reporting and may be cited."""

    BODY = "body"
    SUBHEAD = "subhead"
    BYLINE = "byline"
    SIGNOFF = "signoff"
    CREDIT = "credit"
    CAPTION = "caption"
    BOILERPLATE = "boilerplate"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `article.text[start:end] == text`, numbered from 1 over all kinds."""

    id: str
    number: int
    start: int
    end: int
    kind: ParagraphKind
    text: str

    @property
    def citable(self) -> bool:
        """Whether this is reporting, so that a claim may rest on it."""
        return self.kind is ParagraphKind.BODY


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as a reader found it, before ids and paragraphs: what every input format becomes.

    `source` says where it came from, for messages ("news.jsonl line 3"). `warnings` are faults that did not
    stop the item, such as a date nobody can read.
    """

    text: str
    title: str = ""
    outlet: str = ""
    published: str | None = None
    url: str | None = None
    author: str | None = None
    language: str | None = None
    source: str = ""
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one version. `id` comes from where it was published, `version` from its words."""

    id: str
    version: str
    outlet: str
    title: str
    published: str | None
    url: str | None
    author: str | None
    language: str | None
    text: str
    paragraphs: tuple[Paragraph, ...]
    origin: str | None = None
    story: str | None = None

    @property
    def body(self) -> tuple[Paragraph, ...]:
        """The paragraphs that may be cited."""
        return tuple(p for p in self.paragraphs if p.citable)


@dataclass(frozen=True, slots=True)
class PassageParagraph:
    """A paragraph as part of a passage."""

    id: str
    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A search result: a run of whole consecutive paragraphs of one article. `text` joins them by blank lines."""

    rank: int
    score: float
    article_id: str
    outlet: str
    title: str
    url: str | None
    published: str | None
    paragraphs: tuple[PassageParagraph, ...]
    text: str
    origin: str | None = None
    story: str | None = None


class ProblemKind(StrEnum):
    """Why a sentence was not shown as verified. The set is closed."""

    MARKER = "marker"
    QUOTATION_ALTERED = "quotation_altered"
    QUOTATION_MISATTRIBUTED = "quotation_misattributed"
    QUOTATION_ABSENT = "quotation_absent"
    FIGURE = "figure"
    DATE = "date"
    NAME = "name"
    SPEAKER = "speaker"
    POLARITY = "polarity"
    SUPPORT = "support"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class Problem:
    """One failed check: its kind, a sentence a person understands, and the part of the claim it is about."""

    kind: ProblemKind
    detail: str
    span: tuple[int, int] | None = None


class Verdict(StrEnum):
    """The outcome of checking a claim."""

    VERIFIED = "verified"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Citation:
    """The words a claim rests on: `paragraph.text[start:end] == quote` for the paragraph `paragraph_id`."""

    paragraph_id: str
    article_id: str
    outlet: str
    title: str
    url: str | None
    published: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence with its proof. A draft has no verdict; only verified claims are shown as findings.

    `speaker` is who makes the statement inside the source (never the outlet). `topic` is a short label that
    claims about the same matter share, so that a reader sees them together. `raw` keeps what the writer
    produced where `text` is the cleaned form of it.
    """

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict | None = None
    problems: tuple[Problem, ...] = ()
    speaker: str | None = None
    topic: str | None = None
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceParagraph:
    """A paragraph that a writer was given, with where it stands: what a claim may cite."""

    id: str
    article_id: str
    outlet: str
    title: str
    url: str | None
    published: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A citation as a writer drafted it. `marker` should be the id of a supplied paragraph; nobody has checked.

    `quote` is the words it rests on, as the writer gave them, or None for the whole paragraph.
    """

    marker: str
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class DraftClaim:
    """A sentence as a writer drafted it, before any check. Fields as in `Claim`; `raw` is the writer's output."""

    text: str
    cites: tuple[Cite, ...]
    speaker: str | None = None
    topic: str | None = None
    raw: str | None = None


class DraftVerdict(StrEnum):
    """How a sentence of somebody's draft stands against the library. The set is closed.

    `NEAR`: no check found a fault, but there is something that only a person can tell, so that it is not proven.
    """

    VERIFIED = "verified"
    NEAR = "near"
    PROBLEM = "problem"
    NOT_FOUND = "not_found"
    NOT_CHECKABLE = "not_checkable"


@dataclass(frozen=True, slots=True)
class Differing:
    """Another article that says it differently, and what differs, in words."""

    citation: Citation
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """One sentence of a draft, `draft[start:end] == text`, with its verdict and the proof.

    `citations` are the paragraphs that the verdict rests on; of a sentence that was not found, the nearest there is.
    `agreeing` are other articles that say the same, one citation an article, and `origins` counts the independent
    origins of both. Spans of problems are offsets into `text`. Of a sentence that is near a source, `reservations`
    say what keeps it from being proven, and `own_words` are those that no paragraph cited has. `why_not` says why there
    is nothing to check.
    """

    text: str
    start: int
    end: int
    verdict: DraftVerdict
    problems: tuple[Problem, ...] = ()
    citations: tuple[Citation, ...] = ()
    agreeing: tuple[Citation, ...] = ()
    differing: tuple[Differing, ...] = ()
    origins: int = 0
    reservations: tuple[str, ...] = ()
    own_words: tuple[str, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """A draft held against the library. `complete` is false if it was stopped before its last sentence."""

    text: str
    sentences: tuple[DraftSentence, ...]
    articles: int
    seconds: float
    complete: bool = True

    def count(self, verdict: DraftVerdict) -> int:
        """Return how many sentences have a verdict."""
        return sum(sentence.verdict is verdict for sentence in self.sentences)


class RefusalReason(StrEnum):
    """Why a question got no answer."""

    NO_SOURCE = "no_source"
    ONE_ORIGIN = "one_origin"
    SOURCES_CONFLICT = "sources_conflict"
    OUT_OF_DATES = "out_of_dates"
    NOTHING_PROVEN = "nothing_proven"


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer withheld, with its reason and what the person can do."""

    reason: RefusalReason
    message: str


class PremiseStatus(StrEnum):
    """Why something that a question takes for granted does not hold."""

    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True)
class Premise:
    """What a question takes for granted and the sources do not bear out.

    `text` is in the question's words. Where it is contradicted, `citations` are those of the sentence that does so,
    which is also the first claim of the answer.
    """

    text: str
    status: PremiseStatus
    message: str
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a reply cost. Token counts are None where no model was called."""

    model: str | None = None
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        """Add up two usages; a count that one of them lacks is taken from the other."""
        return Usage(
            other.model or self.model,
            _total(self.prompt_tokens, other.prompt_tokens),
            _total(self.completion_tokens, other.completion_tokens),
            self.seconds + other.seconds,
        )


def _total(one: int | None, other: int | None) -> int | None:
    return one if other is None else other if one is None else one + other


@dataclass(frozen=True, slots=True)
class Judging:
    """What a chat model as judge did for a reply: claims put to it, and those it gave no usable verdict on.

    `model` names it, or several, separated by commas. An unscored claim keeps the program's verdict. `failed` says why
    a judge could not be asked to the end, or is None.
    """

    model: str
    judged: int
    unscored: int
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Relating:
    """What chat models did for a comparison: pairs of articles read side by side, and those that could not be read.

    `model` names it, or several, separated by commas; `prompt` is the version of the prompt. For a pair that was not
    read the program's word stands. `failed` says why a model could not be asked to the end, or is None.
    """

    model: str
    pairs: int
    unread: int
    prompt: str
    usage: Usage
    failed: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One earlier exchange of a conversation."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What one or more outlets answer to a question, in the words of the first of them, and who else answers so.

    Each citation quotes the words of one article that answer; `text` is the first one's quote. `origins` counts the
    independent origins among them, so that copies of one report count once.
    """

    text: str
    outlets: tuple[str, ...]
    origins: int
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """The reply to a question. `prompts` maps prompt names to the versions used; `judge` is None where none was set.

    A refusal for `ONE_ORIGIN` or `SOURCES_CONFLICT` leaves claims standing; with any other there are none. `premise` is
    what the question takes for granted and the sources do not bear out. `answers` says who answers what, where at least
    two independent origins answer; with a refusal there are none.
    """

    question: str
    writer: str
    refusal: Refusal | None
    claims: tuple[Claim, ...]
    withheld: tuple[Claim, ...]
    passages: tuple[Passage, ...]
    prompts: dict[str, str] = field(default_factory=dict)
    usage: Usage = Usage()
    id: str | None = None
    judge: Judging | None = None
    premise: Premise | None = None
    answers: tuple[GivenAnswer, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Articles that carry the same copy, and the evidence: they count as one source."""

    articles: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """A line of a source list."""

    article_id: str
    outlet: str
    title: str
    url: str | None
    published: str | None
    author: str | None
    origin: int


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its claims."""

    heading: str
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """A neutral briefing: claims under headings, the sources, and what was left out."""

    topic: str
    writer: str
    headline: str
    summary: tuple[Claim, ...]
    sections: tuple[Section, ...]
    sources: tuple[SourceEntry, ...]
    origins: tuple[Origin, ...]
    withheld: tuple[Claim, ...]
    refusal: Refusal | None = None
    prompts: dict[str, str] = field(default_factory=dict)
    usage: Usage = Usage()
    id: str | None = None
    judge: Judging | None = None
    relating: Relating | None = None


class Stance(StrEnum):
    """What an outlet does with a claim. Silence is never agreement."""

    STATES = "states"
    CONTRADICTS = "contradicts"
    SILENT = "silent"


class Status(StrEnum):
    """How a claim stands across independent origins."""

    AGREED = "agreed"
    DISPUTED = "disputed"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class Position:
    """One article's stance on a claim, with its proof."""

    article_id: str
    outlet: str
    stance: Stance
    citations: tuple[Citation, ...]


class Opposition(StrEnum):
    """How two claims stand against each other: they cannot both be true, or one is the later state of the other."""

    CONTRADICTS = "contradicts"
    REVISED = "revised"


@dataclass(frozen=True, slots=True)
class Counterclaim:
    """Another claim of the same comparison that stands against a claim. `text` is that claim's own."""

    text: str
    opposition: Opposition


@dataclass(frozen=True, slots=True)
class ComparedClaim:
    """A claim and every article's position on it, in the order of `Comparison.articles`.

    An outlet that reports both sides of a dispute states both claims; `counterclaims` are the other side of it.
    """

    text: str
    status: Status
    positions: tuple[Position, ...]
    counterclaims: tuple[Counterclaim, ...] = ()

    @property
    def is_disputed(self) -> bool:
        """Whether an article contradicts it, or another claim does."""
        against = any(position.stance is Stance.CONTRADICTS for position in self.positions)
        return against or any(one.opposition is Opposition.CONTRADICTS for one in self.counterclaims)


class FigureKind(StrEnum):
    """How the values several sources give for one thing stand to each other."""

    CONFLICT = "conflict"
    REVISION = "revision"
    ROUNDING = "rounding"
    AGREED = "agreed"
    SINGLE = "single"


@dataclass(frozen=True, slots=True)
class FigureValue:
    """One value as one article gives it. `text` is as printed ("nearly 32,000"), `as_of` an ISO date."""

    value: float
    text: str
    as_of: str | None
    attributed_to: str | None
    outlet: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class FigureEntry:
    """One counted thing and the values given for it."""

    subject: str
    unit: str
    kind: FigureKind
    values: tuple[FigureValue, ...]


@dataclass(frozen=True, slots=True)
class QuotationVersion:
    """The words of a statement as one outlet printed them."""

    text: str
    outlet: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class QuotationEntry:
    """One statement by one speaker, in the versions printed."""

    speaker: str | None
    versions: tuple[QuotationVersion, ...]


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """Something that happened on a date, as the sources date it (not when they published it)."""

    date: str
    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class ToneEntry:
    """Loaded words an outlet uses in its own voice, outside quotation marks."""

    outlet: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Who reports what about one story, and where the sources differ."""

    topic: str
    articles: tuple[SourceEntry, ...]
    origins: tuple[Origin, ...]
    claims: tuple[ComparedClaim, ...]
    figures: tuple[FigureEntry, ...]
    quotations: tuple[QuotationEntry, ...]
    timeline: tuple[TimelineEntry, ...]
    tone: tuple[ToneEntry, ...]
    refusal: Refusal | None = None
    id: str | None = None
    relating: Relating | None = None


@dataclass(frozen=True, slots=True)
class ArticleUpdate:
    """An article whose words changed: when the new ones were stored, and how many of its sentences fared how."""

    source: SourceEntry
    at: str
    new: int
    revised: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class ChangedArticles:
    """The articles of a story that were added to the library, or updated in it, since a time."""

    new: tuple[SourceEntry, ...]
    updated: tuple[ArticleUpdate, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """A statement as it was and as it is, with the words that differ as "[-12-]{+14+}".

    `figure` holds the two values, with the days they are of, where it is a figure that changed; else it is None.
    """

    before: Claim
    after: Claim
    diff: str
    figure: FigureEntry | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in the reports of a story from `since` until `until` (ISO, UTC).

    `new` is stated by nothing but what is new, `withdrawn` was in an updated article and is stated by none now. `more`
    counts new claims beyond those listed. Of removed articles nothing is known, and nothing said.
    """

    topic: str
    story: str | None
    since: str
    until: str
    articles: ChangedArticles
    new: tuple[Claim, ...]
    revised: tuple[Revision, ...]
    withdrawn: tuple[Claim, ...]
    withheld: tuple[Claim, ...] = ()
    more: int = 0
    refusal: Refusal | None = None

    @property
    def nothing(self) -> bool:
        """Whether nothing changed: no article is new, and none was updated."""
        return not (self.articles.new or self.articles.updated)


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """A line of the library list. `paragraphs` counts all of them, citable or not."""

    id: str
    outlet: str
    title: str
    url: str | None
    published: str | None
    paragraphs: int
    origin: str | None
    story: str | None


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that cover one event; `origins` groups their ids by shared copy."""

    id: str
    title: str
    articles: tuple[str, ...]
    origins: tuple[tuple[str, ...], ...]
    first: str | None
    last: str | None


class StoryAct(StrEnum):
    """What a person did to stories."""

    MERGE = "merge"
    SPLIT = "split"
    MOVE = "move"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class StoryDecision:
    """What a person decided about stories, with their ids and titles as they were, and the articles it moved."""

    number: int
    at: str
    act: StoryAct
    stories: tuple[str, ...]
    titles: tuple[str, ...]
    articles: tuple[str, ...]
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Failure:
    """One source that was not added, and why."""

    source: str
    error: str


@dataclass(frozen=True, slots=True)
class AddReport:
    """What an `add` did. `duplicates` are items whose words the same outlet already has under another address."""

    added: int
    updated: int
    unchanged: int
    duplicates: int
    failed: tuple[Failure, ...]
    seconds: float
    warnings: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Health:
    """What `doctor` found."""

    ok: bool
    articles: int
    chunks: int
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to. Dates are inclusive ISO dates; empty means no limit."""

    outlets: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    story: str | None = None


def to_json(value: Any) -> Any:
    """Turn a datatype, or a container of them, into what `json.dumps` takes."""
    if value is None or type(value) in (str, int, float, bool):
        return value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): to_json(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [to_json(item) for item in value]
    return str(value) if isinstance(value, StrEnum) else value
