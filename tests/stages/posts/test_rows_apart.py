"""Files of rows that are told apart by their first lines: tables of many shapes, scripts, arrays and lines of JSON.

``fields/files.expected.txt`` holds what each is; see `tests.expected`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pipeline.errors import ParseError
from pipeline.stages.posts import detect_posts, read_posts
from pipeline.stages.posts.row_streams import describe_table, is_script
from tests.expected import expect
from tests.varying import tell_words

FOLDER = Path(__file__).parent / "fields"
ROW = "2020-10-27,TideMinistry,The tables stand.\n"
TABLES = {
    "five lines": "a,b,c\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n",
    "four lines": "a,b,c\n1,2,3\n1,2,3\n1,2,3\n",
    "two columns": "a,b\n1,2\n1,2\n1,2\n1,2\n",
    "semicolons": "a;b;c\n1;2;3\n1;2;3\n1;2;3\n1;2;3\n",
    "tabs": "a\tb\tc\n1\t2\t3\n1\t2\t3\n1\t2\t3\n1\t2\t3\n",
    "a longer row": "a,b,c\n1,2,3\n1,2,3,4\n1,2,3\n1,2,3\n",
    "an empty row": "a,b,c\n1,2,3\n\n1,2,3\n1,2,3\n",
    "a name twice": "a,b,a\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n",
    "names of five words": "a,b,one two three four five\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n",
    "names of four words": "a,b,one two three four\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n",
    "a name of 41 letters": f"a,b,{'x' * 41}\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n",
    "a name of 40 letters": f"a,b,{'x' * 40}\n1,2,3\n1,2,3\n1,2,3\n1,2,3\n",
    "thirteen columns": f"{','.join('abcdefghijklm')}\n" + f"{','.join('1' * 13)}\n" * 4,
    "posts": f"created_at,screen_name,text\n{ROW}{ROW}",
    "quoted": f'"created_at","screen_name","text"\n{ROW}"2020-10-28","TideMinistry","One ""two"",\nthree"\n',
    "marked": f"\ufeffcreated_at,screen_name,text\n{ROW}",
    "short row": f"created_at,screen_name,text\n{ROW}2020-10-28,TideMinistry\n",
    "long row": f"created_at,screen_name,text\n{ROW}2020-10-28,TideMinistry,a,b\n",
    "facebook": "Page Name,User Name,Post Created,Likes,URL,Message\n"
    "Ministry of Tides,tides,2020-10-27 05:15:30 EDT,3,https://www.facebook.com/900001/posts/4711,Tables stand.\n",
    "truth": "id,created_at,content_text,url,replies_count,reblogs_count,favourites_count\n"
    "116372694697146221,2026-04-09T03:46:41.054Z,Words,https://truthsocial.com/@TideMinistry/1,1,2,3\n",
    "urls": "created_at,text,url,replies,retweets,favorites\n"
    "2020-10-27 05:15:30,Stand.,https://twitter.com/TideMinistry/status/1321017669626187783,1,2,3\n",
    "rtweet": "user_id,status_id,created_at,screen_name,text,is_quote,is_retweet,retweet_status_id,retweet_text,"
    "retweet_name,name\nx900001,x1321017669626187783,2020-10-27 09:15:30,TideMinistry,Whole,FALSE,TRUE,x1320,"
    "Whole &amp; sound,Harbour,Tides\n",
    "script": 'window.YTD.tweets.part0 = [ {"tweet": '
    '{"id_str": "7", "full_text": "Ebb", "created_at": "Tue Oct 27 09:15:30 +0000 2020"}} ]',
    "grailbird": "Grailbird.data.tweets_2020_10 = "
    '[ {"id_str": "7", "text": "Ebb", "created_at": "Tue Oct 27 09:15:30 +0000 2020"} ]',
    "nothing": "",
    "prose": "Tides, they say, come.\nAnd go, they say, again.\nSo, they say, it is.\nYes, they say, so.\nWell, they say.\n",
}


def read(text: str) -> dict[str, str]:
    told = {
        "format": str(detect_posts(text.encode())),
        "table": str(describe_table(text)),
        "script": str(is_script(text.encode())),
    }
    try:
        parsed = read_posts(text.encode(), account="TideMinistry")
    except ParseError as error:
        return told | {"refused": f"{error.reason}: {error}"}
    for number, each in enumerate(parsed.documents):
        told[f"post {number}"] = (
            f"{each.url} {each.issuers} {each.speakers} {each.text!r} {each.published and each.published.value} {each.post}"
        )
    return told | {f"refused {number}": str(each) for number, each in enumerate(parsed.refused)}


def test_each_file_is_what_its_first_lines_say_and_each_word_counts() -> None:
    def tell() -> Iterator[str]:
        for name, text in TABLES.items():
            yield f"{name}:"
            yield from (f"  {line}" for line in tell_words(text, read))

    expect(FOLDER / "files.expected.txt", tell())
