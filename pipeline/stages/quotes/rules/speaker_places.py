"""Look for the speaker where a clause can name one: behind the quotation, before it, in a sentence beside it."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.stages.quotes.cues_and_speakers import Cue, Paragraph, Scene
from pipeline.stages.quotes.grammar import UPPER
from pipeline.stages.quotes.quotation_marks import Segment
from pipeline.stages.quotes.rules.according import find_according, find_nearer, find_placed
from pipeline.stages.quotes.rules.clauses import WORDS, Clause, Found, cues_of, echoes, ends_in_colon, words_around
from pipeline.stages.quotes.rules.noun_phrases import Phrase, first_named, named_in_marks, read_phrase, read_phrases
from pipeline.stages.quotes.rules.subjects import EMBEDDED, find_subject
from pipeline.stages.quotes.said_dates import find_dates
from storage.model import Span

_NEAR = 28
"""A cue within this many characters behind a quotation is its own. Chosen by hand: "…”, the minister has said"."""
_BESIDE = 3
"""A cue further behind than this opens a clause of its own, in characters: a comma, a dash, a space."""
_CLAUSE = 60
"""The characters behind a cue in which its subject may begin. Chosen by hand."""
_INVERTED = frozenset((",", "–", "—", "-"))
_EMBEDDED_WORDS = 3
"""Fewer words in marks without a cue are a part of the writer's sentence. Chosen by hand."""
_CUED = 3
"""What a phrase must be worth beside a cue in the sentence before; the scale is that of `subjects`. Set by hand."""
_SHORTEST_HEADING = 4
"""A lone word in capitals of fewer letters is an abbreviation, not a heading ("VÍDEO:"). Chosen by hand."""
_AFTER = re.compile(r"[\s,–—-]*([^\W\d_]+)")
_CASE_ENDING = re.compile(r"^(?:['’-]?[^\W\d_]{1,3}(?!\w))?(?: günü)?")
_ADVERBS = re.compile(rf"(?: [^\W\d_{UPPER}][^\W\d_]*){{0,3}} ?")


