"""Evidence: trace a quote to its bytes, check every stored byte, and withdraw what must not be shown."""

from storage.evidence.fixity import verify
from storage.evidence.tombstones import redact
from storage.evidence.trace import DeriveText, trace

__all__ = ["DeriveText", "redact", "trace", "verify"]
