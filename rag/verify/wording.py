"""Words that turn, weaken or link what a sentence says, and words by which a text speaks of its own sources."""

from __future__ import annotations

NEGATIONS = frozenset(
    "not no never none nobody nothing neither nor without cannot denied denies deny denying refused refuses rejected "
    "rejects failed fails unable unlikely false untrue hardly isn't aren't wasn't weren't don't doesn't didn't won't "
    "wouldn't can't couldn't shouldn't hasn't haven't hadn't".split()
)
"""Words that turn a statement round."""

MODALS = frozenset(
    "may might could would should possibly perhaps probably likely potentially apparently reportedly allegedly "
    "alleged suspected believed thought considered expected planned plans proposed suggests suggested appears "
    "appeared seems seemed if whether claims claimed estimated hopes hoped wants wanted aims intends unclear".split()
)
"""Words that keep a statement from being a plain fact."""

LINKS = frozenset(
    "because due led leading lead leads cause caused causes causing result resulting resulted therefore thus hence "
    "consequently so despite although though however while whereas since after before following amid".split()
)
"""Words that claim one thing bears on another."""

SOURCE_TALK = frozenset(
    "passage passages article articles text context document documents information provided mention mentioned "
    "mentions specify specified source sources author question answer given above according based report "
    "reports".split()
)
"""Words by which an answer speaks of what it was given."""

ADVICE = frozenset(
    "important essential recommended recommend ensure consult always note remember additionally overall also "
    "furthermore moreover various different specific helpful helps ultimately significant crucial emphasizes "
    "highlights highlighting emphasizing including such example like etc conclusion summary potential impact".split()
)
"""Words of a writer's own, which go round a fact rather than state one."""

_CARDINALS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty"
)
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
NUMBER_WORDS = {word: str(n) for n, word in enumerate(_CARDINALS.split())} | {
    word: str(n) for n, word in enumerate(_ORDINALS.split(), start=1)
}
"""Small numbers as words, with their digits."""

_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_MONTHS = "january february march april june july august september october november december"
DATE_WORDS = {
    **{word: word for word in f"{_DAYS} {_MONTHS} yesterday tomorrow".split()},
    **{f"{day}s": day for day in _DAYS.split()},
    **dict(
        zip(
            "jan feb mar apr jun jul aug sep sept oct nov dec".split(),
            ("january february march april june july august september september october november december".split()),
            strict=True,
        )
    ),
}
"""Words that name a day or a month, with their normal form; "may" is too often a verb."""

_UNITS = (
    "thousand,million m mn,billion bn b,trillion tn,dozen dozens,hundred hundreds,second seconds,minute minutes,"
    "hour hours,day days,week weeks,month months,year years,decade decades,century centuries,percent %,percentage,"
    "mile miles,km kilometre kilometres kilometer kilometers,metre metres meter meters,foot feet,inch inches,"
    "yard yards,ton tons,tonne tonnes,kg kilogram kilograms kilo kilos,pound pounds £,acre acres,hectare hectares,"
    "barrel barrels,gallon gallons,litre litres liter liters,dollar dollars $,euro euros €,yen ¥,crown crowns"
)
UNIT_WORDS = {form: unit.split()[0] for unit in _UNITS.split(",") for form in unit.split()}
"""Words and signs of scale, time, measure and money, with their normal form."""

_ROLES = (
    "police policemen officers,prosecutors,witnesses bystanders onlookers,investigators detectives,"
    "analysts experts economists,residents locals villagers neighbors neighbours,critics opponents,"
    "supporters backers allies,protesters demonstrators protestors,lawyers attorneys,doctors physicians medics,"
    "lawmakers legislators senators congressmen mps,researchers scientists,organizers organisers,"
    "officials authorities,regulators,soldiers troops,rebels insurgents militants,workers employees staff,"
    "bosses managers executives,students pupils,teachers,parents,voters,victims,survivors,companies firms businesses,"
    "unions"
)
ROLES = {form: role.split()[0] for role in _ROLES.split(",") for form in role.split()}
"""Sorts of people who say things, with one word for those that are alike."""