def find_after(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read "…", said X: a cue among the first words behind the quotation, and the next to be named."""
    cue = _cue_behind(scene, paragraph, segment, clause)
    if cue is None:
        return None
    language = scene.grammar.language
    cues = language.cues
    if agent := _find_agent(scene, paragraph, segment, clause, cues_of(paragraph, clause)):
        return agent
    if cue.word in cues.placed:
        return find_placed(scene, paragraph, clause, cue)
    opens = clause.start >= segment.outer[0] or language.syntax.final
    if cue.start - segment.outer[1] > _BESIDE and not opens:
        return None
    if _relays(scene, paragraph, segment, clause, cue):
        return None
    titled = named_in_marks(paragraph, cue.end)
    if cue.word in cues.citing and (cited := _find_cited_behind(scene, paragraph, titled, cue, clause)):
        return cited
    if titled:
        return Found(titled, cue)
    if language.syntax.final and (before := _find_adjacent(scene, paragraph, clause, segment)):
        return Found(before, cue)
    between = first_named(scene, paragraph, segment.outer[1], cue.start)
    if between:
        phrase = read_phrase(scene, paragraph, between, segment.outer[1], cue.start)
        return None if phrase.oblique else Found((phrase.start, phrase.end), cue)
    for phrase in read_phrases(scene, paragraph, cue.end, min(clause.end, cue.end + 2 * _CLAUSE)):
        if phrase.start - cue.end > _CLAUSE or "," in scene.text[cue.end : phrase.start]:
            break
        if not phrase.oblique:
            return Found((phrase.start, _end_asking(scene, phrase, cue) or _end_cited(scene, phrase, cue)), cue)
    return None


def _find_cited_behind(scene: Scene, paragraph: Paragraph, medium: Span | None, cue: Cue, clause: Clause) -> Found | None:
    """Read „…“, zitiert die „Beispielzeitung“ X: the object of a verb of citing, right behind the medium that cites."""
    at = medium[1] if medium else cue.end
    if medium is None:
        named = next(read_phrases(scene, paragraph, at, clause.end), None)
        if named is None or named.start - at > 1 or named.oblique:
            return None
        at = named.end
    phrase = next(read_phrases(scene, paragraph, at, clause.end), None)
    if phrase is None or phrase.start != at + 1 or phrase.before in scene.grammar.language.syntax.oblique:
        return None
    return Found((phrase.start, phrase.end), cue)


def _end_cited(scene: Scene, phrase: Phrase, cue: Cue) -> int:
    """Return where a phrase ends without the medium in capitals that cites it: «цитирует Лаврова ТАСС»."""
    first, _, last = scene.text[phrase.start : phrase.end].rpartition(" ")
    cited = cue.word in scene.grammar.language.cues.citing and first and last.isupper()
    return phrase.start + len(first) if cited else phrase.end


def _relays(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause, cue: Cue) -> bool:
    """Say whether a cue behind a quotation names who relays it, because "according to X" stands before it in its sentence."""
    according = scene.grammar.language.cues.according
    return cue.word not in according and any(
        each.word in according and clause.start <= each.start < segment.outer[0] for each in paragraph.cues
    )


def _find_adjacent(scene: Scene, paragraph: Paragraph, clause: Clause, segment: Segment) -> Span | None:
    """Return who is named right before a quotation: Ali Örnek, "…" dedi."""
    edge = _before_date(scene, clause.start, segment.outer[0])
    named = [each for each in paragraph.candidates if clause.start <= each.start and each.end <= edge]
    if not named or scene.text[named[-1].end : edge].strip(" ,:") or named[-1].kind == "D":
        return None
    phrase = read_phrase(scene, paragraph, named[-1], clause.start, edge)
    return None if phrase.oblique else (phrase.start, min(phrase.end, named[-1].end))


def _before_date(scene: Scene, start: int, opened: int) -> int:
    """Return where a day right before a quotation begins, else where the quotation does: Ali Örnek dün "…" dedi."""
    dates = find_dates(scene.text[start:opened], scene.grammar.language, None)
    last = max((named.span for named in dates), default=None, key=lambda span: span[1])
    if last is None or _CASE_ENDING.sub("", scene.text[start + last[1] : opened]).strip(" ,:"):
        return opened
    return start + last[0]


def _end_asking(scene: Scene, phrase: Phrase, cue: Cue) -> int | None:
    """Return where who asks ends, without whom he asks: "preguntó un periodista al ministro Juan Ejemplo"."""
    language = scene.grammar.language
    if cue.word not in language.stance.asking:
        return None
    for place, word in enumerate(WORDS.finditer(scene.text, phrase.start, phrase.end)):
        if word.group().lower() in language.roles and word.end() < phrase.end:
            return word.end()
        if place or word.group().lower() not in language.determiners:
            return None
    return None


def _cue_behind(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Cue | None:
    language = scene.grammar.language
    cues = [cue for cue in paragraph.cues if segment.outer[1] <= cue.start < clause.end]
    if cues and cues[0].start - segment.outer[1] <= _NEAR:
        return cues[0]
    after = _AFTER.match(scene.text, segment.outer[1], clause.end)
    if after is None:
        return None
    word = after.group(1)
    if word.lower() in language.cues.after:
        return Cue(after.start(1), after.end(1), word.lower())
    mark = scene.text[after.start() : after.start(1)].replace(" ", "").strip()
    if not mark or not _INVERTED.issuperset(mark) or not word.islower():
        return None
    if clause.start < segment.outer[0]:
        return None
    if word in language.openers or word in language.determiners or word in language.syntax.oblique or word in language.stops:
        return None
    # Any verb can stand here: "…", strich Romney heraus.
    behind = first_named(scene, paragraph, after.end(), min(clause.end, after.end() + 40))
    if behind and _ADVERBS.fullmatch(scene.text, after.end(), behind.start):
        return Cue(after.start(1), after.end(1), word)
    return None


def find_before(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read X said: "…", and quotations inside the sentence of someone who says, calls or finds."""
    language, opened = scene.grammar.language, segment.outer[0]
    cues = cues_of(paragraph, clause)
    if labelled := find_label(scene, paragraph, clause):
        return labelled
    if cited := _find_cited(scene, paragraph, clause, cues, opened):
        return cited
    if aside := _find_aside(scene, paragraph, clause, cues):
        return aside
    if according := find_according(scene, paragraph, clause, cues, opened):
        told = find_nearer(scene, paragraph, segment, according, cues)
        return told or according
    left = [cue for cue in cues if cue.end <= opened]
    cue = left[-1] if left else cues[0] if cues else None
    if left and language.syntax.head_first and (role := _find_bare_role(paragraph, left[-1])):
        return Found(role, left[-1])
    if cue is None and echoes(scene, clause, segment):
        return None
    if cue and (agent := _find_agent(scene, paragraph, segment, clause, cues)):
        return agent
    words = scene.text.count(" ", segment.start, segment.end) + 1
    colon = ends_in_colon(scene.text[clause.start : opened], language)
    if not cue and not colon and words < _EMBEDDED_WORDS:
        return None
    least = 0 if cue else 1 if colon else EMBEDDED
    return find_subject(scene, paragraph, clause, segment.outer, cue, least)


def _find_bare_role(paragraph: Paragraph, cue: Cue) -> Span | None:
    """Return an office right before its verb that is no part of the name before it."""
    place = bisect_left(paragraph.candidates, (cue.start,)) - 1
    if place < 1:
        return None
    role, before = paragraph.candidates[place], paragraph.candidates[place - 1]
    bare = role.kind == "D" and role.end + 1 == cue.start and before.kind == "N" and before.end + 1 == role.start
    return (role.start, role.end) if bare else None


def find_label(scene: Scene, paragraph: Paragraph, clause: Clause) -> Found | None:
    """Read "X: the talks “go on”": a sentence that begins with a name and a colon."""
    named = first_named(scene, paragraph, clause.start, clause.end)
    if named is None or named.start > clause.start + 1 or named.kind != "N":
        return None
    label = scene.text.startswith((":", " :"), named.end) and not _is_heading(scene, named.text)
    return Found((named.start, named.end), Cue(named.end, named.end + 1, ":")) if label else None


def _is_heading(scene: Scene, label: str) -> bool:
    """Say whether a lone word in capitals heads a line and names nobody: "VÍDEO:"."""
    return (
        label.isupper() and label.isalpha() and label.capitalize() not in scene.surnames() and len(label) >= _SHORTEST_HEADING
    )


def _find_cited(scene: Scene, paragraph: Paragraph, clause: Clause, cues: list[Cue], opened: int) -> Found | None:
    """Read "Die Zeitung zitiert X mit den Worten: „…“": whom an active verb of citing has as its object, before a colon."""
    language = scene.grammar.language
    cue = next((cue for cue in cues if cue.word in language.cues.citing and cue.end <= opened), None)
    if cue is None or not scene.text[cue.end : opened].rstrip().endswith(":"):
        return None
    if not language.syntax.passive.isdisjoint(WORDS.findall(scene.text, clause.start, cue.start)):
        return None
    for phrase in read_phrases(scene, paragraph, cue.end, opened):
        if phrase.before not in language.syntax.oblique and (phrase.named or phrase.role or phrase.definite):
            return Found((phrase.start, phrase.end), cue)
    return None


def find_unnamed(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause) -> Found | None:
    """Read words that a clause right behind them says were said, though it names nobody: «…», — сообщили в министерстве."""
    cue = _cue_behind(scene, paragraph, segment, clause)
    if cue is None or cue.word not in scene.grammar.language.cues.speech:
        return None
    between = scene.text[segment.outer[1] : cue.start]
    return Found(None, cue) if between.strip() and not between.strip(" ,–—-") else None


def _find_agent(scene: Scene, paragraph: Paragraph, segment: Segment, clause: Clause, cues: list[Cue]) -> Found | None:
    """Read "wird von X als „…“ bezeichnet": whoever the passive names, and surely nobody where it names none."""
    language = scene.grammar.language
    cue = next((cue for cue in cues if cue.start >= segment.outer[1] and cue.word in language.cues.calling), None)
    if cue is None or cue.start - segment.outer[1] > _NEAR:
        return None
    if not any(word in language.syntax.passive for word in words_around(scene, clause, segment)):
        return None
    for phrase in read_phrases(scene, paragraph, clause.start, segment.outer[0]):
        if phrase.before in language.syntax.agents:
            return Found((phrase.start, phrase.end), cue)
    return Found(None, cue)


def _find_aside(scene: Scene, paragraph: Paragraph, clause: Clause, cues: list[Cue]) -> Found | None:
    """Read ", so X," and ", sagte X," wherever they stand in the clause, and "Wie X sagte, …"."""
    text, words = scene.text, scene.grammar.language.cues
    for match in WORDS.finditer(text, clause.start, clause.end):
        word = match.group().lower()
        if word in words.as_said and (found := _read_as_said(scene, paragraph, clause, match.end(), cues)):
            return found
        if word not in words.after and word not in words.speech:
            continue
        if not text[max(match.start() - 3, clause.start) : match.start()].rstrip().endswith((",", "–", "—", "(")):
            continue
        named = first_named(scene, paragraph, match.end(), clause.end)
        if named and _ADVERBS.fullmatch(text, match.end(), named.start):
            phrase = read_phrase(scene, paragraph, named, match.end() + 1, clause.end)
            closes = word in words.after or not text[phrase.end : min(phrase.end + 2, clause.end)].strip(" ,.;:–—")
            if closes and not phrase.oblique:
                return Found((phrase.start, phrase.end), Cue(match.start(), match.end(), word))
    return None


def _read_as_said(scene: Scene, paragraph: Paragraph, clause: Clause, at: int, cues: list[Cue]) -> Found | None:
    """Read "Wie X am Montag mitteilte, …": the first to be named between "wie" and the cue that closes its clause."""
    cue = next((cue for cue in cues if cue.start > at), None)
    if cue is None or "," not in scene.text[cue.end : cue.end + 2] + ("," if cue.end >= clause.end - 2 else ""):
        return None
    phrase = next(read_phrases(scene, paragraph, at, cue.start), None)
    if phrase is None or not _ADVERBS.fullmatch(scene.text, at, phrase.start) or phrase.oblique:
        return None
    return Found((phrase.start, phrase.end), cue)


def find_in_sentence_before(scene: Scene, paragraph: Paragraph, before: int) -> Found | None:
    """Take the subject of the sentence before a quotation that stands alone, where it surely is someone."""
    end = before
    while end > paragraph.start and scene.text[end - 1].isspace():
        end -= 1
    if end <= paragraph.start or scene.text[end - 1] in '”“»"’':
        return None
    start, _ = scene.sentence_at(end - 1)
    if start >= end:
        return None
    clause = Clause(start, end)
    cues = cues_of(paragraph, clause)
    if cues and (found := find_subject(scene, paragraph, clause, (end, end), cues[0], _CUED)):
        return Found(found.span, None)
    return find_subject(scene, paragraph, clause, (end, end), None, EMBEDDED)


def find_in_next_sentence(scene: Scene, paragraph: Paragraph, segment: Segment) -> Found | None:
    """Read "…" Das sagte X: a sentence that begins by pointing back at the words."""
    at = segment.outer[1]
    while at < paragraph.end and (scene.text[at].isspace() or scene.text[at] == "."):
        at += 1
    if at >= paragraph.end:
        return None
    start, end = at, scene.sentence_at(at)[1]
    return _point_back(scene, paragraph, start, end)


def _point_back(scene: Scene, paragraph: Paragraph, start: int, end: int) -> Found | None:
    """Read a sentence that points back at words: by its first word, or, where the verb stands last, by any before it."""
    syntax = scene.grammar.language.syntax
    cues = cues_of(paragraph, Clause(start, end))
    words = list(WORDS.finditer(scene.text, start, end))
    pointing = next((word for word in (words if syntax.final else words[:1]) if word.group().lower() in syntax.deictic), None)
    if pointing is None or not cues:
        return None
    if not syntax.final:
        return find_subject(scene, paragraph, Clause(pointing.end(), end), (end, end), cues[0], _CUED)
    cue = cues[-1]
    endings = tuple(syntax.declined) or ("\0",)
    first = next(
        (
            each
            for each in read_phrases(scene, paragraph, pointing.end(), cue.start)
            if each.named and not each.oblique and not scene.text[: each.end].endswith(endings)
        ),
        None,
    )
    return Found((first.start, first.end), cue) if first and cue.start > pointing.end() else None


def find_in_next_paragraph(scene: Scene, paragraph: Paragraph, segment: Segment) -> Found | None:
    """Read a paragraph that is one quotation, and below it a sentence that points back: "This was said by X."."""
    number = paragraph.number + 1
    alone = not scene.text[paragraph.start : segment.outer[0]].strip() and not scene.text[
        segment.outer[1] : paragraph.end
    ].strip(" .,")
    if not alone or number >= len(scene.paragraphs) or not scene.sentences(number):
        return None
    return _point_back(scene, scene.look(number), *scene.sentences(number)[0])
