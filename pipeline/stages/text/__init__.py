"""Convert markup to the text that a reader sees: verbatim, with white space folded and paragraphs separated.

Words are not changed: typos, look-alike letters, combining marks and ellipses stay as published. A blank line separates
paragraphs, a line break the lines of one paragraph (``<br>``), a space the cells of a table row.
"""

from pipeline.stages.text.markup import Marked, clear, clear_code, keep_outermost, read_line, read_marked, read_text
from pipeline.stages.text.plain import fold_plain

__all__ = ["Marked", "clear", "clear_code", "fold_plain", "keep_outermost", "read_line", "read_marked", "read_text"]
