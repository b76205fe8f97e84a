"""What the tasks of the DAGs do: ask the run layer, judge what came of it, and say so where people look."""
