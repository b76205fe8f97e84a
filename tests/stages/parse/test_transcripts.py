"""Transcripts: who speaks when, by the labels as written."""

from __future__ import annotations

import pytest

from pipeline.stages.parse.transcripts import Transcript
from pipeline.stages.text import Marked
from tests.words import read_transcript

BRIEFING = """James S. Example Press Room

1:07 P.M. EDT

MR. SAMPLE: Good afternoon. (Laughter.) Let me begin.

There is more to say about the talks.

Q Thank you. Is there a ceasefire?

MR. SAMPLE: There is. Note: it began at 8:00.

Q And then?

MS. McEXAMPLE: We will see.

END 2:02 P.M. EDT"""


def read(text: str, title: str = "Press Briefing", strong: tuple[tuple[int, int], ...] = ()) -> Transcript:
    transcript = read_transcript(Marked(text=text, strong=strong), title=title)
    assert transcript is not None
    return transcript


def turns(transcript: Transcript) -> list[tuple[str, str]]:
    return [(turn.speaker, transcript.text[turn.start : turn.end]) for turn in transcript.turns]


def test_turns_run_from_label_to_label_and_hold_all_their_paragraphs() -> None:
    assert turns(read(BRIEFING)) == [
        ("MR. SAMPLE", "Good afternoon. (Laughter.) Let me begin.\n\nThere is more to say about the talks."),
        ("Q", "Thank you. Is there a ceasefire?"),
        ("MR. SAMPLE", "There is. Note: it began at 8:00."),
        ("Q", "And then?"),
        ("MS. McEXAMPLE", "We will see."),
    ]


def test_office_headers_and_end_marks_are_outside_the_spoken_text() -> None:
    text = read(BRIEFING).text
    assert text.startswith("MR. SAMPLE: Good")
    assert text.endswith("We will see.")


def test_those_who_ask_are_no_speakers() -> None:
    assert read(BRIEFING).speakers == ("MR. SAMPLE", "MS. McEXAMPLE")


def test_one_speaker_written_two_ways_is_one() -> None:
    text = "MR. McFOO: One.\n\nQ Two?\n\nMR. MCFOO: Three."
    assert read(text).speakers == ("MR. McFOO",)


def test_a_role_without_a_name_is_no_speaker() -> None:
    text = "MODERATOR: Welcome.\n\nSENIOR STATE DEPARTMENT OFFICIAL: Thank you.\n\nQUESTION: Why?\n\nSECRETARY SAMPLE: Because."
    assert read(text).speakers == ("SECRETARY SAMPLE",)


