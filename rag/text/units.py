"""The words and signs beside a number: currencies, measures and percentages, each with its normal form."""

from __future__ import annotations

import re

_SIGNS = {
    "$": "USD",
    "£": "GBP",
    "€": "EUR",
    "¥": "JPY",
    "₹": "INR",
    "₪": "ILS",
    "₽": "RUB",
    "₩": "KRW",
    "₴": "UAH",
    "₺": "TRY",
}
_PREFIXES = {"us": "USD", "a": "AUD", "au": "AUD", "c": "CAD", "ca": "CAD", "nz": "NZD", "hk": "HKD", "s": "SGD"}
CURRENCY_CODES = "USD EUR GBP JPY CHF CAD AUD NZD CNY INR ILS RUB UAH TRY ZAR BRL MXN SEK NOK DKK"
"""The codes of currencies that are read, with blanks between them."""
_CODES = CURRENCY_CODES.split()
_MONEY_WORDS = {
    "dollar": "USD", "buck": "USD", "cent": "cents", "euro": "EUR", "pound": "GBP", "penny": "pence", "pence": "pence",
    "yen": "JPY", "yuan": "CNY", "renminbi": "CNY", "rupee": "INR", "shekel": "ILS", "rouble": "RUB", "ruble": "RUB",
    "franc": "CHF", "hryvnia": "UAH", "lira": "TRY", "rand": "ZAR", "peso": "MXN", "krona": "SEK", "krone": "NOK",
    "riyal": "SAR", "dirham": "AED", "naira": "NGN",
}  # fmt: skip
_MEASURES = {
    "km": "km kms kilometre kilometer kilometres kilometers", "m": "metre meter metres meters",
    "cm": "cm centimetre centimeter centimetres centimeters", "mm": "mm millimetre millimeter millimetres millimeters",
    "mile": "mile miles", "yard": "yard yards", "foot": "foot feet ft", "inch": "inch inches",
    "kg": "kg kgs kilo kilos kilogram kilograms kilogramme kilogrammes", "g": "gram grams gramme grammes",
    "ton": "ton tons", "tonne": "tonne tonnes", "lb": "lb lbs", "ounce": "ounce ounces oz",
    "litre": "litre litres liter liters", "gallon": "gallon gallons", "barrel": "barrel barrels",
    "second": "second seconds", "minute": "minute minutes min mins", "hour": "hour hours hr hrs", "day": "day days",
    "night": "night nights", "week": "week weeks", "month": "month months", "year": "year years",
    "decade": "decade decades",
    "century": "century centuries", "hectare": "hectare hectares", "acre": "acre acres", "mph": "mph",
    "km/h": "km/h kph kmh",
    "degree": "degree degrees °", "°C": "°C", "°F": "°F", "MW": "megawatt megawatts MW", "GW": "gigawatt gigawatts GW",
    "kWh": "kWh", "knot": "knot knots", "GB": "gigabyte gigabytes GB", "TB": "terabyte terabytes TB",
}  # fmt: skip
_UNIT_OF = {form.lower(): unit for unit, forms in _MEASURES.items() for form in forms.split()}

CURRENCY = (
    rf"(?:(?:\b(?:US|AU|CA|NZ|HK|[ACS]))?\$|[{''.join(s for s in _SIGNS if s != '$')}]|\b(?:{'|'.join(_CODES)}))\s?"
)
"""A pattern for a currency sign or code before a number."""

_PLAIN_FORMS = "|".join(sorted((re.escape(f) for f in _UNIT_OF if f != "°"), key=len, reverse=True))
_MONEY_FORMS = "|".join(f"{word}(?:s|es)?" for word in _MONEY_WORDS)
UNIT = re.compile(
    rf"(?P<percent>[-\s]?(?:%|percent\b|per\scent\b|pct\b|percentage(?=[-\s]point))(?P<points>[-\s]points?\b)?)"
    rf"|(?P<age>[-\s]years?[-\s]old\b|[-\s]years?\sof\sage\b)"
    rf"|[-\s](?P<money>(?:(?:U\.?S\.?|American|Australian|Canadian|Hong\sKong)\s)?(?:{_MONEY_FORMS})\b|(?:{'|'.join(_CODES)})\b)"
    rf"|[-\s]?(?P<square>square\s|cubic\s)?(?P<measure>(?:{_PLAIN_FORMS})\b|°)",
    re.I,
)
"""A pattern for the unit that follows a number, from its hyphen or space on."""

_FOREIGN = {"australian": "AUD", "canadian": "CAD", "hong": "HKD"}


def currency_code(printed: str) -> str:
    """Return the code of a currency sign, code or word as printed before or after an amount."""
    mark = printed.strip()
    if mark.upper() in _CODES:
        return mark.upper()
    if mark[-1] in _SIGNS:
        return _PREFIXES.get(mark[:-1].lower(), _SIGNS[mark[-1]])
    words = mark.lower().split()
    word = words[-1]
    for form in (word, word.removesuffix("s"), word.removesuffix("es")):
        if form in _MONEY_WORDS:
            return _FOREIGN.get(words[0], _MONEY_WORDS[form]) if len(words) > 1 else _MONEY_WORDS[form]
    raise ValueError(f"no currency: {printed!r}")


def measure_unit(printed: str, square: str | None = None) -> str:
    """Return the normal form of a unit of measure as printed ("kilometres" -> "km", "square miles" -> "mile²")."""
    power = {"s": "²", "c": "³"}[square[0].lower()] if square else ""
    return _UNIT_OF[printed.lower()] + power
