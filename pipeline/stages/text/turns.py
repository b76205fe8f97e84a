"""Decide whether a turn's label marks an anonymous question or answer: "Q", "Frage Sample", 问, «Հարց», "R"."""

from __future__ import annotations

import re

_QUESTIONS = (
    r"Q|QUESTION|Question|Q&A|JOURNALIST|Journalist|REPORTER|Reporter|CORRESPONDENT|Correspondent|MEDIA|Media|"
    r"P|Pregunta|PREGUNTA|Periodista|PERIODISTA|Pergunta|PERGUNTA|Jornalista|Domanda|DOMANDA|Giornalista|"
    r"Frage|FRAGE|Zusatzfrage|ZUSATZFRAGE|Zusatz|ZUSATZ|Nachfrage|NACHFRAGE|Zuruf|ZURUF|Journaliste|JOURNALISTE|"
    r"Вопрос|ВОПРОС|Журналист|ЖУРНАЛИСТ|Реплика|РЕПЛИКА|Питання|ПИТАННЯ|Запитання|ЗАПИТАННЯ|Журналіст|Pytanie|PYTANIE|Otázka|Întrebare|"
    r"Soru|SORU|Sual|SUAL|Հարց|ՀԱՐՑ|Լրագրող|კითხვა|السؤال|سؤال|سوال|سؤال صحفي|שאלה|"
    r"问|問|问题|記者|记者|记者问|質問|（問）|（问）|질문|기자|문"
)
_ANSWERS = (
    r"A|ANSWER|Answer|R|Réponse|RÉPONSE|Respuesta|RESPUESTA|Resposta|RESPOSTA|Risposta|RISPOSTA|Antwort|ANTWORT|"
    r"Ответ|ОТВЕТ|Відповідь|ВІДПОВІДЬ|Odpowiedź|Odpověď|Răspuns|Cevap|CEVAP|Cavab|CAVAB|Պատասխան|ՊԱՏԱՍԽԱՆ|პასუხი|"
    r"الجواب|جواب|پاسخ|תשובה|答|回答|（答）|답변|답"
)
QUESTION = re.compile(
    rf"(?:{_QUESTIONS})(?: ?\d{{1,3}}| ?\(.{{1,60}}\)|"
    rf" (?:from |de |von |by )?[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*)?)?\.?"
)
ANSWER = re.compile(rf"(?:{_ANSWERS})(?: ?\d{{1,3}})?\.?")
IDEOGRAPH = re.compile(r"[\u3400-\u9fff]")
_REPORTER = re.compile(
    r".{0,40}(?:记者|記者|社|电视台|日报|时报|新聞|新聞社|通信|テレビ|放送|中评社|问及|追问|问)(?:（.{1,20}）)?"
)
_IN_MARKS = re.compile(r"[«“„\"][^«»“”„\"]{2,40}[»”\"]")
_NOBODY = re.compile(
    r"(?i)(?:(?:senior|official|moderator(?:in)?|operator|participants?|audience|staff|interpreter|voices?|members?|speaker|crowd|student|"
    r"attendee|unknown|unidentified|host|facilitator|translator|announcer|administration|state|department|defen[cs]e|white|house|the|"
    r"one|two|three|ведущ\w+|реплика|modérat\w+|moderador\w*|主持人|#?\d+)\s*)+"
)
_ENDS = " .:：՝"


def is_question(label: str) -> bool:
    """Say whether a label marks a question: a question sign, a reporter, or a medium's name in quotation marks."""
    bare = label.strip(_ENDS)
    return bool(QUESTION.fullmatch(bare) or asks(bare) or _IN_MARKS.fullmatch(bare))


def is_answer(label: str) -> bool:
    """Say whether a label is an answer sign without a name."""
    return ANSWER.fullmatch(label.strip(_ENDS)) is not None


def is_anonymous(label: str) -> bool:
    """Say whether a label consists only of roles, without a name: "MODERATOR", "SENIOR STATE DEPARTMENT OFFICIAL"."""
    return _NOBODY.fullmatch(label.strip(_ENDS)) is not None


def asks(words: str) -> bool:
    """Say whether words in ideographs name a reporter or a medium."""
    return bool(IDEOGRAPH.search(words) and _REPORTER.fullmatch(words))
