"""Print what was found, for people: search results, one quote or document with its history, a chain of custody."""

from __future__ import annotations

import json
from typing import Any

from rich.markup import escape
from rich.text import Text

from pipeline.cli.output import console, print_fields, print_hanging, print_words
from pipeline.cli.places import name_place
from pipeline.cli.revisions import describe_presence, print_history, print_presence, print_readings, print_words_in_document
from pipeline.cli.spreading import print_elsewhere, print_spread
from pipeline.cli.times import describe_instant, describe_when

_CONTEXT = 160
_MOST_QUOTES = 30
_MOST_CAPTURES = 3
_BEGINNING = 60


def print_hits(answer: dict[str, Any]) -> None:
    """Print search results: who and when, the words, where."""
    for hit in answer["hits"]:
        office = f", {hit['office']}" if hit.get("office") else ""
        speaker = hit.get("speaker") or "speaker not known"
        console().print(f"[bold]{escape(speaker)}[/bold]{escape(office)}  [dim]{escape(describe_day(hit))}[/dim]")
        print_words(hit["exact"])
        via = f", via {hit['via']}" if hit.get("via") else ""
        place = name_place(hit["source"], hit["document"]["url"], None)
        console().print(
            f"  [dim]{escape(hit['kind'])}{escape(via)} · {escape(place)} · {escape(hit['id'])}[/dim]", soft_wrap=True
        )
        if hit["variants"]:
            console().print(f"  [dim]elsewhere: {escape(describe_variants(hit))}[/dim]", soft_wrap=True)
        if hit["document"]["address"]:
            console().print("  ", Text(hit["document"]["address"], style="blue"), sep="", soft_wrap=True)
        console().print()
    for note in answer["notes"]:
        console().print(f"[yellow]{escape(note)}[/yellow]", soft_wrap=True)
    count = answer["total"]
    console().print(f"[dim]{count} {'quote' if count == 1 else 'quotes'}, {len(answer['hits'])} shown[/dim]")


def describe_variants(quote: dict[str, Any]) -> str:
    """Say how often the words of a quote stand elsewhere, and how often changed."""
    total, same, material = (quote["variant_counts"][name] for name in ("total", "same", "material"))
    counted = {"the same words": same, "changed in their sense": material, "shortened or changed": total - same - material}
    return ", ".join(f"{name} {_count_times(count)}" for name, count in counted.items() if count)


def _count_times(count: int) -> str:
    return "once" if count == 1 else f"{count:,} times"


def print_chain(chain: dict[str, Any]) -> None:
    """Print a chain of custody, a line for each link."""
    for link in chain["links"]:
        mark = "[green]✓[/green]" if link["holds"] else "[red]✗[/red]"
        console().print(f"{mark} [bold]{escape(link['name']):<12}[/bold] {escape(str(link['what']))}", soft_wrap=True)
        if link["detail"]:
            console().print(f"{'':15}[dim]{escape(str(link['detail']))}[/dim]", soft_wrap=True)
    verdict = "[green]The chain holds.[/green]" if chain["holds"] else "[red]The chain is broken.[/red]"
    console().print(verdict)


def describe_day(hit: dict[str, Any]) -> str:
    """Say when a quote was said, or failing that published, without more precision than is known."""
    for verb, when in (("said", hit.get("said")), ("published", hit.get("published"))):
        if when and (when["value"] or when["raw"]):
            return f"{verb} {when['value'] or when['raw']}"
        if when and when["latest"]:
            since = f"between {when['earliest'][:10]} and" if when["earliest"] else "by"
            return f"{verb} {since} {when['latest'][:10]}"
    return "undated"


def print_shown(found: dict[str, Any]) -> None:
    """Print one thing of the archive: a quote in its context, a document with its quotes, or whatever else it is."""
    if "redacted" in found:
        withdrawn = found["redacted"]
        console().print(f"{escape(found['id'])} was withdrawn on {withdrawn['redacted_at'][:10]}: {escape(withdrawn['why'])}")
    elif found["noun"] == "quote":
        _print_quote(found)
    elif "text" in found:
        _print_document(found)
    else:
        print_fields({name: _plain(value) for name, value in found.items()})


def _plain(value: Any) -> Any:
    """Give lists and mappings as one line of JSON, not as Python writes them."""
    return json.dumps(value, ensure_ascii=False) if value and isinstance(value, list | dict) else value


