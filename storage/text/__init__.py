"""Pure functions on text: folding, encodings, alignment, and the form that is indexed."""
