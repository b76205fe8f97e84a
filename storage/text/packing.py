"""Pack texts for keeping, and unpack them: raw DEFLATE (RFC 1951) of UTF-8, or the text itself where that is no longer.

The packed form is frozen: archives hold it. Whoever reads the archive without On Record undoes it in any language that has
zlib, as ``zlib.decompress(body, -15).decode()``.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import Final

LEAST_PACKED: Final = 256
"""Texts of fewer bytes are kept as they are. Measured on 8,900 posts of 97 bytes on average: packing saves 12 in a hundred, and
takes 95 microseconds a post."""
_RAW: Final = -zlib.MAX_WBITS
"""Stands for DEFLATE without a header and a checksum (zlib's manual, deflateInit2): a revision's id is a digest of its text."""
_LEVEL: Final = 6
"""Chosen by measuring: of texts of 2 kB, level 9 saves nothing more, and level 1 takes as long."""
_REMEMBERED: Final = 4
"""The texts that are unpacked one after the other: a query cuts all words of a reading from one."""


def pack_text(text: str) -> str | bytes:
    """Pack a text: the bytes, or the text itself if it is short or grows no shorter."""
    written = text.encode()
    if len(written) < LEAST_PACKED:
        return text
    packer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW)
    packed = packer.compress(written) + packer.flush()
    return packed if len(packed) < len(written) else text


@lru_cache(maxsize=_REMEMBERED)
def unpack_text(body: str | bytes | None) -> str | None:
    """Return the text that was packed; of NULL, as an outer join gives it, NULL. Raises zlib.error or UnicodeDecodeError if the
    bytes are damaged."""
    return body if body is None or isinstance(body, str) else zlib.decompress(body, _RAW).decode()
