"""Laws of folding: it settles at once, and its map leads every folded character back."""

from hypothesis import example, given
from hypothesis import strategies as st

from storage.sameness.fingerprints import list_words, split_words
from storage.text.encodings import undo_encoding
from storage.text.folding import fold, fold_text, words

ALPHABET = (
    "aeoAEOIiİıəƏéě́̈ßﬁﬀÆæŁłаеоАЕОсСиИйёЁіїЇնՆեԵվՎւև'`’‘“”\"-–—…\u00a0\u200b\u00ad#@ \n\t.,!12٣½ς Σσ高がが한ᄒ\u1161\u11abकि"
)
texts = st.text(alphabet=ALPHABET, max_size=40) | st.text(max_size=40)


@given(texts)
@example("А\u200brmenia")
@example("'''")
@example("¨")
@example("Ꭰꭰ")
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold_text(fold_text(text)) == fold_text(text)


@given(texts)
def test_the_mapped_fold_is_the_fast_fold(text: str) -> None:
    assert fold(text).text == fold_text(text)


@given(texts)
@example("N''agorno #Карабах")
def test_the_map_is_in_order_and_within_the_text(text: str) -> None:
    folded = fold(text)
    assert len(folded.offsets) == len(folded.ends) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(0 <= start <= end <= len(text) for start, end in zip(folded.offsets, folded.ends, strict=True))


@given(st.lists(st.text(alphabet="abcXYZàéñж", min_size=1, max_size=8), min_size=1, max_size=8), st.integers(0, 7))
def test_a_folded_word_leads_back_to_the_word_it_was_made_from(originals: list[str], which: int) -> None:
    text = " \u200b ".join(originals)
    which %= len(originals)
    folded = fold(text)
    start = len(" ".join(fold_text(word) for word in originals[:which])) + bool(which)
    begin, end = folded.span(start, start + len(fold_text(originals[which])))
    assert text[begin:end] == originals[which]


@given(texts)
@example("Ꭰ")  # case folding makes Cherokee capital
@example("ꭰᏸ")
def test_words_of_folded_text_hold_no_space_sign_or_capital(text: str) -> None:
    assert all(word == word.lower() and not set(word) & set(" '#@-") for word in words(fold_text(text)))


@given(
    st.lists(st.text(alphabet="ab'’`#@éﬁ\u0301\u200bаЕ说“", min_size=1, max_size=6), min_size=1, max_size=4),
    st.integers(500, 700),
)
@example(["'"], 513)
@example(["#"], 700)
@example(["e\u0301''"], 700)
def test_a_token_longer_than_any_word_is_mapped_in_order_and_as_the_fast_fold(pieces: list[str], length: int) -> None:
    token = ("".join(pieces) * length)[:length]
    folded = fold(token)
    assert folded.text == fold_text(token)
    assert len(folded.offsets) == len(folded.ends) == len(folded.text)
    assert list(folded.offsets) == sorted(folded.offsets)
    assert list(folded.ends) == sorted(folded.ends)
    assert all(0 <= start <= end <= len(token) for start, end in zip(folded.offsets, folded.ends, strict=True))


@given(st.text(st.characters(codec="ascii"), max_size=80) | st.sampled_from(["b'It\\'s done'", "a ''b''", "x < y", "#One two"]))
def test_words_of_ascii_are_listed_as_folding_and_splitting_them_does(text: str) -> None:
    assert list_words(text) == split_words(fold_text(undo_encoding(text)))
