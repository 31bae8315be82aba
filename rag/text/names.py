"""Names in a text (people, organisations, places) by their capitals, and whether two of them name the same.

No model and no list of names: a capital inside a sentence makes a name; at the start of one, where every word
has a capital, common words are passed over. Which of the three a name is, is not decided here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rag.text.words import STOPWORDS


@dataclass(frozen=True, slots=True)
class Name:
    """A name as printed: `source[start:end] == text`, a possessive ending left out, a capitalised title left in."""

    start: int
    end: int
    text: str


_JOINERS = frozenset("of the de del della van von der den du da di dos bin ibn al el la le ter zu y".split())
_SMALL = r"(?:[a-z]{2,}+(?![\w'’\-])|a(?![\w'’\-.]))[\W_]*+"
_TOKEN = re.compile(
    rf"[\W_]*+(?:(?!(?:{'|'.join(sorted(_JOINERS))})\b){_SMALL}(?:{_SMALL})*+)?+"
    r"((?:[^\W\d_]\.){2,}|[^\W_]+(?:['’\-][^\W_]+)*)?"
)
"""The next word that may belong to a name, or nothing at the end of a text.

Small words are passed over in the pattern, which is faster than to look at each; one that joins belongs to a name only
right after a word of it.
"""
_TITLES = frozenset(
    """
    mr mrs ms miss mx dr prof professor sir dame lord lady rev reverend fr father sister pope king queen prince princess
    president vice deputy prime minister premier chancellor governor gov senator sen representative rep congressman
    congresswoman mayor ambassador secretary general gen admiral adm colonel col captain capt major maj lieutenant lt
    sergeant sgt judge justice chief inspector detective foreign defence defense finance interior health spokesman
    spokeswoman spokesperson sheikh sheikha ayatollah imam rabbi bishop archbishop cardinal emir sultan chairman
    chairwoman director commissioner councillor officer former acting
    """.split()
)
_ABBREVIATED = frozenset("mr mrs ms dr prof rev gen sen rep gov lt col capt maj sgt adm st jr sr mt ft".split())
_CALENDAR = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec
    """.split()
)
_COMMON = (
    STOPWORDS
    | _CALENDAR
    | frozenset(
        """
        according accused across activists added additional aid air although amid among analysts anger another
        armed army asked attacks authorities aside away back because bank besides beyond body bombs border both business
        calls campaigners children cities citizens city civilians clashes companies concerns conditions court critics
        current damage data days dead deaths despite diplomats doctors dozens due earlier early economists eight either
        election eleven emergency employees engineers even eventually every everyone evidence experts families farmers
        fears fighting figures film finally financial fire firefighters five flights following food force forces foreign
        four fresh friends fuel given global good government governments great group half hard health heavy help high
        homes hospitals hours hundreds images including indeed inflation instead insurers investigators investors it's
        journalists judges just key last lately later lawmakers lawyers leaders least leave less let life like little
        local long look lots making many markets maybe meanwhile medics men military millions ministers months
        moreover much music national nearly negotiators neither never nevertheless new news next nine nobody none
        nonetheless nothing now nurses observers officers officials often oil old one only opinion opponents
        opposition others otherwise outside overall parents part parts passengers patients peace people perhaps photos
        plans please police politicians polls power pressure previous prices prosecutors protesters protests public
        pupils
        quite rain rather recent recently reporters reports rescue rescuers research researchers residents right road
        roads rockets sales say schools scientists scores security seven several shares shelling ships shops
        shots similarly since six small so social soldiers some someone something sometimes soon sources speaking staff
        state states still strikes strong students such supporters surely survivors talks teachers ten tens tensions
        thanks thirteen thousands three thus time today together tomorrow total trade trains troops trucks twelve twenty
        two unless unlike upon use using victims videos villagers violence voters war warning water ways we'd weather
        weeks well west whatever whether white whoever witnesses women work workers world year years yes yesterday yet
        young first second third fourth also already almost always anyone anything around ask bad best better big call
        clearly come consider end far few find get give go going got hello hope how's imagine keep know left
        listen make meet more most move much must nor ok once open order our own pay put read remember right round
        run see send set she's show side stop take tell that's they're think though try turn unknown until up vote
        wait want watch what's where's who's why's
        """.split()
    )
)
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…]['\"”’)\]]*\s+|[\n\"“„«(\[‘•*]\s*|\s['‘]|[-–—]\s+)\Z")


