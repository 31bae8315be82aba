"""Words that turn, weaken or link what a sentence says, and words by which a text speaks of its own sources."""

from __future__ import annotations

NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot denied denies deny denying refused refuses rejected "
    "rejects failed fails unable unlikely false untrue hardly isn't aren't wasn't weren't don't doesn't didn't won't "
    "wouldn't can't couldn't shouldn't hasn't haven't hadn't".split()
)
"""Words that turn a statement round."""

MODALS = frozenset(
    "may might could would should possibly perhaps probably likely potentially apparently reportedly allegedly alleged "
    "suspected believed thought considered expected planned plans proposed suggests suggested appears appeared seems "
    "seemed if whether claims claimed estimated hopes hoped wants wanted aims intends unclear".split()
)
"""Words that keep a statement from being a plain fact."""

LINKS = frozenset(
    "because due led leading lead leads cause caused causes causing result resulting resulted therefore thus hence "
    "consequently so despite although though however while whereas since after before following amid".split()
)
"""Words that claim one thing bears on another."""

SOURCE_TALK = frozenset(
    "passage passages article articles text context document documents information provided mention mentioned mentions "
    "specify specified source sources author question answer given above according based report reports".split()
)
"""Words by which an answer speaks of what it was given."""

ADVICE = frozenset(
    "important essential recommended recommend ensure consult always note remember additionally overall also "
    "furthermore moreover various different specific helpful helps ultimately significant crucial emphasizes "
    "highlights highlighting emphasizing including such example like etc conclusion summary potential impact".split()
)
"""Words of a writer's own, which go round a fact rather than state one."""

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
NUMBER_WORDS = {word: str(n) for n, word in enumerate(_CARDINALS.split())} | {
    word: str(n) for n, word in enumerate(_ORDINALS.split(), start=1)
}
"""Small numbers as words, with their digits."""
