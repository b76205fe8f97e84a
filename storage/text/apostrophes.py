"""Words that are also written without the apostrophe inside them: contractions, names, and elided articles.

An apostrophe may be left out of ``don't``, ``O'Brien``, ``Qur'an`` and ``сім'я``. It may not where what is left is another
word: ``we're`` is not ``were``, ``it's`` not ``its``, Italian ``l'oro`` not ``loro``. English contractions are a closed class
and are listed; of an elided article or pronoun in one letter (``d'accord``, ``l'oro``) only an archive can tell, see
``storage.search.widening``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

_SUBJECTS: Final = "i you he she it we they who that there what".split()
_AUXILIARIES: Final = (
    "can don won isn aren wasn weren hasn haven hadn didn doesn couldn shouldn wouldn mustn mightn needn ain shan"
).split()
_SHORTENED: Final = {
    "m": ["i"],
    "re": ["you", "they", "who", "what", "there", "we"],
    "ve": ["i", "you", "we", "they", "who", "would", "could", "should", "might", "must"],
    "ll": _SUBJECTS,
    "d": _SUBJECTS,
    "s": ["he", "she", "that", "there", "what", "who", "here", "where", "how", "it", "let"],
    "t": _AUXILIARIES,
}
_OTHER_WORDS: Final = frozenset("were well ill hell shell id shed wed its lets whore".split())
_PAIRS: Final = [(host, end) for end, hosts in _SHORTENED.items() for host in hosts]

CONTRACTIONS: Final = {host + end: (host, end) for host, end in _PAIRS if host + end not in _OTHER_WORDS}
"""English contractions without their apostrophe, and the two words that it cuts them into."""

ELIDED: Final = frozenset("cdjlmnst")
"""What French, Italian and Catalan leave of an article or pronoun before a vowel, where that is one letter."""

_SOFT: Final = frozenset("яюєїё")
"""Letters that an apostrophe or a hard sign parts from a consonant in Ukrainian and Belarusian."""


def join_parts(parts: Sequence[str]) -> str | None:
    """Join the folded parts of a word that apostrophes cut; None if what comes out may be another word."""
    joined = "".join(parts)
    if joined in CONTRACTIONS:
        return joined
    return None if parts[-1] in _SHORTENED or parts[0] in ELIDED else joined


def cut_joined(word: str) -> tuple[str, ...] | None:
    """Cut a folded word where its apostrophe was surely left out: a contraction, or before a soft vowel. None if nowhere."""
    if word in CONTRACTIONS:
        return CONTRACTIONS[word]
    at = next((at for at in range(1, len(word)) if word[at] in _SOFT), None)
    return (word[:at], word[at:]) if at else None


def cut_elided(word: str) -> tuple[str, str] | None:
    """Cut a folded word behind its first letter, if that may be an elided article or pronoun; None if it cannot."""
    return (word[0], word[1:]) if word[:1] in ELIDED and len(word) > 2 else None
