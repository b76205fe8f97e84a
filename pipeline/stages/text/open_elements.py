"""Follow which elements of a page are open, as the parser of the HTML standard has it (13.2.6), and keep them few.

What hangs on more than the open elements is written out, so that the parser has no choice either: where an element is closed
without its tag and bold in it would go on behind it, the tags that close both are put in.
"""

from __future__ import annotations

from collections import Counter

MOST_DEEP = 512
"""Elements that may be open at a time. Browsers have the same bound (Blink: ``kMaximumHTMLParserDOMTreeDepth``, 512); the
deepest of 300 pages of publishers has 28."""
MOST_FORMATS = 16
"""Elements of formatting (bold, italics, fonts) that may be open at a time. Chosen by hand: texts use three or four."""

FORMATS = frozenset("b big code em font i nobr s small strike strong tt u".split())
"""Elements that the parser opens again behind a block that ended in them."""
LEFT_OUT = frozenset("frameset math noscript plaintext ruby svg".split())
"""Names whose tags are left out, as they change by which rules all that follows is read."""
NOTHING = "<!---->"
"""Stands for a tag left out, so that what was apart does not become a tag or a character reference."""

_REOPENED = FORMATS | {"a"}
_CELLS = frozenset("caption td th".split())
_ROWS = frozenset("colgroup tbody tfoot thead tr".split())
_HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_ITEMS = {"li": frozenset({"li"}), "dd": frozenset({"dd", "dt"}), "dt": frozenset({"dd", "dt"})}
_CLOSED_BY = {**dict.fromkeys(_HEADINGS, _HEADINGS), **dict.fromkeys(("optgroup", "option"), frozenset({"option"}))}
_BUTTON, _FORM, _PARAGRAPH, _SELECT, _TABLE, _TEMPLATE = (
    frozenset({name}) for name in ("button", "form", "p", "select", "table", "template")
)
_TABLE_PARTS = _CELLS | _TABLE | _TEMPLATE
_SCOPES = _TABLE_PARTS | _SELECT | frozenset("applet marquee object".split())
"""Elements that no tag within them closes what is around them through."""
_BUTTON_SCOPES, _LIST_SCOPES = _SCOPES | _BUTTON, _SCOPES | frozenset({"ol", "ul"})
_BLOCKS = frozenset(
    "address article aside blockquote button center details dialog dir div dl fieldset figcaption figure footer header hgroup "
    "listing main menu nav ol pre search section summary ul".split()
)
_SPECIAL = _BLOCKS | _HEADINGS | _SCOPES | _FORM | _PARAGRAPH | _ITEMS.keys()
_END_PARAGRAPHS = (_SPECIAL - _SCOPES - _BUTTON) | frozenset({"hr", "xmp"})
_SEE_THROUGH = frozenset({"address", "div", "p"})
_REACH = {
    **dict.fromkeys((*_BLOCKS, *_SCOPES, *_ITEMS, "form"), _SCOPES),
    **dict.fromkeys(_CELLS, _TABLE_PARTS),
    "li": _LIST_SCOPES,
    "p": _BUTTON_SCOPES,
    "table": _TEMPLATE,
    "template": frozenset[str](),
}
"""Up to which elements the tag that closes an element looks for it; others up to any special one."""
_LEAVES = frozenset(
    "area base basefont bgsound body br col embed frame head hr html iframe image img input keygen link meta noembed noframes "
    "param script source style textarea title track wbr xmp".split()
)
"""Elements that hold no others, or of which a page has one."""

_IN_TABLES, _NO_END, _WITHOUT_OTHERS = _ROWS | _CELLS, _ROWS | LEFT_OUT, _LEAVES | _ROWS
_CLOSING = _END_PARAGRAPHS | _ITEMS.keys() | _CLOSED_BY.keys() | frozenset({"a", "button", "input", "select", "table"})
"""Elements whose tag closes others."""


