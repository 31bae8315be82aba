"""The lines that say who made an article and its pictures, as patterns: sign-offs, bylines, credits, captions."""

from __future__ import annotations

from rag.datatypes import ParagraphKind
from rag.ingest.outlets import AGENCY_NAME
from rag.ingest.rules import Table

# A word is taken whole (`*+`): backtracking into "A.B.C.D" could take for ever.
_CAPITAL = r"[A-ZÀ-ÖØ-Þ]"
_WORD = rf"{_CAPITAL}[\w.'’-]*+"
_NAME = rf"{_WORD}(?: (?:(?:de|del|da|di|van|von|der|den|la|le|al|bin|el|ten|ter|of|the) ){{0,2}}{_WORD}){{0,5}}"
_NAMES = rf"{_NAME}(?:(?:, and |, | and | & |; | with ){_NAME}){{0,7}}"
_JOB = (
    r"(?:(?!is |was |were |are |has |had )[\w&-]+ ){0,4}(?:correspondent|reporter|editor|writer|columnist|analyst|"
    r"critic|journalist|producer|photographer|bureau chief|news desk|contributor)s?"
)
_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)\w{0,6}\.?"
)
_DAY = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? {_MONTH},?(?: \d{{4}})?|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,?(?: \d{{4}})?|"
    r"\d{4}-\d\d-\d\d|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})"
)
_CLOCK = r"(?:\d{1,2}[:.h]\d\d(?::\d\d)? ?(?:[aApP]\.?[mM]\.?)?|\d{1,2} ?[aApP]\.?[mM]\.?)(?: ?[A-Z]{1,5})?"
_WHEN = rf"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\w{{0,6}}\.?,? )?{_DAY}(?:(?:,| at| -| –| \|)? ?{_CLOCK})?"
_CREW = r"(?:reporting|writing|editing|graphics?|production|photography|translation|research)"
_CREDITED = (
    rf"(?:[\s,;:&/()–—-]|\b(?:and|in|for|by|of|the|at|with|additional|reporting|editing|writing|further|from|de|van|"
    rf"von|der|al|bin|el)\b|\b{_WORD})++"
)
_PHOTO_AGENCY = (
    r"(?:AP|AFP|Reuters|REUTERS|Getty|EPA|EPA-EFE|PA|AAP|Alamy|Shutterstock|iStock|Unsplash|Pixabay|Bloomberg|Xinhua)"
)
_STOCK = r"(?:Getty|Alamy|Shutterstock|iStock|Unsplash|Pixabay)"
_PICTURE = (
    r"(?:photos?|photographs?|photo credit|pictures?|images?|image credit|picture credit|illustration|video|graphic)"
)
_PICTURED = r"[\w .'’/-]{2,60}"