def find_names(text: str) -> list[Name]:
    """Find the names of a text in order, without overlaps."""
    return list(_found(text))


def printed_names(text: str) -> list[str]:
    """Return the names of a text as printed, in order."""
    return [text[start:end] for phrase in _phrases(text) for start, end in _extent(text, phrase)]


@lru_cache(maxsize=8192)
def _found(text: str) -> tuple[Name, ...]:
    return tuple(
        [Name(start, end, text[start:end]) for phrase in _phrases(text) for start, end in _extent(text, phrase)]
    )


_Word = tuple[int, int, str]
"""Where a word begins and ends, and the word."""


def _phrases(text: str) -> Iterator[list[_Word]]:
    """Gather runs of capitalised words, with "of", "de", "van" and the like between them."""
    phrase: list[_Word] = []
    joiners: list[_Word] = []
    for match in _TOKEN.finditer(text):
        word = match[1]
        if not word:
            break
        joins = word in _JOINERS
        if not joins and (word.islower() or not _is_capitalised(word)):
            # What follows such a word does not adjoin what stands before it.
            continue
        token = (*match.span(1), word)
        if phrase and not _adjoins(text, (joiners or phrase)[-1], token):
            yield phrase
            phrase, joiners = [], []
        if not joins:
            phrase += [*joiners, token]
            joiners = []
        elif phrase and len(joiners) < 2 and not _is_titled(phrase, word):
            joiners.append(token)
        elif phrase:
            yield phrase
            phrase, joiners = [], []
    if phrase:
        yield phrase


def _is_titled(phrase: list[_Word], joiner: str) -> bool:
    """Say whether "of" follows a person ("Senator Mara Dell of Ardlia") and so begins another name."""
    return joiner == "of" and len(phrase) > 1 and phrase[0][2].lower() in _TITLES


def _adjoins(text: str, last: _Word, token: _Word) -> bool:
    between = text[last[1] : token[0]]
    word = last[2]
    if between == " ":
        return not word.endswith(("'s", "’s", "s'", "s’"))
    return between == ". " and (word.lower() in _ABBREVIATED or len(word) == 1)


def _is_capitalised(word: str) -> bool:
    """Say whether a word is part of a name: "Dell", "UN", "al-Sabri", "d'Orne", "O'Rell"."""
    if word[0].isupper():
        return word != "I" and not word.startswith(("I'", "I’"))
    if word.isalpha():
        return False
    particle, mark, rest = word.partition("-")
    if not mark:
        particle, mark, rest = word.replace("’", "'").partition("'")
    return bool(mark) and len(particle) <= 3 and rest[:1].isupper()


def _extent(text: str, phrase: list[_Word]) -> Iterator[tuple[int, int]]:
    """Trim a run to the name in it: common words that open a sentence, and days and months, are none."""
    while phrase and _is_common(text, phrase[0]):
        phrase = phrase[1:]
        while phrase and phrase[0][2] in _JOINERS:
            phrase = phrase[1:]
    while phrase and phrase[-1][2].lower() in _CALENDAR:
        phrase = phrase[:-1]
    if phrase:
        start, end = phrase[0][0], phrase[-1][1]
        end -= 2 if text.endswith(("'s", "’s"), 0, end) else 0
        if end > start:
            yield start, end


def _is_common(text: str, token: _Word) -> bool:
    start, end, word = token
    lower = word.lower().replace("’", "'")
    if lower in _CALENDAR:
        return True
    if word.isupper() and len(word) > 1:
        return False
    if lower not in _COMMON:
        follows = text[end : end + 2]
        named_next = len(follows) == 2 and follows[0] == " " and follows[1].isupper()
        if named_next or not lower.endswith(("ly", "ing", "ness", "tion", "ists", "ers", "ment")):
            return False
    return _opens(text, start)


