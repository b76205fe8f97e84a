"""Search quotes: the query language, filters, ranking, snippets, and what was not searched."""
