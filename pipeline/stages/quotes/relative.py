"""Place the days that a text names from its own: "last Tuesday", "Thursday last week", "next Monday", "three days ago"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from storage.model import Span

_AFTER, _BEFORE = 4, 2
"""Words beside a weekday among which its week is named."""
_NEAR = 60
_DAYS = 7
_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[.,;:!?\"“”„«»\n]")

# By language: what makes a weekday or a week past, what makes it one to come, its words for a week, how days ago are
# counted, and the numbers from one to ten.
_TABLE = {
    "en": (
        "last past previous", "next coming upcoming", "week", "{n} days? ago",
        "one two three four five six seven eight nine ten",
    ),
    "de": (
        "letzten letzter letzte letztem vergangenen vergangene vergangener vergangenem vorigen voriger vorige",
        "nächsten nächste nächster kommenden kommende kommender", "woche", "vor {n} tag(?:en)?",
        "einem zwei drei vier fünf sechs sieben acht neun zehn",
    ),
    "fr": (
        "dernier dernière passé passée", "prochain prochaine", "semaine", "il y a {n} jours?",
        "un deux trois quatre cinq six sept huit neuf dix",
    ),
    "es": (
        "pasado pasada último", "próximo próxima viene", "semana", "hace {n} días?",
        "un dos tres cuatro cinco seis siete ocho nueve diez",
    ),
    "pt": (
        "passado passada último última", "próximo próxima vem", "semana", "há {n} dias?",
        "um dois três quatro cinco seis sete oito nove dez",
    ),
    "it": (
        "scorso scorsa", "prossimo prossima", "settimana", "{n} giorn[oi] fa",
        "un due tre quattro cinque sei sette otto nove dieci",
    ),
    "nl": (
        "afgelopen vorige laatste", "komende volgende aanstaande", "week", "{n} dag(?:en)? geleden",
        "één twee drie vier vijf zes zeven acht negen tien",
    ),
    "sv": (
        "förra senaste", "nästa kommande", "vecka veckan", "för {n} dag(?:ar)? sedan",
        "en två tre fyra fem sex sju åtta nio tio",
    ),
    "pl": (
        "zeszły zeszłą zeszłego zeszłym ubiegły ubiegłą ubiegłego ubiegłym miniony minioną",
        "przyszły przyszłą przyszłego przyszłym następny następną najbliższy najbliższą", "tydzień tygodnia tygodniu",
        "{n} dni temu", "jeden dwa trzy cztery pięć sześć siedem osiem dziewięć dziesięć",
    ),
    "ru": (
        "прошлый прошлую прошлое прошлой прошлом прошлого минувший минувшую минувшее минувшей",
        "следующий следующую следующее следующей ближайший ближайшую будущий будущую", "неделя неделю неделе недели",
        "{n} (?:дня|дней|день) назад", "один два три четыре пять шесть семь восемь девять десять",
    ),
    "uk": (
        "минулий минулу минулої минулого минулому", "наступний наступну наступної наступного найближчий найближчу",
        "тиждень тижня тижні", "{n} (?:дні|днів|день) тому", "один два три чотири пʼять шість сім вісім девʼять десять",
    ),
    "tr": (
        "geçen geçtiğimiz", "gelecek önümüzdeki", "hafta", "{n} gün önce",
        "bir iki üç dört beş altı yedi sekiz dokuz on",
    ),
    "az": (
        "keçən ötən", "gələn növbəti", "həftə həftənin", "{n} gün (?:əvvəl|öncə)",
        "bir iki üç dörd beş altı yeddi səkkiz doqquz on",
    ),
    "hy": (
        "անցած նախորդ", "հաջորդ եկող առաջիկա", "շաբաթ շաբաթվա", "{n} օր առաջ",
        "մեկ երկու երեք չորս հինգ վեց յոթ ութ ինը տասը",
    ),
    "ro": (
        "trecut trecută trecute", "viitor viitoare", "săptămână săptămâna săptămânii", "acum {n} zile",
        "unu două trei patru cinci șase șapte opt nouă zece",
    ),
    "el": (
        "περασμένη περασμένο περασμένης προηγούμενη", "επόμενη επόμενο ερχόμενη προσεχή", "εβδομάδα εβδομάδας",
        "πριν (?:από )?{n} (?:η?μέρες)", "μία δύο τρεις τέσσερις πέντε έξι επτά οκτώ εννέα δέκα",
    ),
    "ka": ("გასულ წინა", "მომავალ შემდეგ", "კვირას კვირის", "{n} დღის წინ", "ერთი ორი სამი ოთხი ხუთი ექვსი შვიდი რვა ცხრა ათი"),
    "kk": ("өткен", "келесі", "апта аптада аптаның", "{n} күн бұрын", "бір екі үш төрт бес алты жеті сегіз тоғыз он"),
    "ar": (
        "الماضي الماضية المنصرم", "المقبل المقبلة القادم القادمة", "الأسبوع", "قبل {n} أيام",
        "يوم يومين ثلاثة أربعة خمسة ستة سبعة ثمانية تسعة عشرة",
    ),
    "fa": ("گذشته قبل", "آینده بعد", "هفته", "{n} روز (?:پیش|قبل)", "یک دو سه چهار پنج شش هفت هشت نه ده"),
    "he": (
        "שעבר שעברה האחרון", "הבא הבאה הקרוב", "שבוע", "לפני {n} ימים",
        "אחד שני שלושה ארבעה חמישה שישה שבעה שמונה תשעה עשרה",
    ),
    "ko": ("지난", "다음 오는", "주", "{n}일 전", ""),
    "zh": ("", "", "", "{n}天前", "一 两 三 四 五 六 七 八 九 十"),
    "ja": ("", "", "", "{n}日前", ""),
}  # fmt: skip
_WEEK_BEFORE = {"zh": ("上", "上个"), "ja": ("先週", "先週の"), "ko": ("지난주 ", "지난 주 ")}
_WEEK_AFTER = {"zh": ("下", "下个"), "ja": ("来週", "来週の"), "ko": ("다음 주 ", "다음주 ")}

# By language: what stands directly before a cue that is still to come, and cues that are in the future tense themselves.
_AHEAD = {
    "en": (
        r"(?:expected|due|set|scheduled|likely|going|about|poised|slated|plans?|planning) to(?: \w+)?"
        r"|\bwill(?: \w+)?|\b(?:is|are) to",
        "",
    ),
    "de": (r"\b(?:wird|werde|soll|will|dürfte)\b[^.;]*", "sagen|erklären|betonen|fordern|ankündigen|warnen|mitteilen"),
    "fr": (r"(?:devrait|doit|\bva|prévoit de|est attendu\w* pour)(?: \w+)?", r"\w+(?:era|eront|ira|iront|dira|diront)"),
    "es": (r"(?:\bva a|se espera que|tiene previsto|prevé)(?: \w+)?", r"\w*(?:ará|erá|irá|dirá|arán|erán|irán|dirán)"),
    "pt": (r"(?:\bvai|deve|deverá|pretende)(?: \w+)?", r"\w*(?:ará|erá|irá|dirá)"),
    "it": (r"(?:dovrebbe|deve|intende)(?: \w+)?", r"\w*(?:erà|irà|dirà)"),
    "nl": (r"\b(?:zal|gaat)\b[^.;]*", "zeggen|verklaren|benadrukken"),
    "sv": (r"(?:ska|kommer att|väntas)(?: \w+)?", ""),
    "pl": (r"(?:\bma|zamierza|będzie)(?: \w+)?", "powie|oświadczy|zapowie|ogłosi"),
    "ru": (
        r"(?:должен|должна|планирует|намерен\w*|собирается|ожидается, что \w+)(?: \w+)?",
        "скажет|заявит|сообщит|выступит|объявит",
    ),
    "uk": (r"(?:повинен|повинна|\bмає|планує|збирається)(?: \w+)?", "скаже|заявить|повідомить|виступить|оголосить"),
    "tr": ("", r"\w*(?:yecek|yacak|mesi bekleniyor|ması bekleniyor)"),
    "az": ("", r"\w*(?:yəcək|acaq|əcək|məsi gözlənilir)"),
    "hy": (r"(?:նախատեսում է|պատրաստվում է)(?: \w+)?", "կասի|կհայտարարի|կանդրադառնա"),
    "zh": ("(?:将|預計|预计|将会|計劃|计划)", ""),
}


def is_ahead(text: str, cue: int, language: str) -> bool:
    """Tell whether a cue, the last ``cue`` characters of a text, tells of words that are still to be said."""
    if language not in _AHEAD:
        return False
    before, itself = _compile_ahead(language)
    at = len(text) - cue
    announced = before is not None and before.search(text[:at].rstrip()) is not None
    future = itself is not None and itself.fullmatch(text[at:].strip().lower()) is not None
    return announced and future if language in _INFINITIVE else announced or future


_INFINITIVE = frozenset({"de", "nl"})
"""Languages where the auxiliary stands apart from the infinitive that is the cue: both must be there."""


@lru_cache(maxsize=64)
def _compile_ahead(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    before, itself = _AHEAD[language]
    return (re.compile(rf"(?:{before})$") if before else None), (re.compile(itself) if itself else None)


DAY_PARTS = {
    "de": "abend|morgen|vormittag|mittag|nachmittag|nacht",
    "nl": "avond|ochtend|morgen|middag|nacht",
    "sv": "skväll|smorgon|seftermiddag|snatt",
}
"""Parts of the day that are written in one word with a weekday ("Montagabend")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    past: frozenset[str]
    ahead: frozenset[str]
    week: frozenset[str]


