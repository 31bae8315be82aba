"""Who published an article that does not say so: its address, else the news agency its text names as its own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

UNKNOWN_OUTLET = "Unknown outlet"

_AGENCIES = {
    "AFP": r"AFP|Agence France-Presse",
    "Reuters": r"Reuters|REUTERS",
    "Associated Press": r"AP|(?:[Tt]he )?Associated Press",
    "dpa": r"dpa|DPA",
    "EFE": r"EFE",
    "ANSA": r"ANSA",
    "PA Media": r"PA Media|the PA news agency|PA news agency",
    "UPI": r"UPI",
    "Xinhua": r"Xinhua",
    "TASS": r"TASS",
    "Interfax": r"Interfax",
    "Kyodo": r"Kyodo(?: News)?",
    "Yonhap": r"Yonhap",
    "Anadolu": r"Anadolu(?: Agency)?",
    "Press Trust of India": r"PTI|Press Trust of India",
    "ANI": r"ANI",
    "IANS": r"IANS",
    "Bernama": r"Bernama",
    "Antara": r"Antara|ANTARA",
    "AAP": r"AAP",
    "Belga": r"Belga",
    "Bloomberg": r"Bloomberg",
}
"""Well-known news agencies and how they write their own names."""

_NAMES = "|".join(f"(?P<a{i}>{pattern})" for i, pattern in enumerate(_AGENCIES.values()))
_AGENCY_NAMES = list(_AGENCIES)

AGENCY_NAME = "|".join(_AGENCIES.values())
"""A pattern of any agency's name."""

# What only the agency itself writes: a dateline, a signature line, "told AFP", "an AFP tally", "AFP footage".
_OWN_WORDS = tuple(
    re.compile(form.replace("NAME", f"(?:{_NAMES})"), re.MULTILINE)
    for form in (
        r"^.{0,80}?\((?:NAME)\)\s*[-–—]",
        r"^[(\[–—-]{0,2}\s?(?:NAME)[)\]]?\.?$",
        r"\btold (?:the )?(?:NAME)\b",
        r"\b(?:NAME) (?:tally|footage|journalists?|correspondents?|reporters?|photographers?|count) "
        r"(?=of\b|from\b|based\b|compiled\b|at\b|in\b|on\b|saw\b|showed\b|said\b|who\b|witnessed\b|reported\b)",
    )
)


def outlet_of_url(url: str) -> str:
    """Return the host of an address without "www.", or "" where there is none."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    return host.removeprefix("www.")


def agency_of_text(text: str) -> str:
    """Return the agency whose own copy the text says it is, or "" where it does not say."""
    for form in _OWN_WORDS:
        found = form.search(text)
        if found is not None and found.lastgroup is not None:
            return _AGENCY_NAMES[int(found.lastgroup[1:])]
    return ""


def guess_outlet(url: str | None, text: str) -> str:
    """Return the outlet of an article that names none."""
    return (outlet_of_url(url) if url else "") or agency_of_text(text) or UNKNOWN_OUTLET
