"""What an archive says, apart from when and by which run it came to say so: for comparing two archives."""

from typing import Any

from pipeline.home import Home
from storage.database.archive import open_reader
from storage.search.filtering import Filters
from storage.search.search import search
from tests.captured import list_captures


def read_contents(home: Home) -> dict[str, Any]:
    """Give the captures by what was observed, and every quote with its speaker, date and document."""
    db = open_reader(home.archive)
    try:
        captures = sorted((capture.id, capture.url, capture.payload_sha256) for capture in list_captures(db))
        hits = search(db, "", filters=Filters(), limit=1000).hits
        quotes = sorted(
            (hit.quote.id, hit.quote.exact, str(hit.quote.speaker), str(hit.quote.said), str(hit.document)) for hit in hits
        )
        documents = sorted(row["id"] for row in db.query("select id from documents"))
        revisions = sorted(row["id"] for row in db.query("select id from revisions"))
    finally:
        db.close()
    return {"captures": captures, "quotes": quotes, "documents": documents, "revisions": revisions}
