"""Facts that small changes turn into others, in many languages, and changes that turn none."""

from __future__ import annotations

import pytest

from pipeline.stages.sameness import Kind, TextVerdict
from pipeline.stages.sameness.spelling import are_confused, is_slip
from pipeline.stages.sameness.tenses import differ_in_tense
from tests.words import compare, find_contrast

CHANGED = [
    ("Bis zu 300 Soldaten wurden in der Stadt getötet.", "300 Soldaten wurden in der Stadt getötet."),
    ("Plus de 40 civils ont été tués dans la région hier soir.", "Plus de 40 civils ont été blessés dans la région hier soir."),
    ("Al menos 20 personas murieron en el ataque de ayer.", "20 personas murieron en el ataque de ayer."),
    ("Не менее 20 мирных жителей погибли в городе за сутки.", "20 мирных жителей погибли в городе за сутки."),
    ("Предполагаемый агент был задержан на границе вчера утром.", "Агент был задержан на границе вчера утром."),
    ("Der mutmaßliche Täter wurde gestern in der Stadt festgenommen.", "Der Täter wurde gestern in der Stadt festgenommen."),
    ("Sözde referandum yarın bölgede yapılacak.", "Referandum yarın bölgede yapılacak."),
    ("Bu kararı kabul ederiz ve uygularız.", "Bu kararı kabul etmeyiz ve uygularız."),
    ("Oraya gideriz ve konuşuruz.", "Oraya gitmeyiz ve konuşuruz."),
    ("Biz bu şərtləri qəbul edirik və davam edəcəyik.", "Biz bu şərtləri qəbul etmirik və davam edəcəyik."),
    ("Біз бұл шартқа қол қоямыз деп ойлаймын.", "Біз бұл шартқа қол қоймаймыз деп ойлаймын."),
    ("Келісімге ертең келеді деп күтеміз бәріміз.", "Келісімге ертең келмейді деп күтеміз бәріміз."),
    ("首相はこの法案に賛成する。", "首相はこの法案に賛成しない。"),
    ("政府は交渉を再開した。会談は来週だ。", "政府は交渉を再開しなかった。会談は来週だ。"),
    ("그들은 회담에 참석했다고 밝혔다 오늘.", "그들은 회담에 참석하지 않았다고 밝혔다 오늘."),
    ("정부는 이 제안을 받아들인다 오늘 밝혔다.", "정부는 이 제안을 안 받아들인다 오늘 밝혔다."),
    ("ما این توافق را امضا می‌کنیم و ادامه می‌دهیم.", "ما این توافق را امضا نمی‌کنیم و ادامه می‌دهیم."),
    ("رئیس جمهور به تهران رفت و مذاکره کرد.", "رئیس جمهور به تهران نرفت و مذاکره کرد."),
    ("Wij hebben een plan voor de stad en de regio.", "Wij hebben geen plan voor de stad en de regio."),
    ("Vi har en plan för staden och regionen.", "Vi har ingen plan för staden och regionen."),
    ("Υπογράφουμε τη συμφωνία αυτή φέτος στην Αθήνα.", "Δεν υπογράφουμε τη συμφωνία αυτή φέτος στην Αθήνα."),
    ("Wzrost wyniósł 3 punkty procentowe w tym roku.", "Wzrost wyniósł 3 procent w tym roku."),
    ("Die Zahl stieg um 5 Prozentpunkte im letzten Jahr.", "Die Zahl stieg um 5 Prozent im letzten Jahr."),
    ("Les prix ont augmenté de 3 pour cent cette année.", "Les prix ont augmenté à 3 pour cent cette année."),
    (
        "Unsere Truppen haben den Waffenstillstand gestern gebrochen.",
        "Ihre Truppen haben den Waffenstillstand gestern gebrochen.",
    ),
    ("Наши войска нарушили перемирие вчера ночью у реки.", "Их войска нарушили перемирие вчера ночью у реки."),
    ("Notre armée a rompu la trêve hier soir près du fleuve.", "Leur armée a rompu la trêve hier soir près du fleuve."),
    ("They promised to pay the debt before the end of the year.", "They paid the debt before the end of the year."),
    ("We will sign the treaty with our neighbours this year.", "We signed the treaty with our neighbours this year."),
    ("Мы подписали соглашение с соседями в этом году.", "Мы подпишем соглашение с соседями в этом году."),
    ("Firmaremos el acuerdo con los vecinos este año.", "Firmamos el acuerdo con los vecinos este año."),
    ("The former president visited our town on Monday morning.", "The president visited our town on Monday morning."),
    ("Бывший министр приехал в наш город в понедельник утром.", "Министр приехал в наш город в понедельник утром."),
    ("Is the ceasefire over for good in this region?", "Is the ceasefire over for good in this region."),
    ("You will leave the treaty by the end of spring?", "You will leave the treaty by the end of spring."),
    ("It was −5 degrees in the morning in our town.", "It was 5 degrees in the morning in our town."),
    ("He was the second president of the country to visit us.", "He was the third president of the country to visit us."),
    ("Er war der zweite Präsident, der unser Land besuchte.", "Er war der dritte Präsident, der unser Land besuchte."),
    ("Half of the hostages were freed in the night.", "A quarter of the hostages were freed in the night."),
    ("Troops moved out of the city on Sunday night.", "Troops moved into the city on Sunday night."),
    ("Perhaps they left the country during the night.", "They left the country during the night."),
    ("Nearly all of the hostages are alive and well.", "All of the hostages are alive and well."),
    ("Erdoğan yaklaşık 300 kişinin öldüğünü açıkladı bugün.", "Erdoğan 300 kişinin öldüğünü açıkladı bugün."),
    ("Erdoğan 300'den fazla kişinin öldüğünü açıkladı bugün.", "Erdoğan 300 kişinin öldüğünü açıkladı bugün."),
    ("約300人が死亡したと政府が発表した。", "300人が死亡したと政府が発表した。"),
    ("超过300人在袭击中死亡，政府表示。", "300人在袭击中死亡，政府表示。"),
    ("300人在袭击中死亡，政府表示哀悼。", "300人在袭击中受伤，政府表示哀悼。"),
    ("The aid of 5 million euros was paid last week in full.", "The aid of 5 million dollars was paid last week in full."),
    ("قتل أكثر من 300 جندي في الهجوم على المدينة.", "قتل 300 جندي في الهجوم على المدينة."),
    ("قتل 300 مدني في الهجوم على المدينة أمس.", "جرح 300 مدني في الهجوم على المدينة أمس."),
    (
        "Our army attacked them before the truce began in the north.",
        "Their army attacked us before the truce began in the north.",
    ),
    ("Il presunto colpevole è stato arrestato ieri in città.", "Il colpevole è stato arrestato ieri in città."),
    ("Reportedly the bridge has been destroyed by the enemy.", "The bridge has been destroyed by the enemy."),
    ("The minister did it only after the vote in parliament.", "The minister did it after the vote in parliament."),
    ("Մենք կարող ենք ստորագրել այս պայմանագիրը այս տարի։", "Մենք չենք կարող ստորագրել այս պայմանագիրը այս տարի։"),
    ("Հնարավոր է, որ նրանք հեռացել են քաղաքից երեկ։", "Նրանք հեռացել են քաղաքից երեկ։"),
    ("לפחות 20 אזרחים נהרגו בהתקפה אתמול בלילה.", "20 אזרחים נהרגו בהתקפה אתמול בלילה."),
    ("20 אזרחים נהרגו בהתקפה אתמול בלילה.", "20 אזרחים נפצעו בהתקפה אתמול בלילה."),
]
KEPT = [
    ("We visited Kiev and Odessa with our partners last week.", "We visited Kyiv and Odesa with our partners last week."),
    ("Le président a visité Kharkov avec ses partenaires hier.", "Le président a visité Kharkiv avec ses partenaires hier."),
    (
        "The Secretary General welcomed the statement of our partners today.",
        "The Secretary General welcomed the declaration of our partners today.",
    ),
    ("12 people were killed in the attack on the town hall.", "12 people killed in the attack on the town hall."),
    ("The goverment will continue its work on the reform.", "The government will continue its work on the reform."),
    ("We can't go on like this for another year.", "We cannot go on like this for another year."),
    ("We will not leave the treaty this year.", "We won't leave the treaty this year."),
    ("We'll go on working for peace in the region.", "We will go on working for peace in the region."),
    ("He said it was “great”? No. We are done here.", 'He said it was "great"? No. We are done here.'),
    ("Fighters of modern times burn the corn of our land.", "Fighters of modem times bum the com of our land."),
    ("The aid of 5 km of road was paid in full last week.", "The aid of 5 kilometres of road was paid in full last week."),
    ("Thank you for your help! We love you 🎉", "Thank you for your help! We love you ?"),
    ("We thank Poland, France and Germany for the help given.", "We thank Germany, Poland and France for the help given."),
    (
        "We need health, education and defence in this country now.",
        "We need education, health and defence in this country now.",
    ),
]


