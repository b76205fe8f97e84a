"""The month names of a language, from dateparser's tables (CLDR and its own additions)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module

_MONTHS = "january february march april may june july august september october november december".split()

# Case forms that the tables lack, January to December.
_CASES = {
    "ar": ["كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول"],
    "lv": ["janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī"],
    "sr": ["januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra"],
    "az": ["yanvarın fevralın martın aprelin mayın iyunun iyulun avqustun sentyabrın oktyabrın noyabrın dekabrın"],
    "ka": [
        "იანვრის თებერვლის მარტის აპრილის მაისის ივნისის ივლისის აგვისტოს სექტემბრის ოქტომბრის ნოემბრის დეკემბრის",
        "იანვარს თებერვალს მარტს აპრილს მაისს ივნისს ივლისს აგვისტოს სექტემბერს ოქტომბერს ნოემბერს დეკემბერს",
    ],
}
_ZEROS = "٠۰๐໐០०০၀０"
"""The zeros of other scripts, each followed by its nine digits in Unicode."""
_ONE_TO_ONE = str.maketrans("İıI‐‑‒–—―−：，．／（）\u00a0\u2007\u2009\u202f\u3000", "iii-------:,./()     ") | {
    ord(zero) + digit: str(digit) for zero in _ZEROS for digit in range(10)
}


def level(text: str) -> str:
    """Normalise a date string (case, digits of other scripts, dashes, spaces) without changing offsets."""
    text = text.translate(_ONE_TO_ONE)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(_lower(letter) for letter in text)


def read_months(languages: Iterable[str]) -> Mapping[str, int]:
    """Map every normalised month name of the given languages and English to its number; the first language wins."""
    found: dict[str, int] = {}
    for language in (*languages, "en"):
        for name, number in _months(language.partition("-")[0].casefold()).items():
            found.setdefault(name, number)
    return found


@cache
def _months(language: str) -> Mapping[str, int]:
    from dateparser.data.languages_info import language_order  # slow to import; dates in numbers do not need it

    if language not in language_order:
        return {}
    table = import_module(f"dateparser.data.date_translation_data.{language}").info
    pairs = [(name, number) for number, month in enumerate(_MONTHS, 1) for name in table[month]]
    pairs += [
        (name.replace("_", " "), number) for names in _CASES.get(language, ()) for number, name in enumerate(names.split(), 1)
    ]
    # Names of one or two letters, and those with digits, are not recognisable as months.
    return {level(name): number for name, number in pairs if len(name) > 2 and not any(map(str.isdigit, name))}


def _lower(letter: str) -> str:
    lowered = letter.lower()
    return lowered if len(lowered) == 1 else letter
