"""Pure work on text: folding, encodings, alignment, and what the index sees of it."""
