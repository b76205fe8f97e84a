"""Numerals, weekdays, modals, magnitudes, limits and bounds are facts in every language that has a file."""

from __future__ import annotations

import pytest

from pipeline.knowledge.facts import GROUPS
from pipeline.registry.language_files import load_vocabulary
from pipeline.stages.sameness.contrasts import _find_members, index_contrasts
from pipeline.stages.sameness.phrase_tables import Phrases
from storage.model.verdicts import Kind
from storage.text.folding import fold_text
from tests.words import compare


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("Zwölf Brücken sind seit gestern offen.", "Dreizehn Brücken sind seit gestern offen."),
        ("Двенадцать мостов открыты со вчера.", "Тринадцать мостов открыты со вчера."),
        ("Дванадцять мостів відкрито від учора.", "Тринадцять мостів відкрито від учора."),
        ("Տասներկու կամուրջ բաց է երեկվանից։", "Տասներեք կամուրջ բաց է երեկվանից։"),
        ("دوازده پل از دیروز باز است.", "سیزده پل از دیروز باز است."),
        ("다리 열두 개가 어제 열렸다.", "다리 열세 개가 어제 열렸다."),
        ("Il ponte costa 5 miliardi di euro.", "Il ponte costa 5 milioni di euro."),
        ("Körpünün qiyməti 5 milyard manatdır.", "Körpünün qiyməti 5 milyon manatdır."),
        ("El puente cuesta 5 mil millones de euros.", "El puente cuesta 5 millones de euros."),
        ("橋の費用は5億円です。", "橋の費用は5兆円です。"),
        ("다리 비용은 5억 원이다.", "다리 비용은 5조 원이다."),
        ("다리까지 5킬로미터 남았다.", "다리까지 5미터 남았다."),
        ("大桥将于周日开放。", "大桥将于周一开放。"),
        ("橋は日曜日に開く。", "橋は月曜日に開く。"),
        ("다리는 일요일에 열린다.", "다리는 월요일에 열린다."),
        ("Nous devons fermer le pont.", "Nous pouvons fermer le pont."),
        ("Мы должны закрыть мост.", "Мы можем закрыть мост."),
        ("我们必须关闭大桥。", "我们可以关闭大桥。"),
        ("Only lorries may cross the bridge.", "Lorries may cross the bridge."),
        ("Только грузовики едут по мосту.", "Грузовики едут по мосту."),
        ("Köprüden sadece kamyonlar geçebilir.", "Köprüden kamyonlar geçebilir."),
        ("几乎所有大桥都开放。", "所有大桥都开放。"),
        ("我们至少需要40座桥。", "我们最多需要40座桥。"),
        ("Der Anstieg beträgt 2 Prozentpunkte.", "Der Anstieg beträgt 2 Prozent."),
        ("The bridge cost 300 million crowns.", "The bridge cost 300 crowns."),
        ("The bridge cost three hundred million crowns.", "The bridge cost three million crowns."),
        ("По мосту прошли 300 тысяч человек.", "По мосту прошли 300 человек."),
        ("If the river rises, we close the bridge.", "Unless the river rises, we close the bridge."),
        ("Wir schließen die Brücke, wenn der Fluss steigt.", "Wir schließen die Brücke, obwohl der Fluss steigt."),
        ("Мы закроем мост, если река поднимется.", "Мы закроем мост, потому что река поднимется."),
        ("Bu köprüyü unutmamalıyız.", "Bu köprüyü unutmalıyız."),
        ("Biz bu körpünü bağlamamalıyıq.", "Biz bu körpünü bağlamalıyıq."),
        ("如果河水上涨，我们就关闭大桥。", "除非河水上涨，我们就关闭大桥。"),
    ],
)
def test_another_member_of_a_closed_class_is_another_fact(stored: str, other: str) -> None:
    assert compare(stored, other).material


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("We open the only bridge of the town.", "we open the only bridge of the town"),
        ("Der Anstieg beträgt 2 Prozent.", "Der Anstieg beträgt 2 Prozent!"),
        ("В 2020 он открыл мост через реку.", "В 2020 открыл мост через реку."),
    ],
)
def test_the_same_members_are_no_other_fact(stored: str, other: str) -> None:
    assert not compare(stored, other).material


@pytest.mark.parametrize(
    ("stored", "other", "kind"),
    [
        ("The park lost 5 square kilometres of forest.", "The park lost 5 hectares of forest.", Kind.UNIT),
        ("다리 북쪽에 새 도로가 열렸다.", "다리 남쪽에 새 도로가 열렸다.", Kind.OPPOSITE),
    ],
)
def test_inflected_phrases_and_words_of_two_syllables_are_members_too(stored: str, other: str, kind: Kind) -> None:
    assert kind in {change.kind for change in compare(stored, other).diff}


def test_a_phrase_whose_last_word_is_inflected_is_found_by_its_stem() -> None:
    assert Phrases(["so_genannt*", "so_weit"]).find(("die", "so", "genannten", "ziele")) == {"so_genannt"}
    assert not Phrases(["so_genannt*"]).find(("so", "weit"))


def test_every_entry_of_the_tables_is_found_where_a_text_has_it() -> None:
    words = load_vocabulary()
    index = index_contrasts(words.contrasts)
    lost = [
        entry
        for name, groups in words.contrasts.items()
        for group, entries in groups.items()
        for entry in entries
        if GROUPS[name].index(group) not in _find_members(spell(entry), index).get(name, ())
    ]
    modifiers = words.modifiers
    tables = (
        modifiers.bounds,
        modifiers.hedges,
        modifiers.ranks,
        modifiers.intentions,
        modifiers.quantifiers,
        modifiers.limits,
    )
    lost += [entry for table in tables for entry in table if not Phrases(table).find(spell(entry))]
    assert lost == []


def spell(entry: str) -> tuple[str, ...]:
    return tuple(fold_text(entry.removesuffix("*")).replace("'", "").split("_"))
