"""Fair edits: changes that leave a sentence true, for false alarms at scale beside the written paraphrases."""

from __future__ import annotations

import re

from eval.mutations.sentence import Mutation, TrueSentence, changed, unquoted

_DIGITS = "two three four five six seven eight nine ten eleven twelve".split()
_PREPOSITION = "with|and|or|of|in|to|for|on|at|by|is|was|has|had|from|as|after|since|that|who|will|would|but|than"
_PLAIN = {
    r"\bdid not\b": "didn’t",
    r"\bdidn[’']t\b": "did not",
    r"\bis not\b": "isn’t",
    r"\bwon[’']t\b": "will not",
    r"\bcannot\b": "can’t",
    r"\bdoes not\b": "doesn’t",
    r"\bmore than(?= [$\d])": "over",
    r"\bover(?= [$\d])": "more than",
    r"(?<=\d)%": " percent",
    r"(?<=\d) per ?cent\b": "%",
    r"\btold reporters\b": "said",
    r"\bmay(?= (?:be|have|not|[a-z]+)\b)(?! \d)": "might",
    r"\balso ": "",
    r"\b(?:However|Meanwhile|Still|But),? (?=[A-Z])": "",
    r"(?<!’s )(?<!'s )\bPresident (?=[A-Z][a-z]+ [a-z])": "",
    r"\bSen\. (?=[A-Z])": "Senator ",
    r"\bGov\. (?=[A-Z])": "Governor ",
    rf"\bU\.S\.(?= (?!{_PREPOSITION})[a-z]{{3}})": "American",
    r", who [^,]{5,60},(?= [a-z])": "",
    r" \([^()]{3,40}\)": "",
    r"\bbegan\b": "started",
    r"\bpurchased\b": "bought",
    r"\bin order to\b": "to",
    r"\bapproximately\b": "about",
    r"\bdead\b(?=[.,])": "killed",
    r"\bsaid (?=that )": "stated ",
    r"(?<=\w) said that\b": " said",
    r"\bfollowing\b(?= the )": "after",
    r"\bbecause\b(?! of)": "since",
    r"\bhowever, ": "",
    r"\bjust (?=[a-z])": "",
}
_EDITS = [(re.compile(old), new) for old, new in _PLAIN.items()]
_MONTH_BEFORE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\s\Z"
)
_NUMBER_WORD = re.compile(rf"(?<![\w-])(?:{'|'.join(_DIGITS)})\b(?= [a-z]+s\b)(?! of)")
_NUMBER = re.compile(r"(?<![\d.,:$/-])(?:[2-9]|1[012])(?= [a-z]+s\b)")
_REPORTED = re.compile(
    r"\A[“\"](?P<said>(?:The|That|This|He|She|It|They|There)\b[^”\"]+?),[”\"] "
    r"(?P<who>[A-Z][\w. -]{2,30}|he|she) said\.\Z"
)


def edit_fairly(sentence: TrueSentence) -> list[Mutation]:
    """List the ways to say the same: a contraction, a number in digits, a title or an aside left out."""
    text = sentence.text
    own = unquoted(text)
    found = [changed(text, *match.span(), new, old.pattern) for old, new in _EDITS for match in old.finditer(own)]
    found += [changed(text, *m.span(), str(_DIGITS.index(m.group()) + 2), "digits") for m in _NUMBER_WORD.finditer(own)]
    found += [
        changed(text, *m.span(), _DIGITS[int(m.group()) - 2], "number word")
        for m in _NUMBER.finditer(own)
        if not _MONTH_BEFORE.search(own[: m.start()])
    ]
    if match := _REPORTED.match(text):
        said = match["said"]
        who = match["who"][0].upper() + match["who"][1:]
        found.append(Mutation(f"{who} said {said[0].lower()}{said[1:]}.", "reported speech"))
    return [one for one in found if one.text[:1].isupper() or one.text[:1] in "“\"'‘"]
