"""The chain from a quote to its bytes holds, and every way to break it is seen."""

from __future__ import annotations

import pytest

from storage.errors import StorageError
from storage.evidence import redact, trace
from storage.model.findings.chain import Chain
from tests.storage.evidence.conftest import PAGES, Home, derive_text, write

URL = PAGES[0][0]


def walk(home: Home, id_: str) -> Chain:
    return trace(home.db, id_, warc_root=home.root, derive_text=derive_text)


def broken(chain: Chain) -> list[str]:
    return [link.name for link in chain.links if not link.holds]


@pytest.mark.parametrize(
    ("noun", "links"),
    [
        ("quote", "quote revision document derivation capture payload record run"),
        ("revision", "revision document derivation capture payload record run"),
        ("document", "revision document derivation capture payload record run"),
        ("capture", "capture payload record run"),
    ],
)
def test_a_chain_holds_down_to_the_run(home: Home, noun: str, links: str) -> None:
    chain = walk(home, home.id_of(noun))
    assert [link.name for link in chain.links] == links.split()
    assert broken(chain) == []
    assert chain.holds


def test_an_address_is_traced_as_its_document(home: Home) -> None:
    assert walk(home, URL).id == home.id_of("document")


def test_a_page_seen_again_is_traced_to_both_records(home: Home) -> None:
    write(home, "two", PAGES[0], hours=1)
    chain = walk(home, home.id_of("quote"))
    records = [link.what for link in chain.links if link.name == "record"]
    assert [what.split()[0] for what in records] == ["revisit", "response"]
    assert "two over samples" in chain.links[-1].what
    assert chain.holds


def test_a_quote_that_no_longer_stands_is_traced_to_where_it_stood(home: Home) -> None:
    quote = home.id_of("quote")
    write(home, "two", (URL, "War."), hours=1)
    assert walk(home, quote).holds


def test_an_altered_byte_breaks_payload_and_record(home: Home) -> None:
    capture = home.id_of("capture")
    [(path, offset)] = home.db.execute("SELECT path, offset FROM captures WHERE id = ?", (capture,)).fetchall()
    content = bytearray((home.root / path).read_bytes())
    content[offset + 30] ^= 1
    (home.root / path).write_bytes(content)
    assert broken(walk(home, home.id_of("quote"))) == ["derivation", "payload", "record"]


def test_a_length_that_the_payload_does_not_have_is_seen(home: Home) -> None:
    capture = home.id_of("capture")
    home.db.execute("DROP TRIGGER captures_no_update")
    home.db.execute("UPDATE captures SET payload_length = payload_length + 1 WHERE id = ?", (capture,))
    chain = walk(home, capture)
    assert broken(chain) == ["payload"]
    [payload] = [link for link in chain.links if link.name == "payload"]
    assert (payload.what[:9], payload.detail) == ("12 bytes,", "11 bytes were read")


def test_a_payload_that_holds_says_that_it_was_hashed(home: Home) -> None:
    [payload] = [link for link in walk(home, home.id_of("capture")).links if link.name == "payload"]
    assert (payload.holds, payload.detail) == (True, "read and hashed again")


def test_a_missing_file_breaks_the_chain_and_raises_nothing(home: Home) -> None:
    (home.root / "one.warc.gz").unlink()
    assert broken(walk(home, home.id_of("quote"))) == ["derivation", "payload", "record"]


def test_a_quote_whose_words_do_not_stand_in_its_revision_is_seen(home: Home) -> None:
    home.db.execute("DROP TRIGGER readings_no_update")
    home.db.execute("UPDATE readings SET start = start + 1")
    assert broken(walk(home, home.id_of("quote"))) == ["quote"]


def test_an_altered_text_is_seen(home: Home) -> None:
    home.db.execute("DROP TRIGGER revisions_no_update")
    home.db.execute("UPDATE packed_revisions SET body = replace(body, 'Now', 'Not')")
    assert broken(walk(home, home.id_of("document"))) == ["revision", "derivation"]


def test_an_altered_address_is_seen(home: Home) -> None:
    capture, document = home.id_of("capture"), home.id_of("document")
    home.db.execute("DROP TRIGGER captures_no_update")
    home.db.execute("UPDATE captures SET url = 'https://example.gov/elsewhere'")
    assert broken(walk(home, capture)) == ["capture", "record"]
    home.db.execute("DROP TRIGGER derivations_no_update")
    home.db.execute("UPDATE derivations SET url = 'https://example.gov/elsewhere'")
    assert "document" in broken(walk(home, document))


def test_another_reading_of_the_bytes_is_seen_with_the_place(home: Home) -> None:
    chain = trace(home.db, URL, warc_root=home.root, derive_text=lambda *_: "Peace.\nNever.")
    [link] = [link for link in chain.links if link.name == "derivation"]
    assert not link.holds
    assert "character 8" in link.detail


def test_a_document_that_is_found_no_more_is_seen(home: Home) -> None:
    chain = trace(home.db, URL, warc_root=home.root, derive_text=lambda *_: None)
    assert broken(chain) == ["derivation"]


def test_what_was_withdrawn_says_only_why(home: Home) -> None:
    quote = home.id_of("quote")
    redact(home.db, quote, "names a private person")
    chain = walk(home, quote)
    assert (chain.holds, [link.detail for link in chain.links]) == (False, ["names a private person"])


def test_what_is_not_there_is_named(home: Home) -> None:
    with pytest.raises(StorageError, match="nothing to show"):
        walk(home, "q_nothing")
