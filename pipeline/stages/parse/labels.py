"""Find the labels that name who speaks in a transcript: "MR. EARNEST:", a bare "Q", "QUESTION:", 问：, 答：, "R :".

A colon alone proves nothing ("Time: 10:00"), so that a label counts by what it is: a question or answer sign, a title and a
name in capitals, a reporter, words set in bold, or a name that returns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from pipeline.stages.text import Marked


class Sort(Enum):
    """What a label is; MAYBE is a name-like label that counts only where it returns."""

    QUESTION = "question"
    ANSWER = "answer"
    SPEAKER = "speaker"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label: its words, where its line begins and where the words it introduces begin."""

    text: str
    sort: Sort
    start: int
    end: int
    bold: bool = False


_BARE_Q = re.compile(r"^(Q)\.?(?=[ \t]+\S)", re.MULTILINE)
_COLON = re.compile(r"^(?P<label>[^\s:：*(\[][^\n:：]{0,70}?) ?(?P<colon>[:：])(?!//)[ \u3000]*", re.MULTILINE)
_DASH_QA = re.compile(r"^(?P<label>[QRAPВО])\.? ?[-–—.] ?(?=\S)", re.MULTILINE)
_QUESTION = re.compile(
    r"(?:Q|QUESTION|Question|P|Pregunta|PREGUNTA|Frage|FRAGE|Вопрос|ВОПРОС|Питання|Domanda|Pergunta|Pytanie|Soru|SORU|Sual|"
    r"Հարց|السؤال|سؤال|问|問|问题|记者|記者|记者问|Journalist|JOURNALIST|Reporter|REPORTER)"
    r"(?: ?(?:\d{1,3}|\(.{1,40}\)))?\.?"
)
_ANSWER = re.compile(
    r"(?:A|ANSWER|Answer|R|Réponse|RÉPONSE|Respuesta|RESPUESTA|Antwort|ANTWORT|Ответ|ОТВЕТ|Відповідь|Risposta|Resposta|"
    r"Cevap|CEVAP|Cavab|Պատասխան|الجواب|جواب|答|回答)(?: ?\d{1,3})?\.?"
)
_REPORTER = re.compile(r".{0,40}(?:记者|記者|社|电视台|日报|时报|中评社|问及|追问|问)(?:（.{1,20}）)?")
_MEDIUM = re.compile(
    r"(?i)\b(?:news|newspaper|agency|tv|television|radio|times|daily|post|press|broadcasting|herald|journal|magazine|media|network|"
    r"channel|reuters|bloomberg|afp|xinhua|tass|interfax|anadolu|al jazeera|bbc|cnn|cctv|nhk|kyodo)\b"
)
_IDEOGRAPHS = re.compile(r"[\u3400-\u9fff\uff08\uff09《》（）·•A-Za-z0-9“”/／、 ]{1,40}")
_IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_TITLE = re.compile(
    r"^(?:MR|MS|MRS|MISS|DR|SIR|DAME|LORD|LADY|SEN|SENATOR|REP|REPRESENTATIVE|CONGRESS\w+|GEN|GENERAL|ADM|ADMIRAL|LT|COL|MAJ|AMB|"
    r"AMBASSADOR|SECRETARY|SEC|UNDER ?SECRETARY|DEPUTY|ASSISTANT|ACTING|PRESIDENT|VICE|THE|PRIME|FOREIGN|MINISTER|CHANCELLOR|"
    r"CHAIR\w*|DIRECTOR|ADMINISTRATOR|GOVERNOR|MAYOR|SENIOR|SPOKES\w+|OFFICIAL|STAFF|MODERATOR|OPERATOR|HIGH|COMMISSIONER|FIRST|"
    r"ATTORNEY|JUDGE|JUSTICE|KING|QUEEN|PRINCE\w*|HIS|HER|PROFESSOR|PROF|AUDIENCE|PARTICIPANT|VOICE\w*|REPORTER|INTERPRETER)\b"
)
_NAME_WORD = re.compile(r"(?:[^\W\d_a-zа-яё][\w.'’\-]*|de|du|des|von|van|der|den|of|the|and|al|el|bin|da|di|la|le|&)")
_INITIAL = re.compile(r"[^\W\d_]\.[^\W\d_]{2}")
_FIELDS = re.compile(
    r"(?i)(?:note|notes|editor.?s? note|topics?|contacts?|media contacts?|subject|date|place|time|location|participants?|"
    r"speakers?|embargoed?|by|who|what|when|where|why|how|re|cc|from|to|attention|source|sources|update|updated|tel|phone|fax|e-?mail|"
    r"background|photos?|video|watch|read more|see also|venue|for immediate release|washington|transcript|file|link|links|"
    r"address|website|press release|released?|index|agenda|key points?|summary|conclusion|example|correction|tags?|published|"
    r"第[一二三四五六七八九十]|首先|其次|最后|一|二|三|四|五|注|附|来源|时间|地点)"
)
_ANONYMOUS = re.compile(
    r"(?i)\b(?:senior|official|moderator|operator|participants?|audience|staff|reporters?|interpreter|voices?|members?|speaker|"
    r"journalists?|crowd|student|attendee|unknown|unidentified|press|host|facilitator|translator|announcer)\b|记者|主持人"
)


