-- Made by `python -m storage.database.schema > storage/schema.sql` from the migrations there.

CREATE TABLE runs (
            -- One execution over one source. Only the moment it finished is filled in later.
            id TEXT NOT NULL,
            source TEXT NOT NULL,
            started_at TEXT NOT NULL,
            finished_at TEXT,
            code_version TEXT NOT NULL,
            parameters TEXT NOT NULL CHECK (json_valid(parameters)),
            PRIMARY KEY (id, source)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE loads (
            -- One shard read into the archive in one run: whole or not at all. `shard` is the path of its WARC.
            seq INTEGER PRIMARY KEY,
            run TEXT NOT NULL,
            source TEXT NOT NULL,
            shard TEXT NOT NULL,
            stops TEXT NOT NULL CHECK (json_valid(stops)), listed INTEGER, due INTEGER NOT NULL DEFAULT 0, deferred INTEGER NOT NULL DEFAULT 0,
            UNIQUE (run, source, shard),
            FOREIGN KEY (run, source) REFERENCES runs (id, source)
        ) STRICT;

CREATE TABLE warc_files (
            -- A WARC file, and the load that first brought it in.
            path TEXT PRIMARY KEY,
            load INTEGER NOT NULL REFERENCES loads (seq)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE warc_records (
            -- The ledger: every stored record of every WARC file, so that each of their bytes belongs to a hashed record.
            path TEXT NOT NULL,
            offset INTEGER NOT NULL CHECK (offset >= 0),
            length INTEGER NOT NULL CHECK (length > 0),
            sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
            record_id TEXT NOT NULL,
            record_type TEXT NOT NULL,
            url TEXT,
            origin TEXT,
            PRIMARY KEY (path, offset)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE captures (
            -- What one URL returned at one moment; (path, offset) is the record that holds it.
            id TEXT PRIMARY KEY,
            source TEXT,
            url TEXT NOT NULL,
            captured_at TEXT NOT NULL,
            record_type TEXT NOT NULL CHECK (record_type IN ('response', 'revisit', 'resource')),
            status INTEGER,
            media_type TEXT,
            headers TEXT NOT NULL CHECK (json_valid(headers)),
            payload_sha256 TEXT NOT NULL CHECK (length(payload_sha256) = 64),
            payload_length INTEGER NOT NULL,
            path TEXT NOT NULL,
            offset INTEGER NOT NULL,
            refers_to TEXT,
            location TEXT,
            origin TEXT,
            FOREIGN KEY (path, offset) REFERENCES warc_records (path, offset) DEFERRABLE INITIALLY DEFERRED
        ) STRICT, WITHOUT ROWID;

CREATE INDEX captures_by_url ON captures (url, captured_at);

CREATE INDEX captures_by_source ON captures (source, captured_at);

CREATE TABLE judgements (
            -- What a capture really is, whatever its status code says, as one version of the code judged it.
            capture TEXT NOT NULL REFERENCES captures (id),
            code_version TEXT NOT NULL,
            status TEXT CHECK (status IN ('content', 'blocked', 'login', 'soft_404', 'gone', 'error', 'empty')),
            why TEXT NOT NULL,
            leads INTEGER NOT NULL,
            problems TEXT NOT NULL CHECK (json_valid(problems)),
            PRIMARY KEY (capture, code_version)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE documents (
            -- One published item. All that is known of it stands in its derivations.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE
        ) STRICT;

CREATE TABLE "packed_revisions" (
            -- A document's text as captures showed it, verbatim. `body` is the text, or raw DEFLATE of its UTF-8.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document INTEGER NOT NULL REFERENCES documents (seq),
            body ANY NOT NULL DEFAULT '') STRICT;

CREATE INDEX revisions_by_document ON "packed_revisions" (document);

CREATE TABLE derivations (
            -- What a parser understood of a revision; `digest` is over all of it: the same is stored once.
            seq INTEGER PRIMARY KEY,
            document INTEGER NOT NULL REFERENCES documents (seq),
            revision INTEGER NOT NULL REFERENCES "packed_revisions" (seq),
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
        , edited TEXT CHECK (json_valid(edited)), edited_at TEXT, cut INTEGER NOT NULL DEFAULT 0 CHECK (cut IN (0, 1))) STRICT;

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
            -- Words attributed to someone: identity only. Where they stand is in the readings.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            document INTEGER NOT NULL REFERENCES documents (seq),
            kind TEXT NOT NULL CHECK (kind IN ('own', 'turn', 'direct', 'mixed', 'indirect'))) STRICT;

CREATE INDEX quotes_by_document ON quotes (document);

CREATE TABLE current (
            -- The observation that stands for a document now: of its newest capture, by the code that read it last. Derived
            -- from the observations and the redactions, so it may be changed.
            document INTEGER PRIMARY KEY REFERENCES documents (seq),
            observation INTEGER NOT NULL REFERENCES observations (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq)
        ) STRICT;

CREATE TABLE outcomes (
            -- How each lead of a load ended, in order. `place` names a row of a dump; `quotes` were not in the archive before.
            load INTEGER NOT NULL REFERENCES loads (seq),
            position INTEGER NOT NULL,
            url TEXT NOT NULL,
            place TEXT NOT NULL,
            outcome TEXT NOT NULL CHECK (outcome IN ('new', 'unchanged', 'revised', 'skipped', 'failed')),
            reason TEXT,
            capture TEXT REFERENCES captures (id),
            document INTEGER REFERENCES documents (seq),
            quotes INTEGER NOT NULL,
            PRIMARY KEY (load, position)
        ) STRICT, WITHOUT ROWID;

CREATE INDEX outcomes_by_capture ON outcomes (capture) WHERE capture IS NOT NULL;

CREATE TABLE redactions (
            -- What must no longer be shown, and why. Bytes and hashes stay; every read leaves out what stands here.
            target TEXT PRIMARY KEY,
            why TEXT NOT NULL CHECK (why <> ''),
            redacted_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

CREATE TABLE declared (
            -- What was declared outside of the archive and is replaced as a whole when it changes there.
            name TEXT PRIMARY KEY,
            digest TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
            id TEXT PRIMARY KEY,
            title TEXT,
            publisher TEXT,
            kind TEXT,
            url TEXT,
            country TEXT,
            declaration TEXT NOT NULL CHECK (json_valid(declaration))
        ) STRICT, WITHOUT ROWID;

CREATE TABLE people (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            kind TEXT NOT NULL,
            country TEXT
        ) STRICT, WITHOUT ROWID;

CREATE TABLE positions (
            id TEXT PRIMARY KEY,
            name TEXT NOT NULL,
            organisation TEXT,
            country TEXT
        ) STRICT, WITHOUT ROWID;

CREATE TABLE aliases (
            -- Other names of people and other titles of positions; `folded` is what they are looked up by.
            folded TEXT NOT NULL,
            person TEXT REFERENCES people (id),
            position TEXT REFERENCES positions (id),
            alias TEXT NOT NULL,
            CHECK ((person IS NULL) <> (position IS NULL))
        ) STRICT;

CREATE INDEX aliases_by_folded ON aliases (folded);

CREATE TABLE occupancies (
            -- Who held which position from which day until which, both included.
            person TEXT NOT NULL REFERENCES people (id),
            position TEXT NOT NULL REFERENCES positions (id),
            since TEXT,
            until TEXT,
            known_from TEXT NOT NULL
        ) STRICT;

CREATE INDEX occupancies_by_person ON occupancies (person);

CREATE INDEX occupancies_by_position ON occupancies (position);

CREATE TRIGGER warc_files_no_update BEFORE UPDATE ON warc_files
                BEGIN SELECT RAISE(ABORT, 'warc_files is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER warc_files_no_delete BEFORE DELETE ON warc_files
                BEGIN SELECT RAISE(ABORT, 'warc_files is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER warc_records_no_update BEFORE UPDATE ON warc_records
                BEGIN SELECT RAISE(ABORT, 'warc_records is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER warc_records_no_delete BEFORE DELETE ON warc_records
                BEGIN SELECT RAISE(ABORT, 'warc_records is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER captures_no_update BEFORE UPDATE ON captures
                BEGIN SELECT RAISE(ABORT, 'captures is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER captures_no_delete BEFORE DELETE ON captures
                BEGIN SELECT RAISE(ABORT, 'captures is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER judgements_no_update BEFORE UPDATE ON judgements
                BEGIN SELECT RAISE(ABORT, 'judgements is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER judgements_no_delete BEFORE DELETE ON judgements
                BEGIN SELECT RAISE(ABORT, 'judgements is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER documents_no_update BEFORE UPDATE ON documents
                BEGIN SELECT RAISE(ABORT, 'documents is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER documents_no_delete BEFORE DELETE ON documents
                BEGIN SELECT RAISE(ABORT, 'documents is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER revisions_no_delete BEFORE DELETE ON "packed_revisions"
                BEGIN SELECT RAISE(ABORT, 'revisions is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER derivations_no_update BEFORE UPDATE ON derivations
                BEGIN SELECT RAISE(ABORT, 'derivations is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER derivations_no_delete BEFORE DELETE ON derivations
                BEGIN SELECT RAISE(ABORT, 'derivations is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER posts_no_update BEFORE UPDATE ON posts
                BEGIN SELECT RAISE(ABORT, 'posts is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER posts_no_delete BEFORE DELETE ON posts
                BEGIN SELECT RAISE(ABORT, 'posts is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER observations_no_update BEFORE UPDATE ON observations
                BEGIN SELECT RAISE(ABORT, 'observations is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER observations_no_delete BEFORE DELETE ON observations
                BEGIN SELECT RAISE(ABORT, 'observations is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER quotes_no_update BEFORE UPDATE ON quotes
                BEGIN SELECT RAISE(ABORT, 'quotes is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER quotes_no_delete BEFORE DELETE ON quotes
                BEGIN SELECT RAISE(ABORT, 'quotes is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER loads_no_update BEFORE UPDATE ON loads
                BEGIN SELECT RAISE(ABORT, 'loads is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER loads_no_delete BEFORE DELETE ON loads
                BEGIN SELECT RAISE(ABORT, 'loads is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER outcomes_no_update BEFORE UPDATE ON outcomes
                BEGIN SELECT RAISE(ABORT, 'outcomes is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER outcomes_no_delete BEFORE DELETE ON outcomes
                BEGIN SELECT RAISE(ABORT, 'outcomes is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER redactions_no_update BEFORE UPDATE ON redactions
                BEGIN SELECT RAISE(ABORT, 'redactions is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER redactions_no_delete BEFORE DELETE ON redactions
                BEGIN SELECT RAISE(ABORT, 'redactions is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER runs_only_finish BEFORE UPDATE ON runs
        WHEN OLD.finished_at IS NOT NULL OR (OLD.id, OLD.source, OLD.started_at, OLD.code_version, OLD.parameters)
            IS NOT (NEW.id, NEW.source, NEW.started_at, NEW.code_version, NEW.parameters)
        BEGIN SELECT RAISE(ABORT, 'of a run only the moment it finished is filled in, once'); END;

CREATE TRIGGER runs_no_delete BEFORE DELETE ON runs
        BEGIN SELECT RAISE(ABORT, 'runs is append-only: nothing in it is ever deleted'); END;

CREATE TABLE speakers (
            -- Every name that a reading gives to a speaker, folded so that it is found however it is written.
            name TEXT PRIMARY KEY,
            folded TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

CREATE INDEX speakers_by_folded ON speakers (folded);

CREATE TABLE wordings (
            -- Words that quotes share when folded; `key` is a digest of them, `length` counts them, `quote` shows them first.
            seq INTEGER PRIMARY KEY,
            key INTEGER NOT NULL UNIQUE,
            length INTEGER NOT NULL,
            quote INTEGER NOT NULL REFERENCES quotes (seq)
        ) STRICT;

CREATE TABLE quote_wordings (
            -- Which quotes share which words.
            quote INTEGER PRIMARY KEY REFERENCES quotes (seq),
            wording INTEGER NOT NULL REFERENCES wordings (seq)
        ) STRICT;

CREATE INDEX quotes_by_wording ON quote_wordings (wording);

CREATE TABLE links (
            -- How the shorter of two wordings stands to the longer one, as one version of the code judged it.
            seq INTEGER PRIMARY KEY,
            longer INTEGER NOT NULL REFERENCES wordings (seq),
            shorter INTEGER NOT NULL REFERENCES wordings (seq),
            verdict TEXT NOT NULL,
            material INTEGER NOT NULL CHECK (material IN (0, 1)),
            reason TEXT NOT NULL,
            code_version TEXT NOT NULL,
            UNIQUE (longer, shorter, code_version)
        ) STRICT;

CREATE INDEX links_by_shorter ON links (shorter);

CREATE TRIGGER wordings_no_update BEFORE UPDATE ON wordings
                BEGIN SELECT RAISE(ABORT, 'wordings is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER wordings_no_delete BEFORE DELETE ON wordings
                BEGIN SELECT RAISE(ABORT, 'wordings is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER quote_wordings_no_update BEFORE UPDATE ON quote_wordings
                BEGIN SELECT RAISE(ABORT, 'quote_wordings is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER quote_wordings_no_delete BEFORE DELETE ON quote_wordings
                BEGIN SELECT RAISE(ABORT, 'quote_wordings is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER links_no_update BEFORE UPDATE ON links
                BEGIN SELECT RAISE(ABORT, 'links is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER links_no_delete BEFORE DELETE ON links
                BEGIN SELECT RAISE(ABORT, 'links is append-only: nothing in it is ever changed or deleted'); END;

CREATE TABLE settled_sketches (
            -- Up to which wording the sketches have moved.
            upto INTEGER NOT NULL
        ) STRICT;

CREATE TABLE linked_quotes (
            -- Up to which quote links between wordings were looked for.
            upto INTEGER NOT NULL
        ) STRICT;

CREATE TABLE texts (
            -- Whole texts that revisions share when folded; `key` is a digest, `length` counts words, `revision` shows it.
            seq INTEGER PRIMARY KEY,
            key INTEGER NOT NULL UNIQUE,
            length INTEGER NOT NULL,
            revision INTEGER NOT NULL REFERENCES "packed_revisions" (seq)
        ) STRICT;

CREATE TABLE revision_texts (
            -- Which revisions share which text; `said` counts the words of a revision's quotes, each wording once.
            revision INTEGER PRIMARY KEY REFERENCES "packed_revisions" (seq),
            text INTEGER NOT NULL REFERENCES texts (seq),
            said INTEGER NOT NULL
        ) STRICT;

CREATE INDEX revisions_by_text ON revision_texts (text);

CREATE TABLE text_links (
            -- How the shorter of two texts stands to the longer one, as one version of the code judged it.
            seq INTEGER PRIMARY KEY,
            longer INTEGER NOT NULL REFERENCES texts (seq),
            shorter INTEGER NOT NULL REFERENCES texts (seq),
            verdict TEXT NOT NULL,
            material INTEGER NOT NULL CHECK (material IN (0, 1)),
            reason TEXT NOT NULL,
            code_version TEXT NOT NULL,
            UNIQUE (longer, shorter, code_version)
        ) STRICT;

CREATE INDEX text_links_by_shorter ON text_links (shorter);

CREATE TABLE linked_texts (
            -- Up to which derivation links between texts were looked for.
            upto INTEGER NOT NULL
        ) STRICT;

CREATE TRIGGER texts_no_update BEFORE UPDATE ON texts
                BEGIN SELECT RAISE(ABORT, 'texts is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER texts_no_delete BEFORE DELETE ON texts
                BEGIN SELECT RAISE(ABORT, 'texts is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER revision_texts_no_update BEFORE UPDATE ON revision_texts
                BEGIN SELECT RAISE(ABORT, 'revision_texts is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER revision_texts_no_delete BEFORE DELETE ON revision_texts
                BEGIN SELECT RAISE(ABORT, 'revision_texts is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER text_links_no_update BEFORE UPDATE ON text_links
                BEGIN SELECT RAISE(ABORT, 'text_links is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER text_links_no_delete BEFORE DELETE ON text_links
                BEGIN SELECT RAISE(ABORT, 'text_links is append-only: nothing in it is ever changed or deleted'); END;

CREATE TABLE alternates (
            -- What a page declares as itself in another language, as one derivation read it.
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            language TEXT NOT NULL,
            url TEXT NOT NULL,
            PRIMARY KEY (derivation, url)
        ) STRICT, WITHOUT ROWID;

CREATE INDEX alternates_by_url ON alternates (url);

CREATE INDEX derivations_by_published ON derivations (published_earliest);

CREATE TRIGGER alternates_no_update BEFORE UPDATE ON alternates
                BEGIN SELECT RAISE(ABORT, 'alternates is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER alternates_no_delete BEFORE DELETE ON alternates
                BEGIN SELECT RAISE(ABORT, 'alternates is append-only: nothing in it is ever changed or deleted'); END;

CREATE TABLE notices (
            -- What a publisher says of an item, as one derivation read it; `dated` is the date the notice gives.
            derivation INTEGER PRIMARY KEY REFERENCES derivations (seq),
            kind TEXT NOT NULL CHECK (kind IN ('withdrawn', 'corrected', 'updated')),
            text TEXT NOT NULL,
            dated TEXT CHECK (json_valid(dated))
        ) STRICT;

CREATE TRIGGER notices_no_update BEFORE UPDATE ON notices
                BEGIN SELECT RAISE(ABORT, 'notices is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER notices_no_delete BEFORE DELETE ON notices
                BEGIN SELECT RAISE(ABORT, 'notices is append-only: nothing in it is ever changed or deleted'); END;

CREATE TABLE sketches (
            -- The hashes of each wording's runs of three words, all of a short one: what shares some may be the same words.
            gram INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            short INTEGER NOT NULL,
            PRIMARY KEY (gram, wording)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE fresh_sketches (
            -- The newest sketches, which move into `sketches` many at a time: a large table is costly to add to here and there.
            gram INTEGER NOT NULL,
            wording INTEGER NOT NULL,
            short INTEGER NOT NULL,
            PRIMARY KEY (gram, wording)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE text_sketches (
            -- The hashes of runs of words that no sketch of a quote of the text keeps.
            gram INTEGER NOT NULL,
            text INTEGER NOT NULL,
            PRIMARY KEY (gram, text)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE pages (
            -- The addresses that a source was asked for, when first and last, and how the last look ended. `published` is the
            -- earliest instant of its document's publication. Derived from outcomes and captures, so it may be changed.
            source TEXT NOT NULL,
            url TEXT NOT NULL,
            first_at TEXT NOT NULL,
            asked_at TEXT NOT NULL,
            outcome TEXT NOT NULL,
            published TEXT,
            PRIMARY KEY (source, url)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE alarms (
            -- How a source or a check of the archive turned: it is of `kind` since `since`, as was noticed at `noticed_at`. The
            -- newest row of a subject says how it is; 'well' ends what was wrong before.
            seq INTEGER PRIMARY KEY,
            subject TEXT NOT NULL,
            title TEXT NOT NULL,
            kind TEXT NOT NULL
                CHECK (kind IN ('blocked', 'broken', 'late', 'silent', 'thinning', 'fixity', 'doctor', 'well')),
            since TEXT NOT NULL,
            noticed_at TEXT NOT NULL,
            why TEXT NOT NULL CHECK (json_valid(why)),
            advice TEXT NOT NULL
        ) STRICT;

CREATE INDEX alarms_by_subject ON alarms (subject);

CREATE TABLE alarms_told (
            -- Which turns were told by which channel. A crash in between may tell one twice, never not at all.
            seq INTEGER PRIMARY KEY,
            alarm INTEGER NOT NULL REFERENCES alarms (seq),
            channel TEXT NOT NULL,
            told_at TEXT NOT NULL
        ) STRICT;

CREATE INDEX alarms_told_by_alarm ON alarms_told (alarm);

CREATE TRIGGER alarms_no_update BEFORE UPDATE ON alarms
                BEGIN SELECT RAISE(ABORT, 'alarms is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER alarms_no_delete BEFORE DELETE ON alarms
                BEGIN SELECT RAISE(ABORT, 'alarms is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER alarms_told_no_update BEFORE UPDATE ON alarms_told
                BEGIN SELECT RAISE(ABORT, 'alarms_told is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER alarms_told_no_delete BEFORE DELETE ON alarms_told
                BEGIN SELECT RAISE(ABORT, 'alarms_told is append-only: nothing in it is ever changed or deleted'); END;

CREATE VIEW current_documents AS
            -- Each document that may be shown, as its newest observation was read. `seq` and `id` are the document's.
        SELECT n.document AS seq, d.id, n.observation, n.derivation, v.revision, o.source, o.capture, o.captured_at, v.kind,
            v.url, v.title, v.language, v.published, v.published_earliest, v.published_latest, v.issuers, v.speakers, v.via,
            v.fragment
        FROM current n
        JOIN observations o ON o.seq = n.observation
        JOIN derivations v ON v.seq = n.derivation
        LEFT JOIN documents d ON d.seq = n.document;

CREATE VIEW unredacted_captures AS
        SELECT c.* FROM captures c WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = c.id);

CREATE TABLE index_versions (
            -- Of each index that Python computes from the record, the version that made it. An index without a row, or of an
            -- older version, is built anew before the archive is read.
            name TEXT PRIMARY KEY,
            version INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

CREATE TABLE vocabulary (
            -- Every word of the index; `tag` is 1 where it was only seen as a hashtag or an abbreviation. Derived.
            seq INTEGER PRIMARY KEY,
            word TEXT NOT NULL UNIQUE,
            tag INTEGER NOT NULL CHECK (tag IN (0, 1))
        ) STRICT;

CREATE VIRTUAL TABLE vocabulary_parts USING fts5 (
            word, content = 'vocabulary', content_rowid = 'seq', tokenize = 'trigram'
        );

CREATE TABLE result_sets (
            -- A search as it was frozen, with how far the archive reached. `observation` is the newest one it could see;
            -- `digest` is the SHA-256 of the ids in the order of their letters, each with a line feed after it.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            query TEXT NOT NULL,
            filters TEXT NOT NULL CHECK (json_valid(filters)),
            frozen_at TEXT NOT NULL,
            observation INTEGER NOT NULL,
            code_version TEXT NOT NULL,
            total INTEGER NOT NULL,
            digest TEXT NOT NULL CHECK (length(digest) = 64),
            notes TEXT NOT NULL CHECK (json_valid(notes)),
            coverage TEXT NOT NULL CHECK (json_valid(coverage))
        ) STRICT;

CREATE TABLE result_set_quotes (
            result_set INTEGER NOT NULL REFERENCES result_sets (seq),
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            PRIMARY KEY (result_set, quote)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE follows (
            -- What a reader follows, how often and by which channels that is told. `state` is what the last look found of
            -- the publisher and the source; `ended_at` is filled in once, when the reader stops.
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            kind TEXT NOT NULL CHECK (kind IN ('search', 'speaker', 'document', 'quote')),
            subject TEXT NOT NULL,
            filters TEXT NOT NULL CHECK (json_valid(filters)),
            every TEXT NOT NULL CHECK (every IN ('immediate', 'daily', 'weekly')),
            channels TEXT NOT NULL CHECK (json_valid(channels)),
            begun_at TEXT NOT NULL,
            looked_at TEXT,
            state TEXT NOT NULL CHECK (json_valid(state)),
            ended_at TEXT
        ) STRICT;

CREATE TABLE follow_members (
            -- The quotes that the last look found for what is followed, and how they were read then. Derived by looking, so
            -- it may be changed.
            follow INTEGER NOT NULL REFERENCES follows (seq),
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            PRIMARY KEY (follow, quote)
        ) STRICT, WITHOUT ROWID;

CREATE TABLE follow_entries (
            -- What was noticed of something followed. It holds no words of the archive, so that a redaction leaves none here.
            -- `number` counts the quotes that one entry stands for; `quote` and `document` name the first. `detail` is a state
            -- of the archive's own vocabulary.
            seq INTEGER PRIMARY KEY,
            follow INTEGER NOT NULL REFERENCES follows (seq),
            kind TEXT NOT NULL,
            quote TEXT,
            document TEXT,
            number INTEGER NOT NULL,
            detail TEXT NOT NULL,
            noticed_at TEXT NOT NULL
        ) STRICT;

CREATE INDEX follow_entries_by_follow ON follow_entries (follow, seq);

CREATE TABLE follow_tellings (
            -- Up to which entry a channel was told. A crash in between may tell entries twice, never not at all.
            seq INTEGER PRIMARY KEY,
            follow INTEGER NOT NULL REFERENCES follows (seq),
            channel TEXT NOT NULL,
            upto INTEGER NOT NULL,
            told_at TEXT NOT NULL
        ) STRICT;

CREATE INDEX follow_tellings_by_follow ON follow_tellings (follow, channel, seq);

CREATE TRIGGER result_sets_no_update BEFORE UPDATE ON result_sets
                BEGIN SELECT RAISE(ABORT, 'result_sets is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER result_sets_no_delete BEFORE DELETE ON result_sets
                BEGIN SELECT RAISE(ABORT, 'result_sets is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER result_set_quotes_no_update BEFORE UPDATE ON result_set_quotes
                BEGIN SELECT RAISE(ABORT, 'result_set_quotes is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER result_set_quotes_no_delete BEFORE DELETE ON result_set_quotes
                BEGIN SELECT RAISE(ABORT, 'result_set_quotes is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER follow_entries_no_update BEFORE UPDATE ON follow_entries
                BEGIN SELECT RAISE(ABORT, 'follow_entries is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER follow_entries_no_delete BEFORE DELETE ON follow_entries
                BEGIN SELECT RAISE(ABORT, 'follow_entries is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER follow_tellings_no_update BEFORE UPDATE ON follow_tellings
                BEGIN SELECT RAISE(ABORT, 'follow_tellings is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER follow_tellings_no_delete BEFORE DELETE ON follow_tellings
                BEGIN SELECT RAISE(ABORT, 'follow_tellings is append-only: nothing in it is ever changed or deleted'); END;

CREATE INDEX captures_by_memento ON captures (
            -- The address that a raw memento (…/web/20201027100000id_/https://…) is a copy of.
            substr(url, instr(url, 'id_/') + 4)
        ) WHERE instr(url, 'id_/') > 0;

CREATE VIEW visible AS
            -- Every observation that may be shown. `as_of` is from when on its text is known to have stood, which orders them:
            -- the edit by the platform's word; of a file imported, and of one of several wordings of a post, the publication
            -- (a file tells the moment it was imported, not that of its making), a cut wording just before the whole one;
            -- of a memento, when the web archive saw it; else the capture. `recency` orders the observations of one document:
            -- the greatest is its newest.
        SELECT o.seq, o.document, o.captured_at, o.capture, o.derivation, o.code_version, o.source, v.revision,
            min(o.captured_at, CASE
                WHEN p.edited_at IS NOT NULL THEN p.edited_at
                WHEN p.derivation IS NOT NULL AND v.published_earliest IS NOT NULL
                    AND (c.record_type = 'resource' OR json_array_length(p.edits) > 1)
                THEN iif(p.cut, strftime('%Y-%m-%dT%H:%M:%SZ', v.published_earliest, '-1 second'), v.published_earliest)
                ELSE coalesce(CASE
                    WHEN c.url GLOB 'http*://web.archive.org[:/]*'
                    THEN strftime('%Y-%m-%dT%H:%M:%SZ', printf(
                        '%s-%s-%sT%s:%s:%s',
                        substr(c.url, instr(c.url, '/web/') + 5, 4),
                        substr(c.url, instr(c.url, '/web/') + 9, 2),
                        substr(c.url, instr(c.url, '/web/') + 11, 2),
                        substr(c.url, instr(c.url, '/web/') + 13, 2),
                        substr(c.url, instr(c.url, '/web/') + 15, 2),
                        substr(c.url, instr(c.url, '/web/') + 17, 2)
                    ))
                END, o.captured_at)
            END) AS as_of,
            min(o.captured_at, CASE
                WHEN p.edited_at IS NOT NULL THEN p.edited_at
                WHEN p.derivation IS NOT NULL AND v.published_earliest IS NOT NULL
                    AND (c.record_type = 'resource' OR json_array_length(p.edits) > 1)
                THEN iif(p.cut, strftime('%Y-%m-%dT%H:%M:%SZ', v.published_earliest, '-1 second'), v.published_earliest)
                ELSE coalesce(CASE
                    WHEN c.url GLOB 'http*://web.archive.org[:/]*'
                    THEN strftime('%Y-%m-%dT%H:%M:%SZ', printf(
                        '%s-%s-%sT%s:%s:%s',
                        substr(c.url, instr(c.url, '/web/') + 5, 4),
                        substr(c.url, instr(c.url, '/web/') + 9, 2),
                        substr(c.url, instr(c.url, '/web/') + 11, 2),
                        substr(c.url, instr(c.url, '/web/') + 13, 2),
                        substr(c.url, instr(c.url, '/web/') + 15, 2),
                        substr(c.url, instr(c.url, '/web/') + 17, 2)
                    ))
                END, o.captured_at)
            END) || ' ' || o.captured_at || ' ' || o.capture || printf(' %016d', o.seq) AS recency
        FROM observations o
        JOIN derivations v ON v.seq = o.derivation
        JOIN documents d ON d.seq = o.document
        JOIN "packed_revisions" r ON r.seq = v.revision
        LEFT JOIN posts p ON p.derivation = o.derivation
        LEFT JOIN captures c ON c.id = o.capture
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target IN (o.capture, d.id, r.id));

CREATE VIEW unredacted_quotes AS
            -- The quotes that are not withdrawn themselves; `visible` hides what only withdrawn documents and captures showed.
        SELECT q.seq, q.id, q.document, q.kind FROM quotes q
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id);

CREATE TABLE held_months (
            -- How many current documents of a source were published in which month ('' where that is not known). Triggers
            -- of `current` count them. Derived, so it may be changed.
            source TEXT NOT NULL,
            month TEXT NOT NULL,
            documents INTEGER NOT NULL,
            PRIMARY KEY (source, month)
        ) STRICT, WITHOUT ROWID;

CREATE TRIGGER current_counted AFTER INSERT ON current BEGIN
            INSERT INTO held_months
            SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), ''), 1
            FROM observations o, derivations v WHERE o.seq = NEW.observation AND v.seq = NEW.derivation
            ON CONFLICT (source, month) DO UPDATE SET documents = documents + 1;
        END;

CREATE TRIGGER current_discounted AFTER DELETE ON current BEGIN
            UPDATE held_months SET documents = documents - 1 WHERE (source, month) = (
                SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), '')
                FROM observations o, derivations v WHERE o.seq = OLD.observation AND v.seq = OLD.derivation
            );
            DELETE FROM held_months WHERE documents = 0;
        END;

CREATE TRIGGER current_recounted AFTER UPDATE ON current BEGIN
            UPDATE held_months SET documents = documents - 1 WHERE (source, month) = (
                SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), '')
                FROM observations o, derivations v WHERE o.seq = OLD.observation AND v.seq = OLD.derivation
            );
            DELETE FROM held_months WHERE documents = 0;
            INSERT INTO held_months
            SELECT o.source, coalesce(substr(v.published_earliest, 1, 7), ''), 1
            FROM observations o, derivations v WHERE o.seq = NEW.observation AND v.seq = NEW.derivation
            ON CONFLICT (source, month) DO UPDATE SET documents = documents + 1;
        END;

CREATE INDEX outcomes_by_url ON outcomes (url) WHERE capture IS NULL;

CREATE TRIGGER revisions_no_update BEFORE UPDATE ON packed_revisions
                BEGIN SELECT RAISE(ABORT, 'revisions is append-only: nothing in it is ever changed or deleted'); END;

CREATE VIEW revisions AS
            -- The revisions with their texts. `unpack_text` undoes raw DEFLATE; every program defines it itself.
        SELECT seq, id, document, unpack_text(body) AS text FROM packed_revisions;

CREATE INDEX captures_by_payload ON captures (substr(payload_sha256, 1, 16));

CREATE TABLE unfinished_loads (
            -- The loads of which a part is stored. Their observations begin with `observation`. It may be changed.
            load INTEGER PRIMARY KEY REFERENCES loads (seq),
            observation INTEGER NOT NULL
        ) STRICT;

CREATE VIRTUAL TABLE quote_words USING fts5 (
            words, marks, content = '', contentless_delete = 1, prefix = '2',
            tokenize = "unicode61 remove_diacritics 2 categories 'L* M* N* Co'"
        );

CREATE TABLE attributions (
            -- Whose words readings take quotes for, in which office, who relays them, and whether they are told as said: each
            -- combination that occurs.
            seq INTEGER PRIMARY KEY,
            speaker TEXT,
            speaker_id TEXT,
            office TEXT,
            via TEXT,
            polarity TEXT NOT NULL CHECK (polarity IN ('said', 'denied', 'asked', 'expected', 'hypothetical'))
        ) STRICT;

CREATE INDEX attributions_by_speaker ON attributions (speaker, speaker_id, office, via, polarity);

CREATE INDEX attributions_by_speaker_id ON attributions (speaker_id);

CREATE TABLE readings (
            -- Where one derivation found a quote, and whose words it took them for. Offsets are code points into the revision,
            -- where the words stand: `checksum` is the CRC-32 of theirs in UTF-8, `before` and `after` are the lengths of their
            -- prefix and suffix. `spans` is NULL where they are all from start to end, `marked` where nothing is marked.
            -- `as_published`: 1 where they were said when the derivation says that the document was published.
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            start INTEGER NOT NULL,
            "end" INTEGER NOT NULL,
            checksum INTEGER NOT NULL,
            before INTEGER NOT NULL,
            after INTEGER NOT NULL,
            spans TEXT CHECK (json_valid(spans)),
            marked TEXT CHECK (json_valid(marked)),
            cue TEXT,
            mention TEXT CHECK (json_valid(mention)),
            attribution INTEGER NOT NULL REFERENCES attributions (seq),
            as_published INTEGER NOT NULL CHECK (as_published IN (0, 1)),
            said TEXT CHECK (json_valid(said)),
            said_earliest TEXT,
            said_latest TEXT,
            PRIMARY KEY (derivation, quote)
        ) STRICT, WITHOUT ROWID;

CREATE INDEX readings_by_quote ON readings (quote);

CREATE TRIGGER readings_no_update BEFORE UPDATE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER readings_no_delete BEFORE DELETE ON readings
        BEGIN SELECT RAISE(ABORT, 'readings is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER attributions_no_update BEFORE UPDATE ON attributions
        BEGIN SELECT RAISE(ABORT, 'attributions is append-only: nothing in it is ever changed or deleted'); END;

CREATE TRIGGER attributions_no_delete BEFORE DELETE ON attributions
        BEGIN SELECT RAISE(ABORT, 'attributions is append-only: nothing in it is ever changed or deleted'); END;

CREATE VIEW quote_readings AS
            -- The readings with their words, what stands around these, whose they are, and when they were said.
        SELECT g.derivation, g.quote,
            (SELECT substr(r.text, g.start + 1, g."end" - g.start)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS exact,
            g.start, g."end",
            coalesce(g.spans, '[[' || g.start || ',' || g."end" || ']]') AS spans, coalesce(g.marked, '[]') AS marked,
            (SELECT substr(r.text, g.start - g.before + 1, g.before)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS prefix,
            (SELECT substr(r.text, g."end" + 1, g.after)
                FROM derivations v JOIN revisions r ON r.seq = v.revision WHERE v.seq = g.derivation) AS suffix,
            g.cue, g.mention, (SELECT a.speaker FROM attributions a WHERE a.seq = g.attribution) AS speaker, (SELECT a.speaker_id FROM attributions a WHERE a.seq = g.attribution) AS speaker_id, (SELECT a.office FROM attributions a WHERE a.seq = g.attribution) AS office, (SELECT a.via FROM attributions a WHERE a.seq = g.attribution) AS via,
            iif(g.as_published, (SELECT v.published FROM derivations v WHERE v.seq = g.derivation), g.said) AS said,
            iif(g.as_published, (SELECT v.published_earliest FROM derivations v WHERE v.seq = g.derivation), g.said_earliest)
                AS said_earliest,
            iif(g.as_published, (SELECT v.published_latest FROM derivations v WHERE v.seq = g.derivation), g.said_latest)
                AS said_latest,
            (SELECT a.polarity FROM attributions a WHERE a.seq = g.attribution) AS polarity, g.checksum, g.before, g.after,
            (SELECT v.revision FROM derivations v WHERE v.seq = g.derivation) AS revision
        FROM readings g;

CREATE VIEW searchable AS
            -- The quotes that search may find: those with a reading that may be shown.
        SELECT q.seq FROM quotes q
        WHERE NOT EXISTS (SELECT 1 FROM redactions x WHERE x.target = q.id)
        AND EXISTS (SELECT 1 FROM readings g JOIN visible o ON o.derivation = g.derivation WHERE g.quote = q.seq);

CREATE VIEW dated_quotes AS
        -- Every reading of a quote in every observation that may be shown, with what search filters and sorts by. `earliest`
        -- and `latest` bound when it was said, or where that is unknown when it was published: both NULL where neither is
        -- known, '0000' and '9999' at an open side.
        SELECT q.seq AS quote, q.document, o.derivation, q.kind, v.kind AS document_kind, v.language, o.source, g.attribution,
            CASE
                WHEN g.said IS NOT NULL AND coalesce(g.said_earliest, g.said_latest) IS NOT NULL
                THEN coalesce(g.said_earliest, '0000')
                WHEN coalesce(v.published_earliest, v.published_latest) IS NOT NULL
                THEN coalesce(v.published_earliest, '0000')
            END AS earliest,
            CASE
                WHEN g.said IS NOT NULL AND coalesce(g.said_earliest, g.said_latest) IS NOT NULL
                THEN coalesce(g.said_latest, '9999')
                WHEN coalesce(v.published_earliest, v.published_latest) IS NOT NULL
                THEN coalesce(v.published_latest, '9999')
            END AS latest,
            o.seq AS observation
        FROM visible o
        JOIN derivations v ON v.seq = o.derivation
        JOIN readings g ON g.derivation = o.derivation
        JOIN unredacted_quotes q ON q.seq = g.quote;

CREATE TABLE quote_classes (
            -- What quotes are, and whose: each combination that occurs. Derived, so it may be changed.
            seq INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            document_kind TEXT NOT NULL,
            language TEXT,
            source TEXT NOT NULL
        ) STRICT;

CREATE INDEX quote_classes_by_source ON quote_classes (source, kind, document_kind, language);

CREATE TABLE listed_quotes (
            -- The quotes of the current derivations of their documents. `shown_since` is the capture from which on the document
            -- has been shown so. Instants are in seconds since 1970, and so they are compared; -99999999999 and 999999999999
            -- stand for '0000' and '9999'. Derived, so it may be changed.
            quote INTEGER PRIMARY KEY REFERENCES quotes (seq),
            document INTEGER NOT NULL REFERENCES documents (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            class INTEGER NOT NULL REFERENCES quote_classes (seq),
            attribution INTEGER NOT NULL REFERENCES attributions (seq),
            earliest_s INTEGER,
            latest_s INTEGER,
            shown_since_s INTEGER NOT NULL,
            earliest TEXT GENERATED ALWAYS AS (CASE earliest_s WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', earliest_s, 'unixepoch') END) VIRTUAL,
            latest TEXT GENERATED ALWAYS AS (CASE latest_s WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', latest_s, 'unixepoch') END) VIRTUAL,
            shown_since TEXT GENERATED ALWAYS AS (CASE shown_since_s WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', shown_since_s, 'unixepoch') END) VIRTUAL
        ) STRICT;

CREATE TABLE listed_past_quotes (
            -- The same of what documents showed before, each from `shown_since` until just before `shown_until`.
            quote INTEGER NOT NULL REFERENCES quotes (seq),
            document INTEGER NOT NULL REFERENCES documents (seq),
            derivation INTEGER NOT NULL REFERENCES derivations (seq),
            class INTEGER NOT NULL REFERENCES quote_classes (seq),
            attribution INTEGER NOT NULL REFERENCES attributions (seq),
            earliest_s INTEGER,
            latest_s INTEGER,
            shown_since_s INTEGER NOT NULL,
            earliest TEXT GENERATED ALWAYS AS (CASE earliest_s WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', earliest_s, 'unixepoch') END) VIRTUAL,
            latest TEXT GENERATED ALWAYS AS (CASE latest_s WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', latest_s, 'unixepoch') END) VIRTUAL,
            shown_since TEXT GENERATED ALWAYS AS (CASE shown_since_s WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', shown_since_s, 'unixepoch') END) VIRTUAL,
            shown_until_s INTEGER NOT NULL,
            shown_until TEXT GENERATED ALWAYS AS (CASE shown_until_s WHEN -99999999999 THEN '0000' WHEN 999999999999 THEN '9999' ELSE strftime('%Y-%m-%dT%H:%M:%SZ', shown_until_s, 'unixepoch') END) VIRTUAL,
            PRIMARY KEY (quote, shown_since_s)
        ) STRICT, WITHOUT ROWID;

CREATE INDEX quotes_by_class ON listed_quotes (class, earliest_s);

CREATE INDEX quotes_by_attribution ON listed_quotes (attribution, earliest_s);

CREATE INDEX quotes_by_date ON listed_quotes (earliest_s, latest_s);

CREATE INDEX quotes_of_months ON listed_quotes (earliest_s, latest_s)
            WHERE substr(earliest, 1, 7) <> substr(latest, 1, 7);

CREATE VIEW current_quotes AS
            -- The quotes of the current derivations of their documents, with the columns of dated_quotes.
        SELECT l.quote, l.document, l.derivation,
            (SELECT k.kind FROM quote_classes k WHERE k.seq = l.class) AS kind,
            (SELECT k.document_kind FROM quote_classes k WHERE k.seq = l.class) AS document_kind,
            (SELECT k.language FROM quote_classes k WHERE k.seq = l.class) AS language,
            (SELECT k.source FROM quote_classes k WHERE k.seq = l.class) AS source,
            (SELECT a.speaker FROM attributions a WHERE a.seq = l.attribution) AS speaker,
            (SELECT a.speaker_id FROM attributions a WHERE a.seq = l.attribution) AS speaker_id,
            (SELECT a.via FROM attributions a WHERE a.seq = l.attribution) AS via,
            l.earliest_s, l.latest_s, l.shown_since_s, l.earliest, l.latest, l.shown_since FROM listed_quotes l;

CREATE VIEW past_quotes AS
            -- The same of what documents showed before, each from `shown_since` until just before `shown_until`.
        SELECT l.quote, l.document, l.derivation,
            (SELECT k.kind FROM quote_classes k WHERE k.seq = l.class) AS kind,
            (SELECT k.document_kind FROM quote_classes k WHERE k.seq = l.class) AS document_kind,
            (SELECT k.language FROM quote_classes k WHERE k.seq = l.class) AS language,
            (SELECT k.source FROM quote_classes k WHERE k.seq = l.class) AS source,
            (SELECT a.speaker FROM attributions a WHERE a.seq = l.attribution) AS speaker,
            (SELECT a.speaker_id FROM attributions a WHERE a.seq = l.attribution) AS speaker_id,
            (SELECT a.via FROM attributions a WHERE a.seq = l.attribution) AS via,
            l.earliest_s, l.latest_s, l.shown_since_s, l.earliest, l.latest, l.shown_since, l.shown_until_s, l.shown_until FROM listed_past_quotes l;

INSERT INTO settled_sketches VALUES (0);

INSERT INTO linked_quotes VALUES (0);

INSERT INTO linked_texts VALUES (0);

INSERT INTO quote_words (quote_words, rank) VALUES ('rank', 'bm25(1.0, 0.0)');
