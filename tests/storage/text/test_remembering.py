"""What was computed of a text is remembered; of long texts only the last few are held on to."""

from __future__ import annotations

from storage.text.remembering import LONG, remember


def test_short_texts_are_remembered_by_number_and_long_ones_only_a_few() -> None:
    computed: list[str] = []

    @remember(100, chars=3)
    def shout(text: str, mark: str = "!") -> str:
        computed.append(text)
        return text.upper() + mark

    short = [f"{n}" for n in range(50)]
    long = [f"long {n}" for n in range(LONG + 1)]
    assert [shout(text) for text in (*short, *long) * 2] == [f"{text.upper()}!" for text in (*short, *long) * 2]
    assert computed == [*short, *long, *long]
    assert shout("1", mark="?") == "1?"
    assert shout.__name__ == "shout"


def test_a_text_of_just_so_many_characters_is_a_short_one() -> None:
    computed: list[str] = []

    @remember(100, chars=3)
    def note(text: str) -> None:
        computed.append(text)

    texts = ["abc", *(f"abc{n}" for n in range(LONG + 1)), "abc"]
    for text in texts:
        note(text)
    assert computed == texts[:-1]
