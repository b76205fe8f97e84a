"""The ground floor: the nouns, the bytes on disk, and the archive that points at them."""