@pytest.mark.parametrize(("stored", "other"), CHANGED)
def test_a_changed_fact_is_material(stored: str, other: str) -> None:
    assert compare(stored, other).material


@pytest.mark.parametrize(("stored", "other"), CHANGED)
def test_a_changed_fact_is_material_the_other_way_round(stored: str, other: str) -> None:
    assert compare(other, stored).material


@pytest.mark.parametrize(("stored", "other"), KEPT)
def test_what_states_the_same_is_not_material(stored: str, other: str) -> None:
    assert not compare(stored, other).material


def _compare_changed(words: int, *changed: int) -> TextVerdict:
    stored = [f"word{'abcdefghijklmnopqrstuvwxyz'[at]}" for at in range(words)]
    other = [f"{'zyxw'[changed.index(at)]}thing" if at in changed else word for at, word in enumerate(stored)]
    return compare(" ".join(stored), " ".join(other)).wording


def test_two_words_put_for_others_leave_three_quarters_of_a_short_quotation() -> None:
    assert _compare_changed(9, 2, 5) is TextVerdict.ALTERED


def test_fewer_than_seven_words_that_stayed_are_too_few() -> None:
    assert _compare_changed(8, 2, 5) is TextVerdict.DIFFERENT


def test_three_words_put_for_others_need_nine_tenths_of_the_rest() -> None:
    assert _compare_changed(16, 2, 5, 9) is TextVerdict.DIFFERENT


