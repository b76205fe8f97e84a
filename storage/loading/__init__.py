"""Write derived records into the archive, as its only writer, and count what became of each lead."""
