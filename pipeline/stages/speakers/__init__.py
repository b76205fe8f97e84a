"""Resolve a mention: to a person or organisation of the roster, or a name as written, with the office held on the day."""

from pipeline.stages.speakers.cast import Cast
from pipeline.stages.speakers.directory import Directory, compile_directory
from pipeline.stages.speakers.persons import Reading

__all__ = ["Cast", "Directory", "Reading", "compile_directory"]
