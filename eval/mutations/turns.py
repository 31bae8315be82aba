"""Mutators of meaning: a quoted word, a negation, a modality."""

from __future__ import annotations

import re
from collections.abc import Iterator

from eval.mutations.sentence import Mutation, TrueSentence, changed, quoted_spans, unquoted

_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_SHORTEST = 4
_FEW = 3
_LEFT = frozenset(
    "that this with from have been were they them their there then than what when which while will would could should "
    "about into over after before some more most very just also only your".split()
)


def change_quotation(sentence: TrueSentence) -> list[Mutation]:
    """Change one word of quoted speech of three words or more: another in its place, one dropped, one put in.

    The first and the last stay where one is dropped: the others are still as they were said.
    """
    text, found = sentence.text, []
    for start, end in quoted_spans(text):
        words = list(_WORD.finditer(text, start, end))
        if len(words) < _FEW:
            continue
        for word in words:
            old = word.group()
            if len(old) >= _SHORTEST and old.islower() and old not in _LEFT:
                found += [changed(text, *word.span(), new, "replaced") for new in _alike(old, sentence.paragraphs)]
                if word is not words[0] and word is not words[-1]:
                    found.append(changed(text, word.start() - 1, word.end(), "", "dropped"))
            elif old in ("is", "was", "are", "will", "have") and text[word.end()] == " ":
                found.append(changed(text, *word.span(), f"{old} certainly", "put in"))
    return found


def _alike(old: str, paragraphs: tuple[str, ...]) -> list[str]:
    """Return two words of the article that could stand there: the same ending, another start."""
    ending = old[-2:]
    words = (word for paragraph in paragraphs for word in _WORD.findall(paragraph))
    alike = dict.fromkeys(
        w for w in words if w.islower() and len(w) >= _SHORTEST and w.endswith(ending) and w[:3] != old[:3]
    )
    return [word for word in alike if word not in _LEFT and word != old][:2]


_NEGATED = re.compile(
    r"\b(?:not|never|no|nobody|none|neither|nor|without|cannot|hardly|nothing|no one)\b|n['’]t\b", re.I
)
_REMOVED = {
    r"\bis not\b": "is", r"\bwas not\b": "was", r"\bare not\b": "are", r"\bwere not\b": "were", r"\bwill not\b": "will",
    r"\bhas not\b": "has", r"\bhave not\b": "have", r"\bhad not\b": "had", r"\bwould not\b": "would",
    r"\bcould not\b": "could", r"\bshould not\b": "should", r"\bcannot\b": "can", r"\bcan not\b": "can",
    r"\bmay not\b": "may", r"\bisn['’]t\b": "is", r"\bwasn['’]t\b": "was", r"\baren['’]t\b": "are",
    r"\bweren['’]t\b": "were", r"\bwon['’]t\b": "will", r"\bhasn['’]t\b": "has", r"\bhaven['’]t\b": "have",
    r"\bhadn['’]t\b": "had", r"\bwouldn['’]t\b": "would", r"\bcouldn['’]t\b": "could", r"\bcan['’]t\b": "can",
    r"\bno longer\b": "still", r"\bnever\b": "always", r"\bdo not\b": "do", r"\bdon['’]t\b": "do",
    r"\bno one\b": "everyone", r"\bnobody\b": "everybody", r"\bwithout\b": "with",
}  # fmt: skip
_REMOVAL = [
    (re.compile(f"{old}(?!\\s(?:only|just|merely|necessarily|until|unless|even|so))"), new)
    for old, new in _REMOVED.items()
]
_DID_NOT = re.compile(r"\b(?:did not|didn['’]t)\s(?P<verb>[a-z]+)\b")
_AUXILIARY = re.compile(
    r"(?<=[\w,’'] )(?P<aux>is|was|are|were|will|has been|have been|has|have|had|would)"
    r"(?! only| just)(?= (?:a |an |the |be |also |already )?[a-z]+)"
)
_HAS_PARTICIPLE = re.compile(
    r" (?:been|[a-z]+ed|made|taken|given|seen|become|won|lost|led|said|told|gone|come|begun|found|sent|put|set|cut|paid"
    r"|met|held|left|shown|written|spoken)\b"
)
_IRREGULAR = {
    "made": "make", "took": "take", "gave": "give", "won": "win", "met": "meet", "went": "go", "came": "come",
    "began": "begin", "sent": "send", "held": "hold", "left": "leave", "wrote": "write", "spoke": "speak", "saw": "see",
    "became": "become", "found": "find", "paid": "pay", "sold": "sell", "bought": "buy", "signed": "sign",
    "said": "say", "told": "tell", "led": "lead", "fell": "fall", "rose": "rise", "knew": "know", "kept": "keep",
    "lost": "lose",
    "announced": "announce", "voted": "vote", "used": "use", "approved": "approve", "served": "serve",
    "received": "receive", "moved": "move", "agreed": "agree", "released": "release", "raised": "raise",
    "promised": "promise", "declared": "declare", "urged": "urge", "argued": "argue", "believed": "believe",
    "called": "call", "asked": "ask", "wanted": "want", "visited": "visit", "killed": "kill", "passed": "pass",
    "joined": "join", "claimed": "claim", "reported": "report", "expressed": "express", "accepted": "accept",
    "ordered": "order", "opened": "open", "played": "play", "appeared": "appear", "started": "start",
    "attacked": "attack", "offered": "offer", "asserted": "assert", "warned": "warn", "criticized": "criticize",
    "praised": "praise", "arrived": "arrive", "showed": "show", "launched": "launch", "added": "add",
}  # fmt: skip
_PAST = {base: past for past, base in _IRREGULAR.items()}
_ACTED = re.compile(
    rf"(?:\b(?:he|she|they|it|who|we|I|[A-Z][a-z]+|officials|police|lawmakers|company|government|president)\s)"
    rf"(?P<verb>{'|'.join(_IRREGULAR)})\b(?!\s(?:by|and))"
)


