"""Read where documents are: feeds, sitemaps, listings, JSON lists and web archives' answers. Pure: bytes in, leads out."""

from pipeline.stages.discover.archives import read_cdx, read_timemap
from pipeline.stages.discover.feeds import read_addresses, read_feed, read_sitemap
from pipeline.stages.discover.listings import name_missed, read_listing
from pipeline.stages.discover.lists import read_api

__all__ = ["name_missed", "read_addresses", "read_api", "read_cdx", "read_feed", "read_listing", "read_sitemap", "read_timemap"]
