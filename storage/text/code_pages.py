"""Mend UTF-8 that was read in another code page than Windows-1252: Cyrillic, Central European, Mac, or that of a DOS console.

``ftfy`` judges and mends. It takes as long as all other folding, and few texts are garbled so: a pattern picks them.
"""

from __future__ import annotations

import re
from typing import Final

_PAGES: Final = ("cp1251", "cp1250", "mac_roman", "cp437", "iso8859_2")


def _characters(first: int, last: int) -> str:
    """List what a range of bytes stands for in the code pages, as a class of a pattern."""
    content = bytes(range(first, last + 1))
    return re.escape("".join(sorted(set("".join(content.decode(page, "ignore") for page in _PAGES)))))


_LEAD, _FOLLOW = f"[{_characters(0xC2, 0xEF)}]", f"[{_characters(0x80, 0xBF)}]"
_MAYBE = re.compile(f"{_LEAD}{_FOLLOW}(?:{_FOLLOW}|{_LEAD}{_FOLLOW})")
"""Two characters that UTF-8 writes in two bytes, or one of three bytes, each byte as one of the code pages shows it."""


def mend_code_page(text: str, mended: str) -> str:
    """Return a text as it was before it was read in a wrong code page; ``mended`` if it was not, or cannot be told.

    ``mended`` is the text after what Windows-1252 garbles was mended: that also restores what lost some of its bytes.
    """
    if not _MAYBE.search(text):
        return mended
    from ftfy import fix_encoding  # heavy, and rarely needed
    from ftfy.badness import is_bad

    if not is_bad(mended):
        return mended
    fixed = fix_encoding(text)
    return mended if is_bad(fixed) else fixed
