"""The lines that a page puts around an article, as patterns: advertising, sharing, newsletters, cookies, rights."""

from __future__ import annotations

from rag.datatypes import ParagraphKind
from rag.ingest.rules import Table

_PLACE = (
    r"(?:newsletters?|subscribers?|subscriptions?|inbox|alerts|notifications?|apps?|app store|google play|facebook|"
    r"twitter|instagram|youtube|tiktok|whatsapp|telegram|linkedin|podcasts?|membership|free trial|our journalism|"
    r"independent journalism|digital access|unlimited access|breaking news|our (?:channel|page|site|website|community)|"
    r"this (?:article|story|page|post))"
)
_INVITATIONS = (
    r"sign up|subscribe|register|sign in|log in|donate|enter your email|have a tip|got a (?:tip|story)|"
    r"already a (?:member|subscriber)|not a (?:member|subscriber)|want more|become an? \w+|download (?:the|our|now)|"
    r"get (?:the|our|all|more|breaking|instant|unlimited|your|daily)|join (?:us|our|the|now|today)|"
    r"follow (?:us|our|@\w+)|like us|share this|tweet (?:us|this)|visit (?:us|our)|"
    r"support (?:us|our|independent|quality)|for more [\w ,'’-]{2,40} (?:follow|sign up|subscribe|visit|download)"
)
_NETWORK = r"(?:facebook|twitter|x|instagram|youtube|tiktok|linkedin|threads|bluesky|mastodon|telegram|whatsapp)"
_OUR_LINKS = (
    r"(?=.*\b(?:affiliate|(?:our|these|the|this|through) (?:links?|site)|links? (?:on|in)|purchases? (?:made|you))\b)"
)
_SHARED = (
    r"(?:this|an?|the|article|story|post|page|facebook|twitter|x|whatsapp|email|e-mail|friend|linkedin|reddit|"
    r"pinterest|on|via|to|with|your|friends|and|or|link)"
)
_LISTED = r"(?:stories|story|articles?|news|coverage|videos?|posts?|links?|topics?|content)"
_BUTTONS = (
    r"(?:subscribe|sign up|sign in|log ?in|register|share|print|e-?mail|comments?|follow|like|tweet|save|menu|search|"
    r"home|close|facebook|twitter|whatsapp|linkedin|reddit|pinterest|copy(?: link)?|link copied|bookmark|loading|skip|"
    r"replay|play(?: video)?|pause|mute|unmute|next|previous|back to top|skip to (?:content|main content|the story)|"
    r"table of contents|transcript|topics|tags?|categories|sections|newsletters?|\d+ comments?|\d+ shares?|"
    r"\d+ min(?:ute)?s? read|leave a (?:comment|reply)|post a comment|view comments?|"
    r"join the (?:conversation|discussion))"
)

_STAY = (
    r"(?:stay (?:with us|tuned)(?: (?:for|as|throughout|while) (?:(?:the|more|all|live|further|our|we|events|you)\b)"
    r"[^.!?“\"]{0,60})?[.!…]*)"
)

