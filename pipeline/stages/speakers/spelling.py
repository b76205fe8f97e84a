"""Reduce a name to a key under which its spellings meet: folded, in Latin letters, without possessives and stops."""

from __future__ import annotations

import re
from functools import lru_cache

from storage.folding import fold_text

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўј",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i i e g u j".split(),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f".split(),
        strict=True,
    )
)
_TO_LATIN = str.maketrans(
    {letter: "" if latin == "-" else latin for letter, latin in {**_CYRILLIC, **_ARMENIAN}.items()} | {"և": "ev"}
)
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s|$)")
_NOT_WORD = re.compile(r"[^\w]+")


@lru_cache(maxsize=8192)
def spelling_key(name: str) -> str:
    """Give the key of a name: what "Əliyev", "Алиев" and "ALIYEV’s" share with "Aliyev" as far as letters go."""
    folded = fold_text(name)
    folded = _POSSESSIVE.sub("", folded)
    latin = folded if folded.isascii() else folded.replace("ու", "u").translate(_TO_LATIN)
    return _NOT_WORD.sub(" ", latin.replace(".", "")).strip()
