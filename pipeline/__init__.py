"""The middle floor: fetching, understanding and the runs that join them to the archive."""
