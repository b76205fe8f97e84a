"""Change bytes as accidents and attackers do: flipped, cut, repeated, spliced, and with what breaks parsers put in."""

from __future__ import annotations

import random
from collections.abc import Sequence

from fuzzing.patterns import PATTERNS

_BREAKING = (
    *(pattern.encode("utf-8", "surrogatepass") for pattern in PATTERNS),
    b"\x00",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\r\n\r\n",
    b"&#xD800;",
    b"&#99999999999;",
    b"-1",
    b"0",
    b"9" * 30,
    b"9" * 5000,
    b"1e999",
    b"NaN",
    b"-0",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b'""',
    b"[" * 3000,
    b'{"a":' * 2000,
    b"0001-01-01T00:00:00Z",
    b"9999-12-31T23:59:59Z",
    b"2020-13-45",
    b"31.02.2020",
    b"http://[",
    b"http://a:99999999/",
    b"javascript:",
    b"//",
    b"?",
    b"#",
    b"%00",
    b"../../",
    b"charset=idna",
    b"charset=utf-7",
    b"gzip",
    b"\x1f\x8b\x08",
    b"BZh9",
    b"PK\x03\x04",
)
_MAX_CHANGES = 6
MAX_BYTES = 200_000


def mutate(seed: bytes, dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Change a seed in one to six places; ``seeds`` are those that pieces may come from."""
    changed = bytearray(seed)
    for _ in range(dice.randint(1, _MAX_CHANGES)):
        _change(changed, dice, seeds)
    return bytes(changed[:MAX_BYTES])


def _change(changed: bytearray, dice: random.Random, seeds: Sequence[bytes]) -> None:
    at = dice.randint(0, len(changed))
    size = min(int(dice.paretovariate(0.7)), 4000)
    match dice.randint(0, 7):
        case 0 if changed:
            changed[at % len(changed)] ^= 1 << dice.randint(0, 7)
        case 1:
            del changed[at : at + size]
        case 2:
            changed[at:at] = changed[at : at + size] * dice.randint(1, 20)
        case 3:
            changed[at:at] = dice.choice(_BREAKING)
        case 4:
            changed[at : at + size] = dice.choice(_BREAKING)
        case 5:
            changed[at:at] = dice.choice(_BREAKING)[:200] * dice.randint(2, 200)
        case 6:
            other = dice.choice(seeds)
            start = dice.randint(0, len(other))
            changed[at : at + size] = other[start : start + size]
        case _:
            del changed[at:]
