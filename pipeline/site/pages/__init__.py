"""The pages, one module each; every page has a JSON twin."""
