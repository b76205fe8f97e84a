"""Pass over the dateline that a report begins with: "SAMPLETON: The minister said …", "SAMPLETON, March 3 (Agency) — …".

Datelines in capitals are the custom of news agencies, and of newspapers in English. Behind a colon, as in South Asia and the
Gulf, they look like the label of a speaker.
"""

from __future__ import annotations

import re

from pipeline.stages.quotes.cues_and_speakers import Scene, blank_out, find_words

_DATELINE = re.compile(
    r"(?P<place>[A-Z][A-Z.'’]{2,}(?:[ -][A-Z][A-Z.'’]+){0,3})(?:/[A-Z][A-Z ]+)?"
    r"(?:, [A-Z]\w{1,12}\.?(?: \d{1,2})?)?(?: ?\([\w /]{2,30}\))? ?(?P<sign>:|—|–|--|-) +(?=\S)"
)
"""A place in capitals, perhaps with a state or a day and an agency, and the sign behind it."""


def pass_dateline(scene: Scene) -> None:
    """Let the first paragraph that begins with a dateline begin behind it."""
    for number, (start, end) in enumerate(scene.paragraphs):
        found = _DATELINE.match(scene.text, start, end)
        if found is not None:
            if not _is_label(scene, found) and (found["sign"] != ":" or _tells(scene, found.end(), end)):
                scene.begin_at(number, found.end())
            return


def _is_label(scene: Scene, found: re.Match[str]) -> bool:
    """Say whether words in capitals are somebody's label: with a title, repeated, or a surname of the text's."""
    place, text = found["place"], scene.text
    language = scene.grammar.language
    if place.split()[0].lower().rstrip(".") in language.titles | language.roles:
        return True
    if re.search(rf"(?m)^{re.escape(place)} ?{re.escape(found['sign'])}", text[found.end() :]):
        return True
    return " " not in place and re.search(rf"\b[A-Z][\w.]+ (?:{place.title()}|{place})\b", text) is not None


def _tells(scene: Scene, start: int, end: int) -> bool:
    """Say whether what stands behind a label names somebody else who says something: it is a report then, nobody's speech."""
    blank = blank_out(scene.text, scene.segments_between(start, end), start, end)
    cues, candidates = find_words(blank, start, scene.grammar)
    speaks = any(candidate.text.lower() in scene.grammar.language.pronouns.self for candidate in candidates)
    return bool(cues) and not speaks and any(candidate.kind != "P" for candidate in candidates)
