"""Read from a headline whose words follow it: "Remarks by …", „Rede von …", "… X's interview", 外交部发言人X….

Only persons are named. "Statement by the Foreign Ministry" and "by the Press Secretary" name nobody, and a headline that
announces no words ("Minister X visits Y") names nobody either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.stages.parse import headline_words as words_of

_WORD = r"[^\s,;:()|–—]+"
_TITLED = re.compile(
    rf"(?i)(?<![\w-])(?:{words_of.WORKS})(?!\w)[^,;:]{{0,30}}?\s(?P<by>{words_of.BY})(?:\s+|(?<=['’]))(?P<rest>\S.*)"
)
_WORK = re.compile(rf"(?i){words_of.WORKS}")
_CASED = re.compile(rf"(?i)^(?:{words_of.WORKS})(?!\w)(?P<rest>\s.*)")
_POSSESSIVE = re.compile(rf"^(?P<name>(?:{_WORD} )*?{_WORD}?)['’]s?\s(?:[\w&-]+\s){{0,3}}(?i:{words_of.WORKS})(?![\w-])")
_UNMARKED = re.compile(rf"^(?P<name>(?:{_WORD} )+?)(?i:{words_of.WORKS})(?![\w-])")
_VERB = re.compile(rf"^(?P<name>(?:{_WORD} )+?)(?=(?i:{words_of.LEADING_VERBS})(?!\w))")
_VERBS = re.compile(rf"(?i)(?:{words_of.LEADING_VERBS})(?!\w)")
_APPOSED = re.compile(r"^(?P<name>[^,:]{4,60}), (?P<office>[^:]{4,120}?),? (?i:answers|answered|répond)(?!\w)")
_HEARD = re.compile(
    r"^(?P<name>[^,:|–—]{6,70}?) (?i:at|with|on|in|before|after) .*\b(?i:"
    r"availability|interview|press conference|news conference|"
    r"press briefing|roundtable|remarks|hearing|town hall|of (?:abc|bbc|cbs|cnn|nbc|fox|msnbc|npr|pbs|sky|bloomberg)\b)"
)
_COLON = re.compile(r"^(?P<name>[^:,|–—]{6,70}): \S")
_ANSWERING = re.compile(r"(?i)\bи ответы? на вопросы (?:СМИ|журналистов|представителей СМИ|участников|депутатов)\b")
_INITIALS = re.compile(r"(?:[A-ZА-ЯЁІЇЄ]\.\s?){1,2}[A-ZА-ЯЁІЇЄ][\w’'-]+")
_PLACE = re.compile(rf"\b(?:{words_of.PLACES})(?!\w)")
_HOLDER = re.compile(rf"(?i)(?:{words_of.HOLDERS})")
_TOPIC = re.compile(rf"(?i)(?:{words_of.TOPICS})")
_BODY = re.compile(rf"(?i)(?:{words_of.BODIES})")
_SUFFIXED = tuple((re.compile(work, re.IGNORECASE), re.compile(name)) for work, name in words_of.SUFFIXED)
_SUFFIXED_BODY = re.compile(words_of.SUFFIXED_BODIES)
_FULL_NAME = 2
_AFTER_PLACE = 3  # "President of Armenia Jane Sample", and not "President of South Africa"
_MOST_WORDS = 14
_SHORTEST_PARTICIPLE = 6

_CHINESE_NAME = rf"[{words_of.SURNAMES}][\u3400-\u9fff]{{1,2}}?"
_PRESIDES = re.compile(
    r"(?:发言人|發言人|部长|外长|国务委员|主席|总理|大使|常驻代表)([\u3400-\u9fff·]{2,4}?)(?=主持|就|在|答|对|對|举行|舉行|接受|发表)"
)
_BEGINS = re.compile(
    rf"^({_CHINESE_NAME})(?=在.{{2,60}}(?:讲话|致辞|发言|演讲)|就|同.{{2,40}}(?:通电话|会谈)|答|主持|接受.{{2,40}}采访|发表)"
)
_JAPANESE = re.compile(
    r"(?:^|[ 　])([\u3400-\u9fff]{1,4}?)(?:内閣総理大臣|外務大臣|総理大臣|総理|官房長官|防衛大臣|外務報道官|報道官|大臣)"
    r"(?:臨時|定例)?(?:記者)?(?:会見|談話|演説|挨拶|発言)"
)


def find_headlined(title: str) -> tuple[str, ...]:
    """Give the named persons whose words a headline announces, in its order; none where it names nobody."""
    presider = find_presider(title)
    if presider:
        return (presider,)
    line = _PLACE.sub(lambda found: found[0].replace(" ", "_"), " ".join(title.split()))
    for read in (_read_possessed, _read_joined, _read_cased, _read_suffixed, _read_leading):
        named = read(line)
        if named:
            return tuple(name.replace("_", " ") for name in named)
    return ()


def find_office(title: str) -> str | None:
    """Give the office whose holder's words a headline announces without a name: "Remarks by the Vice President at …"."""
    found = None if find_headlined(title) else _TITLED.search(" ".join(title.split()))
    run = _run(found["rest"].split())[0] if found and found["by"].lower() not in words_of.BESIDE else []
    while run and run[-1].lower() in words_of.JOINERS:
        run.pop()
    named = any(map(_is_holder, run)) and all(_is_office(word) or word.lower() in words_of.JOINERS for word in run)
    return " ".join(run) if named else None