@lru_cache(maxsize=64)
def _words(language: str) -> _Words | None:
    if language not in _TABLE:
        return None
    past, ahead, week, _, _ = _TABLE[language]
    return _Words(past=frozenset(past.split()), ahead=frozenset(ahead.split()), week=frozenset(week.split()))


def place_weekday(text: str, span: Span, weekday: int, published: date, language: str) -> date:
    """Give the day that a weekday at ``span`` means: the last up to publication, unless words beside it say which."""
    monday = published - timedelta(days=published.isoweekday() - 1)
    nearest = published - timedelta(days=(published.isoweekday() - weekday) % _DAYS)
    head = text[max(0, span[0] - _NEAR) : span[0]]
    if head.endswith(_WEEK_BEFORE.get(language, ("\0",))):
        return monday - timedelta(days=_DAYS - weekday + 1)
    if head.endswith(_WEEK_AFTER.get(language, ("\0",))):
        return monday + timedelta(days=_DAYS + weekday - 1)
    words = _words(language)
    if words is None:
        return nearest
    before = _WORD.findall(_CLAUSE.split(head.lower())[-1])[-_BEFORE:]
    after = _WORD.findall(_CLAUSE.split(text[span[1] : span[1] + _NEAR].lower())[0])[:_AFTER]
    if _name_week(before, words.past, words.week) or _name_week(after, words.past, words.week):
        return monday - timedelta(days=_DAYS - weekday + 1)
    if _name_week(before, words.ahead, words.week) or _name_week(after, words.ahead, words.week):
        return monday + timedelta(days=_DAYS + weekday - 1)
    beside = {*before[-1:], *after[:1]}
    if beside & words.past:
        return nearest if nearest < published else nearest - timedelta(days=_DAYS)
    return nearest + timedelta(days=_DAYS) if beside & words.ahead else nearest


def _name_week(beside: list[str], which: frozenset[str], week: frozenset[str]) -> bool:
    """Tell whether two words that follow each other name a week by what it is to this one."""
    pairs = pairwise(beside)
    return any((one in which and two in week) or (one in week and two in which) for one, two in pairs)


def find_days_ago(text: str, language: str) -> Iterator[tuple[Span, int]]:
    """Find the days that are counted back from that of writing, with their number."""
    compiled = _compile_ago(language)
    if compiled is None:
        return
    pattern, numbers = compiled
    for found in pattern.finditer(text):
        number = found["n"].lower()
        yield found.span(), numbers[number] if number in numbers else int(number)


@lru_cache(maxsize=64)
def _compile_ago(language: str) -> tuple[re.Pattern[str], dict[str, int]] | None:
    if language not in _TABLE:
        return None
    form, names = _TABLE[language][3:]
    numbers = {name: number for number, name in enumerate(names.split(), 1)}
    number = "|".join([r"\d{1,2}", *map(re.escape, numbers)])
    spaced = "" if language in ("zh", "ja") else r"(?!\w)"
    return re.compile(rf"(?<!\d){form.format(n=f'(?P<n>{number})')}{spaced}", re.IGNORECASE), numbers
