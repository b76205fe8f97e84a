"""Posts in saved pages: old twitter.com, Facebook's mobile site, and embeds in articles."""

from __future__ import annotations

from pathlib import Path

from pipeline.stages.posts import detect_posts, read_embedded_posts, read_posts
from storage.model import Basis, PostKind
from tests.stages.posts.dumps import dump, post_of, read_one

PAGES = Path(__file__).parent / "pages"
TWITTER = (PAGES / "twitter_status.html").read_text(encoding="utf-8")
X_PAGE = (PAGES / "x_status.html").read_bytes()
EMBED = (PAGES / "embed.html").read_text(encoding="utf-8")


def test_a_saved_status_page_gives_its_post() -> None:
    assert detect_posts(TWITTER.encode()) == "twitter-page"
    (document,) = read_posts(TWITTER.encode()).documents
    assert document.text == "Ebb & flow\nstand. https://tides.example/x"
    assert post_of(document).links == ("https://tides.example/x",)
    assert (post_of(document).kind, post_of(document).quoted) == (PostKind.QUOTE, "1320")
    assert document.published is not None
    assert (document.published.value, document.published.basis) == ("2020-10-27T09:15:30+00:00", Basis.MARKUP)


def story(audience: str, words: str, number: int) -> str:
    return f"""<article><div class="story_body_container">
<header><h3><strong><a href="/tides">Ministry of Tides</a></strong></h3></header>
<div data-ft="x"><p>{words} <a href="https://lm.facebook.com/l.php?u=https%3A%2F%2Ftides.example%2Fx">tides.example</a></p></div>
</div><footer><div><abbr>October 27, 2020 at 9:15 AM</abbr><span> · </span><span>Privacy: <span>{audience}</span></span></div>
<a href="/save/story/basic/?story_id=S%3A_I900001%3A{number}&amp;action=SAVE">Save</a></footer></article>"""


def facebook(*stories: str) -> bytes:
    body = "".join(stories)
    return (
        "<html><!-- https://mbasic.facebook.com/tides --><body>"
        f'<div class="feed" id="structured_composer_async_container">{body}</div></body></html>'
    ).encode()


def test_only_public_posts_of_a_facebook_page_are_read() -> None:
    page = facebook(story("Public", "Tables stand.", 11), story("Friends", "Between us.", 12), story("Only me", "Note.", 13))
    assert detect_posts(page) == "facebook-page"
    parsed = read_posts(page)
    (document,) = parsed.documents
    assert (document.text, document.url) == ("Tables stand. tides.example", "https://facebook.com/900001/posts/11")
    assert post_of(document).links == ("https://tides.example/x",)
    assert [why for _, why in parsed.refused] == ["not public", "not public"]
    assert document.published is not None
    assert document.published.zone is None


def test_an_embedded_post_is_its_accounts_words_at_the_time_its_id_holds() -> None:
    (document,) = read_embedded_posts(EMBED)
    assert document.text == "Ebb & flow:\nstand by #tides https://t.co/a"
    assert (document.issuers, document.speakers) == (("Ministry of Tides",), ("Ministry of Tides",))
    assert post_of(document).links == ("https://t.co/a",)
    assert document.published is not None
    assert (document.published.raw, document.published.value) == ("October 27, 2020", "2020-10-27T09:15:30+00:00")


def test_an_old_embed_whose_id_holds_no_time_has_the_day_it_prints() -> None:
    (document,) = read_embedded_posts(EMBED.replace("1321017669626187783", "6971079756").replace("2020", "2009"))
    assert document.published is not None
    assert (document.published.value, document.published.precision.value) == ("2009-10-27", "day")


def test_an_embed_signed_in_a_paragraph_of_its_own_does_not_take_the_signature_for_words() -> None:
    html = EMBED.replace("</p>&mdash;", "</p><p>&mdash;").replace("</a></blockquote>", "</a></p></blockquote>")
    (document,) = read_embedded_posts(html)
    assert document.text == "Ebb & flow:\nstand by #tides https://t.co/a"
    assert document.issuers == ("Ministry of Tides",)


def test_an_embed_of_a_link_alone_holds_no_words() -> None:
    html = '<blockquote class="twitter-tweet"><a href="https://twitter.com/TideMinistry/status/1"></a></blockquote>'
    assert read_embedded_posts(html) == ()


def test_a_bluesky_embed_is_read() -> None:
    html = """<blockquote class="bluesky-embed" data-bluesky-uri="at://did:plc:tides/app.bsky.feed.post/3l7abc">
<p lang="en">Tables stand.</p>&mdash; Ministry of Tides (<a href="https://bsky.app/profile/did:plc:tides">@tides.example</a>)
<a href="https://bsky.app/profile/did:plc:tides/post/3l7abc?ref_src=embed">October 27, 2024 at 9:15 AM</a></blockquote>"""
    (document,) = read_embedded_posts(html)
    assert (document.text, document.issuers) == ("Tables stand.", ("Ministry of Tides",))
    assert post_of(document).id == "did:plc:tides/3l7abc"
    assert (document.speakers, document.via) == (("Ministry of Tides",), ())


def test_an_oembed_answer_is_an_embed() -> None:
    answer = {
        "url": "https://twitter.com/TideMinistry/status/1321017669626187783",
        "author_name": "Ministry of Tides",
        "html": EMBED[EMBED.index("<blockquote") :],
        "provider_name": "Twitter",
    }
    assert detect_posts(dump(answer)) == "oembed"
    assert read_one(answer).id == read_embedded_posts(EMBED)[0].id


def test_emoji_that_a_page_draws_as_pictures_are_part_of_the_text() -> None:
    drawn = (
        '<img class="Emoji Emoji--forText" src="https://abs.example/1f30a.png" alt="🌊"> <img src="b.png" alt="A chart">stand.'
    )
    (document,) = read_posts(TWITTER.replace("stand.", drawn).encode()).documents
    assert document.text == "Ebb & flow\n🌊 stand. https://tides.example/x"


def test_a_page_that_the_wayback_machine_wrapped_gives_the_same_links() -> None:
    wrapped = TWITTER.replace('data-expanded-url="', 'data-expanded-url="https://web.archive.org/web/20201028000000/')
    assert post_of(read_posts(wrapped.encode()).documents[0]).links == ("https://tides.example/x",)
    embed = EMBED.replace('href="', 'href="https://web.archive.org/web/20201028000000/')
    assert read_embedded_posts(embed) == read_embedded_posts(EMBED)


def test_a_saved_page_of_today_gives_the_posts_it_shows_whole() -> None:
    assert detect_posts(X_PAGE) == "x-page"
    parsed = read_posts(X_PAGE)
    (document,) = parsed.documents
    assert document.text == "Ebb & flow stand. 🌊\nBy hour. https://tides.example/x…"
    assert (document.issuers, document.speakers) == (("Ministry of Tides",), ("Ministry of Tides",))
    assert document.url == "https://x.com/TideMinistry/status/1321017669626187783"
    assert (post_of(document).kind, post_of(document).media[0].alt) == (PostKind.QUOTE, "A full basin")
    assert [why for _, why in parsed.refused] == [
        "the page shows only the beginning of its text",
        "an advertisement, or a post without a date",
    ]