def find_labels(marked: Marked, *, known: str | None = None) -> tuple[Label, ...]:
    """Find the labels of a transcript in order; none where the text is no transcript.

    A transcript has a question and something else, or two speakers and three turns, or a titled speaker labelled twice.
    ``known`` is a speaker whom the title names.
    """
    labels = _settle(list(_candidates(marked)), known)
    if len(labels) < 2:
        return ()
    asked = any(label.sort is Sort.QUESTION for label in labels)
    names = {label.text.casefold() for label in labels}
    titled = sum(bool(_TITLE.match(label.text)) for label in labels)
    return tuple(labels) if asked or (len(names) >= 2 and len(labels) >= 3) or titled >= 2 else ()


def is_named(label: str) -> bool:
    """Say whether a label names its speaker, unlike "Q", "SENIOR ADMINISTRATION OFFICIAL" or 记者."""
    bare = label.strip(" :：")
    return not (_QUESTION.fullmatch(bare) or _ANSWER.fullmatch(bare) or _ANONYMOUS.search(bare) or _asks(bare))


def _candidates(marked: Marked) -> Iterator[Label]:
    text = marked.text
    strong = dict(marked.strong)
    found: dict[int, Label] = {}
    for match in _COLON.finditer(text):
        words = match["label"]
        bold = any(start == match.start() and end >= match.end("label") for start, end in _at(strong, match.start()))
        sort = _sort(words, bold=bold, wide=match["colon"] == "：")
        if sort:
            found[match.start()] = Label(text=words, sort=sort, start=match.start(), end=match.end(), bold=bold)
    for match in _BARE_Q.finditer(text):
        label = Label(text=match[1], sort=Sort.QUESTION, start=match.start(), end=_skip_blanks(text, match.end()))
        found.setdefault(match.start(), label)
    yield from (found[start] for start in sorted(found))


def _at(strong: dict[int, int], start: int) -> Iterator[tuple[int, int]]:
    if start in strong:
        yield start, strong[start]


def _skip_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _sort(words: str, *, bold: bool, wide: bool) -> Sort | None:
    """Judge the words before a colon."""
    if _QUESTION.fullmatch(words):
        return Sort.QUESTION
    if _ANSWER.fullmatch(words):
        return Sort.ANSWER
    if _FIELDS.fullmatch(words):
        return None
    if _IDEOGRAPH.search(words):
        return _sort_ideographs(words, bold=bold)
    return None if wide else _sort_letters(words)


def _sort_ideographs(words: str, *, bold: bool) -> Sort | None:
    if not _IDEOGRAPHS.fullmatch(words):
        return None
    if _asks(words) or bold:
        return Sort.QUESTION
    return Sort.MAYBE if len(words) <= 12 else None


def _asks(words: str) -> bool:
    return bool(_IDEOGRAPH.search(words) and _REPORTER.fullmatch(words))


def _sort_letters(words: str) -> Sort | None:
    """A title and a name mostly in capitals is a speaker; capitalised words may be one."""
    parts = words.split()
    if len(parts) > 9 or not all(_NAME_WORD.fullmatch(part.strip('(),"“”')) for part in parts if part.strip('(),"“”')):
        return None
    letters = [character for character in words if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    if len(letters) >= 4 and capitals * 10 >= len(letters) * 6:
        return Sort.SPEAKER if _TITLE.match(words) else Sort.MAYBE
    return Sort.MAYBE if len(parts) >= 2 or _INITIAL.match(words) else None


def _settle(labels: list[Label], known: str | None) -> list[Label]:
    """Keep what is sure, and of the name-like labels those that return or stand beside sure ones in the same form."""
    counts = Counter(label.text.casefold() for label in labels)
    sure = {label.sort for label in labels} - {Sort.MAYBE}
    answered = max(counts.values(), default=0) > 1
    return [
        label if label.sort is not Sort.MAYBE else replace(label, sort=_sort_named(label))
        for label in labels
        if label.sort is not Sort.MAYBE
        or label.text == known
        or _returns(label, counts[label.text.casefold()], sure, answered=answered)
    ]


def _sort_named(label: Label) -> Sort:
    """A news medium asks; anyone else speaks."""
    return Sort.QUESTION if label.bold and _MEDIUM.search(label.text) else Sort.SPEAKER


def _returns(label: Label, times: int, sure: set[Sort], *, answered: bool) -> bool:
    """Say whether a name-like label is one. ``answered``: some name returns, so that who asks in bold once is named as well."""
    if _IDEOGRAPH.search(label.text):
        return times > 1 and Sort.QUESTION in sure
    return times > 1 or (bool(sure) and label.text.upper() == label.text) or (label.bold and answered)
