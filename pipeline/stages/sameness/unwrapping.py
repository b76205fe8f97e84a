"""Extract the words of a text without what carried them: invisible characters, entities, tags, escapes, a wrong encoding."""

from __future__ import annotations

import html
import re
import unicodedata
from html.entities import html5

from storage.text.encodings import undo_encoding
from storage.text.folding import unmix
from storage.text.remembering import remember

LINK = r"(?i:https?://)(?:www\.)?(?:\s(?=[!-~]+[./][!-~]))?(?:(?!\.{3})[!-~¡-ɏ])+"
"""A pattern of links; some tools set a space behind their scheme, and words of other scripts may follow at once."""

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]")
_ENTITY = re.compile(r"&(?:#?(?P<code>[xX][0-9a-fA-F]{2,5}|\d{2,6})|(?P<name>[A-Za-z]{2,8}));")
_BREAK = re.compile(r"</?(?:br|p|div|li|ul|ol|blockquote|h[1-6]|hr|tr)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?(?:a|b|i|u|s|em|strong|span|font|small|img|sup|sub|mark)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_EMOJI_NAME = re.compile(r"(?<![^\s:]):(?!https?:)[a-z][\w’.&-]+:|:[A-Za-z][\w’.&-]*_[\w’.&-]+:")
_MARKDOWN = re.compile(r"\[([^\[\]\n]+)\]\((?:https?://|/)[^()\s]*\)")
_WIDE = str.maketrans({chr(at + 0xFEE0): chr(at) for at in range(0x21, 0x7F) if chr(at).isalnum() or chr(at) in "@#&/"})
_GLUED_LINK = re.compile(r"(?<=[^\s\"'(<\[=])(?=pic\.twitter\.com/|https?://)")
_BRACKETED_CAPITAL = re.compile(r"(?<![^\W\d_])\[([^\W\d_])\](?=[^\W\d_])")
_WIDE_FORM = re.compile("[\uff03-\uff5a]")


def visible(text: str) -> str:
    """Drop invisible characters and compose letters with their marks."""
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))


@remember(256, chars=2_000)
def plain(text: str) -> str:
    """Undo HTML too (entities twice, and where their case or number sign was lost), escapes and wrong encodings, and part
    links from the word before them."""
    text = visible(undo_encoding(text))
    if _WIDE_FORM.search(text):
        text = text.translate(_WIDE)
    if "&" in text:
        text = visible(_unescape(_unescape(unmix(text))))
    if "<" in text:
        text = _TAG.sub("", _BREAK.sub("\n", text))
    if text.count(":") - text.count("://") > 1:
        text = _EMOJI_NAME.sub(" ", text)
    if "](" in text:
        text = _MARKDOWN.sub(r"\1", text)
    if "[" in text:
        text = _BRACKETED_CAPITAL.sub(r"\1", text)
    if "pic.twitter.com/" in text or text.count("http") > text.count(" http") + text.count("\nhttp"):
        text = _GLUED_LINK.sub(" ", text)
    return text


def _unescape(text: str) -> str:
    return html.unescape(_ENTITY.sub(_entity, text))


def _entity(found: re.Match[str]) -> str:
    """Undo an entity whose letters changed case or whose number sign was lost."""
    if found["code"]:
        return html.unescape(f"&#{found['code']};")
    return html5.get(f"{found['name']};") or html5.get(f"{found['name'].lower()};", found[0])
