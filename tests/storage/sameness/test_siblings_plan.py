"""What may be a document in another language is looked up by indexes: a page of a large archive must not read all of it."""

from __future__ import annotations

import pytest
from sqlite_utils import Database

from storage.sameness import siblings


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        (siblings._DECLARED, (1, "https://mfa.example/1")),
        (siblings._AT_ADDRESSES, ("[]",)),
        (siblings._AROUND_THEN, ("2020-10-26", "2020-10-28", None, "en", 300)),
    ],
)
def test_no_statement_reads_the_current_state_of_every_document(db: Database, sql: str, values: tuple[object, ...]) -> None:
    plan = [step for *_, step in db.execute(f"EXPLAIN QUERY PLAN {sql}", values)]
    assert not [step for step in plan if step.startswith("SCAN") and "json_each" not in step], plan
