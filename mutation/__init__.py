"""Mutation testing: change the code in one place at a time, and count the changes that the tests notice."""
