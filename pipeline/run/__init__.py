"""Join network, stages and archive: what the doors (the command line, the DAGs, the site) call.

``capture``, ``derive`` and ``load`` are the steps as a scheduler takes them, each passing on a ticket; ``run`` and its kin
take them all.
"""

from pipeline.run.recovering import Recovery, list_pending, recover
from pipeline.run.reparsing import list_changes, mark_reading
from pipeline.run.running import backfill, capture, derive, import_files, load, reparse, run
from pipeline.run.ticket import UNDECLARED, Ticket
from pipeline.run.version import code_version

__all__ = [
    "UNDECLARED",
    "Recovery",
    "Ticket",
    "backfill",
    "capture",
    "code_version",
    "derive",
    "import_files",
    "list_changes",
    "list_pending",
    "load",
    "mark_reading",
    "recover",
    "reparse",
    "run",
]