FORMS = {
    "chinese questions and answers": (
        "问：有何评论？\n\n答：没有。\n\n再说一遍。",
        [("问", "有何评论？"), ("答", "没有。\n\n再说一遍。")],
    ),
    "french q and r": ("Q : Pourquoi ?\n\nR : Parce que.", [("Q", "Pourquoi ?"), ("R", "Parce que.")]),
    "words for question and names that return": (
        "Ivan Example: We begin.\n\nQuestion: When?\n\nIvan Example: Now.",
        [("Ivan Example", "We begin."), ("Question", "When?"), ("Ivan Example", "Now.")],
    ),
    "russian": (
        "Вопрос: Когда?\n\nИ.Пример: Сейчас.\n\nВопрос: Где?\n\nИ.Пример: Тут.",
        [("Вопрос", "Когда?"), ("И.Пример", "Сейчас."), ("Вопрос", "Где?"), ("И.Пример", "Тут.")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS.keys())
def test_labels_of_many_houses_are_read(text: str, expected: list[tuple[str, str]]) -> None:
    assert turns(read(text)) == expected


def test_a_chinese_reporter_without_the_word_reporter_asks_too() -> None:
    text = "新华社记者：第一个问题？\n\n李样本：回答一。\n\n中新社：第二个问题？\n\n李样本：回答二。"
    assert [speaker for speaker, _ in turns(read(text, "外交部发言人李样本主持例行记者会"))] == [
        "新华社记者",
        "李样本",
        "中新社",
        "李样本",
    ]


def test_a_bold_label_is_a_question() -> None:
    text = "某某电台：问题一？\n\n李样本：回答。\n\n李样本：再答。"
    transcript = read(text, "记者会", strong=((0, 5),))
    assert transcript.speakers == ("李样本",)
    assert turns(transcript)[0] == ("某某电台", "问题一？")


def test_a_medium_in_bold_asks_whoever_answers_again_and_again() -> None:
    text = "Sample News: Is there a truce?\n\nJane Doe: There is.\n\nSample Radio: And talks?\n\nJane Doe: We will see."
    labels = ("Sample News", "Jane Doe", "Sample Radio")
    bold = tuple((text.index(label), text.index(label) + len(label) + 1) for label in labels)
    found = read(text, "Regular press conference", bold)
    assert [turn.speaker for turn in found.turns] == ["Sample News", "Jane Doe", "Sample Radio", "Jane Doe"]
    assert found.speakers == ("Jane Doe",)


def test_words_before_the_first_label_belong_to_the_spokesperson_who_presides() -> None:
    text = "应邀请，部长将访问。\n\n新华社记者：有何评论？\n\n李样本：没有。"
    assert turns(read(text, "外交部发言人李样本主持例行记者会"))[0] == ("李样本", "应邀请，部长将访问。")


def test_what_follows_a_row_of_asterisks_was_not_said() -> None:
    text = "问：有何评论？\n\n答：这是一个很长的回答，说了很多很多的话，内容十分丰富。\n\n****\n\n节日快乐！"
    assert read(text).text.endswith("内容十分丰富。")


def test_a_transcript_printed_twice_is_kept_once() -> None:
    spoken = "\n\n".join(
        f"MR. SAMPLE: This is the answer number {n}, and it is a rather long line of words.\n\nQ And {n}?" for n in range(8)
    )
    transcript = read(f"Press Room\n\n1:07 P.M. EDT\n\n{spoken}\n\nPress Room\n\n1:07 P.M. EDT\n\n{spoken}")
    assert len(transcript.turns) == 16
    assert transcript.text == spoken


NO_TRANSCRIPTS = {
    "a statement": "We note the facts.\n\nNote: the talks began at 10:00.\n\nContact: press office",
    "fields of an event": "Date: 1 May\n\nPlace: Sample City\n\nTime: 10:00\n\nContact: the office",
    "telephone numbers": "電話：03\n\n受付時間：10:00\n\n電話：04\n\n受付時間：11:00",
    "a name and a colon once": "Jane Sample: I welcome it.\n\nThe ministry said so.",
}


@pytest.mark.parametrize("text", NO_TRANSCRIPTS.values(), ids=NO_TRANSCRIPTS.keys())
def test_colons_alone_make_no_transcript(text: str) -> None:
    assert read_transcript(Marked(text=text)) is None


def test_entries_of_a_list_are_no_conversation() -> None:
    text = "Oct Three: opening\n\nHotel Lake: rooms\n\nHotel Lake: more rooms\n\nHotel Bridge: rooms\n\n"
    text += "Dress Code: formal\n\nDress Code: see"
    assert read_transcript(Marked(text=text)) is None


def test_a_label_in_capitals_that_begins_like_a_question_sign_is_none() -> None:
    text = "PRIME MINISTER: Good morning.\n\nJOURNALIST: When?\n\nPRIME MINISTER: Now.\n\n"
    text += "JOURNALIST: Where?\n\nPRIME MINISTER: Here."
    assert read(text).speakers == ("PRIME MINISTER",)


def test_who_only_asks_is_no_speaker_though_named_like_one() -> None:
    text = "\n\n".join(
        [
            "Tom Other (LAZ): Will it open?",
            "Ann Third: It will open as soon as the bridge is safe.",
            "Tom Other (LAZ): And when will that be?",
            "Ann Third: Before winter, I hope.",
        ]
    )
    assert read(text).speakers == ("Ann Third",)


def test_one_person_labelled_with_and_without_the_office_is_one_speaker() -> None:
    text = (
        "President Bo Other: We met.\n\nQuestion: When?\n\nBo Other (retranslated): Today.\n\nQuestion: And?\n\nBo Other: Good."
    )
    assert read(text).speakers == ("President Bo Other",)


def test_a_bold_label_on_a_line_of_its_own_counts_where_it_returns() -> None:
    text = "Ann Sample\nGood morning.\n\nJournalist\nWhen?\n\nAnn Sample\nNow.\n\nJournalist\nWhere?\n\nAnn Sample\nHere."
    bold = tuple(
        (at, at + len(name)) for name in ("Ann Sample", "Journalist") for at in range(len(text)) if text.startswith(name, at)
    )
    found = read(text, strong=tuple(sorted(bold)))
    assert [turn.speaker for turn in found.turns] == ["Ann Sample", "Journalist"] * 2 + ["Ann Sample"]
    assert found.speakers == ("Ann Sample",)


@pytest.mark.parametrize(("asked", "is_asking"), [(5, False), (6, True), (9, True)])
def test_who_ends_six_of_ten_turns_in_a_question_asks(asked: int, is_asking: bool) -> None:
    lines = []
    for number in range(10):
        lines.append("Tom Other (LAZ): " + ("Will it open?" if number < asked else "It may well open."))
        lines.append("Ann Third: It will open as soon as the bridge is safe.")
    assert read("\n\n".join(lines)).speakers == (("Ann Third",) if is_asking else ("Tom Other (LAZ)", "Ann Third"))


def test_a_surname_answers_questions_where_the_title_names_it_in_full() -> None:
    text = "Frage: Kostet die Brücke Maut?\n\nMuster: Nein.\n\nHinweis: Es gilt das Wort.\n\nFrage: Sicher?\n\nMuster: Ja."
    found = read(text, title="Interview mit Ministerin Jana Muster")
    assert [turn.speaker for turn in found.turns] == ["Frage", "Muster", "Frage", "Muster"]
    assert read_transcript(Marked(text=text), title="Interview mit der Ministerin") is None
