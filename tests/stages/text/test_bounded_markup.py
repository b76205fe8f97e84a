"""What a page makes of itself in the parser is bounded, whatever its tags; an ordinary page is read as it is."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.stages.text import open_elements, read_text
from pipeline.stages.text.bounded_markup import bound_markup, cut_markup, is_harmless, parse_html

NAMES = (
    "div p li ul ol b i font a span x-y section table tr td tbody th tfoot caption h1 h2 dd dt dl select option optgroup "
    "button form svg math foreignObject title style script textarea template object body html head br hr img frameset "
    "noscript iframe em label article pre center address details summary marquee applet ruby rt nobr plaintext xmp col "
    "input mi g desc"
).split()
OTHERS = (
    *("<!--", "-->", "<!-->", "--!>", "<!doctype>", "<!x ", "<?y", ">", "</>", "</ z", "<", "<![CDATA[", "]]>", '"', "'", "="),
    *('<a b="', "<a b='", "w "),
)


def cut(html: str) -> str:
    return "".join(cut_markup(html))


def list_depths(tree: LexborHTMLParser) -> Iterator[int]:
    """Give the depth of each element, the outermost of which has 1."""
    waiting: list[tuple[LexborNode, int]] = [(tree.root, 1)] if tree.root else []
    while waiting:
        node, depth = waiting.pop()
        yield depth
        child = node.child
        while child is not None:
            if child.is_element_node:
                waiting.append((child, depth + 1))
            child = child.next


def make_soup(dice: random.Random, length: int) -> str:
    """Make tags at random of a few names, many of them crossed, cut or in the wrong place."""
    names = dice.sample(NAMES, dice.randint(2, 9))
    pieces = []
    for _ in range(length):
        name = dice.choice(names)
        tags = (f"<{name}>", f"<{name} id={dice.randrange(99)}>", f"<{name} t='>' u=\"<{name}>\">", f"<{name}/>", f"</{name}>")
        tag = dice.choices(tags, (50, 10, 2, 1, 22))[0]
        pieces.append(dice.choice(OTHERS) if dice.random() < 0.15 else tag)
    return "".join(pieces)


@pytest.mark.parametrize("seed", range(400))
def test_no_repeated_tags_nest_deeper_the_more_there_are(monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(open_elements, "MOST_DEEP", 12)
    monkeypatch.setattr(open_elements, "MOST_FORMATS", 4)
    dice = random.Random(seed)
    unit = make_soup(dice, dice.randint(2, 10))
    few, many = (max(list_depths(LexborHTMLParser(cut(unit * times)))) for times in (60, 180))
    assert many <= few + 10, unit


@pytest.mark.parametrize(
    "unit",
    [
        "<p><mi></mi>a<hr><p>a</p><hr><mi>",
        "<nobr><select>a<select><select>a",
        "<b><button>a<nobr><li><select><b>",
        "<object></form><form></form></object><form>",
        "<label><nobr><label><label><label></nobr></label>",
        "<marquee><table><table></table><marquee>",
        "<ol><address><button></ol><button>",
        "<article><<tr>a",
        "<ruby><rt><i><dd><rt><ruby><i>",
        "<h2><p><h2></h2><optgroup>",
        "<x-y></h1><x-y>a</b><h1><b><h1><b><h1>",
        "<x-y><p><hr>",
        "<select><input><x-y></select>",
        "<svg><div></svg>",
        "<a><x-y></a><div></x-y>",
        "<!--<x-y>--><div></x-y>",
        "<textarea><script></textarea><div>",
    ],
)
def test_tags_that_close_less_than_they_seem_to_do_not_nest_without_end(monkeypatch: pytest.MonkeyPatch, unit: str) -> None:
    monkeypatch.setattr(open_elements, "MOST_DEEP", 12)
    monkeypatch.setattr(open_elements, "MOST_FORMATS", 4)
    assert max(list_depths(LexborHTMLParser(cut(unit * 300)))) < 60


def test_tags_deeper_than_browsers_read_are_left_out_and_the_words_kept() -> None:
    kept, cut_short = "<div>" * 512 + "a" + "</div>" * 512, "<div>" * 513 + "a" + "</div>" * 513
    assert cut(kept) == kept
    assert cut(cut_short).count("<div>") == 512
    deep = parse_html("<ul><li>word " * 5000)
    assert max(list_depths(deep)) < 520
    assert deep.body is not None
    assert deep.body.text().split() == ["word"] * 5000


def test_blocks_left_out_still_set_their_words_apart() -> None:
    tree = parse_html("<div>" * 4000 + "one<div>two<span>three</span>")
    assert tree.body is not None
    assert read_text(tree.body) == "one\n\ntwothree"


def test_bold_that_is_never_closed_is_not_repeated_in_each_paragraph() -> None:
    tree = parse_html("<p>" + "".join(f"<b id={number}>" for number in range(1500)) + "<p>a" * 1500)
    assert sum(1 for _ in list_depths(tree)) < 40_000  # 2,250,000 and 800 MB as the standard has it
    assert cut("<b>" * 17 + "a").count("<b>") == 16
    assert cut("<b>a</b>" * 17) == "<b>a</b>" * 17


def test_a_tag_is_read_with_its_first_200_attributes() -> None:
    def make(count: int) -> str:
        return "<p " + " ".join(f"a{number}='>'" for number in range(count)) + ">word"

    assert bound_markup(make(200)) == make(200)
    [paragraph] = parse_html(make(201)).css("p")
    assert (len(paragraph.attributes), paragraph.text()) == (200, "word")


def test_a_tag_left_out_makes_no_other_of_what_is_around_it() -> None:
    assert cut("<<ruby>b>a&am<ruby>p;lt;") == "<<!---->b>a&am<!---->p;lt;"


def test_a_page_that_ends_within_a_tag_is_read_up_to_it() -> None:
    assert cut("<p>a<p title='b><p>c") == "<p>a"


def test_what_only_looks_like_tags_opens_nothing() -> None:
    page = "<script>if (a<b) '<div>'</script><!-- <div> --><title><div></title><p title='<div>'>a" * 600
    assert cut(page) == page
    assert cut("<!--><div>" * 600).count("<div>") == 512


@pytest.mark.parametrize(
    ("tags", "formats", "harmless"),
    [(900, 450, True), (901, 450, False), (3000, 68, True), (3000, 69, False), (3001, 0, False)],
)
def test_only_pages_that_may_exceed_the_bounds_are_walked_through(tags: int, formats: int, harmless: bool) -> None:
    assert is_harmless("<p>" * (tags - formats) + "<b>" * formats) is harmless


@pytest.mark.parametrize(
    "page", sorted(Path("tests/sources").rglob("*.html")), ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_ordinary_pages_keep_their_words_where_they_are_walked_through(page: Path) -> None:
    html = page.read_text("utf-8", errors="replace")
    whole, walked = LexborHTMLParser(html), LexborHTMLParser(cut(html))
    for tree in (whole, walked):
        for never_read in tree.css("noscript, svg"):
            never_read.decompose()
    assert whole.body is not None
    assert walked.body is not None
    assert read_text(walked.body) == read_text(whole.body)
