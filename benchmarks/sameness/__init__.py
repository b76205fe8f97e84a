"""Find copies among many texts and judge pairs, beside datasketch and rensa on the same texts: speed, memory, recall."""


def main() -> None:
    """Print rates by CPU time, memory and recall at growing sizes; peers where they can be installed for the moment."""
    from benchmarks.sameness.run import run

    run()
