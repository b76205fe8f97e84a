"""Find what negates: words, endings and prefixes, and the signs of it inside verbs and in scripts without spaces."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.stages.sameness.lexicon import Lexicon
from pipeline.stages.sameness.tokens import Tokens

SHORTEST_NEGATED = 4
"""Shorter words begin alike by chance (``in``, ``fin``). Chosen by hand."""
REACH = 3
"""Letters beside a change that may belong to the same word, where words are not spaced. Chosen by hand."""
_ENDING = 2
"""Letters at the end of a word that may be misspelt, or exchanged. Chosen by hand."""

_PERSON = "(?:m|n|k|q|z|niz|nuz|siniz|sunuz|sin|sun|y?[iu]z|y[iu][mqk]|ik|iq|uq|lar|ler|larini|lerini)?"
_TENSES = (
    rf"(?:[td][iu]{_PERSON}|mis{_PERSON}|[ae]?y?[ae](?:c[ae][kqgy])\w*|z{_PERSON}|y[ie]z|m[ae]?l[iu]{_PERSON}|s[ae]{_PERSON})"
)
_TURKIC = re.compile(
    rf"(?P<stem>\w{{2,}}?)(?P<vowel>[aeiou]?)m(?:[iu](?:yor|r)\w*|[ae](?:{_TENSES}|m|y[ae]n\w*|d[ae]n|y[iu]b\w*|s[iu]n\w*|yin|k))"
)
_TURKIC_CYRILLIC = re.compile(
    r"(?P<stem>[\u0400-\u052f]{2,}?)(?P<vowel>[аеуиіы]?)[мбп][ае](?:и(?:ді|ды|міз|мыз|мін|мын|сің|сіз)?|[дт][ыі](?:м|к|қ|ң|ңіз)?"
    r"|[гғ][ае]н\w*|с(?:ын|ін|а|е)|у\w*|съ|с)"
)
_POSITIVE_CYRILLIC = re.compile(r"(?:[дт][ыі]|[гғқк][ае]н|міз|мыз|мін|мын|ын|ін|са|се|у|и)")
_POSITIVE = re.compile(
    r"(?:[iu]?yor|[aeiu]r|[td][iu]|mis|[ae]c[ae][kqgy]|mal[iu]|mel[iu]|s[ae]|[ae]n|[iu]b|s[iu]n|m[ae]k|m[ae]q|[iu]r|[ae]l[iu]m)"
)
_SEMITIC_PREFIX = re.compile("ن(?=[\u0600-\u06ff]{2})")
_IN_UNSPACED_SCRIPT = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")


def negates(tokens: Tokens, at: int) -> bool:
    """Return whether a word negates."""
    key, lexicon = tokens.keys[at], tokens.lexicon
    if (key in lexicon.negations and not _is_month(tokens, at)) or key in lexicon.negative_letters:
        return True
    if not key.isascii():
        word = tokens.spelling(at)
        if word in lexicon.negative_words or lexicon.negative_inside.search(word):
            return True
    return key.endswith("nt") and tokens.spelling(at)[-2:-1] in ("'", "’")


def _is_month(tokens: Tokens, at: int) -> bool:
    """Return whether a word that negates in one language is a month of another here (Italian ``mai``, the German month)."""
    if tokens.keys[at] not in tokens.lexicon.dates:
        return False
    is_name = tokens.spelling(at)[:1].isupper() and not tokens.opens_sentence(at)
    return is_name or (at > 0 and tokens.keys[at - 1][0].isdigit())


def negated_inside(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Return whether one of two words is the other negated: inside the verb, as in Turkish (``gelecek``, ``gelmeyecek``),
    Azerbaijani and Kazakh, or by a prefix (``unacceptable``, ``неприемлемо``)."""
    if len(ours) != 1 or len(theirs) != 1 or ours[0] == theirs[0]:
        return False
    return any(_is_negated(one, other) for one, other in ((ours[0], theirs[0]), (theirs[0], ours[0])))


def negated_by_prefix(ours: Sequence[str], theirs: Sequence[str], lexicon: Lexicon) -> bool:
    """Return whether one of two words is the other with a prefix that turns its sense round."""
    if len(ours) != 1 or len(theirs) != 1:
        return False
    short, long = sorted((ours[0], theirs[0]), key=len)
    return long.endswith(short) and len(short) >= SHORTEST_NEGATED and long[: -len(short)] in lexicon.negative_prefixes


def negated_unspaced(stored: Tokens, removed: Sequence[int], other: Tokens, added: Sequence[int]) -> bool:
    """Return whether the letters around a change negate on one side only, where words are not spaced."""
    ours, theirs = stored.around(removed, REACH), other.around(added, REACH)
    if not (_IN_UNSPACED_SCRIPT.search(ours) and _IN_UNSPACED_SCRIPT.search(theirs)):
        return False
    negation = stored.lexicon.negative_unspaced
    return len(negation.findall(ours)) != len(negation.findall(theirs))


def _is_negated(word: str, affirmed: str) -> bool:
    """Return whether a word is the negated form of another verb form of the same stem."""
    if _SEMITIC_PREFIX.match(word) and word[1:] == affirmed:
        return True
    for negated, positive in ((_TURKIC, _POSITIVE), (_TURKIC_CYRILLIC, _POSITIVE_CYRILLIC)):
        found = negated.fullmatch(word)
        if found is None or negated.fullmatch(affirmed) or _end_otherwise(word, affirmed):
            continue
        rest = _after_stem(found["stem"], affirmed)
        if rest is not None and positive.search(rest):
            return True
    return False


def _end_otherwise(word: str, other: str) -> bool:
    """Return whether two words differ in nothing but their last letters: what negates stands before these."""
    before = max(len(word), len(other)) - _ENDING
    return word[:before] == other[:before]


def _after_stem(stem: str, word: str) -> str | None:
    """Return what follows the stem in another form of the word; a last ``t`` of the stem may have softened (git, gidecek)."""
    if word.startswith(stem):
        return word[len(stem) :]
    if stem[-1:] == "t" and word.startswith(f"{stem[:-1]}d"):
        return word[len(stem) :]
    return None
