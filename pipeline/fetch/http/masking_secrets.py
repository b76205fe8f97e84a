"""Mask secrets in everything that is written: keys and tokens in addresses, credentials in request heads."""

from __future__ import annotations

import re

_TELLTALE = (
    r"(?:[\w.-]*[_.-])?(?:api[_-]?key|key|token|access[_-]?token|auth[_-]?token|auth|authorization|bearer|secret|password|passwd|pwd|sig|signature|session"
    r"|sessionid|(?:php|asp|j)?sess(?:ion)?id|sid|jwt|credential|code)"
)
_PARAMETER = re.compile(rf"(?i)([?&;#]{_TELLTALE}=)[^&;#\s]*")
_SESSION = re.compile(r"(?i)(;jsessionid=)[^?#;/\s]*")
_BOT = re.compile(r"(?i)(/bot\d*)(?::|%3a)[^/?#\s]+")
"""Telegram's interface for bots has the token in its path: ``/bot123456:AAAA/sendMessage``."""

_USER = re.compile(r"(?i)(https?://)[^/@\s]*@")
_HEADER = re.compile(rb"(?im)^((?:proxy-)?authorization|cookie|x-api-key|x-auth-token)(:[ \t]*)[^\r\n]*")


def mask_url(url: str) -> str:
    """Hide the values of secret-looking parameters, and users before the host."""
    return _USER.sub(r"\1***@", _BOT.sub(r"\1:***", _SESSION.sub(r"\1***", _PARAMETER.sub(r"\1***", url))))


def mask_head(head: bytes) -> bytes:
    """Hide credentials in a request's head."""
    line, rest_mark, rest = head.partition(b"\r\n")
    masked = mask_url(line.decode("latin-1")).encode("latin-1")
    return masked + rest_mark + _HEADER.sub(rb"\1\2***", rest)