def _print_quote(found: dict[str, Any]) -> None:
    office = f", {found['office']}" if found.get("office") else ""
    speaker = found.get("speaker") or "speaker not known"
    console().print(f"[bold]{escape(speaker)}[/bold]{escape(office)}  [dim]{escape(describe_day(found))}[/dim]\n")
    _print_context(found["context"]["before"], found["exact"], found["context"]["after"])
    document = found["document"]
    console().print()
    print_fields(
        {
            "quote": f"{found['id']} ({found['kind']}, characters {found['start']} to {found['end']})",
            "stands": None if found["current"] else "no longer: the document was changed, or reads otherwise now",
            "cue": found["cue"],
            "via": found["via"],
            "document": f"{document['id']}  {document['title'] or ''}",
            "address": document["url"],
            "published": describe_when(found["published"]),
            "notice": describe_notice(found.get("notice")),
            "presence": describe_presence(found["presence"]) if "presence" in found else None,
            "captured": _describe_captures(found["captures"]),
            "elsewhere": describe_variants(found) if found["variants"] else None,
        }
    )
    if "document_history" in found:
        print_presence(found["presence"])
        print_readings(found["history"])
        print_words_in_document(found["document_history"], document["id"])
    if found.get("spread"):
        print_spread(found["spread"])


def _print_context(before: str, exact: str, after: str) -> None:
    """Print a quote with what stands around it, line by line, from the beginning of a word to the end of one."""
    if len(before) > _CONTEXT:
        before = f"…{before[-_CONTEXT:].partition(' ')[2] or before[-_CONTEXT:]}"
    if len(after) > _CONTEXT:
        after = f"{after[:_CONTEXT].rpartition(' ')[0] or after[:_CONTEXT]}…"
    for line in Text.assemble((before, "dim"), (exact, "bold"), (after, "dim")).split("\n", allow_blank=True):
        print_hanging(Text(), line)


def _describe_captures(captures: list[dict[str, Any]]) -> str:
    """Name the captures that showed something: how many, and when."""
    times = list(dict.fromkeys(describe_instant(capture["captured_at"]) for capture in captures))
    if len(times) <= _MOST_CAPTURES:
        return f"{', '.join(times)} UTC"
    return f"{len(captures)} times, from {times[0]} to {times[-1]} UTC"


def _print_document(found: dict[str, Any]) -> None:
    names = ("id", "document", "kind", "title", "url", "language", "source", "revision")
    people = {name: ", ".join(found[name]) for name in ("issuers", "speakers", "via")}
    presence = found.get("presence")
    print_fields(
        {
            **{name: found.get(name) for name in names},
            "published": describe_when(found["published"]),
            **people,
            "notice": describe_notice(found.get("notice")),
            "cut": "the text ends before the post does" if (found.get("post") or {}).get("cut") else None,
            "presence": describe_presence(presence) if presence else None,
            "captured": _describe_captures(found["captures"]),
        }
    )
    if presence:
        print_presence(presence)
    console().print()
    print_words(found["text"], indent=0)
    count = len(found["quotes"])
    console().print(f"\n[bold]{count} {'quote' if count == 1 else 'quotes'}[/bold]")
    for quote in found["quotes"][:_MOST_QUOTES]:
        head = Text(f"  {quote['id']} {quote['kind']:<8} ", style="dim")
        speaker = quote["speaker"] or "speaker not known"
        print_hanging(head, Text(f"{speaker}: ").append(_begin(quote["exact"]), style="dim"))
    if count > _MOST_QUOTES:
        console().print(f"  [dim]and {count - _MOST_QUOTES} more; --json lists all[/dim]")
    if found.get("history"):
        print_history(found["history"], found.get("missing_edits", ()))
    print_elsewhere(found.get("copies", ()), found.get("translations", ()))


def _begin(words: str) -> str:
    """Give the beginning of a quote on one line."""
    flat = " ".join(words.split())
    return flat if len(flat) <= _BEGINNING else f"{flat[:_BEGINNING].rstrip()}…"


def describe_notice(notice: dict[str, Any] | None) -> str | None:
    """Give what the publisher says of its own item, with the date where the words do not hold it."""
    if notice is None:
        return None
    day = describe_when(notice["dated"])
    dated = f" ({day[:10]})" if day and notice["dated"]["raw"] not in notice["text"] else ""
    return f"{notice['kind']}{dated}: {notice['text']}"
