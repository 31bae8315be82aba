"""Amounts of a text: numbers with their hedges, ranges, currencies and units; dates are masked out beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from rag.text.hedges import HEDGED_AFTER, Hedge, before_number, hedge_after, hedge_before
from rag.text.numbers import (
    CARDINALS,
    FRACTIONS,
    ORDINALS,
    SCALED_DIGITS,
    SCALES,
    WORDS,
    lowered,
    number_value,
    opens_a_name,
)
from rag.text.units import CURRENCY, UNIT, currency_code, measure_unit
from rag.text.words import STOPWORDS


class FigureType(StrEnum):
    """What sort of thing a figure states."""

    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"
    MEASURE = "measure"
    DATE = "date"
    TIME = "time"
    ORDINAL = "ordinal"
    AGE = "age"
    SCORE = "score"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Amount:
    """A number as printed at `source[start:end]`, hedge, currency and unit included. See `Figure` for the fields."""

    start: int
    end: int
    value: float
    high: float | None
    hedge: Hedge
    type: FigureType
    unit: str


_SHARES = {
    "half": 2,
    "halve": 2,
    "third": 3,
    "quarter": 4,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "eighth": 8,
    "tenth": 10,
}
_SHARE = "|".join(f"{share}s?" for share in _SHARES)
_SHARES_OF_MANY = ("halves", *(f"{share}s" for share in _SHARES if not share.startswith("hal")))
_VAGUE = {
    "dozens": (24, 99), "scores": (40, 99), "tens": (20, 99), "hundreds": (200, 999), "thousands": (2000, 9999),
    "millions": (2_000_000, 9_999_999), "billions": (2_000_000_000, 9_999_999_999),
}  # fmt: skip
_FIRST_LETTERS = "|".join(sorted({word[:4] for word in (*CARDINALS, *ORDINALS, *_VAGUE, "half", "zero")}))
"""What a number in words can begin with, but for "a": to look for it is faster than to try every pattern on a word."""
_CORE = re.compile(
    rf"(?=[\d½¼¾⅓⅔])(?:(?P<ordinal>\d+(?:st|nd|rd|th)\b)|(?P<decade>\d{{1,3}}0s\b)"
    rf"|\b(?P<parts>[1-9][-\s](?:{'|'.join(_SHARES_OF_MANY)})\b)"
    rf"|(?P<number>{SCALED_DIGITS}[½¼¾⅓⅔]?|[½¼¾⅓⅔]))"
    rf"|\b(?=an?[-\s]|{_FIRST_LETTERS})(?:(?P<share>an?[-\s](?:{_SHARE})(?=\sof\b|[.,;:)]|\s(?:more|less|fewer|as|to)\b|\Z)"
    rf"|(?:{'|'.join(CARDINALS)})[-\s](?:{_SHARE})\b|half(?=\s(?:of|the|its|their|his|her|all)\b))"
    rf"|(?P<place>{'|'.join(sorted(ORDINALS, key=len, reverse=True))})(?=\s\w|-\w)(?!\s(?:later|ago|or)\b)"
    rf"|(?P<vague>(?:dozens|hundreds|thousands|millions|billions)|(?:scores|tens)(?=\sof\b))(?P<of>\sof\s(?:thousands|millions|billions))?\b"
    rf"|(?P<words>{WORDS}))"
)
_RANGE = re.compile(
    rf"(?P<join>\s?[-–—]\s?|\sto\s|\sand\s|\sor\s)(?P<currency>{CURRENCY})?(?P<high>{SCALED_DIGITS}|\b{WORDS})(?![\d½])",
    re.I,
)
_CONTEST = re.compile(
    r"\b(?:won|wins?|winning|victor\w*|beat\w*|lost|loss|lead|led|lose|defeat\w*|drew|draws?|scor\w+|vot\w+|rul\w+|decision)\b",
    re.I,
)
_DETERMINED = re.compile(r"(?:\b(?:the|an?|his|her|its|their|our|my|your|this|that|every|each|very)|['’]s?)\s\Z", re.I)
_ORDERED = re.compile(
    r"[-\s](?:quarter|half|round|term|time|day|year|week|month|place|minute|period|set|phase|straight|consecutive)",
    re.I,
)
_ONE_IS_A_COUNT = re.compile(r"(?:-|\s)(?P<noun>[^\W\d_]+)")
_PRONOUN_ONE = re.compile(r"\b(?:no|this|that|the|any|every|each|which|some|only|another|not|with)[\s-]\Z", re.I)
_NEVER_AFTER_ONE = STOPWORDS | set("another day wants thing side hand way would says said sided".split())
_CODE = re.compile(r"(?:[^\W\d_]|[A-Z]-)\Z")
_NAMED_AGE = re.compile(r"[A-Z][\w'’.\-]*,\s\Z")


def find_amounts(text: str) -> Iterator[Amount]:
    """Find the amounts of a text in order, without overlaps."""
    low, at = lowered(text), 0
    while match := _CORE.search(low, at):
        at = match.end()
        if amount := _amount(text, low, match):
            at = max(at, amount.end)
            yield amount


def _amount(text: str, low: str, match: re.Match[str]) -> Amount | None:
    start, end = match.span()
    before = before_number(low, start)
    if match["words"] and not _is_number(text, match):
        return None
    if match["place"] or match["ordinal"]:
        return _ordinal(text, match)
    hedge = hedge_before(before["hedge"])
    opening = before.start() if before["hedge"] else start
    if match["decade"]:
        return _decade(match, hedge)
    if share := match["share"] or match["parts"]:
        return Amount(opening, end, _share(share), None, hedge, FigureType.PERCENT, "%")
    if match["vague"]:
        least, most = _vague(match["vague"], match["of"])
        return Amount(opening, end, least, most, Hedge.ABOUT, FigureType.COUNT, "")
    return _counted(text, match, before, hedge)


def _is_number(text: str, match: re.Match[str]) -> bool:
    """Say whether number words are one: not the pronoun "one", and not a part of a name ("Three Tarns Water")."""
    if opens_a_name(text, *match.span()):
        return False
    if match["words"].lower() != "one":
        return True
    after = _ONE_IS_A_COUNT.match(text, match.end())
    if not after or after["noun"].lower() in _NEVER_AFTER_ONE:
        return False
    return not _PRONOUN_ONE.search(text, max(0, match.start() - 8), match.start())


def _ordinal(text: str, match: re.Match[str]) -> Amount | None:
    """Read "the third", "21st"; a bare "first" is an adverb unless what follows is counted in order."""
    start, end = match.span()
    if match["ordinal"]:
        return Amount(start, end, float(match["ordinal"][:-2]), None, Hedge.EXACT, FigureType.ORDINAL, "")
    place = match["place"]
    if not (_DETERMINED.search(text, max(0, start - 8), start) or _ORDERED.match(text, end)):
        return None
    return Amount(start, end, ORDINALS[place.lower()], None, Hedge.EXACT, FigureType.ORDINAL, "")


def _decade(match: re.Match[str], hedge: Hedge) -> Amount:
    start, end = match.span()
    value = float(match["decade"][:-1])
    type_ = FigureType.YEAR if value >= 1000 else FigureType.AGE
    return Amount(start, end, value, None, hedge, type_, "decade")


def _share(printed: str) -> float:
    """Return a fraction in words as per cent."""
    *count, part = re.split(r"[-\s]", printed.lower())
    number = int(count[0]) if count and count[0].isdigit() else CARDINALS.get(count[0], 1) if count else 1
    return 100 * number / _SHARES[part if part in _SHARES else part.removesuffix("s")]


def _vague(word: str, of: str | None) -> tuple[float, float]:
    """Return the bounds of "hundreds", "tens of thousands"."""
    of = of.lower().split()[-1] if of else ""
    low, high = _VAGUE[word.lower().split()[0]]
    if not of:
        return low, high
    scale = SCALES[of.removesuffix("s")]
    return low * scale, (high + 1) * scale - 1


def _counted(text: str, match: re.Match[str], before: re.Match[str], hedge: Hedge) -> Amount:
    """Read a plain number with what stands around it."""
    start, end = match.span()
    printed = match["number"] or match["words"]
    value, high = _value(printed), None
    high_end = _range(text, match, before, value)
    score = False
    if high_end:
        high, end, value, score = high_end
    currency = before["currency"]
    type_, unit, end, factor = _unit(text, end, printed, currency)
    if score:
        type_ = FigureType.SCORE
    elif type_ is FigureType.COUNT:
        type_, unit = _bare_type(text, start, end, printed, hedge, bool(before["aged"]))
        if type_ is FigureType.YEAR and hedge is Hedge.ABOUT and before["hedge"].lower() in ("about", "some"):
            return Amount(start, end, value, high, Hedge.EXACT, type_, unit)  # "spoke about 2018"
        if type_ is FigureType.YEAR and high is not None and high < 100:
            high += value // 100 * 100
    if after := HEDGED_AFTER.match(text, end):
        end, hedge = after.end(), hedge_after(after["word"])
    if before["hedge"] or before["aged"] or (before["between"] and high is not None):
        start = before.start()
    elif currency:
        start = before.start("currency")
    return Amount(start, end, value * factor, None if high is None else high * factor, hedge, type_, unit)


def _value(printed: str) -> float:
    if printed[-1] in FRACTIONS:
        whole = number_value(printed[:-1]) if len(printed) > 1 else 0.0
        return whole + FRACTIONS[printed[-1]]
    return number_value(printed)


_MULTIPLIED = re.compile(r"(?:hundred|thousand|million|billion|trillion|dozen|[mbk]n?)\Z", re.I)


def _range(text: str, match: re.Match[str], before: re.Match[str], low: float) -> tuple[float, int, float, bool] | None:
    """Read on from the lower end of a range: its upper end, where it ends, the scaled lower end, whether a score."""
    found = _RANGE.match(text, match.end())
    if not found:
        return None
    join, printed = found["join"].strip(), found["high"]
    high = number_value(printed)
    plain = (match["number"] or "").isdigit() and printed.isdigit()
    if plain and join != "and" and join != "or" and not before["from"]:
        contest = _CONTEST.search(text, max(0, match.start() - 60), match.start())
        year = len(match["number"]) == 4
        if not year and max(low, high) < 1000 and (contest or (low > high and join in "-–" and found["join"] == join)):
            return high, found.end(), low, True
        if year and 1500 <= low < 2100 and len(printed) == 2 and low % 100 < high:
            return high, found.end(), low, False
    scale = _MULTIPLIED.search(printed)
    if scale and not _MULTIPLIED.search(match["number"] or match["words"]) and low < high / SCALES[_scale(scale)]:
        low *= SCALES[_scale(scale)]
    if low >= high or (before["from"] and join == "to") or (join == "and" and not before["between"]):
        return None
    if join == "or" and high > 2 * low:
        return None
    return high, found.end(), low, False


def _scale(match: re.Match[str]) -> str:
    return match.group().lower()


def _unit(text: str, end: int, printed: str, currency: str | None) -> tuple[FigureType, str, int, float]:
    """Return the type, the unit, where the figure ends, and a correction for an "m" that meant metres."""
    if currency:
        return FigureType.MONEY, currency_code(currency), end, 1.0
    found = UNIT.match(text, end)
    if not found:
        if (
            printed[-1] == "m"
            and printed[-2].isdigit()
            and not re.match(r"\s[a-z]{3,}s\b|\speople\b", text[end : end + 30])
        ):
            return FigureType.MEASURE, "m", end, 1e-6
        return FigureType.COUNT, "", end, 1.0
    if found["percent"]:
        return FigureType.PERCENT, "pp" if found["points"] else "%", found.end(), 1.0
    if found["age"]:
        return FigureType.AGE, "year", found.end(), 1.0
    if found["money"]:
        return FigureType.MONEY, currency_code(found["money"]), found.end(), 1.0
    return FigureType.MEASURE, measure_unit(found["measure"], found["square"]), found.end(), 1.0


def _bare_type(text: str, start: int, end: int, printed: str, hedge: Hedge, aged: bool) -> tuple[FigureType, str]:
    """Tell apart ages, years, numbers inside names ("F-16") and plain counts."""
    if aged:
        return FigureType.AGE, "year"
    if printed.isdigit():
        if (
            len(printed) == 4
            and 1500 <= int(printed) < 2100
            and (hedge is Hedge.EXACT or not text[end : end + 2].strip().isalpha())
        ):
            return FigureType.YEAR, ""
        if (
            len(printed) < 4
            and text[end : end + 1] in {",", "."}
            and _NAMED_AGE.search(text, max(0, start - 30), start)
        ):
            return FigureType.AGE, "year"
        if _CODE.search(text, max(0, start - 2), start):
            return FigureType.COUNT, "code"
    return FigureType.COUNT, ""
