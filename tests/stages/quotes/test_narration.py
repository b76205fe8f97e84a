"""The writer's clause inside the marks tells who speaks, and is no part of the words."""

from __future__ import annotations

import pytest

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes.finder import look_at


def said(language: str, text: str) -> list[str]:
    scene = look_at(text, load_knowledge().languages[language])
    return [text[segment.start : segment.end] for segment in scene.segments]


@pytest.mark.parametrize(
    ("language", "text", "parts"),
    [
        ("ru", "«Мост, — отметил Иван Примеров, — готов».", ["Мост", "готов"]),
        ("uk", "«Міст готовий, — сказала вона. — Він великий».", ["Міст готовий", "Він великий"]),
        ("es", "«El puente —explicó Juana Muestra— está listo».", ["El puente", "está listo"]),
        ("pl", "„Most – powiedział Jan Wzorski – jest gotowy”.", ["Most", "jest gotowy"]),
        ("hy", "«Կամուրջը պատրաստ է,- ասաց Արամ Օրինակյանը,- և բաց է»։", ["Կամուրջը պատրաստ է", "և բաց է"]),
        ("az", "“Körpü hazırdır, - deyə Anar Nümunəyev bildirib, - və açıqdır”.", ["Körpü hazırdır", "və açıqdır"]),
        ("fr", "« Le pont, a indiqué Jeanne Exemple, est prêt. »", ["Le pont", "est prêt."]),
        ("fr", "« Le pont est prêt, explique-t-elle. Il est beau. »", ["Le pont est prêt", "Il est beau."]),
        ("it", "«Il ponte, ha spiegato Mario Esempio, è pronto».", ["Il ponte", "è pronto"]),
        ("es", "«El puente está listo, dijo el alcalde Juan Muestra».", ["El puente está listo"]),
    ],
)
def test_a_clause_of_saying_inside_the_marks_parts_the_words(language: str, text: str, parts: list[str]) -> None:
    assert said(language, text) == parts


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "« Il faut agir, a dit Marie Modèle, et vite », a rapporté Jean Exemple."),
        ("fr", "« Je pense, dit la loi, que le pont doit ouvrir vite. »"),
        ("ru", "«Мост — так сказал народ — наш», — заявил Иван Примеров."),
        ("ru", "«Мост — самый большой в Примерске — готов»."),
        ("de", "„Die Brücke, das sage ich heute, ist fertig.“"),
        ("en", "“The bridge, said Jane Sample, is ready.”"),
    ],
)
def test_words_that_tell_nobody_or_are_told_outside_stay_whole(language: str, text: str) -> None:
    assert len(said(language, text)) == 1
