"""What comparing two renderings of the same words can come to: nouns of the archive, which keeps and shows them."""

from storage.model.verdicts import Change, Comparison, CutPlace, Kind, NormalisationLevel, TextVerdict

__all__ = ["Change", "Comparison", "CutPlace", "Kind", "NormalisationLevel", "TextVerdict"]
