"""The tagger's packed sums are the learned weights of the features that training speaks of, and its chain is the best one."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.registry.reading_background import load_knowledge
from pipeline.stages.quotes.decoding import Decoder
from pipeline.stages.quotes.features import LABELS, make_lists
from pipeline.stages.quotes.finder import look_at
from pipeline.stages.quotes.tagger_tokens import cut_words, place_words
from pipeline.stages.quotes.tagging import BIAS, Tagger, allowed, pack
from training.tagger import sign_words

_WORDS = (
    "Jane Sample said that “we will keep the sample agreement,” . , ; according to her spokeswoman who denied 's n't they told "
    "reporters on Monday U.S. \0 ’ _ Dr. İ"
).split(" ")
TEXTS = st.lists(st.sampled_from([*_WORDS, "\n"]), min_size=1, max_size=40).map(" ".join)


@given(TEXTS)
def test_packed_sums_are_the_weights_of_the_signs_that_training_writes(text: str) -> None:
    knowledge = load_knowledge()
    english = knowledge.languages["en"]
    tagger, lists = Tagger(knowledge.weights, english), make_lists(english)
    scene = look_at(text, english)
    for number in range(len(scene.paragraphs)):
        sentences = [cut_words(scene, *span) for span in scene.sentences(number)]
        written = [
            sum(pack(knowledge.weights.emissions.get(feature, ())) for feature in features)
            for features in sign_words(sentences, lists)
        ]
        assert [score - BIAS for score in tagger.score(sentences)] == written


@given(TEXTS)
def test_tokens_are_found_again_where_they_stand(text: str) -> None:
    scene = look_at(text, load_knowledge().languages["en"])
    for number in range(len(scene.paragraphs)):
        for start, end in scene.sentences(number):
            words = cut_words(scene, start, end)
            for (begin, stop), word in zip(place_words(scene, start, words), words, strict=True):
                assert start <= begin < stop <= end
                assert word.startswith("\0") or text[begin:stop] == word


NUMBERS = st.integers(-900, 900)
TABLES = st.lists(st.lists(NUMBERS, min_size=7, max_size=7), min_size=7, max_size=7)


@given(TABLES, st.lists(st.lists(NUMBERS, min_size=7, max_size=7), min_size=1, max_size=4))
def test_the_chain_found_is_the_best_of_all_allowed(table: list[list[int]], rows: list[list[int]]) -> None:
    size = range(len(LABELS))
    costs = [[table[came][label] if allowed(came, label) else -(1 << 29) for label in size] for came in size]

    def worth(chain: tuple[int, ...]) -> int:
        steps = sum(costs[came][label] for came, label in pairwise(chain))
        return steps + sum(row[label] for row, label in zip(rows, chain, strict=True))

    begun = [chain for chain in product(size, repeat=len(rows)) if LABELS[chain[0]][0] != "I"]
    found = Decoder(costs).decode(map(tuple, rows))
    assert worth(tuple(found)) == max(map(worth, begun))


@pytest.mark.parametrize("worth", [150, -150])
@pytest.mark.parametrize(("came", "label"), [(came, label) for came in range(7) for label in range(7) if allowed(came, label)])
def test_each_cost_of_going_from_one_label_to_another_counts(came: int, label: int, worth: int) -> None:
    """The way to ``came`` is fixed; then ``label`` is worth 100 more than all others, or as much less, without that cost."""
    costs = [[0 if allowed(one, other) else -(1 << 29) for other in range(7)] for one in range(7)]
    costs[came][label] = worth
    begun = came - 1 if LABELS[came][0] == "I" else came
    rows = [[1000 * (each == begun) for each in range(7)], [1000 * (each == came) for each in range(7)], [0] * 7]
    rows[2][label] = -100 if worth > 0 else 100
    found = Decoder(costs).decode(map(tuple, rows))
    assert found[:2] == [begun, came]
    assert (found[2] == label) is (worth > 0)
