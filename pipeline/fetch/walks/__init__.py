"""Walk a source's feeds, listings, APIs and indexes, and capture the leads they hold."""
