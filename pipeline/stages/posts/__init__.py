"""Posts of platforms, in the formats in which they reach an archivist, read into one shape of document."""

from pipeline.stages.posts.embeds import read_embedded_posts
from pipeline.stages.posts.keeping import Kept, LeftOut, sort_out
from pipeline.stages.posts.live import find_account
from pipeline.stages.posts.reading import describe_rows, detect_dump, detect_posts, iterate_posts, read_posts
from pipeline.stages.posts.shape import Found

__all__ = [
    "Found",
    "Kept",
    "LeftOut",
    "describe_rows",
    "detect_dump",
    "detect_posts",
    "find_account",
    "iterate_posts",
    "read_embedded_posts",
    "read_posts",
    "sort_out",
]
