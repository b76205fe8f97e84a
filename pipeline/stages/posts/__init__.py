"""Posts of platforms: parsers for the formats in which they are passed on, all into one form of document."""

from pipeline.stages.posts.account_pages import find_account, is_empty_page
from pipeline.stages.posts.dumps import describe_other, describe_rows, detect_dump, detect_posts, iterate_posts, read_posts
from pipeline.stages.posts.embeds import read_embedded_posts
from pipeline.stages.posts.mastodon_history import is_history, read_history
from pipeline.stages.posts.shape import EMPTY_PAGE, Found
from pipeline.stages.posts.storable import Kept, LeftOut, sort_out

__all__ = [
    "EMPTY_PAGE",
    "Found",
    "Kept",
    "LeftOut",
    "describe_other",
    "describe_rows",
    "detect_dump",
    "detect_posts",
    "find_account",
    "is_empty_page",
    "is_history",
    "iterate_posts",
    "read_embedded_posts",
    "read_history",
    "read_posts",
    "sort_out",
]
