"""Text for XML documents: nothing that XML forbids."""

from __future__ import annotations

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""All but the characters of XML 1.0 (section 2.2, production 2)."""


def clean_xml(text: str) -> str:
    """Replace characters that no XML document may hold, not even as references, by U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text)
