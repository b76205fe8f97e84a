"""Turn what a publisher answered into documents, leads or a verdict.

A response is judged before it is read, and read by what it is and not by what it is called. A page's declared layout is
believed first, then what the page declares about itself, then its looks.
"""

from pipeline.stages.parse.dispatch import parse
from pipeline.stages.parse.plain_text import parse_text

__all__ = ["parse", "parse_text"]
