"""The only network code: finding leads, fetching them politely, and reading web archives made by others.

``capturing.capture_source`` walks a source's lists (``walk``), an account's posts (``accounts``) or the Wayback Machine's
index (``wayback``) and yields how every lead ended and why every list stopped. ``live.LiveClient`` makes each fetch: it checks
addresses (``addresses``), obeys robots.txt (``robots``), limits the rate (``pace``), retries failures (``retrying``) or pauses
a failing host (``breaker``), and limits time and bytes (``wire``, ``exchanging``). ``replay.replay`` reads WARC and WACZ
files. docs/operating.md describes each failure.
"""
