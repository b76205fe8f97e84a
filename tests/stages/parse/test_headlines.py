"""Headlines say whose words follow, in the forms that publishers write them; the names are invented."""

from __future__ import annotations

import pytest

from tests.words import find_headlined

NAMED = [
    ("Remarks by President Sample on the Economy", "President Sample"),
    ("Readout of President Ann Sample’s Call with President Bo Other of Elsewhere", "President Ann Sample"),
    ("Secretary Sample’s Call with Elsewhere Prime Minister Other", "Secretary Sample"),
    ("Secretary Ann B. Sample At a Press Availability", "Secretary Ann B. Sample"),
    ("Secretary Ann B. Sample With Bo Other of CBS", "Secretary Ann B. Sample"),
    ("Statement from President Ann Sample Condemning Attack on a Bridge", "President Ann Sample"),
    ("REMARKS BY PRESIDENT ANN SAMPLE MARKING BRIDGE DAY", "PRESIDENT ANN SAMPLE"),
    ("Statement by NSC Spokesperson Ann Sample on the Ceasefire", "NSC Spokesperson Ann Sample"),
    ("Press Briefing by Press Secretary Ann Sample-Other, 3/1/10", "Press Secretary Ann Sample-Other"),
    (
        "QA-6, 2 May 2020, Statement of the Spokesperson of the Ministry of Foreign Affairs, Mr. Bo Sample, in Response",
        "Mr. Bo Sample",
    ),
    ("Foreign Minister Ann Sample’s answers to media questions, Sampleton, May 2, 2020", "Foreign Minister Ann Sample"),
    ("Briefing by Foreign Ministry Spokeswoman Ann Sample, Sampleton, May 2, 2020", "Foreign Ministry Spokeswoman Ann Sample"),
    (
        "Foreign Ministry Spokesperson Ann Sample's Regular Press Conference on May 2",
        "Foreign Ministry Spokesperson Ann Sample",
    ),
    ("Ann Sample, Head of the Press Service Department, answers the media's question", "Ann Sample"),
    ("President Ann Sample addressed the nation", "President Ann Sample"),
    ("Statement by High Commissioner for Lake Affairs Ann Sample", "High Commissioner for Lake Affairs Ann Sample"),
    ("Remarks of President Ann Sample – As Prepared for Delivery", "President Ann Sample"),
    ("Senator Sample Statement on the Ceasefire", "Senator Sample"),
    ("Statement by High Representative/Vice-President Ann Sample", "High Representative/Vice-President Ann Sample"),
    ("Speech by President von der Sample at the Plenary", "President von der Sample"),
    ("Statement by H.E. Mr. Bo Sample, Minister of Foreign Affairs of Elsewhere", "H.E. Mr. Bo Sample"),
    ("Speech by President of Elsewhere Ann Sample at the Forum", "President of Elsewhere Ann Sample"),
    ("Außenminister Sample im Interview mit der Zeitung", "Außenminister Sample"),
    ("Außenminister Bo Sample zur Lage am See", "Außenminister Bo Sample"),
    ("Rede der Bundesministerin des Auswärtigen, Ann Sample", "Ann Sample"),
    ("Déclaration de M. Jean-Yves Exemple, ministre des affaires étrangères", "M. Jean-Yves Exemple"),
    ("Discurso del presidente del Gobierno, Pedro Ejemplo, en el Congreso", "Pedro Ejemplo"),
    ("Intervento del Ministro Esempio alla Camera", "Ministro Esempio"),
    ("Выступление и ответы на вопросы СМИ Министра иностранных дел С.В.Образцова в ходе встречи", "С.В.Образцова"),
    ("Брифинг официального представителя МИД М.В.Образцовой, Москва", "М.В.Образцовой"),
    ("Заявление Президента Анны Образцовой", "Президента Анны Образцовой"),
    ("Виступ Міністра закордонних справ України Петра Зразка", "Міністра закордонних справ України Петра Зразка"),
    ("Dışişleri Bakanı Sayın Ali Örnek'in Basın Toplantısı", "Ali Örnek"),
    ("Prezident Əli Nümunənin müsahibəsi", "Əli Nümunənin"),
    ("վարչապետ Արամ Նմուշյանի ուղերձը", "Արամ Նմուշյանի"),
    ("外交部发言人张样就停火答记者问", "张样"),
    ("张样主持例行记者会", "张样"),
    ("見本外務大臣会見記録", "見本"),
    ("見本財務副大臣記者会見", "見本"),
    ("見本経済産業大臣閣議後会見", "見本"),
]
NOBODY = [
    "外務大臣会見",
    "国土交通大臣記者会見",
    "内閣府特命担当大臣会見",
    "副大臣談話",
    "Remarks by the Vice President Introducing President Sample at a Bridge Opening",
    "Remarks by the First Lady Welcoming Mrs. Sample",
    "Remarks by the Vice President at the Forum",
    "Statement by the Spokesperson of the Ministry of Foreign Affairs",
    "Statement by the Foreign Ministry of Elsewhere",
    "Statement by Global Affairs Canada",
    "Statement by the United Arab Emirates",
    "Statement of the President of South Africa",
    "Remarks by the Foreign Minister, New York, 27 September 2020",
    "Foreign Minister Ann Sample visits Elsewhere",
    "Prime Minister Sample to visit Elsewhere",
    "Meeting of Foreign Minister Ann Sample with the Ambassador of Elsewhere",
    "Elsewhere: EU sanctions list extended",
    "Fact Sheet: President Ann Sample Takes Action",
    "Interview with Bo Other, Radio National",
    "Joint Statement of the Co-Chairs of the Group",
    "Erklärung des Auswärtigen Amts zur Lage",
    "Conférence de presse du Président de la République",
    "Заявление Министерства иностранных дел Республики Армения",
    "Звернення Президента України",
    "Комментарий Департамента информации и печати в связи с заявлением Н.Образцова",
    "Ermenistan Dışişleri Bakanlığı'nın Açıklaması",
    "Xarici İşlər Nazirliyinin bəyanatı",
    "ԱԳՆ հայտարարությունը",
    "外交部发言人谈话",
    "张样会见外长",
]


@pytest.mark.parametrize(("headline", "name"), NAMED)
def test_a_headline_names_whose_words_follow(headline: str, name: str) -> None:
    assert find_headlined(headline)[:1] == (name,)


@pytest.mark.parametrize("headline", NOBODY)
def test_a_headline_that_names_no_speaker_gives_none(headline: str) -> None:
    assert find_headlined(headline) == ()


def test_two_persons_of_one_headline_are_both_named() -> None:
    found = find_headlined("Remarks by President Sample and Prime Minister Other of Elsewhere in Joint Press Conference")
    assert found == ("President Sample", "Prime Minister Other")
