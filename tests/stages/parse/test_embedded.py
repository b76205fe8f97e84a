"""Posts in pages: what an article embeds, and whose a dump is."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from pipeline.stages.posts import read_embedded_posts
from pipeline.stages.results import ParsedDocuments, ParsedPosts
from storage.model import DocumentKind
from tests.stages.parse.test_parse import PAGE, SOURCE, respond
from tests.words import parse

EMBED = (Path(__file__).parents[1] / "posts" / "pages" / "embed.html").read_text(encoding="utf-8")
ROWS = [{"id": "1321017669626187783", "created_at": "2020-10-27T09:15:30Z", "text": "The tables stand.", "retweet_count": 1}]
ACCOUNT = replace(SOURCE, kind=DocumentKind.POST, url="https://x.com/TideMinistry")


def test_a_page_relays_the_posts_that_it_embeds_as_documents_of_their_own() -> None:
    parsed = parse(respond(PAGE.replace("</div><footer>", f"{EMBED}</div><footer>")), source=SOURCE)
    assert isinstance(parsed, ParsedDocuments)
    article, post = parsed.documents
    (whole,) = read_embedded_posts(EMBED)
    assert (post.text, post.speakers, post.via) == (whole.text, ("Ministry of Tides",), article.issuers)
    assert post.id not in (whole.id, article.id)


def test_a_dump_is_its_sources_account_and_publisher() -> None:
    parsed = parse(respond(json.dumps(ROWS), url="https://x.com/TideMinistry"), source=ACCOUNT)
    assert isinstance(parsed, ParsedPosts)
    (document,) = parsed.documents
    assert document.issuers == ("Ministry of Samples",)
    assert document.url == "https://x.com/TideMinistry/status/1321017669626187783"


def test_a_dump_from_another_accounts_page_is_not_the_sources() -> None:
    parsed = parse(respond(json.dumps(ROWS), url="https://x.com/HarbourOffice"), source=ACCOUNT)
    assert isinstance(parsed, ParsedPosts)
    assert parsed.documents[0].issuers == ("HarbourOffice",)
