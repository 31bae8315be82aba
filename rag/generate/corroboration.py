"""Questions about sources beside the matter: whether others report it too, who is right; and what the matter is.

"Is it confirmed that the radar was out?" asks for more than one source on "the radar was out". What somebody confirmed
("Did the police confirm the toll?") is an ordinary question, and so is what two named outlets wrote.
"""

from __future__ import annotations

import re

_SOURCES = r"(?:sources?|outlets?|reports?|newspapers?|papers?|media|news\s+organi[sz]ations?|publications?|origins?)"
_MANY = r"(?:several|multiple|other|different|various|more\s+than\s+one|at\s+least\s+two|two\s+or\s+more|independent)"
_REPORT = r"(?:report(?:s|ed|ing)?|say(?:s|ing)?|said|carr(?:y|ies|ied)|confirm(?:s|ed)?|cover(?:s|ed)?)"
_SURE = r"(?:independently\s+|also\s+)?(?:confirmed|corroborated|verified)"
_THAT = r"(?:\s+(?:the\s+(?:claim|report)s?\s+)?that|\s+of|\s+for|\s+on|\s+about)?"
_FORMS = tuple(
    re.compile(r"^\W*(?:and|but|so)?\W*" + form + r"\W*$", re.IGNORECASE)
    for form in (
        rf"(?:is|was|has)\s+it\s+(?:been\s+)?{_SURE}(?:\s+(?:anywhere|elsewhere|by\s+{_MANY}\s+{_SOURCES}))?\s+that\s+(?P<matter>.+)",
        rf"(?:is|was)\s+there\s+(?:any\s+)?(?:independent\s+|other\s+|further\s+)?(?:confirmation|corroboration){_THAT}\s+(?P<matter>.+)",
        rf"(?:do|did|have|has|are|were)\s+(?:any\s+)?{_MANY}\s+(?:independent\s+)?{_SOURCES}\s+(?:independently\s+|also\s+)*{_REPORT}(?:\s+that)?\s+(?P<matter>.+)",
        rf"(?:does|did|has|do)\s+(?:anyone|anybody|any\s+(?:other|second)\s+{_SOURCES})(?:\s+else)?\s+(?:also\s+)?{_REPORT}(?:\s+that)?\s+(?P<matter>.+)",
        rf"who\s+else\s+(?:also\s+)?{_REPORT}(?:\s+that|\s+on)?\s+(?P<matter>.+)",
        rf"(?:which|what)\s+other\s+{_SOURCES}\s+(?:also\s+)?{_REPORT}(?:\s+that|\s+on)?\s+(?P<matter>.+)",
        rf"how\s+many\s+(?:independent\s+|different\s+)?{_SOURCES}\s+(?:independently\s+|also\s+)*{_REPORT}(?:\s+that|\s+on)?\s+(?P<matter>.+)",
        rf"(?:is|are|was|were|has|have)\s+(?P<matter>.+?)\s+(?:been\s+)?{_SURE}(?:\s+(?:anywhere\s+else|elsewhere|by\s+(?:anyone\s+else|(?:any\s+)?(?:an?\s+)?(?:{_MANY}|another|second)\s+{_SOURCES})))?",
        rf"(?:is|are|was|were)\s+(?P<matter>.+?)\s+(?:independently\s+)?reported\s+(?:anywhere\s+else|elsewhere|by\s+(?:anyone\s+else|(?:any\s+)?{_MANY}\s+{_SOURCES}))",
    )
)  # fmt: skip
_BARE = re.compile(r"^(?:it|this|that)$", re.IGNORECASE)
_SUBJECT = re.compile(r"\((?P<subject>[^()]+)\)\s*$")
"""What a follow-up is about, put behind it by `followup`."""


_WHO_IS_RIGHT = re.compile(
    r"(?<=[?.,;!])\W*(?:and\s+)?(?:who|which|what)(?:\s+(?:one|figure|number|version|of\s+\w+))?(?:\s+is|\s+was|['’]s)\s+"
    r"(?:the\s+)?(?:right|correct|true)(?:\s+\w+)?\W*$",
    re.IGNORECASE,
)


_NEWS = re.compile(
    r"^\W*(?:(?:so|and)\s+)?(?:(?:what['’]?s|what\s+is|what\s+are|is\s+there|give\s+me|show\s+me|tell\s+me|any)\s+)*"
    r"(?:(?:any|the)\s+)?(?:(?:latest|newest|recent|new|news|updates?|developments?)\s+)+(?:on|about|of|from|with|in)\s+"
    r"|^\W*(?:please\s+)?tell\s+me\s+(?:more\s+|all\s+|everything\s+)?about\s+"
    r"|^\W*what\s+(?:do\s+(?:we|you)\s+know|is\s+known)\s+(?:so\s+far\s+)?about\s+",
    re.IGNORECASE,
)
"""How one asks for news: words that no article has to have."""


_TELLER = re.compile(
    r"^\W*(?:and\s+)?what\s+(?:did|does|do|has|have)\s+(?P<who>(?:[\w.'’&-]+\s+){1,8}?)(?:said|say|reported|report"
    r"|written|write)\b(?P<what>.*)$",
    re.IGNORECASE,
)


def teller_of(question: str) -> tuple[str, str] | None:
    """Return whose words a question asks for, a person's or an outlet's, and on what; None if it asks otherwise."""
    found = _TELLER.match(" ".join(question.split()))
    return (found["who"].strip(), found["what"].strip(" ?")) if found else None


def asked_of(question: str) -> str:
    """Return what a question asks about, without what it asks of the sources: whether others say so, who is right."""
    return matter_of(question) or _NEWS.sub("", _WHO_IS_RIGHT.sub("", question)).strip() or question


def matter_of(question: str) -> str | None:
    """Return what a question asks to see corroborated ("the radar was out"), or None if it asks something else."""
    question = " ".join(question.split())
    about = _SUBJECT.search(question)
    bare = question[: about.start()] if about else question
    for form in _FORMS:
        if found := form.match(bare.rstrip(" ?!.")):
            matter = found["matter"].strip()
            if _BARE.match(matter):
                return about["subject"] if about else None
            return f"{matter} ({about['subject']})" if about else matter
    return None
