"""False premises: what a question takes for granted, held against the passages found for it.

A premise is contradicted where a sentence that has its words says no to it, has the opposite, or has another figure or
day in its place, and nothing bears it out. It is unsupported where those it is about are in the passages and what it
says of them is in no sentence near. Everything else is left alone: a missed premise is better than a false alarm.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass

from rag.datatypes import Claim, EvidenceParagraph, Premise, PremiseStatus
from rag.generate.compare.concepts import weights
from rag.held import Said, held_sentences, key_in, share_of, words_of
from rag.presuppositions import Presupposed, presupposed
from rag.render.dates import readable_date
from rag.render.document import outlet_name
from rag.text.dates import publication_day
from rag.text.figures import Figure, FigureType
from rag.text.sentences import Span
from rag.text.words import STOPWORDS
from rag.verify.alignment import key_of
from rag.verify.evidence import figures_of
from rag.verify.kinship import word_vectors
from rag.verify.wording import DATE_WORDS, NUMBER_WORDS, OPPOSITES

AGAINST = "Against what the question takes for granted"
"""The topic of the claim that contradicts a premise."""
_ABOUT = 0.5
"""The share of a premise's words, weighed by rarity, that a sentence must have to be able to contradict it."""
_NEARLY_ALL = 0.75
"""The share from which a sentence bears a premise out, if it does not deny it, or has another figure in its place."""
_STANCES = frozenset(map(key_in, "oppose support back favour favor criticise criticize praise condemn welcome".split()))
_PHASES = frozenset(map(key_in, ("start", "stop", "end")))
"""What ends has begun: neither contradicts the other."""
_VALUES = (FigureType.DATE, FigureType.COUNT)
_SCOPE = 5
"""Words over which a "not" or a "no" reaches."""
_KIN = 0.4
"""How near in meaning a word must be to count as another way of saying what happened."""
_LEANING = frozenset("he she they it him her them his hers its their that this those these there".split())
_SPEAKING = frozenset(
    map(
        key_of,
        "say tell describe explain report think believe claim announce comment react respond complain mention call put "
        "discuss justify argue feel view warn state publish write expect plan want happen begin end take get come "
        "become know locate find speak answer meet".split(),
    )
)
"""What people and outlets do in ever other words: that none of them is there says little."""
_NO = frozenset("not never cannot no nobody none neither nor without".split())
_DENYING = frozenset("denied denies deny denying refuted refutes".split())
_MORE_OPPOSITES = (
    "sink afloat,sink float,reject allow,reject clear,reject back,oppose favour,positive negative,fail negative,"
    "resign stay,ban lift,reject approve,reopen close,raise cut,extend shorten"
)
OPPOSED = frozenset(
    frozenset(map(key_of, pair))
    for pair in (*OPPOSITES, *map(str.split, _MORE_OPPOSITES.split(",")))
    if STOPWORDS.isdisjoint(pair)
)


@dataclass(frozen=True, slots=True)
class Finding:
    """A premise that does not hold; where it is contradicted, the sentence that does so, in its paragraph."""

    text: str
    status: PremiseStatus
    paragraph: EvidenceParagraph | None = None
    sentence: Span | None = None


@dataclass(frozen=True, slots=True)
class _Premise:
    """A presupposed statement as keys: all that carry meaning, those of its subject, the one of its verb."""

    said: Presupposed
    keys: frozenset[str]
    names: frozenset[str]
    subject: frozenset[str]
    verb: str
    negated: bool


def find_false_premise(question: str, evidence: Mapping[str, EvidenceParagraph]) -> Finding | None:
    """Return the first thing the question takes for granted that the passages contradict, else one they lack."""
    premises = [_read(said) for said in presupposed(question)]
    if not premises or not evidence:
        return None
    held = held_sentences(evidence)
    weight = weights([said.own for said in held])
    for premise in premises:
        if said := _contradicting(premise, held, weight):
            return Finding(_worded(premise.said), PremiseStatus.CONTRADICTED, said.paragraph, said.span)
    for premise in premises:
        if premise.said.happened and _is_unsupported(premise, held):
            return Finding(_worded(premise.said), PremiseStatus.UNSUPPORTED)
    return None


def _worded(said: Presupposed) -> str:
    """Return a statement with the one it is about in the place of a pronoun that opens it."""
    first, _, rest = said.text.partition(" ")
    return f"{said.about} {rest}" if said.about and first.lower() in _LEANING else said.text


def contradicted(found: Finding, claim: Claim) -> Premise:
    """Name a premise that a sentence contradicts; the claim is that sentence, checked."""
    first = claim.citations[0]
    message = (
        f"The question takes “{found.text}” for granted. {outlet_name(first.outlet)} "
        f"({readable_date(first.published)}) reports otherwise; its sentence stands first."
    )
    return Premise(found.text, found.status, message, claim.citations)


