"""What processes share while they run: small values, each changed by one process at a time, and named locks.

On one machine they are files; ``ONRECORD_SHARED=redis://host:port/db`` puts them where several machines reach them.
"""

from pipeline.shared.connect import SHARED, open_shared
from pipeline.shared.state import Lease, SharedState

__all__ = ["SHARED", "Lease", "SharedState", "open_shared"]
