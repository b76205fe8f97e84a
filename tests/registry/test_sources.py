"""The registry: which source owns an address, and how a wrong declaration is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.registry import declared_sources as registry
from pipeline.registry.declared_sources import (
    FOLDERS,
    find_source,
    find_source_by_bytes,
    find_source_by_host,
    get_source,
    list_folders,
    load_sources,
)
from pipeline.registry.soundness import MAX_ID

PLAIN = """
title = "Sample ministry"
publisher = "Sample Ministry"
kind = "statement"
url = "https://ministry.example/news"
country = "am"
languages = ["en"]
timezone = "Asia/Yerevan"
hosts = ["ministry.example"]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ministry.toml").write_text(PLAIN, "utf-8")
    return tmp_path


def add(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, "utf-8")


OWNERS = {
    "https://www.mfa.am/en/statements/2020/10/26/a/10600": "am_mfa",
    "http://mfa.am:80/ru/news/": "am_mfa",
    "https://2017-2021.state.gov/a-statement/": "us_state_2017",
    "https://web.archive.org/web/20201027215555id_/https://www.primeminister.am/en/item/": "am_pm",
    "https://api.x.com/2/tweets/search/all?query=from%3Anikolpashinyan&start_time=2020": "x_nikolpashinyan",
    "https://api.x.com/2/tweets/search/all?query=from%3Apresidentaz&start_time=2020": "x_presidentaz",
    "https://twitter.com/NikolPashinyan/status/1320594001228726272": "x_nikolpashinyan",
    "https://x.com/presidentaz?lang=en": "x_presidentaz",
    "https://www.whitehouse.gov/the-press-office/2016/08/03/press-briefing": "us_whitehouse_obama",
    "https://www.whitehouse.gov/briefing-room/press-briefings/2021/02/01/press-briefing": "us_whitehouse_biden",
    "https://www.whitehouse.gov/news/": "us_whitehouse",
}


@pytest.mark.parametrize(("url", "id_"), OWNERS.items())
def test_an_address_belongs_to_its_source(url: str, id_: str) -> None:
    source = find_source(url)
    assert source is not None
    assert source.id == id_


@pytest.mark.parametrize(
    "url",
    [None, "", "https://notmfa.am/", "https://x.com/presidentazer", "https://x.com/somebody", "mailto:press@mfa.am"],
)
def test_an_address_of_nobody_has_no_source(url: str | None) -> None:
    assert find_source(url) is None


def test_a_host_belongs_to_the_source_that_owns_it_whole() -> None:
    source = find_source_by_host("www.state.gov")
    assert source is not None
    assert source.id == "us_state"


def test_a_host_of_many_accounts_belongs_to_none() -> None:
    assert find_source_by_host("x.com") is None


def test_bytes_tell_their_source_by_the_address_they_claim() -> None:
    source = find_source_by_bytes(b'<link rel="canonical" href="https://www.mfa.am/en/statements/1"><a href="https://x.com/a">')
    assert source is not None
    assert source.id == "am_mfa"


def test_bytes_tell_their_source_by_the_host_most_links_name() -> None:
    links = b'<a href="https://www.mfa.am/1"><a href=http://mfa.am/2><a href="https://youtube.com/a">'
    source = find_source_by_bytes(links)
    assert source is not None
    assert source.id == "am_mfa"


def test_bytes_whose_links_name_many_hosts_have_no_source() -> None:
    assert find_source_by_bytes(b'<a href="https://mfa.am/1"><a href="https://mfa.gov.az/1">') is None
    assert find_source_by_bytes(b"no links") is None


def test_an_unknown_id_is_answered_with_the_nearest() -> None:
    with pytest.raises(SourceError, match="am_mfa"):
        get_source("am_mfaa")


def test_sources_come_in_the_order_of_their_ids() -> None:
    ids = [source.id for source in load_sources()]
    assert ids == sorted(ids)


def test_the_name_of_the_file_is_the_id(folder: Path) -> None:
    assert get_source("ministry", load_sources(folder)).title == "Sample ministry"


def test_a_family_makes_a_source_of_each_member(folder: Path) -> None:
    family = PLAIN.replace('"Sample Ministry"', '"Embassy in {name}"').replace(
        '["ministry.example"]', '["{id}.embassy.example"]'
    )
    add(folder, "embassy.toml", f'{family}\n[[member]]\nid = "paris"\nname = "Paris"\n[[member]]\nid = "rome"\nname = "Rome"\n')
    sources = load_sources(folder)
    assert [source.id for source in sources] == ["embassy_paris", "embassy_rome", "ministry"]
    assert find_source("https://rome.embassy.example/1", sources) == get_source("embassy_rome", sources)
    assert get_source("embassy_rome", sources).publisher == "Embassy in Rome"


def test_an_id_longer_than_file_names_allow_is_refused(folder: Path) -> None:
    longest = MAX_ID - len("ministry_")
    add(folder, "ministry.toml", f'{PLAIN}\n[[member]]\nid = "{"a" * (longest + 1)}"\n')
    with pytest.raises(SourceError, match=f"of {MAX_ID} letters at most"):
        load_sources(folder)
    add(folder, "ministry.toml", f'{PLAIN}\n[[member]]\nid = "{"a" * longest}"\n')
    assert [len(source.id) for source in load_sources(folder)] == [MAX_ID]