def unsupported(found: Finding) -> Premise:
    """Name a premise that nothing found bears out."""
    message = f"The question takes “{found.text}” for granted. Nothing found in the articles says so."
    return Premise(found.text, found.status, message)


def plain_key(word: str) -> str:
    """Return the key by which `OPPOSED` knows a word."""
    return key_of(word.lower().replace("’", "'"))


def _read(said: Presupposed) -> _Premise:
    words = [w for w in words_of(f"{said.text} {said.about}") if w.lower() not in _LEANING]
    empty = STOPWORDS | NUMBER_WORDS.keys() | DATE_WORDS.keys()
    telling = [w for w in words if w.lower() not in empty and w[0].isalpha()]
    names = frozenset(key_in(w) for w in telling if w[0].isupper())
    keys = frozenset(map(key_in, telling))
    negated = any(w.lower() in _NO or w.lower().endswith(("n't", "n’t")) for w in words)
    denies = any(w.lower() in _DENYING for w in words)
    verb = key_in(said.verb) if said.verb else ""
    before = list(map(key_in, telling))
    subject = frozenset(before[: before.index(verb)] if verb in before else ()) | frozenset(
        map(key_in, words_of(said.about))
    )
    return _Premise(said, keys, names, subject, verb, negated or denies)


def _contradicting(premise: _Premise, held: Sequence[Said], weight: Mapping[str, float]) -> Said | None:
    """Return the sentence nearest to the premise among those that contradict it, unless one bears it out."""
    if not premise.keys - premise.names:
        return None

    def share(keys: Set[str]) -> float:
        return share_of(premise.keys, keys, weight)

    # How many there were on a day is not contradicted by how many there were on another.
    values = [f for f in figures_of(premise.said.text, None) if f.type in _VALUES[premise.said.open :]]
    against = [said for said in held if not premise.negated and _turns(premise, said, share)]
    if against:
        if any(_bears_out(premise, said, share, values) for said in held if said not in against):
            return None
        return max(against, key=lambda said: (share(said.own), -said.span.start))
    return None if premise.negated else _other_value(premise, held, share, values)


def sides(statement: Presupposed, held: Sequence[Said], weight: Mapping[str, float]) -> tuple[list[Said], list[Said]]:
    """Return the sentences that bear a statement out, and those that say no to it, each with nearly all its words."""
    premise = _read(statement)
    if premise.negated or not premise.keys - premise.names:
        return [], []

    def share(keys: Set[str]) -> float:
        return share_of(premise.keys, keys, weight)

    values = [f for f in figures_of(statement.text, None) if f.type in _VALUES]
    turned = [said for said in held if _turns(premise, said, share)]
    no = [said for said in turned if share(said.own | said.near | _opposed(premise, said)) >= _NEARLY_ALL]
    return [said for said in held if said not in turned and _bears_out(premise, said, share, values)], no


def _turns(premise: _Premise, said: Said, share: Callable[[Set[str]], float]) -> bool:
    """Say whether a sentence about the premise denies it or has the opposite of one of its words."""
    own = said.own
    words = [w.lower().replace("’", "'") for w in words_of(said.span.text)]
    about = share(own) >= _ABOUT or share(own | said.near) >= _NEARLY_ALL
    if about and len(own & premise.keys) > 1 and _says_no(premise, said, words):
        return True
    if not (opposed := _opposed(premise, said)):
        return False
    if premise.verb in opposed and share(own | said.near | opposed) >= _NEARLY_ALL:
        return True
    return share(own | opposed) >= _NEARLY_ALL and len(own & premise.keys) > 1


def _opposed(premise: _Premise, said: Said) -> set[str]:
    """Return the keys in whose place a sentence has the opposite; who opposes it may be there beside who backs it."""
    words = words_of(said.span.text)
    return {
        key_in(w)
        for w in words_of(premise.said.text)
        if key_in(w) not in said.own | _PHASES | (_STANCES if premise.said.open else frozenset())
        and any(frozenset((plain_key(w), plain_key(o))) in OPPOSED for o in words)
    }


