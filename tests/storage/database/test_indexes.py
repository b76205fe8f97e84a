"""The version of an index rises when the code that computes it returns something else."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

from storage.database.indexes import VERSIONS
from storage.loading.shown import Seen, split_time
from storage.sameness.fingerprints import fingerprint
from storage.text.folding import fold_text
from storage.text.index_form import index_words
from storage.text.marks import mark_language, mark_name, mark_time

TEXTS: Final = (
    "",
    "Cease-fire, “now”! #StopTheWar @minister it's",
    "İlham Əliyev und Łukasz Müller, Straße, naïve ﬁne",
    "Сергей Лавров заявил: «Мы готовы» — и ушёл",
    "Նիկոլ Փաշինյան և եվրոպա",
    "停戦が必要だと首相は述べた。 ประเทศไทย",
    "قال الرئيس: «٢٠٢٠» كتاب",
    "РњС‹ РіРѕС‚РѕРІС‹ Рє РїРµСЂРµРіРѕРІРѕСЂР°Рј",
    "cafÃ© and â€œquotesâ€\x9d were garbled",
    "The U.S. and the US agree, says NATO.",
    "We will rebuild the bridge over the river before the winter comes, https://t.co/abc and nobody will have to wait. " * 6,
)


def list_hashes(text: str) -> tuple[object, ...]:
    made = fingerprint(text)
    return made.key, made.length, sorted(made.grams), made.bare


COMPUTED: Final[dict[str, Callable[[str], object]]] = {
    "speakers": fold_text,
    "words": lambda text: (index_words(text), mark_name("speaker", text), mark_language(text[:2]), mark_time(None, None)),
    "sketches": list_hashes,
    "shown": lambda text: split_time(Seen(day, day, text, at, at // 2, "a") for at, day in enumerate(text[:8])),
}
DIGESTS: Final = {
    ("speakers", 1): "0e4fce915e2a7000",
    ("words", 4): "a915640f6196638b",
    ("sketches", 2): "58109a5a1fce021c",
    ("shown", 2): "13e5a54f157877d6",
}
"""What each version of an index computes of TEXTS. After a change of the code: raise the version, then add its digest here."""


def test_an_index_whose_code_changed_has_a_new_version() -> None:
    assert set(COMPUTED) == set(VERSIONS)
    for name, compute in COMPUTED.items():
        found = hashlib.sha256(repr([compute(text) for text in TEXTS]).encode()).hexdigest()[:16]
        assert found == DIGESTS[name, VERSIONS[name]], f"{name}: raise its version in storage.database.indexes, then: {found}"