def find_presider(title: str) -> str | None:
    """Give the person whom a Chinese or Japanese title names as speaking."""
    found = _PRESIDES.search(title) or _BEGINS.search(title) or _JAPANESE.search(title)
    return found[1] if found else None


def read_person(phrase: str) -> str | None:
    """Give the person a phrase names, office included; None where it ends in an office, a place or a body."""
    return next(iter(_persons(phrase.split())), None)


def _read_joined(line: str) -> tuple[str, ...]:
    """Read "Remarks by X and Y at Z", the name perhaps after a comma: "by the Foreign Minister, Jane Sample"."""
    found = _TITLED.search(line)
    named = _named(found["rest"]) if found else ()
    beside = found is not None and found["by"].lower() in words_of.BESIDE
    return tuple(each for each in named if not beside or _holds_office(each.split()))


def _read_cased(line: str) -> tuple[str, ...]:
    """Read a headline whose language joins by case alone: «Заявление Президента России Имени Фамилии»."""
    found = _CASED.search(_ANSWERING.sub("", line))
    if not found or not re.search("[а-яёіїє]", found["rest"]):
        return ()
    run = " ".join(_run(found["rest"].split())[0])
    initials = _INITIALS.search(run)
    return (
        (initials[0],)
        if initials
        else tuple(each for each in _persons(run.split()) if _name_length(each.split()) >= _FULL_NAME)
    )


def _read_suffixed(line: str) -> tuple[str, ...]:
    """Read a headline whose language sets the name, in its genitive, before the work."""
    for work, name in _SUFFIXED:
        stated = work.search(line)
        found = list(name.finditer(line, 0, stated.start())) if stated else []
        if found:
            whole = line[found[-1].start("name") : found[-1].end()]
            words = re.split("['’]", whole)[0].split()
            named = len(words) >= _FULL_NAME and not _SUFFIXED_BODY.match(words[-1])
            return (" ".join(words[-2:]),) if named else ()
    return ()


def _read_possessed(line: str) -> tuple[str, ...]:
    """Read "X's interview with Y"; without the apostrophe an office must stand before the name: "Senator X Statement"."""
    marked = _POSSESSIVE.match(line)
    found = marked or _UNMARKED.match(line)
    name = found["name"].split() if found else []
    if any(map(_WORK.fullmatch, name)) or (not marked and not _holds_office(name)):
        return ()
    return tuple(_persons(name)) if _is_run(name) else ()


def _read_leading(line: str) -> tuple[str, ...]:
    """Read "X, head of Y, answers …", "President X addressed …", "Secretary X at a press availability", "Minister X: …"."""
    apposed = _APPOSED.match(line)
    if apposed and any(map(_is_office, apposed["office"].split())):
        return tuple(_persons(apposed["name"].split()))
    for pattern in (_VERB, _HEARD, _COLON):
        found = pattern.match(line)
        name = found["name"].split() if found else []
        if name and _is_run(name) and (_holds_office(name) or (pattern is _VERB and _is_full_name(name))):
            return tuple(_persons(name))
    run, _ = _run(line.split())
    rest = line.split()[len(run) :]
    spoken = _VERBS.match(" ".join(rest)) and (_holds_office(run) or _is_full_name(run))
    return tuple(_persons(run)) if spoken else ()


def _holds_office(name: list[str]) -> bool:
    return any(_is_holder(word) for word in name)


def _is_full_name(name: list[str]) -> bool:
    return len(name) == _FULL_NAME and not any(map(_is_office, name))


def _is_run(name: list[str]) -> bool:
    """Say whether all the words of a phrase may belong to one name and its office."""
    return 0 < len(name) <= _MOST_WORDS and len(_run(name)[0]) == len(name)


