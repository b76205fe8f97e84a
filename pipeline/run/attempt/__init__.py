"""Try a source's rules on one page, without storing anything."""
