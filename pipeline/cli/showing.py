"""Print what was found, for people: search results, one quote or document with its history, a chain of custody."""

from __future__ import annotations

from typing import Any

from rich.markup import escape
from rich.text import Text

from pipeline.cli.output import console, print_fields, print_words
from pipeline.cli.spreading import print_elsewhere, print_spread

_CONTEXT = 160
_MOST_QUOTES = 30


def print_hits(answer: dict[str, Any]) -> None:
    """Print search results: who and when, the words, where."""
    for hit in answer["hits"]:
        office = f", {hit['office']}" if hit.get("office") else ""
        speaker = hit.get("speaker") or "speaker not known"
        console().print(f"[bold]{escape(speaker)}[/bold]{escape(office)}  [dim]{escape(describe_day(hit))}[/dim]")
        print_words(hit["exact"])
        via = f", via {hit['via']}" if hit.get("via") else ""
        console().print(
            f"  [dim]{escape(hit['kind'])}{escape(via)} · {escape(hit['source'] or '')} · {escape(hit['id'])}[/dim]"
        )
        if hit["document"]["address"]:
            console().print("  ", Text(hit["document"]["address"], style="blue"), sep="", soft_wrap=True)
        console().print()
    for note in answer["notes"]:
        console().print(f"[yellow]{escape(note)}[/yellow]", soft_wrap=True)
    count = answer["total"]
    console().print(f"[dim]{count} {'quote' if count == 1 else 'quotes'}, {len(answer['hits'])} shown[/dim]")


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
        print_fields(found)


def _print_quote(found: dict[str, Any]) -> None:
    office = f", {found['office']}" if found.get("office") else ""
    speaker = found.get("speaker") or "speaker not known"
    console().print(f"[bold]{escape(speaker)}[/bold]{escape(office)}  [dim]{escape(describe_day(found))}[/dim]\n")
    before, after = found["context"]["before"][-_CONTEXT:], found["context"]["after"][:_CONTEXT]
    console().print(Text.assemble((before, "dim"), (found["exact"], "bold"), (after, "dim")))
    document = found["document"]
    console().print()
    print_fields(
        {
            "quote": f"{found['id']} ({found['kind']}, characters {found['start']} to {found['end']})",
            "cue": found["cue"],
            "via": found["via"],
            "document": f"{document['id']}  {document['title'] or ''}",
            "address": document["url"],
            "published": describe_when(found["published"]),
            "notice": describe_notice(found.get("notice")),
            "captured": ", ".join(capture["captured_at"] for capture in found["captures"]),
            "same words": ", ".join(found["variants"]),
        }
    )
    if found.get("spread"):
        print_spread(found["spread"])


def _print_document(found: dict[str, Any]) -> None:
    names = ("id", "kind", "title", "url", "language", "source", "revision")
    people = {name: ", ".join(found[name]) for name in ("issuers", "speakers", "via")}
    presence = found.get("presence")
    print_fields(
        {
            **{name: found[name] for name in names},
            "published": describe_when(found["published"]),
            **people,
            "notice": describe_notice(found.get("notice")),
            "cut": "the text ends before the post does" if (found.get("post") or {}).get("cut") else None,
            "presence": f"{presence['state']}: {presence['reason']}" if presence else None,
        }
    )
    console().print()
    print_words(found["text"], indent=0)
    count = len(found["quotes"])
    console().print(f"\n[bold]{count} {'quote' if count == 1 else 'quotes'}[/bold]")
    for quote in found["quotes"][:_MOST_QUOTES]:
        speaker = quote["speaker"] or "speaker not known"
        console().print(f"  [dim]{escape(quote['id'])} {escape(quote['kind'])}[/dim] {escape(speaker)}")
    for entry in found.get("history", ()):
        _print_revision(entry)
    print_elsewhere(found.get("copies", ()), found.get("translations", ()))


def _print_revision(entry: dict[str, Any]) -> None:
    """Print one text that captures showed, and what changed against the one before."""
    console().print(f"\n[bold]{escape(entry['revision'])}[/bold]  seen {entry['first_captured']} to {entry['last_captured']}")
    if entry.get("edited"):
        when = entry["edited"]
        console().print(f"  [dim]edited, by the platform's word: {escape(when['value'] or when['raw'])}[/dim]", soft_wrap=True)
    edit = entry.get("edit")
    if edit:
        silent = "silently " if edit["silent"] else ""
        mark = "[red]material[/red], " if edit["material"] else ""
        console().print(f"  {mark}{silent}{escape(edit['extent'])}: {escape(', '.join(edit['kinds']))}")
    for change in entry.get("diff", ()):
        line = Text("  ").append(change["removed"], style="red strike").append(" ").append(change["added"], style="green")
        console().print(line, soft_wrap=True)


def describe_notice(notice: dict[str, Any] | None) -> str | None:
    """Give what the publisher says of its own item, with the date where the words do not hold it."""
    if notice is None:
        return None
    day = describe_when(notice["dated"])
    dated = f" ({day[:10]})" if day and notice["dated"]["raw"] not in notice["text"] else ""
    return f"{notice['kind']}{dated}: {notice['text']}"


def describe_when(when: dict[str, Any] | None) -> str | None:
    """Give a date by its value, or failing that as printed."""
    return (when["value"] or when["raw"] or when["latest"]) if when else None