@pytest.mark.parametrize(
    ("member", "expected"),
    [
        ("member = 1", "Write \\[\\[member\\]\\]"),
        ('[[member]]\nname = "Paris"', r"member\[1\]: the mandatory key 'id' is missing"),
        ('[[member]]\nid = "paris"\nhost = "a.example"', r"member\[1\]: unknown key 'host'. Did you mean 'hosts'"),
        ('[[member]]\nid = "Paris"', r"member\[1\]: id: found 'ministry_Paris', expected a slug"),
    ],
)
def test_a_member_that_cannot_work_is_answered_with_its_number(folder: Path, member: str, expected: str) -> None:
    add(folder, "ministry.toml", f"{PLAIN}\n{member}\n")
    with pytest.raises(SourceError, match=expected):
        load_sources(folder)


def test_a_path_owns_what_lies_under_it_and_nothing_beside_it(folder: Path) -> None:
    add(folder, "ministry.toml", PLAIN + 'paths = ["/news"]\n')
    sources = load_sources(folder)
    assert find_source("https://ministry.example/news?page=2", sources)
    assert find_source("https://ministry.example/newsroom", sources) is None


WRONG = [
    ('hosts = ["www.ministry.example"]', "hosts", "without 'www.'"),
    ('timezone = "Asia/Yerewan"', "timezone", "zone name"),
    (f'timezone = "{"a/" * 5_000}a"', "timezone", "zone name"),
    ('country = "Armenia"', "country", "two-letter"),
    ("languages = []", "languages", "at least one"),
    ('schedule = "often"', "schedule", "five fields"),
    ('schedule = "60 * * * *"', "schedule", "five fields"),
    ('schedule = "1 24 * * *"', "schedule", "five fields"),
    ('schedule = "1 1 0 * *"', "schedule", "five fields"),
    ('schedule = "1 1 * 13 *"', "schedule", "five fields"),
    ('schedule = "1 1 * * 8"', "schedule", "five fields"),
    ('schedule = "1 */0 * * *"', "schedule", "five fields"),
    ('schedule = "1 * * * *"\nend = 2020-01-01', "schedule", "frozen archive"),
    ("start = 2021-01-01\nend = 2020-01-01", "end", "not before start"),
    ("hook = true", "hook", "a module ministry.py"),
    ('[discover]\nmethod = "feed"', "discover", "where a feed begins"),
    ('[discover]\nmethod = "listing"\nurls = ["https://x/"]', "discover", "items"),
    ('[discover]\npages = "https://x/{pag}"', "discover.pages", "blanks"),
    ("[discover]\nmost_pages = -1", "discover.most_pages", "at least 1"),
    ("[discover]\nfirst_page = -1", "discover.first_page", "not negative"),
    ('[politeness]\nuser_agent = "Größe"', "politeness.user_agent", "ASCII"),
    ("[politeness]\ndelay_s = nan", "politeness: delay_s", "finite"),
    (f"[politeness]\ndelay_s = 1{'0' * 400}", "politeness: delay_s", "below 1e308"),
    ('[[layout]]\nname = "a"\ntitle = ["h1["]', r"layout\[1\].title", "CSS selector"),
    ('[[layout]]\nname = "a"\nitem = "li["', r"layout\[1\].item", "CSS selector"),
    ('[[layout]]\nname = "a"\nmatch = "("', r"layout\[1\].match", "regular expression"),
    ("[expect]\nfill = { titel = 1.0 }", "expect.fill.titel", "title"),
    ("[expect]\nfill = { title = 98.0 }", "expect.fill.title", "from 0 to 1"),
]


@pytest.mark.parametrize(("lines", "key", "expected"), WRONG)
def test_a_declaration_that_cannot_work_is_answered_with_its_key_and_what_is_expected(
    folder: Path, lines: str, key: str, expected: str
) -> None:
    key_line = lines.partition(" ")[0]
    kept = "".join(f"{line}\n" for line in PLAIN.splitlines() if not line.startswith(f"{key_line} ="))
    add(folder, "ministry.toml", f"{kept}{lines}\n")
    with pytest.raises(SourceError, match=rf"ministry\.toml: {key}.*{expected}"):
        load_sources(folder)


def test_a_misspelt_key_is_answered_with_the_nearest(folder: Path) -> None:
    add(folder, "ministry.toml", PLAIN + 'scedule = "1 * * * *"\n')
    with pytest.raises(SourceError, match="Did you mean 'schedule'"):
        load_sources(folder)


def test_two_sources_cannot_claim_one_address(folder: Path) -> None:
    add(folder, "twin.toml", PLAIN)
    with pytest.raises(SourceError, match=r"both claim ministry\.example"):
        load_sources(folder)


def test_a_hook_that_is_not_declared_is_an_error(folder: Path) -> None:
    add(folder, "ministry.py", "")
    with pytest.raises(SourceError, match=r"ministry\.py stands beside it"):
        load_sources(folder)


def test_the_environment_names_further_folders_of_declarations(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS, str(folder))
    registry._load_declared.cache_clear()
    try:
        assert get_source("ministry").title == "Sample ministry"
        assert get_source("am_mfa")
    finally:
        registry._load_declared.cache_clear()


def test_a_named_folder_that_is_not_there_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDERS, f"{folder}:{folder / 'other'}")
    with pytest.raises(SourceError, match="other is no folder"):
        list_folders()