PAGE_TABLES = (
    Table(
        ParagraphKind.BOILERPLATE,
        250,
        (
            r"(?i:[([>»*•-]{0,2} ?(?:read|see|watch|listen|view|explore|discover|learn|find out|click|tap)"
            r"(?: (?:more|also|next|now|on|the full [\w ]{3,30}|our [\w ]{3,30}))?:(?-i: ?[^a-z ].+)?)",
            r"(?i:(?:related|also|more|recommended|popular|trending|next up|up next):(?-i: ?[^a-z ].{0,200})?)",
            r"(?i:(?:see also|also read|also see|more on this(?: story)?|more from [\w .'’-]{2,30}|must read|most read|"
            rf"don['’]?t miss|in case you missed it|further reading|(?:related|full) {_LISTED}): ?.{{0,200}})",
            r"(?i:(?:related coverage|\( ?photos:) .{2,200})",
            r"(?i:slideshow \(\d+ images?\)|(?:prev |next )?image \d+ of \d+|\[[\w ]{2,30}\]|advertisement:)",
            r"(?i:(?:read|see|show|view|load|click for|hear|learn) (?:more|less|all|next|comments?|also)"
            r"(?: (?:about|on|at|from|here|in) [\w .,'’&-]{2,80})?[ .>»…]{0,4})",
            r"(?i:(?:related|more|top|latest|recommended|popular|trending|featured|editors?['’]? picks?|"
            r"what to read next|you (?:may|might) (?:also )?(?:like|be interested in)|"
            r"more (?:from|on) [\w .'’&-]{2,40}|"
            r"most (?:read|viewed|popular)|around the web|from the web|promoted|partner content|"
            rf"sponsored(?: by [\w .'’&-]{{2,40}})?)(?: {_LISTED})?[:.]?)",
            r"(?i:[–—\[(*-]{0,3} ?(?:advertisement|advertising|advertise(?: with us)?|ads?|"
            r"(?:advertisement )?(?:story|article) continue[sd](?: below)?(?: (?:the |this )?(?:ad|advertisement))?|"
            r"scroll (?:down(?: for more)?|to continue)|"
            r"(?:advertisement )?continue reading(?: the main story| below)?) ?[–—\])*.…-]{0,3})",
            rf"(?i:(?:please )?(?:{_INVITATIONS})\b[^.!?“\"]{{0,160}}\b{_PLACE}\b[^.!?“\"]{{0,80}}[.!?>»]{{0,3}})",
            r"(?i:(?:click|tap|swipe) (?:here|below|on|the|through)\b[^.!?]{0,150}[.!]?)",
            rf"(?i:{_BUTTONS}[.…:!]*)",
            r"(?i:(?:subscribe|sign up)(?: now| today| here| for free)?[ .!>»]*)",
            r"(?i:(?:subscribe|sign up) (?:to|for|and|now|today|here)\b[^.?]{2,200}[.!]?)",
            r"(?i:(?:share|tweet|email|print|pin|save|bookmark|send) (?:this|on|via|to|with)\b"
            rf"(?: {_SHARED}\b,?)*[.:!]?)",
            r"(?i:(?:[-–•] )?(?:follow|find|connect with) (?:us|me|him|her|them|@\w+|[\w.'’ -]{2,40}) (?:on|at|via) "
            rf"(?:@|{_NETWORK}\b)[^!?]{{0,150}})",
            rf"(?i:like [\w.'’ -]{{2,40}} on {_NETWORK} and follow\b[^!?]{{0,100}})",
            r"(?i:(?:follow|like|find|join|connect with) us\b[^.!?]{0,100}[.!]?|follow @\w+)",
            r"(?i:(?:tags?|filed under|topics|categories|posted in|keywords): ?.{2,200})",
            r"(?i:(?:this|your) (?:video|audio|content|player|browser)\b[^.]{0,60}\b(?:not available|unavailable|"
            r"not support(?:ed)?|failed to load)\b[^.]{0,60}\.?|video unavailable\.?)",
            r"(?i:(?:please )?(?:enable|turn on|activate|allow) (?:java ?script|cookies)\b.{0,150})",
            r"(?:https?://|www\.)\S+",
            rf"(?i:(?:please )?{_STAY})",
            r"(?i:(?:(?:good (?:morning|afternoon|evening)|hello|hi)\b[^.!?“\"]{0,40}?[ ,.!–—-]+)?(?:and )?"
            r"(?:(?:we(?: are|['’]re) )?(?:starting|restarting|resuming|pausing|closing|ending|wrapping up)|"
            r"(?:a (?:very )?warm )?welcome(?: back)? to|thank(?:s| you) for (?:following|joining|reading))"
            r" (?:our|this|the) (?:[\w-]+ )?live (?:coverage|blog|page|reporting|updates|feed)\b[^.!?“\"]{0,100}"
            rf"(?:[.!…]+ {_STAY})?[.!…]*)",
            r"(?i:here['’]?s what (?:we know|you need to know)(?: so far| right now| today)?"
            r"(?: (?:about|on) [^.!?“\"]{2,80})?[:.…]*)",
        ),
    ),
    Table(
        ParagraphKind.BOILERPLATE,
        600,
        (
            r"(?i:(?:we(?: and our [^.]{2,40}?)? (?:also )?(?:may )?(?:use|need|store|place|set)|"
            r"this (?:site|website|page) uses|our (?:site|website|partners) uses?|by (?:using|continuing|clicking))"
            r"\b.{0,120}\bcookies?\b.{0,450})",
            r"(?i:copyright,? ?(?:©|\(c\))?,? ?(?:19|20)\d\d\b.{0,300}|copyright (?-i:[A-Z])[^.]{2,50}|"
            r"\(c\),? ?(?:19|20)\d\d\b.{0,300}|copyright ©.{0,300}|© ?(?:\d{4}|(?-i:[A-Z])).{0,300})",
            r"(?i:.{0,120}\ball rights reserved\b.{0,300})",
            r"(?i:this (?:material|content|article)\b.{0,60}\bmay not be (?:published|reproduced|copied|distributed|"
            r"redistributed|republished)\b.{0,300})",
            rf"(?i:(?:when|if) you (?:buy|click|purchase|make a purchase)\b{_OUR_LINKS}"
            r".{0,200}\bcommissions?\b.{0,200})",
            rf"(?i:(?:we|[\w .]{{2,40}}) may (?:earn|receive|get|collect)\b{_OUR_LINKS}"
            r".{0,80}\b(?:commissions?|affiliate)\b.{0,200})",
            r"(?i:(?:this (?:article|story|post|page) )?(?:contains|includes) affiliate links?\b.{0,200})",
            r"(?i:(?:get|receive|have)\b[^.!?]{0,120}\b(?:delivered|sent|straight|direct(?:ly)?)\b[^.!?]{0,40}"
            r"\binbox\b.{0,200})",
            r"(?i:by (?:signing up|subscribing|submitting|registering|clicking)\b.{0,60}\byou (?:agree|consent|accept|"
            r"acknowledge|confirm)\b.{0,300})",
            r"(?i:.{0,400}\b(?:by signing up,? you agree to|you can unsubscribe at any ?time|select a newsletter to "
            r"subscribe to|wants? .{2,40} in your inbox)\b.{0,200})",
            r"(?i:the (?:opinions|views) expressed\b.{0,80}\b(?:are|is|do|does)\b.{0,60}\b(?:authors?(?:['’]s?)?|"
            r"writers?|columnists?|contributors?|own|reflect|represent)\b.{0,150})",
            r"(?i:this is a rush transcript\b.{0,200})",
            r"(?i:(?:this site is protected by recaptcha|your (?:email|personal data|privacy))\b.{0,200}\b(?:privacy "
            r"policy|will not be published|terms of (?:use|service))\b.{0,200})",
        ),
        needs=(
            "cookie",
            "©",
            "(c)",
            "copyright",
            "rights reserved",
            "may not be",
            "commission",
            "affiliate",
            "inbox",
            "by s",
            "unsubscribe",
            "newsletter",
            "views",
            "opinions",
            "transcript",
            "by clicking",
            "by registering",
            "recaptcha",
            "your ",
        ),
    ),
)
"""Buttons and links first, then the longer notices."""