def change_negation(sentence: TrueSentence) -> list[Mutation]:
    """Take a "not" out, or put one in with its "did", outside quotation marks.

    One is put in only where the sentence has none, for two might cancel out. "Not only" and "not until" stay.
    """
    text = sentence.text
    if text.rstrip(' ”"').endswith("?"):
        return []
    own = unquoted(text)
    found = [changed(text, *m.span(), new, "taken out") for old, new in _REMOVAL for m in old.finditer(own)]
    for match in _DID_NOT.finditer(own):
        found.append(changed(text, *match.span(), _PAST.get(match["verb"], f"did {match['verb']}"), "taken out"))
    return found or list(_negated(text, own))


def _negated(text: str, own: str) -> Iterator[Mutation]:
    if _NEGATED.search(own):
        return
    for match in _AUXILIARY.finditer(own):
        aux, end = match["aux"], match.end()
        if aux in ("has", "have", "had") and not _HAS_PARTICIPLE.match(own, end):
            continue
        first, *rest = aux.split()
        yield changed(text, *match.span(), " ".join([first, "not", *rest]), "put in")
    for match in _ACTED.finditer(own):
        base = _IRREGULAR[match["verb"]]
        yield changed(text, *match.span("verb"), f"did not {base}", "put in")


_MODAL = {
    r"\b(?:may|might)(?= (?:be|have|not|also|[a-z]+)\b)(?! \d)": "will",
    r"\bcould(?= (?:be|also|soon|face|lead|cause|help|[a-z]{3,})\b)(?! not| have)": "will",
    r"\bwill(?= (?:be|have|also|[a-z]+)\b)": "may",
    r"\b(?:is|are) (?:expected|likely) to\b": "will",
    r"\b(?:allegedly|reportedly|apparently|possibly|perhaps|probably) ": "",
    r"(?<=(?:the|his|her|its|for| of) )(?:alleged|suspected|possible|potential|proposed) (?=[a-z])": "",
    r"\bdenied\b(?! (?:by|a |the |entry|access|him|her|them|bail))": "confirmed",
    r"\bdenies\b": "confirms",
    r"\bdeny\b(?! (?:him|her|them))": "confirm",
    r"\bappears to have\b": "has",
    r"\b(?:is|are) considering\b": "will go ahead with",
    r"\bmust(?= [a-z])": "may",
    r"\bmay have\b": "has",
    r"\bmight have\b": "had",
    r"\b(?:wants|plans) to\b": "will",
    r"\b(?:is|was) accused of (?=[a-z]+ing)": "admitted ",
    r"\bsuggested that\b": "proved that",
    r"\bthreatened to\b": "promised to",
    r"\bfailed to\b": "managed to",
    r"\brefused to\b": "agreed to",
    r"\brejected\b": "accepted",
}
_MODALITY = [(re.compile(old), new) for old, new in _MODAL.items()]


def change_modality(sentence: TrueSentence) -> list[Mutation]:
    """Turn what may be into what is, or round: will for may, confirmed for denied, "alleged" dropped.

    "Would" stays: it is often a "will" that somebody said in the past.
    """
    text = sentence.text
    own = unquoted(text)
    return [
        changed(text, *match.span(), new, match.group().strip().lower())
        for old, new in _MODALITY
        for match in old.finditer(own)
    ]
