"""Copies that third parties cleaned are the same words, whatever they lost at once; facts changed beside it are not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from pipeline.stages.sameness import Kind, TextVerdict
from tests.words import compare

POSTS = (
    "The @HarbourOffice opens at 9:30 on Monday, in line with the #TideAct of 2019. Tables: https://t.co/Ab12Cd34",
    "“We can't confirm the figures – 4.5 million or more,” the minister said. See @Tide_Ministry & @pilots for details!",
    "Le ministère a décidé : l'accès à la côte est fermé dès le 12 août. Les équipes #Marée sont prêtes, à bientôt.",
    "RT @pilots: Officials filed five different findings. It's final, after 3 years of work… #Harbour2020 http://t.co/Zz99Yy88",
    "Das Kabinett prüft den Entwurf für die Häfen. Größe, Länge und Tiefe: 14,5 m. Näheres unter www.tides.example/hafen",
)
SAME = (TextVerdict.IDENTICAL, TextVerdict.TYPOGRAPHIC)


def without(pattern: str, by: str = "") -> Callable[[str], str]:
    return lambda text: re.sub(pattern, by, text)


def ascii_only(text: str) -> str:
    return text.encode("ascii", "ignore").decode()


def join_some(text: str) -> str:
    words = text.split(" ")
    return " ".join([words[0] + words[1], *words[2:6], words[6] + words[7], *words[8:-2], words[-2] + words[-1]])


def as_cp1252(text: str) -> str:
    return text.encode().decode("cp1252", "replace")


def all_of(*steps: Callable[[str], str]) -> Callable[[str], str]:
    def run(text: str) -> str:
        for step in steps:
            text = step(text)
        return text.strip()

    return run


no_links = without(r"(https?://|www\.)\S+")
no_handles = without(r"@\w+")
no_hashtags = without(r"#\w+")
no_marks = without(r"[^\w\s]")
CLEANINGS: dict[str, Callable[[str], str]] = {
    "handles and links": all_of(no_links, no_handles),
    "handles, hashtags, links, and words joined": all_of(no_links, no_handles, no_hashtags, without(r"\s+", " "), join_some),
    "letters outside ASCII, and words joined": all_of(ascii_only, join_some),
    "all but letters and digits": without(r"(@[A-Za-z0-9]+)|([^0-9A-Za-z \t])|(\w+://\S+)", " "),
    "the same in lower case": lambda text: " ".join(CLEANINGS["all but letters and digits"](text).lower().split()),
    "all marks, with numbers run together": no_marks,
    "ligatures and links": all_of(without("ffi|ffl|ff|fi|fl"), no_links),
    "spaces after marks, and before signs": all_of(without(r"(?<=[.,!?:])\s+"), without(r"\s+(?=[@#])")),
    "question marks for letters": without(r"[^\x00-\x7f]", "?"),
    "the encoding": as_cp1252,
}


@pytest.mark.parametrize("post", POSTS)
@pytest.mark.parametrize("cleaning", CLEANINGS)
def test_a_cleaned_copy_is_the_same_words(cleaning: str, post: str) -> None:
    copy = CLEANINGS[cleaning](post)
    found = compare(post, copy)
    assert (found.wording in SAME, found.material) == (True, False), (copy, found.reason)


@pytest.mark.parametrize("cleaning", CLEANINGS)
@pytest.mark.parametrize(
    ("post", "fact", "other"),
    [
        (POSTS[0], "2019", "2021"),
        (POSTS[1], "can't", "can"),
        (POSTS[3], "five", "nine"),
        (POSTS[3], "3 years", "7 years"),
        (POSTS[4], "prüft", "stoppt"),
    ],
)
def test_a_fact_changed_beside_the_damage_is_never_the_same(cleaning: str, post: str, fact: str, other: str) -> None:
    assert compare(post, CLEANINGS[cleaning](post.replace(fact, other))).wording not in SAME


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ("O governo não vai ceder às exigências dos partidos.", "O governo no vai ceder às exigências dos partidos."),
        ("Вони не поїдуть до столиці цього тижня, каже міністр.", "Вони поїдуть до столиці цього тижня, каже міністр."),
        (
            "The rate rose to 2.6 percent, he said; it had been lower.",
            "The rate rose to 26 percent, he said; it had been lower.",
        ),
        ("The affair is closed, and nobody offers an office.", "The air is closed, and nobody offers an once."),
    ],
    ids=["a letter among others outside ASCII", "a word in a script outside ASCII", "a point among other marks", "other words"],
)
def test_what_only_looks_like_damage_is_altered(stored: str, other: str) -> None:
    assert compare(stored, other).wording not in SAME


def test_the_reason_tells_what_was_altered_and_not_what_came_to_harm() -> None:
    found = compare("The @HarbourOffice opens on Monday at nine.", "Theopens on Friday at nine.")
    assert found.wording is TextVerdict.ALTERED
    assert found.reason.startswith(Kind.DATE.value)


def test_letters_spelt_with_others_are_named_so_and_handles_without_their_sign_too() -> None:
    (spelt,) = compare("Die neue Größe ist bekannt und bleibt so.", "Die neue Groesse ist bekannt und bleibt so").diff
    assert spelt.note == "letters spelt with others"


def test_shared_handles_alone_are_too_few_words_to_know_a_text_by() -> None:
    handles = "@a @b @c @d @e @f @g @h @i"
    assert compare(f"{handles} closed", f"{handles} opened").wording is TextVerdict.DIFFERENT
