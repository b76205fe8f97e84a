"""Recognise what platforms, apps and embedding pages set beside a post's words: author, date, app and buttons."""

from __future__ import annotations

from pipeline.stages.sameness import lexicon
from storage.folding import fold_text

_FOLDED_RANGE = (*range(0xC0, 0x250), *range(0x370, 0x6FF))
_CASED_RANGE = (*range(0x61, 0x590), *range(0x1E00, 0x2000))  # Georgian, which has small letters, begins no name with others


def _write_with_accents() -> dict[int, str]:
    """Give for each letter a class of those that fold to it."""
    accented: dict[str, str] = {}
    for character in map(chr, _FOLDED_RANGE):
        folded = fold_text(character)
        if len(folded) == 1 and folded.isalpha():
            accented[folded] = accented.get(folded, "") + character
    return {ord(folded): f"[{folded}{letters}]" for folded, letters in accented.items()}


_ACCENTED = _write_with_accents()
_TURNS = "|".join(
    word.translate(_ACCENTED) for word in sorted(lexicon.NEGATIONS | lexicon.QUALIFIERS | lexicon.MODALS) if word.isalpha()
)
# What negates, limits or asserts belongs to the words, never to a name or a date.
_TURN = rf"(?<!\w)(?i:{_TURNS}|\w+n['’]t)(?![\w'’])"
_LETTER_TURNS = "".join(sorted(lexicon.NEGATION_LETTERS))
_LOWER = "".join(chr(code) for code in _CASED_RANGE if chr(code).islower())
_PARTICLE = r"(?:von|van|der|den|de|del|della|da|di|du|la|le|of|for|the|al|el|bin|ibn)\s"
_NAME_WORD = rf"[^\W\d_{_LOWER}][^\s@()—–]*\s?"
_NO_TURN = rf"(?![^\n@()]*?(?:[{_LETTER_TURNS}]|{_TURN}))"
# Words that are capital letters throughout may be any words: but for one, which may be an acronym.
_SHOUTED = r"(?![^\n@()]*[^\W\d_]\s+[^\s(])(?=[^\n@()]*\()"
_SMALL = rf"(?=[^\n@()]*[{_LOWER}])"
_UNCASED = "(?=[\u0590-\U0010ffff])"
_NAME = (
    rf"(?-i:{_NO_TURN}(?:{_SHOUTED}|{_SMALL}|{_UNCASED})"
    rf"(?:{_PARTICLE})?{_NAME_WORD}(?:(?:{_PARTICLE}){{0,2}}{_NAME_WORD}){{0,4}})"
)

_MONTH = r"[^\W\d_]{3,12}\.?"
_DATE_ENDS = r"(?:\d{4}|(?<=\d)|(?<=\d[\s,])|(?<=\d,\s))"
_DATE = (
    rf"(?![\d\s.]*{_TURN})"
    rf"(?:\d{{1,2}}(?:\s|\.\s?){_MONTH}(?:\s?\d{{4}})?|{_MONTH}\s?(?:\d{{1,2}}(?!\d),?\s?)?{_DATE_ENDS})"
)
_APP = r"(?:Twitter|X|Tweetbot|TweetDeck|Hootsuite|Buffer)\b"
_DEVICE = r"\s(?:for|Web)\s(?:iPhone|iPad|Android|Mac|Windows|BlackBerry®?|Websites|App|Client)\b"
_APART = r"(?:(?<=[.!?…·•—–\n])|(?<=[.!?…·•—–\n\"”»)-]\s)|(?<=:\d\d\s)|(?<=[ap]m\s)|(?<=\d{4}\s))"
# Written so they are a button; "we shall show more" is a sentence.
_BUTTON = (
    r"(?-i:(?<=\s)\[?(?:Show\sthis\sthread|Show\smore|Read\smore|Translate\s(?:post|Tweet)|View\son\s(?:Twitter|X)|See\stranslation|"
    r"Read\sthe\sfull\sconversation\son\s(?:Twitter|X))\b\]?)"
)
_TAIL = (
    r"(?:"
    r"(?:via|h/t|HT)\s+@\w+"
    rf"|(?:[—–]|--?)\s?{_NAME}\(@\w+\)(?:,?\s*{_DATE})?"
    rf"|\d{{1,2}}:\d{{2}}\s?(?:[ap]\.?m\.?)?\s?[·•]\s?{_DATE}(?:\s?[·•]\s?{_APP}(?:{_DEVICE})?)?"
    rf"|(?:(?:via|·)\s|{_APART}from\s|(?<=\n)){_APP}{_DEVICE}"
    rf"|{_BUTTON}"
    r")"
)
_END = r"(?=(?:[^\w\s]|\s|https?://[!-~…]+|pic\.twitter\.com/\w+)*\Z)"

HEAD = rf"\A{_NO_TURN}[^\n@]{{1,60}}@\w+\s*[·•]\s*{_DATE}\s*\n"
"""A pattern of the line above a post."""
TAIL = rf"(?i:(?<!\w){_TAIL}(?=(?:[^\w\n—–]{{0,3}}\s+{_TAIL}){{0,3}}{_END}))"
"""A pattern of what stands at the end of a post, where only links follow."""
_REACH = 300
_SIGNS = ("·", "•", "(@", "via", "h/t", "show", "read", "see", "view", "translate", "from", "ht ", " for ", " web ")


def may_have_credits(text: str) -> bool:
    """Tell quickly of most texts that they have none of these."""
    window = f"{text[:_REACH]} {text[-_REACH:]}".lower()
    return any(sign in window for sign in _SIGNS)