def test_a_template_with_other_names_in_two_places_stays_different() -> None:
    stored = "I will be in South Bend with Mike Pence at noon today my friends."
    assert (
        compare(stored, stored.replace("South Bend", "Terre Haute").replace("Mike Pence", "Ted Cruz")).wording
        is TextVerdict.DIFFERENT
    )


def test_a_pronoun_that_an_editor_brackets_is_no_change_of_person() -> None:
    found = compare("I have told our partners that we will stay here.", "[He] have told our partners that we will stay here.")
    assert Kind.PRONOUN not in {change.kind for change in found.diff}


def test_a_capital_in_brackets_is_the_word_itself() -> None:
    found = compare("Today we will sign the agreement.", "“[W]e will sign the agreement.”")
    assert found.wording is TextVerdict.TRUNCATED


def test_a_condition_cut_off_before_a_bracketed_capital_is_material() -> None:
    assert compare("If this is true, we will sign the agreement.", "[W]e will sign the agreement.").material


def test_a_contrast_is_sought_in_six_words_at_most() -> None:
    assert find_contrast(["a", "b", "c", "d", "e", "killed"], ["wounded"]) is Kind.OPPOSITE
    assert find_contrast(["a", "b", "c", "d", "e", "f", "killed"], ["wounded"]) is None


def test_by_and_to_are_a_contrast_before_a_number_only() -> None:
    assert find_contrast(["by"], ["to"], following="3") is Kind.NUMBER
    assert find_contrast(["by"], ["to"], following="us") is None


def test_a_word_of_four_letters_may_be_a_confusion_of_the_scanner() -> None:
    assert are_confused("corn", "com1") is False
    assert are_confused("barn", "barn1") is False
    assert are_confused("modern", "modem")
    assert not are_confused("air", "an")


def test_a_negation_with_a_letter_lost_is_a_slip_but_not_one_without_its_first() -> None:
    assert is_slip(["never"], ["nevr"])
    assert not is_slip(["never"], ["ever"])
    assert not is_slip(["keinen"], ["einen"])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("signed", "signs"), ("stopped", "stop"), ("carried", "carry"), ("firmará", "firmó"), ("подпишет", "подписал"),
        ("imzalayacak", "imzaladı"), ("supported", "support"),
    ],
)  # fmt: skip
def test_two_tenses_of_one_verb_differ(one: str, other: str) -> None:
    assert differ_in_tense(one, other)
    assert differ_in_tense(other, one)


@pytest.mark.parametrize(
    ("one", "other"), [("where", "whete"), ("need", "needs"), ("red", "reds"), ("parliament", "parliaments")]
)
def test_a_slip_of_spelling_is_no_tense(one: str, other: str) -> None:
    assert not differ_in_tense(one, other)


def test_a_stage_note_left_out_at_the_end_cuts_nothing() -> None:
    stored = "The service accepts both checks and money orders. [Laughter]"
    assert compare(stored, "The service accepts both checks and money orders.").wording is TextVerdict.TYPOGRAPHIC


@pytest.mark.parametrize(("between", "taken"), [(0, True), (3, True), (7, True), (8, False)])
def test_a_negation_up_to_eight_words_before_the_end_of_a_cut_is_taken_away_by_it(between: int, taken: bool) -> None:
    words = " ".join("in the long open talks of the whole".split()[:between])
    stored = f"The delegates came home on Monday. We never {words} agreed to leave the valley or the bridge to the other side."
    found = compare(stored, stored[stored.index("agreed") :])
    assert (found.wording, found.material) == (TextVerdict.TRUNCATED, taken)
