"""Mutated inputs, which must not break a reader, and repeated ones, which must not cost more than their length."""