def _named(rest: str) -> tuple[str, ...]:
    """Name who stands at the beginning of a phrase, or after the comma that follows an office."""
    words = rest.split()
    at = 0
    for _ in range(3):
        run, comma = _run(words[at:])
        named = tuple(_persons(run))
        if named or not comma or not any(map(_is_office, run)):
            return named if not (at and _is_dated(words[at + len(run) :])) else ()
        at += len(run)
    return ()


def _is_dated(words: list[str]) -> bool:
    """Say whether a date follows: what stands before it is a place ("by the Minister, Sampleton, 27 October")."""
    return bool(words) and words[0][:1].isdigit()


def _run(words: list[str]) -> tuple[list[str], bool]:
    """Take the words that may name a person or an office, up to the first that may not; and whether a comma ended them."""
    run: list[str] = []
    for number, word in enumerate(words[:_MOST_WORDS]):
        bare = word.strip('"“”«»,;:()|')
        joins = bare.lower() == "for" and run and _is_holder(run[-1])  # "Commissioner for Human Rights"
        if (bare.lower() in words_of.STOPS and not joins) or not bare or (number and word[:1] in "(|"):
            break
        if run and _is_participle(bare) and words[number + 1 : number + 2] and words[number + 1][:1].isupper():
            break
        if not (bare[:1].isupper() or bare.lower() in words_of.JOINERS | words_of.PARTICLES | words_of.AND or _is_office(bare)):
            break
        run.append(re.sub(r"['’]s$", "", bare))
        if run[-1] != bare:
            return run, False
        if word[-1] in ",;:)":
            return run, word[-1] == ","
        if bare != word.rstrip('"”»') and word[-1] in "|":
            break
    return run, False


def _is_participle(word: str) -> bool:
    """Say whether a word is an English participle, written large before what it governs: "Introducing President X"."""
    return len(word) >= _SHORTEST_PARTICIPLE and word.lower().endswith("ing")


def _persons(run: list[str]) -> Iterator[str]:
    """Part a run at its "and"s; a part that names nobody belongs to the office of the next."""
    waiting: list[str] = []
    for part in _part(run):
        person = _person([*waiting, *part])
        if person:
            yield person
        waiting = [] if person else [*waiting, *part, "and"]


def _part(run: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in run:
        if word.lower() in words_of.AND:
            if part:
                yield part
            part = []
        else:
            part.append(word)
    if part:
        yield part


def _person(words: list[str]) -> str | None:
    """Give a run that ends in a person's name; an office, a place or a body is none."""
    words = [word for word in words if word]
    while words and words[-1].lower() in words_of.JOINERS | words_of.AND:
        words = words[:-1]
    joints = [number for number, word in enumerate(words) if word.lower() in ("of", "from", "de", "du")]
    if joints and joints[-1] >= _FULL_NAME and any(_is_holder(word) for word in words[: joints[-1]]):
        before = _person(words[: joints[-1]])
        if before:
            return before
    length = _name_length(words)
    before_name = words[: len(words) - length]
    if length < _least(before_name) or not words[-1][:1].isupper():
        return None
    while words and words[0].lower() in words_of.JOINERS:
        words = words[1:]
    return " ".join(words)


def _name_length(words: list[str]) -> int:
    """Count the words at the end that belong to no office, body or place."""
    length = 0
    for word in reversed(words):
        if _is_office(word) or _BODY.fullmatch(word) or "_" in word or word.lower() in words_of.JOINERS | words_of.AND:
            surname = length and word.lower() in ("de", "der", "la", "da", "di", "du", "den")
            above = words[-length - 2].lower() if len(words) > length + 1 else ""
            if not (surname and above in words_of.PARTICLES):
                break
        length += 1
    return length


def _least(before: list[str]) -> int:
    """Say how many words a name needs after an office: one after its holder's noun, more after a place or nothing."""
    if not before or before[-1].lower() == "the":
        return _FULL_NAME
    if before[-1].lower() in words_of.JOINERS:
        return _AFTER_PLACE
    held = any(_is_holder(word) for word in before)
    if not held and any(_BODY.fullmatch(word) for word in before):
        return _MOST_WORDS
    return 1 if held and _is_office(before[-1]) else _FULL_NAME


def _is_holder(word: str) -> bool:
    """Say whether a word is a noun of somebody in office, or several parted by a stroke."""
    return any(map(_HOLDER.fullmatch, word.split("/")))


def _is_office(word: str) -> bool:
    parts = [part for part in re.split("[-–/]", word) if part] if not _HOLDER.fullmatch(word) else [word]
    return bool(parts) and all(_HOLDER.fullmatch(part) or _TOPIC.fullmatch(part) for part in parts)
