"""Posts of platforms, in the formats in which they reach an archivist, read into one shape of document."""

from pipeline.stages.posts.embeds import read_embedded_posts
from pipeline.stages.posts.reading import detect_posts, iterate_posts, read_posts

__all__ = ["detect_posts", "iterate_posts", "read_embedded_posts", "read_posts"]
