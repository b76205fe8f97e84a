"""Recognise what platforms, apps and embedding pages set beside a post's words: author, date, app and buttons."""

from __future__ import annotations

_DATE = r"(?:\d{1,2}(?:\s|\.\s?))?(?:[^\W\d_]{3,12}\.?\s?)(?:\d{1,2},?\s?)?(?:\d{4})?"
_APP = r"(?:Twitter|X|Tweetbot|TweetDeck|Hootsuite|Buffer)\b"
_DEVICE = r"\s(?:for|Web)\s(?:iPhone|iPad|Android|Mac|Windows|BlackBerry®?|Websites|App|Client)\b"
# Written so they are a button; "we shall show more" is a sentence.
_BUTTON = (
    r"(?-i:(?<=\s)\[?(?:Show\sthis\sthread|Show\smore|Read\smore|Translate\s(?:post|Tweet)|View\son\s(?:Twitter|X)|See\stranslation|"
    r"Read\sthe\sfull\sconversation\son\s(?:Twitter|X))\b\]?)"
)
_TAIL = (
    r"(?:"
    r"(?:via|h/t|HT)\s+@\w+"
    rf"|(?:[—–]|--?)\s?[^\n@()—–]{{1,60}}\(@\w+\)(?:,?\s*{_DATE})?"
    rf"|\d{{1,2}}:\d{{2}}\s?(?:[ap]\.?m\.?)?\s?[·•]\s?{_DATE}(?:\s?[·•]\s?{_APP}(?:{_DEVICE})?)?"
    rf"|(?:via|from|·)\s{_APP}{_DEVICE}"
    rf"|{_BUTTON}"
    r")"
)
_END = r"(?=(?:[^\w\s]|\s|https?://[!-~…]+|pic\.twitter\.com/\w+)*\Z)"

HEAD = rf"\A[^\n@]{{1,60}}@\w+\s*[·•]\s*{_DATE}\s*\n"
"""A pattern of the line above a post."""
TAIL = rf"(?i:(?<!\w){_TAIL}(?=(?:[^\w\n—–]{{0,3}}\s+{_TAIL}){{0,3}}{_END}))"
"""A pattern of what stands at the end of a post, where only links follow."""
_REACH = 300
_SIGNS = ("·", "•", "(@", "via", "h/t", "show", "read", "see", "view", "translate", "from", "ht ")


def may_have_credits(text: str) -> bool:
    """Tell quickly of most texts that they have none of these."""
    window = f"{text[:_REACH]} {text[-_REACH:]}".lower()
    return any(sign in window for sign in _SIGNS)
