"""The only network code: finding leads, fetching them politely, and reading other people's web archives.

``capturing.capture_source`` walks a source's lists (``walk``), an account's posts (``accounts``) or the Wayback Machine's
index (``wayback``) and yields how every lead ended and why every list stopped. ``live.LiveClient`` makes each fetch: addresses
checked (``addresses``), rules obeyed (``robots``), turns taken (``pace``), failures retried (``retrying``) or left alone
(``breaker``), time and bytes bounded (``wire``, ``exchanging``). ``replay.replay`` reads WARC and WACZ files. What each
failure means is in docs/operating.md.
"""
