"""One full invented row of each format of posts, with what such rows may refer to: media, links, reposts, quotes, replies."""

from __future__ import annotations

import json
from typing import Any, Final

from tests.stages.posts.dumps import HARBOUR, channel_export, message, toot, v1_status, v2_page, v2_post
from tests.stages.posts.test_activitypub import activity, note, outbox
from tests.stages.posts.test_archives import own_status
from tests.stages.posts.test_bluesky import AUTHOR, OTHER, feed, record, view
from tests.stages.posts.test_mastodon_history import wording
from tests.stages.posts.test_scraped import line
from tests.stages.posts.test_x_graphql import result, timeline, user

NUMBER: Final = "1321017669626187783"
_URL: Final = {
    "url": "https://t.co/a",
    "expanded_url": "https://tides.example/x",
    "display_url": "tides.example/x",
    "indices": [0, 5],
}
_PICTURE: Final = {
    "id_str": "5",
    "url": "https://t.co/p",
    "media_url_https": "https://pbs.example/1.jpg",
    "media_url": "http://pbs.example/1.jpg",
    "type": "photo",
    "ext_alt_text": "A full basin",
    "expanded_url": f"https://x.com/TideMinistry/status/{NUMBER}/photo/1",
}
_FILM: Final = {
    "type": "video",
    "url": "https://t.co/v",
    "video_info": {"variants": [{"bitrate": 1, "url": "https://v.example/1"}, {"bitrate": 9, "url": "https://v.example/9"}]},
}
_WORDS: Final = "@HarbourOffice Ebb &amp; flow https://t.co/a https://t.co/p"
_TABLE: Final = {
    "id": NUMBER,
    "screen_name": "TideMinistry",
    "user_id": "900001",
    "time": "2020-10-27T05:15:30-04:00",
    "link": f"https://www.twitter.com/TideMinistry/statuses/{NUMBER}",
    "text": 'So it is https://twitter.com/HarbourOffice/status/1320 QT @HarbourOffice "Open"',
    "source": "Web",
}
_DELETED: Final = {
    "id": 1,
    "content": "Gone",
    "user_name": "TideMinistry",
    "politician_id": 7,
    "updated_at": "2020-10-27T10:00:00Z",
    "details": json.dumps({"id_str": NUMBER, "text": "Gone", "created_at": "Tue Oct 27 09:15:30 +0000 2020", "user": HARBOUR}),
}
_EMBED: Final = (
    '<blockquote class="twitter-tweet"><p lang="en" dir="ltr">The tide tables stand. <a href="https://t.co/a">t.co/a</a></p>'
    f'&mdash; Ministry of Tides (@TideMinistry) <a href="https://twitter.com/TideMinistry/status/{NUMBER}">'
    "October 27, 2020</a></blockquote>"
)

