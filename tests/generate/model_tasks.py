"""Invented stories as tasks for the model writer's tests; two of the three articles carry the same copy."""

from __future__ import annotations

from rag.datatypes import (
    Article,
    Citation,
    ComparedClaim,
    Comparison,
    DraftClaim,
    EvidenceParagraph,
    FigureEntry,
    FigureKind,
    FigureValue,
    Origin,
    Paragraph,
    ParagraphKind,
    Passage,
    PassageParagraph,
    Position,
    SourceEntry,
    Stance,
    Status,
    Turn,
    Usage,
)
from rag.generate.protocol import AnswerTask, BriefTask, Length, Writer

WIRE = (
    "A cable car stopped above the Orrin gorge on Tuesday with 41 people aboard, the operator Hochbahn Orrin said.",
    '"Nobody was hurt and everybody is calm," said Marta Vilk, the operator\'s spokeswoman.',
)
LEDGER = (
    "At least 44 people were in the two cabins when the Orrin cable car stopped, the rescue chief Paul Denning said.",
    'Denning said the cause was "not yet known".',
)


def article(identity: str, outlet: str, title: str, published: str | None, *texts: str) -> Article:
    """Build an article whose paragraphs are all reporting."""
    text, paragraphs = "\n\n".join(texts), list[Paragraph]()
    for number, body in enumerate(texts, start=1):
        start = text.index(body)
        kind = ParagraphKind.BODY
        paragraphs.append(Paragraph(f"{identity}:{number}", number, start, start + len(body), kind, body))
    return Article(identity, "v1", outlet, title, published, None, None, "en", text, tuple(paragraphs))


ARTICLES = (
    article("wire", "Northgate Wire", "Cable car stops over gorge", "2031-05-06T09:00:00Z", *WIRE),
    article("echo", "Orrin Echo", "Cable car stuck", "2031-05-06", WIRE[0]),
    article("ledger", "Upland Ledger", 'Rescue at "Orrin"', None, *LEDGER),
)


def evidence(*articles: Article) -> dict[str, EvidenceParagraph]:
    """Return every paragraph that may be cited, by id."""
    return {
        p.id: EvidenceParagraph(p.id, a.id, a.outlet, a.title, a.url, a.published, p.text)
        for a in articles
        for p in a.body
    }


def passage(source: Article, rank: int, origin: str | None = None) -> Passage:
    """Return a whole article as one passage."""
    paragraphs = tuple(PassageParagraph(p.id, p.number, p.text) for p in source.body)
    place = (source.outlet, source.title, None, source.published)
    return Passage(rank, 1.0, source.id, *place, paragraphs, source.text, origin)


def answer_task(question: str = "How many people were aboard?", history: tuple[Turn, ...] = ()) -> AnswerTask:
    """Return a question over the invented articles."""
    passages = tuple(passage(a, n, "copy" if a.id != "ledger" else None) for n, a in enumerate(ARTICLES, start=1))
    return AnswerTask(question, passages, evidence(*ARTICLES), {a.id: a for a in ARTICLES}, history)


def citation(source: Article, number: int, quote: str) -> Citation:
    """Cite words of a paragraph."""
    paragraph = source.paragraphs[number - 1]
    start = paragraph.text.index(quote)
    place = (source.outlet, source.title, None, source.published)
    return Citation(paragraph.id, source.id, *place, quote, start, start + len(quote))


def comparison() -> Comparison:
    """Return what a comparison of the invented articles would say."""
    wire, _, ledger = ARTICLES
    first, second = citation(wire, 1, "41 people aboard"), citation(ledger, 1, "At least 44 people")
    positions = (
        Position("wire", wire.outlet, Stance.STATES, (first,)),
        Position("echo", "Orrin Echo", Stance.SILENT, ()),
        Position("ledger", ledger.outlet, Stance.CONTRADICTS, (second,)),
    )
    values = (
        FigureValue(41, "41", "2031-05-06", "Hochbahn Orrin", wire.outlet, first),
        FigureValue(44, "At least 44", None, None, ledger.outlet, second),
    )
    return Comparison(
        topic="Orrin cable car",
        articles=tuple(SourceEntry(a.id, a.outlet, a.title, None, a.published, None, 1) for a in ARTICLES),
        origins=(Origin(("wire", "echo"), "the same words"), Origin(("ledger",), "")),
        claims=(ComparedClaim("41 people were aboard.", Status.DISPUTED, positions),),
        figures=(FigureEntry("people aboard", "people", FigureKind.CONFLICT, values),),
        quotations=(),
        timeline=(),
        tone=(),
    )


def brief_task(*articles: Article, length: Length = Length.STANDARD) -> BriefTask:
    """Return a briefing to write from the invented articles, or from others without a comparison."""
    if not articles:
        return BriefTask("Orrin cable car", ARTICLES, evidence(*ARTICLES), comparison(), length)
    empty = Comparison("topic", (), (), (), (), (), (), ())
    return BriefTask("topic", articles, evidence(*articles), empty, length)


def answered(writer: Writer, task: AnswerTask | BriefTask) -> tuple[list[DraftClaim], Usage]:
    """Run a writer to the end."""
    drafts, run = [], writer.brief(task) if isinstance(task, BriefTask) else writer.answer(task)
    while True:
        try:
            drafts.append(next(run))
        except StopIteration as stop:
            return drafts, stop.value
