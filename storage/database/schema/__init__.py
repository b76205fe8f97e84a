"""The schema of the archive: migrations in order, one module each. schema.sql is made from them, and a new archive from it.

`seq` columns are keys for joining inside one file and mean nothing outside it; `id` columns are the identities of
storage.model.identity. Instants are ISO 8601 in UTC to the second, so that their order is that of their text. An applied
migration is never edited: a change is a new module, named at the end of ORDER. A migration imports nothing of the project but
``guard``, so that it does the same years later; what Python computes from the record is an index of storage.database.indexes.
"""

from __future__ import annotations

from typing import Final

from sqlite_utils import Database, Migrations

from storage.database.schema import (
    m0001_runs_and_captures,
    m0002_documents_and_quotes,
    m0003_outcomes_and_redactions,
    m0004_declarations,
    m0005_append_only,
    m0006_search,
    m0007_sameness,
    m0008_fresh_sketches,
    m0009_linking_by_quote,
    m0010_whole_texts,
    m0011_translations,
    m0012_notices,
    m0013_platform_edits,
    m0014_cut_posts,
    m0015_sketches_by_window,
    m0016_pages,
    m0017_alarms,
    m0018_polarity,
    m0019_reading_views,
    m0020_index_versions,
    m0021_query_language,
    m0022_sets_and_follows,
    m0023_mementos,
    m0024_marks,
    m0025_readings,
    m0026_packed,
    m0027_beginnings,
    m0028_shared,
)
from storage.database.schema.installing import install, is_empty

ORDER: Final = (
    m0001_runs_and_captures,
    m0002_documents_and_quotes,
    m0003_outcomes_and_redactions,
    m0004_declarations,
    m0005_append_only,
    m0006_search,
    m0007_sameness,
    m0008_fresh_sketches,
    m0009_linking_by_quote,
    m0010_whole_texts,
    m0011_translations,
    m0012_notices,
    m0013_platform_edits,
    m0014_cut_posts,
    m0015_sketches_by_window,
    m0016_pages,
    m0017_alarms,
    m0018_polarity,
    m0019_reading_views,
    m0020_index_versions,
    m0021_query_language,
    m0022_sets_and_follows,
    m0023_mementos,
    m0024_marks,
    m0025_readings,
    m0026_packed,
    m0027_beginnings,
    m0028_shared,
)
"""Every migration, the oldest first; its name in the archive is its module's without the letter."""

migrations = Migrations("onrecord")
for _migration in ORDER:
    migrations(name=_migration.__name__.rpartition(".m")[2])(_migration.apply)


def apply_migrations(db: Database) -> None:
    """Bring a database to today's schema: a new one at once, an older one by what it lacks."""
    if is_empty(db):
        install(db, migrations, [migration.name for migration in migrations._migrations])
    elif migrations.pending(db):
        migrations.apply(db)