COUNTRIES = {
    form: name
    for name, forms in {
        "united states": ("us", "usa", "united states", "united states of america", "america", "american", "americans"),
        "united kingdom": ("uk", "united kingdom", "britain", "great britain", "british", "britons"),
        "european union": ("eu", "european union"),
        "united nations": ("un", "united nations"),
    }.items()
    for form in forms
}
"""Bodies with several names that share no letters, lower-cased and without full stops."""

_OPPOSITES = (
    "confirm deny,confirm reject,accept reject,agree refuse,agree reject,admit deny,acknowledge deny,approve reject,"
    "promise threaten,manage fail,succeed fail,support oppose,back oppose,win lose,rise fall,increase decrease,"
    "increase fall,grow shrink,raise lower,raise cut,raise reduce,gain lose,open close,start end,begin end,"
    "start stop,begin stop,allow ban,allow forbid,allow prohibit,permit ban,legal illegal,guilty innocent,"
    "convict acquit,alive dead,survive die,strengthen weaken,better worse,improve worsen,high low,higher lower,"
    "highest lowest,more less,more fewer,most least,before after,up down,above below,over under,early late,"
    "earlier later,first last,buy sell,import export,praise criticize,praise criticise,praise condemn,"
    "welcome condemn,friend enemy,peace war,love hate,arrest release,detain release,hire fire,appoint dismiss,"
    "enter leave,arrive leave,north south,east west,northern southern,eastern western,everyone nobody,always never,"
    "safe dangerous,safe unsafe,likely unlikely,able unable,true false,possible impossible,possible certain,"
    "popular unpopular,lawful unlawful,male female,man woman,men women,son daughter,father mother,brother sister,"
    "husband wife,boy girl,republican democrat,republican democratic,democratic republican,liberal conservative,"
    "left-wing right-wing,majority minority,public private,major minor,major small,injured killed,wounded killed,"
    "hurt killed,wound kill,injure kill,hurt kill,same different,with without,suggest prove,could will,could must,"
    "may must,might must,could is,could are"
)
OPPOSITES = frozenset(frozenset(pair.split()) for pair in _OPPOSITES.split(","))
"""Pairs of words of which one cannot stand for the other."""

TURNING = frozenset("not never cannot no nobody none neither nor nothing without".split())
"""Words that say no of the word that follows them."""

TURNED = TURNING | frozenset(
    "denied denies deny denying rejected rejects refuted refutes disputed disputes refuse refused refuses fail "
    "failed fails unable false untrue hardly rejecting dismissed dismisses denial lack lacks lacked lacking stop "
    "stopped prevent prevented avoid avoided avoiding avoids rather instead against unless than declined declines "
    "decline only rarely impossible unlikely illegal absent absence neither banned barred forbidden prohibited few "
    "little barely scarcely stay stays stayed other except".split()
)
"""Words with any of which a sentence may say no."""

HEDGED = frozenset(
    "may might allegedly alleged reportedly suspected apparently possibly perhaps probably accused unconfirmed "
    "purportedly supposedly likely expected considering appears appeared seems seemed potential possible proposed "
    "plans planned planning wants wanted intends intended hopes hoped suggests potentially presumably would-be".split()
)
"""Words that keep the word that follows them from being a plain fact."""

WEAKENING = frozenset(
    "may might allegedly alleged reportedly suspected apparently possibly perhaps probably unconfirmed purportedly "
    "supposedly likely potentially presumably".split()
)
"""Those of them that a fair rewording never brings along."""

INTENDING = frozenset(
    "expected appears appeared seems seemed plans planned planning wants wanted intends intended hopes hoped "
    "likely".split()
)
"""Those of them that hedge only what follows after "to"."""

SOFTENED = HEDGED | frozenset(
    "could unlikely believed thought possibility if whether would plan should can charged suspicion suspect suspects "
    "allegation allegations alleging alleges claim claims claimed suggested accuses accusing accusation chance risk "
    "report reports reported likelihood expect expects seem appear think thinks believes believe considers "
    "considered seeking seeks aims aimed aim trying tries tried want hope ready set due unclear unproven according "
    "threatened threatens scheduled poised".split()
)
"""Words with any of which a sentence states nothing as plain fact."""