MAKER_TABLES = (
    Table(
        ParagraphKind.SIGNOFF,
        60,
        (
            r"[a-z]{1,6}(?:-[a-z]{1,6})*(?:/[a-z]{1,6}(?:-[a-z]{1,6})*){1,3}",
            rf"(?:{_CAPITAL}\. ?){{1,3}}{_CAPITAL}[\w'’-]*? ?(?:--|—|–) ?[A-Z]{{2,6}}",
            r"[(\[<*–—-]{0,3} ?(?:ENDS?|Ends|ends) ?[)\]>*–—-]{0,3}",
            r"[–—-]{1,2} ?30 ?[–—-]{1,2}",
            r"#(?: ?#){1,4}",
            rf"[(\[–—-]{{0,2}} ?(?:{AGENCY_NAME})[)\]]?\.?",
        ),
    ),
    Table(
        ParagraphKind.SIGNOFF,
        600,
        (
            rf"\((?i:(?:additional |further |with )?{_CREW} by) [^()]*(?:\([^()]*\)[^()]*)*\)\.?",
            rf"[(\[]?(?i:(?:with )?(?:additional |further )?{_CREW} by|(?:compiled|contributed) by):? "
            rf"{_CREDITED}[)\].]*",
            r"(?i:this (?:report|story|article|dispatch) (?:was|is|has been) (?:supplied|distributed|republished|"
            r"(?:first|originally) published) (?:by|in|on|from)) [^!?]{2,120}",
            rf"(?i:this (?:story|article) (?:was|is) (?:provided|produced|written) (?:by|for)) {_CREDITED}",
        ),
        needs=(" by", "published"),
    ),
    Table(
        ParagraphKind.SIGNOFF,
        400,
        (
            r"(?i:contributing|contributors?|contributions from|additional reporting): .{2,380}",
            rf"(?:{_NAMES}|{_CAPITAL}[^.!?:]{{2,250}}) contributed (?:reporting )?to this "
            rf"(?:report|story|article|piece|dispatch)(?: from {_CAPITAL}[^.]{{1,80}})?\.?",
            rf"{_NAMES} contributed reporting(?: from {_CAPITAL}[^.]{{1,80}})?\.?",
        ),
        needs=("contribut", "additional reporting"),
    ),
    Table(
        ParagraphKind.BYLINE,
        160,
        (
            rf"(?:By|BY|by|(?:Posted|Written|Story|Words|Text|Report|Analysis) by):? {_NAMES}"
            rf"(?:,? (?:in|for|at|of|from) (?:the )?{_NAMES})?(?:(?:,| \||;| -| –|) (?i:{_JOB}))?"
            rf"(?:(?:,| \||;| -| –) {_NAMES})?(?:(?:,| \||;| -| –)? {_WHEN})?",
            rf"{_NAME},? (?:(?:and|&) {_NAME},? )?(?:- |– |\| )?(?i:{_JOB})(?: (?:in|at|for) {_NAME})?(?<!\.)",
            rf"(?i:(?:(?:first|last) )?(?:published|updated|posted|modified)(?: on| at)?):? (?:{_WHEN}|{_CLOCK})"
            r"(?:[ (,|][^.]{0,40})?",
            rf"{_WHEN}",
            r"\d{1,2}:\d\d(?: ?[aApP]\.?[mM]\.?)?(?: [A-Z]{2,5})?|\d{1,2}(?:\.\d\d)? ?[aApP]\.?[mM]\.?(?: [A-Z]{2,5})?",
            r"\d{1,2} (?:minutes?|hours?|days?|weeks?|months?|years?) ago",
            r"(?i:this (?:article|story) (?:is more than \d+ \w+ old|(?:has been|was) updated)\b[^.]{0,60}\.?)",
            r"[\w.+-]+@[\w-]+\.[\w.-]+",
            r"@\w{2,30}",
        ),
    ),
    Table(
        ParagraphKind.CREDIT,
        200,
        (
            rf"[(\[]?(?i:{_PICTURE}(?: (?:credit|courtesy|source))?): ?[^!?]{{2,150}}",
            rf"[(\[]?(?i:{_PICTURE}(?: courtesy)? (?:by|of)):? {_CREDITED}[)\]]?",
            r"[(\[]?(?i:credits?|photo courtesy|courtesy|image source)(?: of)?: ?[^!?]{2,120}",
            rf"(?:[\w .'’-]{{2,50}}(?:/| \| | via )){{1,3}}{_PHOTO_AGENCY}"
            rf"(?: (?:Images?|Photos?|News))?(?:/{_PICTURED})?",
            rf"[Ss]ources?: (?:{_NAMES}|{_CAPITAL}[^.!?:]{{1,60}})",
            r"(?i:image copyright) [\w .'’/-]{2,60}",
            rf"[(\[]?{_PHOTO_AGENCY}(?: (?:Images?|Photos?|pics?))?(?:/| via | \| )[\w .'’/-]{{2,80}}[)\]]?",
            r"[(\[]?Getty Images[)\]]?",
        ),
        needs=(":", "/", " by ", " | ", " via ", "courtesy", "getty", "copyright"),
    ),
    Table(
        ParagraphKind.CAPTION,
        500,
        (
            r"(?:FILE|FILE PHOTO|File [Pp]hoto|File picture|File image) ?[–—:-] ?.{5,}",
            r"(?:Image|Media|Picture|Photo|Video) caption:? .{3,}",
            r"(?i:pictured(?: above| below| here)?:) .{3,}",
            rf"In this (?:{_DAY} ?,? |[Ff]ile |[Uu]ndated |[Hh]andout |[Cc]ombination |[Pp]hoto )*"
            r"(?:photo|image|picture|frame grab|video grab|screengrab)"
            r"(?:,| (?:provided|taken|released|made|from|illustration|posted|obtained)\b).{5,}",
            r"(?i:(?:enlarge this image )?(?:toggle|hide) caption) .{2,}",
            r"(?i:image copyright) .{2,80} (?i:image caption) .{3,}",
        ),
    ),
    Table(
        ParagraphKind.CAPTION,
        350,
        (
            rf"[^()]{{5,300}} ?[(\[](?:(?i:(?:{_PICTURE}|credit)(?: credit| courtesy)?(?: by|:| of))|AP Photo/)"
            r"[^()]{2,90}[)\]]\.?",
            rf"[^()]{{5,300}} ?[(\[](?:[\w .'’-]{{2,40}}/{_PHOTO_AGENCY}|{_PHOTO_AGENCY}/[\w .'’-]{{2,40}}|{_STOCK})"
            rf"(?: (?:Images?|Photos?|TV))?(?:/{_PICTURED})?[)\]]\.?",
        ),
        needs=("/", "photo", "picture", "image", "credit", "video", "graphic", "illustration", "getty", "stock"),
    ),
    Table(
        ParagraphKind.CAPTION,
        350,
        (rf"[^|()]{{5,250}} (?:REUTERS/|AP Photo/|Getty Images/|AFP/){_PICTURED}(?<![.!?])",),
        needs=("reuters/", "ap photo/", "getty images/", "afp/"),
    ),
)
"""First match wins, so the order counts: "(Photo: ...)" is a credit before it could be a caption."""
