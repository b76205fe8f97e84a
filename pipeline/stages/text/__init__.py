"""Turn markup into the text a reader sees: verbatim, its white space folded, its paragraphs apart.

Nothing else is done to the words: typos, look-alike letters, combining marks and ellipses stay as they were published. A blank
line parts paragraphs, a line break parts the lines of one paragraph (``<br>``), a blank parts the cells of a table's row.
"""

from pipeline.stages.text.markup import Marked, clear, clear_code, read_line, read_marked, read_text
from pipeline.stages.text.plain import fold_plain

__all__ = ["Marked", "clear", "clear_code", "fold_plain", "read_line", "read_marked", "read_text"]
