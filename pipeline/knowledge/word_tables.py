"""The tables of words that are read in any text, whatever its language: those of all languages are joined into one.

Where a field is said to hold terms, each is a word or a phrase in lower case, and may be a regular expression ("minist(er|re)",
"präsident\\w*"); terms are matched as whole words and in any case of letters. Patterns are regular expressions that are
searched for as they are, in any case of letters. Other fields hold plain words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pipeline.knowledge.facts import Contrast, Facts, Modifiers
from storage.model import DocumentKind, NoticeKind


class PageFault(StrEnum):
    """What an answer is that is no content, as its own words give it away."""

    CHALLENGE = "challenge"
    DENIED = "denied"
    FILTERED = "filtered"
    MASKED = "masked"
    LIMITED = "limited"
    MISSING = "missing"
    FAILED = "failed"
    PARKED = "parked"
    LOGIN = "login"
    MOVED = "moved"
    SCRIPTED = "scripted"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class NameBefore:
    """A form of headlines that sets the speaker's name before the work. ``works`` are patterns of the work, ``name`` one of
    the name in its case, with the group ``name``; ``bodies`` are terms of how nouns of bodies begin, which are no names."""

    works: tuple[str, ...]
    name: str
    bodies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Unspaced:
    """Headlines without spaces, in terms. A name stands between one of ``holders``, nouns of offices, and one of ``leads``, or
    begins the headline with one of the ``families``, family names of one character, before one of ``acts``. Elsewhere it
    stands before one of ``offices`` that one of ``works`` follows, and before the ``portfolios`` of that office, which are no
    name themselves: "foreign affairs" in "minister of foreign affairs"."""

    holders: tuple[str, ...] = ()
    leads: tuple[str, ...] = ()
    families: str = ""
    acts: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    portfolios: tuple[str, ...] = ()
    works: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Headlines:
    """How headlines announce somebody's words. Tuples hold terms, sets plain words.

    ``works`` are what may be somebody's words ("remarks"), ``by`` what joins a work to whose it is, ``beside`` those of them
    that also join who asks ("Interview with"). ``holders`` are nouns of persons by their office, ``topics`` what offices are
    made of besides and forms of address, ``remit`` joins an office with what it is for, ``bodies`` are nouns of bodies, whose
    words are no person's, ``places`` names of two words and more that are no person's. ``stops`` end the phrase that names a
    speaker; ``joiners`` are small words inside offices, ``of`` those that join an office or a name with a place, ``articles``
    those before an office without a name; ``particles`` are small words inside surnames, ``within`` those that may follow
    them there. ``pairing`` part two persons. ``participles`` are endings of verbs that are written large like a name.

    ``verbs`` follow a name and an office where the words below are that person's, ``answering`` a name and an office between
    commas; ``hearing`` joins an office's holder with one of ``occasions`` ("at a press availability"); ``asides`` are taken
    out of a headline first. ``by_case`` are the letters of languages that join a work to a name by case alone, ``before`` the
    forms of those that set the name before the work.
    """

    works: tuple[str, ...] = ()
    by: tuple[str, ...] = ()
    beside: frozenset[str] = frozenset()
    holders: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    remit: frozenset[str] = frozenset()
    bodies: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    stops: frozenset[str] = frozenset()
    joiners: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    articles: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    within: frozenset[str] = frozenset()
    pairing: frozenset[str] = frozenset()
    participles: tuple[str, ...] = ()
    verbs: tuple[str, ...] = ()
    answering: tuple[str, ...] = ()
    hearing: tuple[str, ...] = ()
    occasions: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    by_case: str = ""
    before: tuple[NameBefore, ...] = ()
    unspaced: Unspaced = Unspaced()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Labels:
    """The words of labels in transcripts; terms but for ``questions`` and ``answers``, which are written as they are here.

    ``questions`` and ``answers`` are labels that name nobody, ``dashed`` those of them before a dash. ``media`` are nouns and
    names of media, whose people ask, ``titles`` what stands before a speaker's name, ``fields`` what stands before a colon and
    is no label ("Date"), ``anonymous`` labels of somebody not named, ``nobodies`` words that such labels are made of,
    ``reporters`` how a reporter's label ends in a script without spaces, ``small`` words written small inside a name.
    ``introducers`` join a question's label with who asks ("Question from").
    """

    questions: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    dashed: tuple[str, ...] = ()
    introducers: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    anonymous: tuple[str, ...] = ()
    anonymous_unspaced: tuple[str, ...] = ()
    nobodies: tuple[str, ...] = ()
    reporters: tuple[str, ...] = ()
    small: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Pages:
    """What stands around the words of a page; patterns of whole lines or their beginnings.

    ``heads`` are lines above a text, ``tails`` the first line of contacts and notices below it, ``about`` words of a line that
    tells when and as what an item was published. ``introduces`` are patterns of what stands between who speaks and the colon
    before the words ("said"), ``personal`` terms of address before a name, ``particles`` small words inside one, ``no_name``
    terms that begin a phrase that is no name, ``things`` terms that are in none. ``bylines`` are what begins the line that
    names an author, with ``of_work`` before it, ``speakers`` the same of a speaker, ``until`` words before a byline's date.
    ``ends`` are patterns of lines that end a transcript, ``clocks`` words beside a time of day on a line of its own, ``units``
    words behind one, ``translated`` how a note on an interpreter begins.
    """

    heads: tuple[str, ...] = ()
    tails: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    introduces: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    particles: frozenset[str] = frozenset()
    no_name: tuple[str, ...] = ()
    things: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    of_work: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    clocks: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    translated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sites:
    """The words by which sites speak of themselves around an item.

    ``sections`` are terms of whole lines that name a part of a site ("latest news"): neither a title nor a publisher.
    ``bodies`` are patterns of what is in the name of a public body, ``offices`` terms of a whole line that names one, but for
    up to four words before it. ``publishers`` are terms that begin a line which names the publisher, or stand above it on
    one of their own with a colon; ``publishers_before`` only begin it, ``publishers_above`` only stand above it. ``logos`` are
    patterns of what the text of a logo says beside the name, ``rights`` terms behind the owner's name in a notice of
    copyright, ``consent`` patterns of notes on cookies, scripts and browsers.
    """

    sections: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    publishers_before: tuple[str, ...] = ()
    publishers_above: tuple[str, ...] = ()
    logos: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    consent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DateLabels:
    """The words that say what a printed date is the date of.

    ``changed`` are patterns of what stands before the date of a change ("updated"), ``events`` terms that label the date of an
    event, a term or a birth, ``published`` patterns of what stands beside the date of publication; ``until`` are terms between
    the hours from and to.
    """

    changed: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    until: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class BlockPages:
    """The words by which pages that are no content give themselves away, by what such a page is.

    ``titles`` are patterns of a whole part of a title, ``short_titles`` the same on pages of few words, ``words`` patterns of
    what such pages say. ``waiting`` and ``trouble`` are patterns of what pages of a sentence or two speak of: waiting for
    another page, and a machine's failure.
    """

    titles: Mapping[PageFault, tuple[str, ...]] = field(default_factory=dict)
    short_titles: Mapping[PageFault, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[PageFault, tuple[str, ...]] = field(default_factory=dict)
    waiting: tuple[str, ...] = ()
    trouble: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Tables:
    """The tables of words that hold in any text, whatever its language.

    ``kinds`` are patterns of a title that names the kind of its document, ``notices`` patterns of what a publisher says of its
    own item, ``withdrawn`` patterns of titles of withdrawn ones, ``items`` terms of what such an item is called.
    """

    headlines: Headlines = field(default_factory=Headlines)
    labels: Labels = field(default_factory=Labels)
    pages: Pages = field(default_factory=Pages)
    sites: Sites = field(default_factory=Sites)
    date_labels: DateLabels = field(default_factory=DateLabels)
    kinds: Mapping[DocumentKind, tuple[str, ...]] = field(default_factory=dict)
    notices: Mapping[NoticeKind, tuple[str, ...]] = field(default_factory=dict)
    withdrawn: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    block_pages: BlockPages = field(default_factory=BlockPages)
    facts: Facts = field(default_factory=Facts)
    modifiers: Modifiers = field(default_factory=Modifiers)
    contrasts: Mapping[Contrast, Mapping[str, frozenset[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary(Tables):
    """The tables of all languages joined. ``common`` are by code the commonest words, by which a text's language is known."""

    common: Mapping[str, frozenset[str]] = field(default_factory=dict)