def _says_no(premise: _Premise, said: Said, words: Sequence[str]) -> bool:
    """Say whether a negation in a sentence bears on what the premise says happened, or a denial on two of its words."""
    core = premise.keys - premise.names
    for at, word in enumerate(words):
        after = said.keys[at + 1 : at + 1 + _SCOPE]
        if (word in _NO or word.endswith("n't")) and words[at + 1 : at + 2] != ["only"]:
            passed = STOPWORDS | NUMBER_WORDS.keys()
            bears = next((key for key, w in zip(after, words[at + 1 :], strict=False) if w not in passed), "")
            if bears in core and (not premise.verb or premise.verb in said.keys[max(0, at - 2) : at + 1 + _SCOPE]):
                return True
        elif word in _DENYING and len(core & set(said.keys[at + 1 :])) >= min(2, len(core)):
            return True
    return False


def _bears_out(premise: _Premise, said: Said, share: Callable[[Set[str]], float], values: Sequence[Figure]) -> bool:
    """Say whether a sentence has nearly all of a premise, with its figures and days."""
    if share(said.own) < _NEARLY_ALL and not (
        premise.verb in said.own and share(said.own) >= _ABOUT and share(said.own | said.near) >= _NEARLY_ALL
    ):
        return False
    return all(_has(value, said) for value in _resolved(values, said, premise))


def _other_value(
    premise: _Premise, held: Sequence[Said], share: Callable[[Set[str]], float], values: Sequence[Figure]
) -> Said | None:
    """Return a sentence that is the premise but for a figure or a day, if no sentence near has that one."""

    def about(said: Said) -> bool:
        return share(said.own) >= (_ABOUT if premise.verb in said.own else _NEARLY_ALL)

    for value in values:
        like = [s for s in held if share(s.own) >= _NEARLY_ALL and len(s.own & premise.keys) > 1]
        other = [s for s in like if _has_other(value, s, premise)]
        if other and not any(_has(v, s) for s in held if about(s) for v in _resolved([value], s, premise)):
            return max(other, key=lambda s: share(s.own))
    return None


def _resolved(values: Sequence[Figure], said: Said, premise: _Premise) -> list[Figure]:
    """Return the premise's figures as they read on the day a sentence was published: "on Tuesday" is another day."""
    printed = {(f.start, f.end) for f in values}
    read = figures_of(premise.said.text, said.paragraph.published)
    return [f for f in read if (f.start, f.end) in printed]


def _has(value: Figure, said: Said) -> bool:
    if value.type is FigureType.COUNT:
        return any(f.value == value.value or value.value == f.high for f in said.figures)
    day = publication_day(said.paragraph.published)
    own = {f.value for f in said.figures if f.type is FigureType.DATE}
    return any(_same_day(value, at) for at in own) or (
        not own and day is not None and _same_day(value, day.toordinal())
    )


def _same_day(value: Figure, at: float) -> bool:
    return value.value <= at <= (value.high or value.value)


def _has_other(value: Figure, said: Said, premise: _Premise) -> bool:
    """Say whether a sentence has one figure of the same thing, or one day, and it is not the premise's."""
    (resolved,) = _resolved([value], said, premise) or (value,)
    if value.type is FigureType.COUNT:
        same = [f for f in said.figures if f.type is value.type and _head(f) and _head(f) == _head(value)]
        return len(same) == 1 and same[0].value != value.value and same[0].high is None
    days = {f.value for f in said.figures if f.type is FigureType.DATE and f.unit == "day"}
    return resolved.unit == "day" and len(days) == 1 and not any(_same_day(resolved, at) for at in days)


def _head(figure: Figure) -> str:
    return figure.noun.split(" ")[-1] or figure.unit


def _is_unsupported(premise: _Premise, held: Sequence[Said]) -> bool:
    """Say whether what a premise says happened is in no sentence near those it is about, in any words."""
    if not premise.verb or not premise.subject or premise.verb in premise.names or premise.verb in _SPEAKING:
        return False
    zone = [s for s in held if premise.subject & s.own and premise.subject <= s.own | s.near]
    words = {w.lower() for text in _texts(zone, held, bool(premise.said.about)) for w in words_of(text)} - STOPWORDS
    if not zone or premise.verb in map(key_in, words):
        return False
    vectors = word_vectors().of([premise.said.verb.lower(), *sorted(words)])
    return float((vectors[1:] @ vectors[0]).max(initial=0.0)) < _KIN


def _texts(zone: Sequence[Said], held: Sequence[Said], far: bool) -> set[str]:
    """Return the paragraphs in which a subject is named, with those beside them, or with their whole articles."""
    order = list({s.paragraph.id: s.paragraph for s in held}.values())
    named = {s.paragraph.id for s in zone}
    articles = {s.paragraph.article_id for s in zone}
    beside = {at + step for at, p in enumerate(order) if p.id in named for step in (-1, 0, 1)}
    kept = [p for at, p in enumerate(order) if at in beside or (far and p.article_id in articles)]
    return {f"{p.text} {p.title}" for p in kept}
