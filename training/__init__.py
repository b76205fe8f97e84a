"""Learn the weights under pipeline/weights from a corpus that is not in the repository. Not used at run time."""