ROWS: Final[dict[str, Any]] = {
    "v1": v1_status(
        full_text=_WORDS,
        display_text_range=[15, 60],
        entities={"urls": [_URL], "media": [_PICTURE], "user_mentions": [{"screen_name": "HarbourOffice", "id_str": "900002"}]},
        extended_entities={"media": [_PICTURE, _FILM]},
        in_reply_to_status_id_str="1319",
        in_reply_to_screen_name="HarbourOffice",
        quoted_status_id_str="1320",
        quoted_status=v1_status(id_str="1320", user=HARBOUR, full_text="Other"),
        possibly_sensitive=False,
        withheld_in_countries=["IN"],
        withheld_copyright=True,
    ),
    "v1-repost": v1_status(
        full_text="RT @HarbourOffice: Every wo…",
        retweeted_status=v1_status(
            id_str="1320", user=HARBOUR, full_text="Every word &amp; more https://t.co/a", entities={"urls": [_URL]}
        ),
    ),
    "v1-long": v1_status(
        full_text=None,
        text="Cut…",
        truncated=True,
        extended_tweet={"full_text": "Whole &gt; cut", "entities": {"urls": []}, "display_text_range": [0, 10]},
        lang="und",
    ),
    "v2": v2_page(
        v2_post(
            text=_WORDS,
            entities={
                "urls": [_URL | {"unwound_url": "https://tides.example/whole"}],
                "mentions": [{"username": "HarbourOffice"}],
            },
            referenced_tweets=[{"type": "quoted", "id": "11"}, {"type": "replied_to", "id": "12"}],
            attachments={"media_keys": ["3_1"]},
            edit_history_tweet_ids=["1321017669626150919", NUMBER],
            withheld={"copyright": True, "country_codes": ["IN"]},
            note_tweet={"text": "Whole & long", "entities": {"urls": []}},
            in_reply_to_user_id="900002",
        ),
        media=[{"media_key": "3_1", "type": "photo", "url": "https://pbs.example/1", "alt_text": "A full basin"}],
        tweets=[v2_post(id="11", author_id="900002", text="Other")],
    ),
    "v2-errors": v2_page(v2_post())
    | {
        "errors": [
            {
                "parameter": "ids",
                "resource_id": "13",
                "title": "Not Found Error",
                "message": "lost",
                "detail": "Could not find it",
            },
            {"parameter": "referenced_tweets.id", "resource_id": "14", "title": "Authorization Error"},
        ]
    },
    "v2-flat": v2_post(
        text="RT @HarbourOffice: Wh…",
        author={"id": "900001", "name": "Ministry of Tides", "username": "TideMinistry"},
        referenced_tweets=[
            v2_post(id="1320", type="retweeted", text="Whole", author={"name": "Harbour Office", "username": "HarbourOffice"})
        ],
    ),
    "archive": {
        "tweet": own_status(entities={"urls": [_URL]}, full_text=_WORDS, edit_info={"initial": {"editTweetIds": [NUMBER]}})
    },
    "graphql": timeline(
        result(
            text=_WORDS,
            core=user(description="Tides"),
            note_tweet={"note_tweet_results": {"result": {"text": "Whole &amp; long", "entity_set": {"urls": [_URL]}}}},
            quoted_status_result={"result": result("1320", "Other", core=user("HarbourOffice", "Harbour Office"))},
            edit_control={"edit_tweet_ids": ["1321017669626150919", NUMBER]},
            legacy={
                "quoted_status_id_str": "1320",
                "in_reply_to_status_id_str": "1319",
                "extended_entities": {"media": [_PICTURE]},
            },
        )
    ),
    "graphql-repost": timeline(
        result(
            text="RT @HarbourOffice: Ev…",
            legacy={
                "retweeted_status_result": {
                    "result": result("1320", "Every word", core=user("HarbourOffice", "Harbour Office"))
                }
            },
        )
    ),
    "mastodon": toot(
        spoiler_text="Tides",
        in_reply_to_id="103254962155270000",
        edited_at="2020-10-27T09:30:00.000Z",
        media_attachments=[
            {"type": "image", "url": "https://cdn.example/1", "remote_url": None, "description": "A full basin"}
        ],
        content='<p>The <a href="https://tides.example/x">tables</a> stand.</p><p>Both.</p>',
        card={"url": "https://tides.example/card"},
        poll={"options": [{"title": "Ebb"}, {"title": "Flow"}]},
    ),
    "mastodon-repost": toot(
        content="",
        reblog=toot(
            id="5",
            uri="https://other.example/users/pilot/statuses/5",
            url="https://other.example/@pilot/5",
            account={"username": "pilot", "acct": "pilot@other.example", "display_name": "The Pilot"},
        ),
    ),
    "mastodon-history": [wording(0), wording(1, spoiler_text="Tides")],
    "activitypub": outbox(
        activity(
            object=note(
                summary="Tides",
                inReplyTo="https://other.example/users/pilot/statuses/4",
                updated="2020-10-27T09:30:00Z",
                attachment=[
                    {"type": "Document", "mediaType": "image/png", "url": "https://cdn.example/1", "name": "A full basin"}
                ],
                quoteUrl="https://other.example/users/pilot/statuses/3",
            )
        )
    ),
    "activitypub-repost": outbox(
        activity(
            type="Announce",
            object=note(id="https://other.example/users/pilot/statuses/5", attributedTo="https://other.example/users/pilot"),
        )
    ),
    "bluesky": feed(
        {
            "post": view(
                text="🌊 tides.example/ta...",
                facets=[
                    {
                        "index": {"byteStart": 5, "byteEnd": 22},
                        "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://tides.example/tables"}],
                    }
                ],
                reply={"parent": {"uri": "at://did:plc:harbour/app.bsky.feed.post/3kparent"}},
                embed={
                    "$type": "app.bsky.embed.recordWithMedia",
                    "record": {"record": {"uri": "at://did:plc:harbour/app.bsky.feed.post/3kxyz", "cid": "bafy"}},
                    "media": {"$type": "app.bsky.embed.images", "images": [{"alt": "A full basin"}]},
                },
            )
            | {
                "embed": {
                    "$type": "app.bsky.embed.images#view",
                    "images": [{"fullsize": "https://cdn.example/1", "alt": "A full basin"}],
                }
            }
        }
    ),
    "bluesky-repost": feed(
        {
            "post": view(OTHER),
            "reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": AUTHOR, "indexedAt": "2024-10-28T00:00:00Z"},
        }
    ),
    "bluesky-record": {"uri": view()["uri"], "cid": "bafy", "value": record()},
    "telegram": channel_export(
        message(
            text=["Tables: ", {"type": "text_link", "text": "here", "href": "https://tides.example/"}, "."],
            forwarded_from="The Pilot",
            reply_to_message_id=40,
            edited="2020-10-27T15:15:30",
            edited_unixtime="1603793730",
            photo="photos/1.jpg",
            author="Ann Sample",
        ),
        message(id=43, media_type="video_file", file="video_files/1.mp4"),
    ),
    "scraped": line(
        quotedTweet=line(1320, "HarbourOffice", "Harbour Office"),
        inReplyToTweetId=1319,
        media=[{"_type": "snscrape.modules.twitter.Photo", "fullUrl": "https://pbs.example/1", "altText": "A full basin"}],
    ),
    "scraped-repost": line(
        rawContent="RT @HarbourOffice: Every w…",
        retweetedTweet=line(1320, "HarbourOffice", "Harbour Office", rawContent="Every word"),
    ),
    "congress": _TABLE,
    "congress-repost": _TABLE
    | {"text": "RT @HarbourOffice The locks are open", "link": "https://www.twitter.com/HarbourOffice/statuses/1320"},
    "aggregator": {
        "id": NUMBER,
        "text": "@pilot Yes",
        "date": 1603790130,
        "type": "reply",
        "likes": 1,
        "rts": 2,
        "lang": "zxx",
        "images": ["https://pbs.example/1.jpg"],
        "videos": [],
    },
    "condensed": {
        "id_str": NUMBER,
        "text": "RT @HarbourOffice: Open",
        "created_at": "Tue Oct 27 09:15:30 +0000 2020",
        "retweet_count": 3,
        "favorite_count": 0,
        "in_reply_to_user_id_str": None,
        "is_retweet": True,
    },
    "politwoops": {"tweets": [_DELETED]},
    "oembed": {
        "url": f"https://twitter.com/TideMinistry/status/{NUMBER}",
        "author_name": "Ministry of Tides",
        "author_url": "https://twitter.com/TideMinistry",
        "html": _EMBED,
        "type": "rich",
        "provider_name": "Twitter",
        "version": "1.0",
    },
    "v1-search": {
        "statuses": [
            v1_status(),
            5,
            v1_status(id_str="1320", user=HARBOUR | {"protected": True}),
            v1_status(id_str="1321", full_text=""),
        ]
    },
    "v1-search-empty": {"statuses": []},
    "v1-lookup": {"id": {"1320": None, NUMBER: v1_status()}},
    "v1-repost-private": v1_status(retweeted_status=v1_status(id_str="1320", user=HARBOUR | {"protected": True})),
    "v1-notice": {"delete": {"status": {"id_str": "1320", "user_id_str": "900001"}}},
    "archive-edited": {
        "tweet": own_status(
            deleted_at="Wed Oct 28 09:15:30 +0000 2020",
            edit_info={"edit": {"editControlInitial": {"editTweetIds": ["1319", NUMBER]}}},
        )
    },
    "archive-lost": {"tweet": {"tweet_id": "1320", "deleted_at": "Wed Oct 28 09:15:30 +0000 2020"}},
    "archive-note": {
        "noteTweet": {
            "noteTweetId": "1322",
            "createdAt": "2020-10-27T09:15:30.000Z",
            "core": {
                "text": "Ebb &amp; flow https://t.co/a",
                "urls": [{"shortUrl": "https://t.co/a", "expandedUrl": "https://tides.example/x"}],
            },
        }
    },
    "bluesky-thread": {
        "thread": {
            "post": view(),
            "parent": {"post": view(OTHER), "parent": {"uri": "at://did:plc:gone/app.bsky.feed.post/3k", "notFound": True}},
            "replies": [
                {"uri": "at://did:plc:harbour/app.bsky.feed.post/3kgone", "blocked": True},
                {"post": view(OTHER, text=""), "replies": [{"post": view(AUTHOR, text="Yes.")}]},
            ],
        }
    },
    "bluesky-bare": record(reply={"parent": {"uri": "at://did:plc:harbour/app.bsky.feed.post/3kparent"}}),
    "bluesky-other": {"uri": view()["uri"], "cid": "bafy", "value": record() | {"$type": "app.bsky.feed.like"}},
    "rtweet": {
        "user_id": "x900001",
        "status_id": f"x{NUMBER}",
        "created_at": "2020-10-27 09:15:30",
        "screen_name": "TideMinistry",
        "name": "Ministry of Tides",
        "text": "Ebb &amp; flow https://t.co/a",
        "is_quote": True,
        "is_retweet": False,
        "urls_t.co": "https://t.co/a",
        "urls_expanded_url": "https://tides.example/x",
        "media_url": "http://pbs.example/1.jpg http://pbs.example/2.jpg",
        "reply_to_status_id": "x1319",
        "quoted_status_id": "x1320",
        "status_url": f"https://twitter.com/TideMinistry/status/{NUMBER}",
        "retweet_count": 3,
        "lang": "en",
    },
    "twarc": {
        "id": NUMBER,
        "text": f"{'The tide tables stand. ' * 5}Every harbour… https://t.co/abcdefghij",
        "author.username": "TideMinistry",
        "author.name": "Ministry of Tides",
        "created_at": "2020-10-27T09:15:30.000Z",
        "entities.urls": '[{"url": "https://t.co/a", "expanded_url": "https://tides.example/x"}]',
        "referenced_tweets.replied_to.id": "1319",
        "referenced_tweets.retweeted.id": None,
        "public_metrics.retweet_count": 3,
        "deleted_at": "2020-10-28",
        "lang": "en",
    },
    "twarc-repost": {
        "id": NUMBER,
        "text": "RT @HarbourOffice: Every wo…",
        "author.username": "TideMinistry",
        "created_at": "2020-10-27T09:15:30.000Z",
        "referenced_tweets.retweeted.id": "1320",
        "referenced_tweets.retweeted.text": "Every word",
        "retweet_name": "Harbour Office",
        "public_metrics.retweet_count": 3,
    },
    "weibo": {
        "id": "7",
        "bid": "JrX",
        "attitudes_count": 3,
        "reposts_count": 1,
        "text": "The tables stand.",
        "screen_name": "TideMinistry",
        "created_at": "2020-10-27 09:15:30",
        "url": "https://weibo.com/900001/JrX",
    },
    "truth": {
        "id": "115464409692406079",
        "created_at": "2025-10-29T12:00:00.000Z",
        "content": '<p>Both. <span class="quote-inline"><br/>RT: https://truthsocial.com/users/pilot/statuses/115</span></p>',
        "url": "https://truthsocial.com/@TideMinistry/115464409692406079",
        "media": "https://cdn.example/1.jpg; https://cdn.example/2.mp4",
        "replies_count": 1,
    },
    "truth-repost": {
        "id": "115464409692406080",
        "created_at": "2025-10-29T12:00:00.000Z",
        "content": '<p>RT <span class="h-card"><a href="https://truthsocial.com/@pilot" class="u-url">'
        "@<span>pilot</span></a></span> Tables stand.</p>",
        "url": "https://truthsocial.com/@TideMinistry/115464409692406080",
        "media": ["https://cdn.example/1.jpg"],
    },
    "mastodon-page": {"ancestors": [toot(id="1")], "descendants": [toot(id="3", in_reply_to_id="1"), toot(id="4", content="")]},
}
