"""Digests as WARC records state them: ``sha1:`` in base 32 (as Heritrix and wget write), ``sha256:`` in base 16, and others."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

_HEX_DIGITS = {"sha256": 64, "sha1": 40, "md5": 32, "sha512": 128}


@dataclass(frozen=True, slots=True)
class Digest:
    """A digest that can be computed: its algorithm by ``hashlib``'s name, and its value."""

    algorithm: str
    value: bytes


def read_digest(stated: str) -> Digest | None:
    """Read a digest in base 16 or base 32, such as ``sha1:VZ4W...``; None if its algorithm, form or length is unknown."""
    algorithm, value = _split(stated)
    digits = _HEX_DIGITS.get(algorithm)
    if digits is None:
        return None
    try:
        found = bytes.fromhex(value) if len(value) == digits else base64.b32decode(value.upper() + "=" * (-len(value) % 8))
    except ValueError:
        return None
    return Digest(algorithm, found) if len(found) * 2 == digits else None


class DigestCheck:
    """Checks content that comes in pieces against a stated digest.

    A digest of an unknown algorithm cannot be checked and counts as a match; one of a known algorithm that cannot be read does
    not.
    """

    def __init__(self, stated: str) -> None:
        self._digest = read_digest(stated)
        self._unknown = _split(stated)[0] not in _HEX_DIGITS
        self._hash = hashlib.new(self._digest.algorithm, usedforsecurity=False) if self._digest else None

    def update(self, piece: bytes) -> None:
        """Add a piece of the content."""
        if self._hash:
            self._hash.update(piece)

    def agrees(self) -> bool:
        """Say whether the content so far has the stated digest."""
        if self._digest and self._hash:
            return self._hash.digest() == self._digest.value
        return self._unknown


def digest_agrees(stated: str, content: bytes) -> bool:
    """Say whether a stated digest is that of the content, as ``DigestCheck`` does."""
    check = DigestCheck(stated)
    check.update(content)
    return check.agrees()


def _split(stated: str) -> tuple[str, str]:
    algorithm, _, value = stated.strip().partition(":")
    return algorithm.lower().replace("-", ""), value
