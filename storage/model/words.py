"""Types of validated strings and shapes that the records use."""

from __future__ import annotations

from typing import NewType

Sha256 = NewType("Sha256", str)
"""A SHA-256 digest in lower-case hexadecimal."""

CanonicalUrl = NewType("CanonicalUrl", str)
"""An address in the form that identifies a document; see ``storage.model.identity.canonical_url``."""


Headers = tuple[tuple[str, str], ...]
"""HTTP header fields in the order and spelling received; a name may occur more than once."""

Span = tuple[int, int]
"""A half-open range of offsets: ``text[start:end]``."""
