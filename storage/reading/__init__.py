"""Read what the archive holds: one quote or document, its history, and how far each source is covered."""
