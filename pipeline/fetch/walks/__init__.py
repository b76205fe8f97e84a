"""Walk a source from its feeds, listings, APIs and indexes to its leads, and capture each."""
