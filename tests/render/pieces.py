"""Invented pieces to render: a ferry line in towns that do not exist."""

from __future__ import annotations

from dataclasses import replace

from rag.datatypes import (
    Answer,
    Briefing,
    Citation,
    Claim,
    ComparedClaim,
    Comparison,
    FigureEntry,
    FigureKind,
    FigureValue,
    Origin,
    Passage,
    PassageParagraph,
    Position,
    Problem,
    ProblemKind,
    QuotationEntry,
    QuotationVersion,
    Refusal,
    RefusalReason,
    Section,
    SourceEntry,
    Stance,
    Status,
    TimelineEntry,
    ToneEntry,
    Usage,
    Verdict,
)

GAZETTE = SourceEntry(
    "a1", "Harbour Gazette", "Ferry line to close", "https://gazette.example/ferry", "2026-03-12", "Odile Marsh", 0
)
POST = SourceEntry(
    "a2", "Inland Post", "Council ends the ferry", "https://post.example/ferry?page=2", "2026-03-14", None, 0
)
SUN = SourceEntry("a3", "Valley Sun", "Ferry: who pays?", "javascript:alert(1)", None, None, 1)

LAST_RUN = "The last ferry will leave Tolmouth on 30 June, the council said."
SUBSIDY = "The line lost $2.4 million last year, according to the harbour office."
HIGHER = "Losses came to $3.1 million, a clerk told the paper."
MAYOR = "“We kept it going as long as we could,” mayor Ines Tolva said."


def cite(source: SourceEntry, number: int, quote: str) -> Citation:
    return Citation(
        paragraph_id=f"{source.article_id}:{number}",
        article_id=source.article_id,
        outlet=source.outlet,
        title=source.title,
        url=source.url,
        published=source.published,
        quote=quote,
        start=0,
        end=len(quote),
    )


def claim(text: str, *citations: Citation, topic: str | None = None, speaker: str | None = None) -> Claim:
    return Claim(text, citations, Verdict.VERIFIED, topic=topic, speaker=speaker)


def passage(source: SourceEntry, origin: str | None) -> Passage:
    paragraph = PassageParagraph(f"{source.article_id}:1", 1, LAST_RUN)
    return Passage(
        1,
        0.5,
        source.article_id,
        source.outlet,
        source.title,
        source.url,
        source.published,
        (paragraph,),
        LAST_RUN,
        origin,
    )


CLOSING = claim(
    "The last ferry leaves Tolmouth on 30 June.", cite(GAZETTE, 1, LAST_RUN), cite(POST, 1, LAST_RUN), topic="Closing"
)
KEPT = claim("“We kept it going as long as we could.”", cite(GAZETTE, 3, MAYOR), topic="Closing", speaker="Ines Tolva")
LOSS = claim("The line lost $2.4 million last year.", cite(GAZETTE, 2, SUBSIDY), topic="Money")
DISPUTED_LOSS = claim("A clerk put the losses at $3.1 million.", cite(SUN, 1, HIGHER), topic="Money", speaker="clerk")
WITHHELD = Claim(
    "The line lost $5 million.",
    (cite(POST, 2, SUBSIDY),),
    Verdict.UNSUPPORTED,
    (Problem(ProblemKind.FIGURE, "$5 million is not in the cited paragraph."),),
)

ANSWER = Answer(
    question="When does the ferry stop, and what did it cost?",
    writer="embedded",
    refusal=None,
    claims=(CLOSING, KEPT, LOSS, DISPUTED_LOSS),
    withheld=(WITHHELD,),
    passages=(passage(GAZETTE, "o1"), passage(POST, "o1"), passage(SUN, None)),
    usage=Usage(seconds=0.42),
)

REFUSED = Answer(
    question="Who will buy the boats?",
    writer="model",
    refusal=Refusal(RefusalReason.NO_SOURCE, "No article in the library speaks of a buyer."),
    claims=(),
    withheld=(),
    passages=(),
    prompts={"answer": "3f9c01"},
    usage=Usage("small-1", 812, 40, 1.25),
)

