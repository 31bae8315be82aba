"""Whether what follows an "it" is what a body such as a firm or a council does, and a thing cannot: say, plan, hope."""

from __future__ import annotations

import re

_ACTS = re.compile(
    r"\s+(?:(?:also|later|now|then|has|had|did not|does not)\s+)*(?:sa(?:ys?|id)|stat(?:es|ed)|claim(?:s|ed)"
    r"|den(?:y|ies|ied)|plan(?:s|ned)|announce[sd]?|expect(?:s|ed)?|wants?|wanted|hope[sd]?|warn(?:s|ed)?|add(?:s|ed)"
    r"|told|tells|argue[sd]?|insist(?:s|ed)?|report(?:s|ed)|promise[sd]?|urge[sd]?|call(?:s|ed) (?:for|on)|ask(?:s|ed)"
    r"|agree[sd]?|decide[sd]?|believe[sd]?|estimate[sd]?|refuse[sd]?|declined?s?|apologi[sz]e[sd]?)\b"
)


def acts_as_a_body(after: str) -> bool:
    """Tell whether a text that begins right after an "it" goes on with what only a body does."""
    return _ACTS.match(after) is not None
