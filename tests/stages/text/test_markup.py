"""Text of markup: what a reader sees, verbatim."""

from __future__ import annotations

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.text import clear, fold_plain, read_line, read_marked, read_text

CASES = {
    "blanks and line ends fold into one blank": ("<p>We   note\n the&nbsp;  facts.</p>", "We note the facts."),
    "blocks stand apart": ("<div><p>One.</p><div>Two.</div>Three.</div>", "One.\n\nTwo.\n\nThree."),
    "a br is a line of the same paragraph": ("<p>One<br>Two</p>", "One\nTwo"),
    "two brs part paragraphs": ("<p>One<br> <br/>Two</p>", "One\n\nTwo"),
    "inline elements add no blank": ("<p>cease<b>-</b>fire</p>", "cease-fire"),
    "cells of a row stand a blank apart": ("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>", "1 2\n\n3"),
    "references become their characters once": ("<p>a &lt;b&gt; &amp;amp; c</p>", "a <b> &amp; c"),
    "a sign in an attribute closes no tag": ('<p title="a > b">words</p>', "words"),
    "comments are not words": ("<p>be<!-- <p>no</p> -->fore</p>", "before"),
    "preformatted lines keep their ends": ("<pre>one\ntwo</pre>", "one\ntwo"),
    "typos, marks and ellipses stay": ("<p>teh Аrmenian… e\u0301lan</p>", "teh Аrmenian… e\u0301lan"),
    "ideographic indents fall away": ("<p>\u3000\u3000问：好</p>", "问：好"),
}


def body(html: str) -> LexborNode:
    node = LexborHTMLParser(html).body
    assert node is not None
    return node


@pytest.mark.parametrize(("html", "text"), CASES.values(), ids=CASES.keys())
def test_text_is_verbatim_but_for_its_white_space(html: str, text: str) -> None:
    assert read_text(body(html)) == text


def test_a_title_broken_between_ideographs_is_joined_without_a_blank() -> None:
    assert read_line(body("<h1>外交部发言人\n<br>就此事答记者问</h1>")) == "外交部发言人就此事答记者问"


def test_a_title_broken_between_words_keeps_one_blank() -> None:
    assert read_line(body("<h1>Statement by\n the ministry</h1>")) == "Statement by the ministry"


def test_bold_spans_hold_the_bold_words() -> None:
    marked = read_marked(body("<p> <strong>Q: </strong> why?</p><p>A: so <b>it <i>is</i></b>.</p>"))
    assert [marked.text[start:end] for start, end in marked.strong] == ["Q:", "it is"]


def test_several_nodes_read_as_one_text() -> None:
    tree = LexborHTMLParser("<p>One.</p><nav>Menu</nav><p>Two.</p>")
    assert read_marked(*tree.css("p")).text == "One.\n\nTwo."


def test_clearing_takes_scripts_menus_and_hidden_parts() -> None:
    node = body("<script>x</script><nav>Menu</nav><p hidden>No</p><p class=sr-only>No</p><p>Words</p><p class=ad>Buy</p>")
    clear(node, [".ad"])
    assert read_text(node) == "Words"


def test_a_form_around_the_whole_page_is_kept() -> None:
    node = body("<form><p>Words of the ministry.</p><form></form><input><button>Go</button></form>")
    clear(node)
    assert read_text(node) == "Words of the ministry."


def test_plain_text_keeps_its_lines() -> None:
    assert fold_plain("\r\nOne  two\r\n\r\nThree\n") == "One  two\n\nThree"


def test_what_is_set_off_as_a_quotation_is_marked_by_its_offsets() -> None:
    tree = LexborHTMLParser(
        "<p>She <b>said</b>:</p><blockquote><p>One.</p><p>Two <b>and</b> more.</p></blockquote><p>Then.</p>"
    )
    assert tree.body is not None
    marked = read_marked(tree.body)
    assert [marked.text[start:end] for start, end in marked.set_off] == ["One.\n\nTwo and more."]
    assert [marked.text[start:end] for start, end in marked.strong] == ["said", "and"]
