"""Say what sort of item a document is, from its title and from how it is made; its source's kind where neither says."""

from __future__ import annotations

import re

from storage.model import DocumentKind

_WORDS = {
    DocumentKind.JOINT_STATEMENT: r"""\bjoint\ (?:press\ )?(?:statement|communiqu|declaration|readout)
        | déclaration\ (?:conjointe|commune) | 联合声明 | 联合公报""",
    DocumentKind.TRANSCRIPT: r"""\btranscript\b | press\ (?:briefing|gaggle|conference|availability|call) | briefing\ by
        | \bbackground\ call | conference\ call | стенограмм | 例行记者会 | 记者会实录""",
    DocumentKind.INTERVIEW: r"\binterview\b | интервью | 答记者问 | 接受.{0,20}采访",
    DocumentKind.READOUT: r"""\breadout\b | \bcall\ with\b | telephone\ conversation | phone\ (?:call|conversation)
        | телефонн\w+\ разговор | entretien\ téléphonique | 通电话""",
    DocumentKind.REMARKS: r"^(?:\w+\ )?remarks\b | \bremarks\ (?:by|of|at|to|with)\b",
    DocumentKind.SPEECH: r"""\bspeech\b | \baddress\b | \brede\b | \bansprache\b | \bdiscours\b | \bdiscurso\b | выступлени
        | 讲话 | \bkeynote\b""",
    DocumentKind.PRESS_STATEMENT: r"\bpress\ statement\b | заявление\ для\ прессы",
    DocumentKind.STATEMENT: r"""\bstatement\b | \bdeclaration\b | \bdéclaration\b | \berklärung\b | заявлени | 声明
        | \bcommuniqu""",
    DocumentKind.RELEASE: r"press\ release | pressemitteilung | news\ release | communiqué\ de\ presse | пресс-релиз",
}
_PATTERNS = tuple((kind, re.compile(words, re.IGNORECASE | re.VERBOSE)) for kind, words in _WORDS.items())


def choose_kind(title: str | None, *, default: DocumentKind, turns: int) -> DocumentKind:
    """Give the kind a title names; several turns make a transcript of what is no interview."""
    named = next((kind for kind, pattern in _PATTERNS if title and pattern.search(title)), None)
    if turns and named in (None, DocumentKind.RELEASE, DocumentKind.STATEMENT, DocumentKind.PRESS_STATEMENT):
        return DocumentKind.TRANSCRIPT
    return named or default
