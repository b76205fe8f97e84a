"""Read what is cited and exported, key by key, and write it in the formats of the field with a manifest."""
