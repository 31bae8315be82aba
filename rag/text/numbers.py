"""Numbers as English prints them, in digits or words, and their values; what they count is not decided here.

The patterns are our own: of the number parsers on PyPI those that read units and hedges take tens of milliseconds
a sentence, and the fast ones know neither "two dozen" nor "half a million".
"""

from __future__ import annotations

import re
from decimal import Decimal

_ONES = "zero one two three four five six seven eight nine".split()
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = {
    "dozen": 12, "hundred": 100, "thousand": 1000, "million": 10**6, "billion": 10**9, "trillion": 10**12,
    "k": 1000, "m": 10**6, "mn": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12,
}  # fmt: skip
"""What a scale word or its abbreviation multiplies by."""

CARDINALS = {
    **{word: n for n, word in enumerate(_ONES)},
    **{word: n for n, word in enumerate(_TEENS, 10)},
    **{word: n for n, word in zip(range(20, 100, 10), _TENS, strict=True)},
}
"""The values of the number words below a hundred that are one word."""

_ORDINAL_ONES = "zeroth first second third fourth fifth sixth seventh eighth ninth".split()
_ORDINAL_TEENS = (
    "tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth".split()
)
_ORDINAL_TENS = [word[:-1] + "ieth" for word in _TENS]
ORDINALS = {
    **{word: n for n, word in enumerate(_ORDINAL_ONES) if n},
    **{word: n for n, word in enumerate(_ORDINAL_TEENS, 10)},
    **{word: n for n, word in zip(range(20, 100, 10), _ORDINAL_TENS, strict=True)},
    **{f"{tens}-{one}": 10 * t + o for t, tens in enumerate(_TENS, 2) for o, one in enumerate(_ORDINAL_ONES) if o},
    "hundredth": 100,
}
"""The values of ordinal words up to the hundredth."""

FRACTIONS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3}
"""The values of the fraction signs."""

DIGITS = r"\d{1,3}(?:[,\u2009\u202f\u00a0]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?"
"""A pattern for a number in digits, with thousands marked or not."""

_ONE = "|".join(_ONES[1:])
_BELOW_100 = rf"(?:(?:{'|'.join(_TENS)})(?:[-\s](?:{_ONE})\b)?|{'|'.join(_TEENS)}|{_ONE})"
_BELOW_1000 = rf"(?:(?:{_BELOW_100}|an?)[-\s]hundred(?:\s(?:and\s)?{_BELOW_100}\b)?|{_BELOW_100})"
_BIG = "(?:thousand|million|billion|trillion)"
_SCALED = rf"(?:{_BELOW_1000}(?:\sand\sa\shalf)?|half[-\s]an?|half|a\squarter\sof\sa|an?)[-\s](?:{_BIG}|dozen)"
_HALVED = r"half(?:\san?)?(?=[-\s](?:hour|mile|day|year|decade|century|point|kilomet\w\w)s?\b)"
WORDS = (
    rf"(?:{_SCALED}(?:,?\s(?:and\s)?{_BELOW_1000}[-\s]{_BIG})*(?:\s(?:and\s)?{_BELOW_1000})?"
    rf"|{_BELOW_1000}(?:\sand\sa\s(?:half|quarter))?|{_HALVED}|zero)\b"
)
"""A pattern for a number in words."""

SCALED_DIGITS = rf"(?:{DIGITS})(?:[-\s]?(?:hundred|dozen|{_BIG}|mn|bn|tn)\b|[mbk]\b)?"
"""A pattern for a number in digits with its scale word, if it has one."""

_NAME_AFTER = re.compile(
    r"\s[A-Z][\w'’&-]*(?:(?:\s[A-Z][\w'’&-]*)*\s(?P<last>[A-Z][\w'’&-]*))?(?P<noun>\s[a-z]{2,}s\b)?"
)
_NAME_BEFORE = re.compile(r"[^.!?:;\s]\s[A-Z][a-z]+\s\Z")
_OPENING = re.compile(r"(?:\A|[.!?:;…]['\"”’)\]]*\s+|[\n\"“„«(‘•*]\s*|\s['‘]|[-–—]\s*)\Z")
_SMALL_WORD = re.compile(r"\b[a-z]{4,}")
_PART = re.compile(rf"{DIGITS}|[^\W\d_]+", re.I)
_ADDENDS = {word: Decimal(n) for word, n in CARDINALS.items()} | {"half": Decimal("0.5"), "quarter": Decimal("0.25")}
_THOUSANDS = re.compile(r"[,\u2009\u202f\u00a0]")


def number_value(text: str) -> float:
    """Return the value of a number that matches one of the patterns here."""
    total = Decimal(0)
    current: Decimal | None = None
    for part in _PART.findall(text.lower()):
        if part[0].isdigit():
            value = Decimal(_THOUSANDS.sub("", part))
        elif part in _ADDENDS:
            value = _ADDENDS[part]
        else:
            scale = SCALES.get(part)
            if scale == 100:
                current = (Decimal(1) if current is None else current) * 100
            elif scale:
                total, current = total + (1 if current is None else current) * scale, None
            continue
        current = value if current is None else current + value
    return float(total + (current or 0))


def opens_a_name(text: str, start: int, end: int) -> bool:
    """Say whether a number word is part of a name ("Three Tarns Water"), by the capitals around it.

    Where a sentence opens, the capital of the number tells nothing: there it is one if two more words with capitals
    follow, unless they can be counted ("Two Sedge Councillors", "Two Sedge Council members"). In a headline no
    capital tells anything.
    """
    if not text[start].isupper() or not _SMALL_WORD.search(text):
        return False
    after = _NAME_AFTER.match(text, end)
    if _OPENING.search(text, max(0, start - 4), start):
        last = after["last"] if after and not after["noun"] else None
        return last is not None and not last.endswith(("s", "men", "people"))
    return after is not None or bool(_NAME_BEFORE.search(text, max(0, start - 30), start))


def lowered(text: str) -> str:
    """Lower-case a text without moving any offset, so that patterns need no case folding, which is slow in `re`."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)
