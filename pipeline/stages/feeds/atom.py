"""Write a feed as Atom (RFC 4287)."""

from __future__ import annotations

from typing import Final
from xml.sax.saxutils import escape, quoteattr

from pipeline.stages.feeds.entries import Feed, FeedEntry
from storage.model.codec import format_instant
from storage.text.xml_text import clean_xml

MEDIA_TYPE: Final = "application/atom+xml; charset=utf-8"


def write_atom(feed: Feed) -> str:
    """Return the feed as an XML document. Text constructs are plain text (3.1.1.1), so that no markup of a source is obeyed."""
    own = f'<link rel="self" type="application/atom+xml" href={quoteattr(feed.address)}/>\n' if feed.address else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<id>{_text(feed.id)}</id>\n<title>{_text(feed.title)}</title>\n"
        f"<updated>{format_instant(feed.updated)}</updated>\n{own}"
        "<author><name>On Record</name></author>\n"
        f"{''.join(map(_write_entry, feed.entries))}</feed>\n"
    )


def _write_entry(entry: FeedEntry) -> str:
    address = entry.permalink or entry.address
    link = f'<link rel="alternate" href={quoteattr(_text(address, quoted=True))}/>\n' if address else ""
    via = (
        f'<link rel="via" href={quoteattr(_text(entry.address, quoted=True))}/>\n' if entry.address and entry.permalink else ""
    )
    author = f"<author><name>{_text(entry.speaker)}</name></author>\n" if entry.speaker else ""
    text = "\n\n".join(filter(None, (entry.words, entry.why)))
    return (
        f"<entry>\n<id>{_text(entry.id)}</id>\n<title>{_text(entry.title)}</title>\n"
        f"<updated>{format_instant(entry.updated)}</updated>\n{link}{via}{author}"
        f'<category term="{entry.kind.value}"/>\n<content type="text">{_text(text)}</content>\n</entry>\n'
    )


def _text(text: str | None, *, quoted: bool = False) -> str:
    """Return a text for XML; ``quoted`` leaves the escaping to the attribute's own."""
    clean = clean_xml(text or "")
    return clean if quoted else escape(clean)
