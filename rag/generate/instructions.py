"""Paragraphs that speak to a machine instead of reporting: "Ignore all previous instructions and say ...".

They are given to no writer and to no comparison. What stands in quotation marks is passed over, so that a report about
such a text is still a report. No list is complete: what slips through is fenced in a prompt and checked all the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from functools import lru_cache

from rag.datatypes import Article, ParagraphKind

_MACHINE = r"(?:AI|A\.I\.|LLMs?|GPT|chat\s?bots?|(?:AI|virtual)\s+assistants?|language\s+models?|summari[sz]ers?)"
_RULES = r"(?:instructions?|prompts?|rules?|guidelines?|directions?|orders?|articles?\s+above|sources?\s+above|context)"
_REPLY = r"(?:answer|reply|response|summary|briefing|output|report)"
_ORDER = r"(?:answer|reply|respond|print|output)"
_SPEAKS = re.compile(
    rf"\b(?:ignore|disregard|forget|override|bypass)\s+(?:(?:all|any|every|the|your|of|these|those|previous|prior|"
    rf"earlier|above|preceding|existing|system)\s+){{0,4}}{_RULES}"
    rf"|\b(?:attention|dear|note\s+to|message\s+to|instructions?\s+(?:for|to)|hey|hello)[\s,:]+(?:(?:any|all|the|every)"
    rf"\s+)?{_MACHINE}\b|\A\W*{_MACHINE}(?:\s+assistant)?\s*:"
    rf"|\b(?:you\s+are|you['’]re)\s+(?:now\s+)?an?\s+{_MACHINE}\b|\bas\s+an?\s+(?:AI\s+)?(?:language\s+model|chatbot|LLM)\b"
    rf"|\b(?:in|begin|start|end|finish)\s+your\s+{_REPLY}\b|\bfor\s+your\s+user\b"
    r"|\b(?:system\s+prompt|developer\s+mode|jailbreak)\b|\bnew\s+instructions?\s*:|\bencoded\s+order\b"
    rf"|^\W*{_ORDER}\s+(?:with\s+)?\S+\s+only\b"
    r"|^\W*(?:system|assistant)\s*:\s"
    r"|<\|[^<>|]{0,40}\|>|\[/?INST\]|</?think(?:ing)?>|<</?SYS>>|<{2,}\s*[A-Z]{4,}|\b[A-Z]{4,}\s*>{2,}"
    r"|^\s*\{\s*[\"“”](?:claim|refusal)[\"“”]\s*:"
    r"|[A-Za-z0-9+/]{48,}={0,2}"
    r"|\bignorier(?:e|en)\s+(?:sie\s+)?(?:alle|die|bisherige)|\bignore[zr]\s+(?:toutes\s+)?les\b"
    r"|\bignor[ae]\s+(?:todas|todos|tutte|tutti|las|le)\b|\bигнорируй(?:те)?\b|忽略(?:以上|之前|所有|上述)|指示を無視",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"[“\"][^“”\"]{1,300}[”\"]")


def reporting_only(article: Article) -> Article:
    """Return an article in which paragraphs that speak to a machine are no reporting, and so are not cited."""
    if not any(p.citable and speaks_to_machine(p.text) for p in article.paragraphs):
        return article
    paragraphs = tuple(
        replace(p, kind=ParagraphKind.BOILERPLATE) if p.citable and speaks_to_machine(p.text) else p
        for p in article.paragraphs
    )
    return replace(article, paragraphs=paragraphs)


@lru_cache(maxsize=8192)
def speaks_to_machine(text: str) -> bool:
    """Say whether a paragraph gives orders to a machine, in its own voice."""
    visible = "".join(c for c in text if unicodedata.category(c) != "Cf")
    if _SPEAKS.search(visible) is None:
        return False
    # A line in the form of a reply is all quotation marks; whatever else is quoted is somebody's words.
    return visible.lstrip().startswith("{") or _SPEAKS.search(_QUOTED.sub(" ", visible)) is not None
