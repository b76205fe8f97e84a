"""Laws of the registry: an address has one owner, however it is written, and no text is an error."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.declarations import Source
from pipeline.registry.declared_sources import find_source, find_source_by_bytes, find_source_by_host, load_sources

sources = st.sampled_from(load_sources())
instants = st.from_regex(r"20[0-2][0-9](0[1-9]|1[0-2])[0-2][0-9]{7}", fullmatch=True)


@given(st.one_of(st.text(), st.text().map("https://".__add__), st.text().map("https://www.mfa.am/".__add__)))
def test_no_address_is_an_error(url: str) -> None:
    find_source(url)
    find_source_by_host(url)


@given(st.binary(max_size=200).map(b'<a href="https://www.mfa.am/'.__add__))
def test_no_bytes_are_an_error(body: bytes) -> None:
    find_source_by_bytes(body)


@given(sources, instants, st.sampled_from(["", "id_", "if_"]))
def test_an_archived_address_has_the_owner_of_the_address(source: Source, instant: str, mode: str) -> None:
    assert find_source(f"https://web.archive.org/web/{instant}{mode}/{source.url}") == find_source(source.url)


@given(sources, st.booleans(), st.booleans())
def test_the_way_an_address_is_written_changes_no_owner(source: Source, capital: bool, plain: bool) -> None:
    scheme, _, rest = source.url.partition("://")
    host, slash, path = rest.partition("/")
    url = f"{'http' if plain else scheme}://{host.upper() if capital else host}{slash}{path}"
    assert find_source(url) == find_source(source.url)


@given(sources, st.from_regex(r"[a-z]{1,8}", fullmatch=True))
def test_a_host_that_only_ends_alike_is_another(source: Source, more: str) -> None:
    host = source.hosts[0].partition("/")[0]
    found = find_source(f"https://{more}{host}/")
    assert found is None or not any(own.partition("/")[0] == host for own in found.hosts)