BRIEFING = Briefing(
    topic="Tolmouth ferry",
    writer="embedded",
    headline="Tolmouth ferry to stop on 30 June",
    summary=(CLOSING,),
    sections=(Section("What it cost", (LOSS, DISPUTED_LOSS)), Section("Reactions", (KEPT,))),
    sources=(GAZETTE, POST, SUN),
    origins=(Origin(("a1", "a2"), "9 of 10 sentences are the same"),),
    withheld=(WITHHELD,),
    usage=Usage(seconds=1.5),
)

COMPARISON = Comparison(
    topic="Tolmouth ferry",
    articles=(GAZETTE, POST, SUN),
    origins=BRIEFING.origins,
    claims=(
        ComparedClaim(
            "The line lost $2.4 million last year.",
            Status.DISPUTED,
            (
                Position("a1", GAZETTE.outlet, Stance.STATES, (cite(GAZETTE, 2, SUBSIDY),)),
                Position("a2", POST.outlet, Stance.SILENT, ()),
                Position("a3", SUN.outlet, Stance.CONTRADICTS, (cite(SUN, 1, HIGHER),)),
            ),
        ),
    ),
    figures=(
        FigureEntry(
            "losses of the line",
            "dollars",
            FigureKind.CONFLICT,
            (
                FigureValue(
                    2.4e6, "$2.4 million", "2026-03-11", "the harbour office", GAZETTE.outlet, cite(GAZETTE, 2, SUBSIDY)
                ),
                FigureValue(3.1e6, "$3.1 million", None, None, SUN.outlet, cite(SUN, 1, HIGHER)),
            ),
        ),
    ),
    quotations=(
        QuotationEntry(
            "Ines Tolva",
            (
                QuotationVersion("We kept it going as long as we could", GAZETTE.outlet, cite(GAZETTE, 3, MAYOR)),
                QuotationVersion("We kept it going", POST.outlet, cite(POST, 3, MAYOR)),
            ),
        ),
    ),
    timeline=(TimelineEntry("2026-06-30", "The last ferry leaves.", (cite(GAZETTE, 1, LAST_RUN),)),),
    tone=(ToneEntry(SUN.outlet, ("scandal", "squandered")), ToneEntry(POST.outlet, ())),
)


def hostile_claim(text: str) -> Claim:
    """A claim every field of which holds the same text."""
    source = SourceEntry("h1", text, text, text, text, text, 0)
    return Claim(
        text, (cite(source, 1, text),), Verdict.VERIFIED, (Problem(ProblemKind.TONE, text),), speaker=text, topic=text
    )


def hostile_answer(text: str) -> Answer:
    """An answer every field of which holds the same text."""
    bad = hostile_claim(text)
    refusal = Refusal(RefusalReason.NO_SOURCE, text)
    return replace(
        ANSWER,
        question=text,
        writer=text,
        claims=(bad,),
        withheld=(bad,),
        refusal=refusal,
        prompts={text: text},
        usage=Usage(text, 1, 1, 0.5),
    )


def hostile_briefing(text: str) -> Briefing:
    """A briefing every field of which holds the same text."""
    bad = hostile_claim(text)
    return replace(
        BRIEFING,
        topic=text + "!",
        headline=text,
        summary=(bad,),
        sections=(Section(text, (bad,)),),
        sources=(SourceEntry("h1", text, text, text, text, text, 0),),
        origins=(Origin(("h1",), text),),
        withheld=(bad,),
    )


def hostile_comparison(text: str) -> Comparison:
    """A comparison every field of which holds the same text."""
    (citation,) = hostile_claim(text).citations
    entry = SourceEntry("h1", text, text, text, text, text, 0)
    return Comparison(
        topic=text,
        articles=(entry, replace(entry, article_id="h2", origin=1)),
        origins=(Origin(("h1",), text),),
        claims=(ComparedClaim(text, Status.SINGLE, (Position("h1", text, Stance.STATES, (citation,)),)),),
        figures=(FigureEntry(text, text, FigureKind.SINGLE, (FigureValue(1.0, text, text, text, text, citation),)),),
        quotations=(QuotationEntry(text, (QuotationVersion(text, text, citation),)),),
        timeline=(TimelineEntry(text, text, (citation,)),),
        tone=(ToneEntry(text, (text,)),),
    )