class OpenElements:
    """The elements that are open at a place of a page."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()
        self._form: int | None = None
        self._in_form = False
        self._written: list[str] = []

    def enter(self, name: str, tag: str) -> str:
        """Enter an element, and return what is to be written for its tag: the tag itself in ordinary pages."""
        if name in LEFT_OUT or (name in _IN_TABLES and not self._pop_to_table()):
            return NOTHING
        if name in _CLOSING:
            self._close_before(name)
        if name in _WITHOUT_OTHERS or self._push(name):
            return self._write(tag) if self._written else tag
        if name not in _SPECIAL or name in _CELLS:
            return self._write(NOTHING)
        self._close_nearest(_PARAGRAPH, _BUTTON_SCOPES)
        return self._write("<p></p>")  # what follows is still set off from what is before

    def leave(self, name: str, tag: str) -> str:
        """Close an element, and return what is to be written for its tag."""
        if name in _NO_END:
            return NOTHING
        if name in _REOPENED:
            return self._write(tag if self._close_nearest(frozenset({name}), _SPECIAL, by_tag=True) else NOTHING)
        if name in _HEADINGS:
            self._close_nearest(_HEADINGS, _SCOPES, by_tag=True)
        elif name == "form" and not self._counts["template"]:
            self._close_form()
        elif self._counts[name]:
            names = frozenset({name})
            self._close_nearest(names, _REACH.get(name, _SPECIAL) - names, by_tag=True)
        return self._write(tag) if self._written else tag

    def _write(self, tag: str) -> str:
        written = "".join((*self._written, tag))
        self._written.clear()
        return written

    def _close_before(self, name: str) -> None:
        """Close what the tag that opens an element closes."""
        if name in _END_PARAGRAPHS:
            self._close_nearest(_PARAGRAPH, _BUTTON_SCOPES)
        if name in _ITEMS:
            self._close_item(_ITEMS[name])
        elif self._open and self._open[-1] in _CLOSED_BY.get(name, ()):
            self._pop(len(self._open) - 1, written=True)
        elif name == "button":
            self._close_nearest(_BUTTON, _SCOPES)
        elif name in ("input", "select"):
            self._close_nearest(_SELECT, _SCOPES - _SELECT, written=True)
        elif name == "table" and self._find_table_part() == "table":
            self._close_nearest(_TABLE, _TEMPLATE)
        elif name == "a" and self._counts["a"]:
            self._pop(len(self._open) - 1 - self._open[::-1].index("a"))

    def _push(self, name: str) -> bool:
        """Enter an element; False if there is no room for it."""
        if name == "form" and self._in_form and not self._counts["template"]:
            return True  # a form in a form is none
        if len(self._open) >= MOST_DEEP:
            return False
        if name in FORMATS and sum(map(self._counts.__getitem__, FORMATS)) >= MOST_FORMATS:
            return False
        self._open.append(name)
        self._counts[name] += 1
        if name == "form" and not self._counts["template"]:
            self._in_form, self._form = True, len(self._open) - 1
        return True

    def _close_item(self, like: frozenset[str]) -> None:
        """Close the item of a list that another one follows."""
        if not any(self._counts[name] for name in like):
            return
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] in like:
                self._pop(place)
                return
            if self._open[place] in _SPECIAL and self._open[place] not in _SEE_THROUGH:
                return

    def _close_nearest(
        self, names: frozenset[str], reach: frozenset[str], *, by_tag: bool = False, written: bool = False
    ) -> bool:
        """Close the innermost of some elements and all in it; False if there is none, or it is out of reach."""
        if not any(self._counts[name] for name in names):
            return False
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] in names:
                self._pop(place, by_tag=by_tag, written=written)
                return True
            if self._open[place] in reach:
                return False
        return False

    def _close_form(self) -> None:
        """Close the form, which leaves what is open in it open."""
        place, self._in_form, self._form = self._form, False, None
        if place is not None and _SCOPES.isdisjoint(self._open[place:]):
            del self._open[place]
            self._counts["form"] -= 1

    def _find_table_part(self) -> str | None:
        """Find the innermost table, cell or template that is open."""
        return next((name for name in reversed(self._open) if name in _TABLE_PARTS), None)

    def _pop_to_table(self) -> bool:
        """Close what is open in the row or cell before; False if no table is open."""
        if not self._counts["table"]:
            return False
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place] == "table":
                self._pop(place + 1)
                return True
            if self._open[place] == "template":
                return False
        return False

    def _pop(self, length: int, *, by_tag: bool = False, written: bool = False) -> None:
        """Close all elements but the ``length`` outermost ones. ``by_tag``: a tag closes the first of them; ``written``: the
        tags that close them are written in any case."""
        popped = self._open[length:]
        del self._open[length:]
        for name in popped:
            self._counts[name] -= 1
        if self._form is not None and self._form >= length:
            self._form = None
        if written or not _REOPENED.isdisjoint(popped[by_tag:]):
            self._written += [f"</{name}>" for name in reversed(popped[by_tag:]) if name != "form"]
