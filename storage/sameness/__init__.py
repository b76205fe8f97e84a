"""Find, link and follow what may be the same words: quotes by their wordings, documents by their whole texts."""