def _opens(text: str, at: int) -> bool:
    """Say whether a word at a place opens a sentence."""
    if text[at - 1 : at] == " " and text[at - 2 : at - 1].isalnum():
        # Most do not, and it is seen at once.
        return False
    return bool(_SENTENCE_START.search(text, max(0, at - 6), at))


_PART = re.compile(r"[\w']+")
_INITIAL = re.compile(r"[^\W\d_]\Z")
_SHORTEST_TRANSLITERATED = 7
_ALIKE = frozenset("kq qk kg gk yj jy vw wv iy yi".split())
"""First letters that stand for one sound."""


def same_name(a: str, b: str) -> bool:
    """Say whether two printings can name the same: short forms, acronyms, initials, titles, transliterations."""
    first, second = _parts(a), _parts(b)
    if not first or not second:
        return a.strip().lower() == b.strip().lower()
    if first == second or _abbreviates(a, b) or _abbreviates(b, a):
        return True
    short, long = (second, first) if len(second) < len(first) else (first, second)
    if not _same_part(short[-1], long[-1]):
        return False
    if len(short) == 1 or len(short) == len(long):
        return all(map(_same_part, short, long[-len(short) :]))
    tail = all(map(_same_part, short, long[-len(short) :]))
    return tail or (len(short) == 2 and _same_part(short[0], long[0]) and _same_part(short[-1], long[-1]))


def bare_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, lower-cased, without titles and joining words; all of them if it has no others."""
    return _parts(name)


@lru_cache(maxsize=20_000)
def _parts(name: str) -> tuple[str, ...]:
    """Return the words of a name, lower-cased, without accents, titles, joiners and possessive endings."""
    plain = name
    if not name.isascii():
        plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    plain = plain.strip()
    if "." in plain:
        plain = re.sub(r"['’]s?\Z", "", plain).replace(".", "")
    elif plain.endswith(("'s", "’s")):
        plain = plain[:-2]
    words = _PART.findall(plain.lower().replace("’", "'"))
    kept = [w for w in words if w not in _TITLES and w not in _JOINERS]
    return tuple(kept or words)


def _abbreviates(short: str, long: str) -> bool:
    """Say whether one name is the initials of the other ("UN", "U.N.")."""
    if not short.isupper() or not 2 <= len(letters := short.replace(".", "")) <= 7:
        return False
    words = re.findall(r"[^\W\d_]+", long)
    main = "".join(w[0] for w in words if w.lower() not in _JOINERS | {"and", "for", "on", "in", "to"})
    return len(words) > 1 and letters in (main.upper(), "".join(w[0] for w in words).upper())


def _same_part(a: str, b: str) -> bool:
    if a == b:
        return True
    if _INITIAL.match(a) or _INITIAL.match(b):
        return a[0] == b[0]
    if a[0] != b[0] and a[0] + b[0] not in _ALIKE:
        return False
    return _transliterated(a, b)


_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"kh|gh|ck|q", "k"), ("dh", "d"), ("ts|tz", "z"), ("ou|oo", "u"), ("ee|[iy]+|ey|ei|ij", "i"), ("w|ff", "v"),
        ("ph", "f"), (r"(.)\1+", r"\1"), ("'", ""),
    )
]  # fmt: skip


@lru_cache(maxsize=20_000)
def _sound(part: str) -> str:
    for pattern, sound in _SOUNDS:
        part = pattern.sub(sound, part)
    return part


def _transliterated(a: str, b: str) -> bool:
    """Say whether two spellings differ only as transliterations do: in how sounds are written, or in vowels."""
    x, y = _sound(a), _sound(b)
    if x == y:
        return min(len(a), len(b)) > 3
    if min(len(a), len(b)) < _SHORTEST_TRANSLITERATED or x[-1] != y[-1] or a[-3:] in ("sen", "son"):
        return False
    return re.sub("[aeiou]", "", x) == re.sub("[aeiou]", "", y)
