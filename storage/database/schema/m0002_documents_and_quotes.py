"""Keep what was understood: documents, their revisions, derivations and posts, the quotes and where each was read."""

from __future__ import annotations

from sqlite_utils import Database


def apply(db: Database) -> None:
    """Apply it."""
    db.executescript("""
        CREATE TABLE documents (
            -- One published item. All that is known of it stands in its derivations.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE
        ) STRICT;

        CREATE TABLE revisions (
            -- A document's text as captures showed it, verbatim.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document INTEGER NOT NULL REFERENCES documents (seq),
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX revisions_by_document ON revisions (document);

        CREATE TABLE derivations (
            -- What a parser understood of a revision; `digest` is over all of it: the same is stored once.
            seq INTEGER PRIMARY KEY,
            document INTEGER NOT NULL REFERENCES documents (seq),
            revision INTEGER NOT NULL REFERENCES revisions (seq),
            digest TEXT NOT NULL,
            kind TEXT NOT NULL,
            url TEXT,
            title TEXT,
            language TEXT,
            published TEXT CHECK (json_valid(published)),
            published_earliest TEXT,
            published_latest TEXT,
            issuers TEXT NOT NULL CHECK (json_valid(issuers)),
            speakers TEXT NOT NULL CHECK (json_valid(speakers)),
            via TEXT NOT NULL CHECK (json_valid(via)),
            turns TEXT NOT NULL CHECK (json_valid(turns)),
            fragment TEXT NOT NULL,
            UNIQUE (revision, digest)
        ) STRICT;
        CREATE INDEX derivations_by_document ON derivations (document);
        CREATE INDEX derivations_by_url ON derivations (url);

        CREATE TABLE posts (
            -- What only posts have.
            derivation INTEGER PRIMARY KEY REFERENCES derivations (seq),
            platform TEXT NOT NULL,
            id TEXT NOT NULL,
            account TEXT,
            author TEXT,
            kind TEXT NOT NULL CHECK (kind IN ('original', 'reply', 'repost', 'quote', 'unknown')),
            reply_to TEXT,
            reposted TEXT,
            quoted TEXT,
            links TEXT NOT NULL CHECK (json_valid(links)),
            media TEXT NOT NULL CHECK (json_valid(media)),
            edits TEXT NOT NULL CHECK (json_valid(edits)),
            withheld TEXT,
            deleted TEXT
        ) STRICT;
        CREATE INDEX posts_by_id ON posts (platform, id);

        CREATE TABLE observations (
            -- Which capture showed which document, and by which version of the code it was understood so.
            seq INTEGER PRIMARY KEY,
            document INTEGER NOT NULL REFERENCES documents (seq),
            captured_at TEXT NOT NULL,
            capture TEXT NOT NULL REFERENCES captures (id),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            code_version TEXT NOT NULL,
            source TEXT NOT NULL,
            UNIQUE (document, captured_at, capture, derivation, code_version)
        ) STRICT;
        CREATE INDEX observations_by_capture ON observations (capture);
        CREATE INDEX observations_by_derivation ON observations (derivation);
        CREATE INDEX observations_by_source ON observations (source, captured_at);

        CREATE TABLE quotes (
            -- Words attributed to someone: identity only. `words` are folded; where they stand is in the readings.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document INTEGER NOT NULL REFERENCES documents (seq),
            kind TEXT NOT NULL CHECK (kind IN ('own', 'turn', 'direct', 'mixed', 'indirect')),
            words TEXT NOT NULL
        ) STRICT;
        CREATE INDEX quotes_by_document ON quotes (document);

        CREATE TABLE quote_readings (
            -- Where one derivation found a quote, and whose words it took them for. Offsets are code points into the revision.
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            exact TEXT NOT NULL,
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            spans TEXT NOT NULL CHECK (json_valid(spans)),
            marked TEXT NOT NULL CHECK (json_valid(marked)),
            prefix TEXT NOT NULL,
            suffix TEXT NOT NULL,
            cue TEXT,
            mention TEXT CHECK (json_valid(mention)),
            speaker TEXT,
            speaker_id TEXT,
            office TEXT,
            via TEXT,
            said TEXT CHECK (json_valid(said)),
            said_earliest TEXT,
            said_latest TEXT,
            PRIMARY KEY (derivation, quote)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX readings_by_quote ON quote_readings (quote);
        CREATE INDEX readings_by_speaker ON quote_readings (speaker_id, said_earliest);

        CREATE TABLE current (
            -- The observation that stands for a document now: of its newest capture, by the code that read it last. Derived
            -- from the observations and the redactions, so it may be changed.
            document INTEGER PRIMARY KEY REFERENCES documents (seq),
            observation INTEGER NOT NULL REFERENCES observations (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq)
        ) STRICT;
    """)
