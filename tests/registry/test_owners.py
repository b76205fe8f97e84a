"""Who owns a host: the sources that declare it, and the file of publishers."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import SourceError
from pipeline.registry.declared_sources import load_sources
from pipeline.registry.owners import read_owners
from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.parse.issuers import find_owner


def owner(host: str) -> str | None:
    return find_owner(host, load_knowledge().owners)


def test_a_source_s_host_and_its_subdomains_are_its_publisher_s() -> None:
    assert owner("osce.org") == "Organization for Security and Co-operation in Europe (OSCE)"
    assert owner("embassy.mfa.am") == "Ministry of Foreign Affairs of the Republic of Armenia"


def test_a_source_that_claims_paths_of_a_host_says_nothing_of_its_subdomains() -> None:
    assert owner("gov.uk") == "GOV.UK"
    assert owner("council.gov.uk") is None


def test_an_account_on_a_platform_does_not_own_the_platform() -> None:
    assert owner("x.com") is None
    assert owner("t.me") is None


def test_the_file_of_publishers_speaks_for_hosts_without_a_source() -> None:
    assert owner("eng.president.am") == "The President of the Republic of Armenia"
    assert owner("nobody.example") is None


def test_the_file_names_no_host_that_a_source_owns() -> None:
    sources = load_sources()
    declared = read_owners(Path("pipeline/none.toml"), sources)
    assert [host for host in load_knowledge().owners if not host.startswith(".")] == [
        host for host in declared if not host.startswith(".")
    ]
    file = Path(__file__).parents[2] / "pipeline" / "publishers.toml"
    assert not set(read_owners(file, ())) & set(declared)


def test_a_misspelt_table_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "publishers.toml").write_text('[host]\n"a.example" = "A"\n', "utf-8")
    with pytest.raises(SourceError, match=r"publishers\.toml"):
        read_owners(tmp_path / "publishers.toml", ())
