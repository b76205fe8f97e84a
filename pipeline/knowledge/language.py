"""One language as data: the words by which quotations find their speakers and dates, and its tables of words for the rest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.knowledge.relative_days import Announcing, Relative
from pipeline.knowledge.word_tables import Tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronouns:
    """The words that stand for a speaker named before, by what they can stand for (all in lower case); ``his`` and ``hers``
    are possessives, read in phrases such as "in his words" only; ``men`` and ``women`` are titles and roles before a name
    that tell which of the two its bearer is."""

    man: frozenset[str] = frozenset()
    woman: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    body: frozenset[str] = frozenset()
    self: frozenset[str] = frozenset()
    his: frozenset[str] = frozenset()
    hers: frozenset[str] = frozenset()
    relative: frozenset[str] = frozenset()
    """The words that stand for whom the words right before them name ("who")."""
    men: frozenset[str] = frozenset()
    women: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The words that give words to someone, in every form they take, in lower case.

    ``speech`` takes a clause or words in marks; ``urge`` someone "to" do something; ``accuse`` someone "of" something;
    ``report`` a noun phrase ("denied the allegations"); ``holding`` words in marks only ("sees", "keeps"); ``calling`` are the
    cues that call something something. ``according`` stands before the speaker, ``trailing`` behind (German "zufolge"),
    ``after`` only between the words and the speaker (German "so"), ``as_said`` opens a clause that names the speaker (German
    "wie"), and ``placed`` tells where words stand (German "heißt es"). ``echo`` are verb forms that go on reporting (German
    "sei"); ``that`` opens a clause, and ``to`` and ``of`` are the small words that ``urge`` and ``accuse`` need further on.
    ``citing`` have as their object whose words follow ("quoted"), perhaps with ``cited_as`` behind it ("as saying").
    """

    speech: frozenset[str]
    urge: frozenset[str] = frozenset()
    accuse: frozenset[str] = frozenset()
    report: frozenset[str] = frozenset()
    holding: frozenset[str] = frozenset()
    calling: frozenset[str] = frozenset()
    according: frozenset[str] = frozenset()
    trailing: frozenset[str] = frozenset()
    after: frozenset[str] = frozenset()
    as_said: frozenset[str] = frozenset()
    placed: frozenset[str] = frozenset()
    echo: frozenset[str] = frozenset()
    that: frozenset[str] = frozenset()
    to: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    citing: frozenset[str] = frozenset()
    cited_as: frozenset[str] = frozenset()
    against: frozenset[str] = frozenset()
    """Words that make of a cue next to them something else ("to", "will", "not")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """The words by which a text tells that words were not said, in lower case.

    ``denying`` are cues that deny what they take, ``asking`` those that put a question, ``questions`` the words that open an
    indirect one; ``negations``, ``futures`` and ``modals`` stand before a cue ("never", "will", "would"), a negation also
    behind it where ``trailing`` (German "sagte nie"), and ``conditions`` open its clause ("if").
    """

    denying: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    questions: frozenset[str] = frozenset()
    negations: frozenset[str] = frozenset()
    futures: frozenset[str] = frozenset()
    modals: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    queries: frozenset[str] = frozenset()
    """Nouns for a question, in every form, beside which words in marks that ask are those of whoever asks ("question")."""
    trailing: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Syntax:
    """The small words by which rules find the subject of a clause, and tell a name in marks from words said.

    ``tails`` join more to a phrase ("at", "from"), ``both`` two names, ``oblique`` stand before or begin a phrase that is no
    subject; ``auxiliaries`` are verbs that stand before a subject, ``passive`` those of them that make it the object, and
    ``agents`` name the doer then; ``naming`` are nouns and participles beside which words in marks are a name ("newspaper",
    "so-called"), ``called`` the words between a verb of calling and what it calls ("as", "a"); ``judging`` open a clause by
    naming whose view it is (German "für"), ``deictic`` a sentence that points back at words just quoted ("that");
    ``inverting`` says that a hyphen joins a verb with its pronoun (French "a-t-il"). For scripts without capitals: ``topical``
    are particles that mark a topic (Japanese は), ``prefixes`` conjunctions written onto a verb, ``verb_first`` says that the
    subject stands behind its verb.
    """

    tails: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    oblique: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    passive: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    naming: frozenset[str] = frozenset()
    called: frozenset[str] = frozenset()
    judging: frozenset[str] = frozenset()
    deictic: frozenset[str] = frozenset()
    contrasting: frozenset[str] = frozenset()
    """Words that open a clause beside being prepositions (German "während")."""
    head_first: bool = False
    """Says that an office stands before the name it belongs to, never behind it."""
    final: bool = False
    """Says that a verb of saying follows its words, and who speaks stands before them (Turkish: X "…" dedi)."""
    declined: frozenset[str] = frozenset()
    """Endings of a noun that is no subject, where a case is written onto it (Azerbaijani "Məclisdə")."""
    cataphoric: frozenset[str] = frozenset()
    """Words by which a sentence that no colon ends announces the words of the next paragraph (Korean "이렇게")."""
    colons: frozenset[str] = frozenset()
    """Marks that are a colon right before a quotation (Armenian ".")."""
    inverting: bool = False
    topical: frozenset[str] = frozenset()
    prefixes: frozenset[str] = frozenset()
    verb_first: bool = False
    dative: frozenset[str] = frozenset()
    feminine: frozenset[str] = frozenset()
    """Articles that make a noun with one of the endings in ``feminine`` no subject (German "der … Zeitung")."""
    issued: frozenset[str] = frozenset()
    """What somebody issues in words ("statement", "letter")."""
    issuing: frozenset[str] = frozenset()
    """What stands between that and whoever issued it ("from", "released by")."""
    late: frozenset[str] = frozenset()
    """What may stand before the cue at the end of a line that introduces words ("also", German "hat")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unspaced:
    """What stands around a speaker's name in a clause without spaces, in terms: words or regular expressions.

    ``acting`` are verbs of what officials do, and small words, behind the name that begins a sentence. ``times`` are
    expressions of time before a name, ``times_behind`` those behind it, which may go on with one of ``going_on``; ``places``
    are small words that begin a phrase of place behind the name, ``doings`` verbs and words from which on the clause names
    nobody. ``according`` are cues before the speaker that the words with the name may begin with.
    """

    acting: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    times_behind: tuple[str, ...] = ()
    going_on: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    doings: tuple[str, ...] = ()
    according: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Posts:
    """How texts name the holder of an office without its country or his name ("the president"), in lower case, by the kind of
    office; words may be phrases ("chef de l’État")."""

    president: frozenset[str] = frozenset()
    premier: frozenset[str] = frozenset()
    chancellor: frozenset[str] = frozenset()
    foreign: frozenset[str] = frozenset()
    minister: frozenset[str] = frozenset()
    secretary_general: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """How dates are said: months and weekdays by number (Monday is 1), days counted from the day of writing, and phrases
    that point back to the date named last (``again``). ``occasions`` are words for meeting and talking, whose day is that of
    what is reported from them."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    days: Mapping[str, int] = field(default_factory=dict)
    again: frozenset[str] = frozenset()
    occasions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Language(Tables):
    """One language as data: pipeline/languages/<code>.toml.

    ``roles`` are nouns that name a speaker by what they are ("spokesman", "ministry"), ``bodies`` those of them that are no
    single person, ``medium`` words that carry words without saying them ("statement"), ``determiners`` what may begin such
    a phrase, ``particles`` the small words inside names, ``openers`` capitalised words that begin a sentence and no name,
    ``short`` abbreviations whose stop ends no sentence, ``titles`` words before a name, ``links`` what joins the parts of
    one ("of the"), ``stops`` words that end a description, ``honours`` letters behind a name ("MP"), ``letters`` those
    without one of which no text is in this language. ``compounds`` says that a role may end a longer word (German
    "Bundesbeispielminister"); ``endings`` are those that cases give to names, ``feminine`` those that end a woman's surname
    unchanged; ``surnames`` are titles and months that are surnames too ("King", "May"), and countries that are given names,
    ``addresses`` forms of address before a name that tell no gender ("Dr"), ``styles`` further words before a name that are
    no part of it ("Baroness"), ``knighted`` those before a given name ("Sir"), ``plurals`` the roles of several people,
    ``parties`` adjectives of parties, which tell no office from another, ``topics`` nouns that offices and bodies are named
    after ("affairs"), ``indefinites`` determiners of somebody not named ("a"). ``dashes`` says that a dash opens direct
    speech, ``clitics`` are small words that may stand before a verb of saying then ("le", "się"). ``cased`` is false of
    scripts without capitals, where names are found by what stands around them: ``names_first`` says that offices stand
    behind them, ``articled`` is the article that begins what an office is of, ``families`` are family names of one
    character.

    ``given_men`` and ``given_women`` are the commonest given names, in lower case, that tell the gender of who bears them.
    ``countries`` are the words of countries' names (the members of the United Nations in Unicode CLDR), of which an office
    before a name can be ("президент Литвы"); ``inflected`` gives the base form of endings that a surname takes as a subject
    or an owner (Georgian "ძემ": "ძე").

    ``unspaced`` says what stands around names in scripts without spaces. ``posts`` are the kinds of office whose holder is
    named by it alone; ``relative`` and ``announcing`` say how days and coming words are told; ``common`` are its commonest
    words. The ``Tables`` are joined with those of the other languages (see ``Vocabulary``). A language without ``cues``
    makes these known, and no quotes are read in it.
    """

    code: str
    name: str
    cues: Cues = Cues(speech=frozenset())
    calendar: Calendar = Calendar(months={}, weekdays={})
    pronouns: Pronouns = Pronouns()
    syntax: Syntax = Syntax()
    stance: Stance = Stance()
    unspaced: Unspaced = Unspaced()
    posts: Posts = Posts()
    roles: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    medium: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    honours: frozenset[str] = frozenset()
    letters: frozenset[str] = frozenset()
    spaced: bool = True
    compounds: bool = False
    endings: frozenset[str] = frozenset()
    feminine: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    styles: frozenset[str] = frozenset()
    knighted: frozenset[str] = frozenset()
    plurals: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    topics: frozenset[str] = frozenset()
    indefinites: frozenset[str] = frozenset()
    clitics: frozenset[str] = frozenset()
    dashes: bool = False
    cased: bool = True
    names_first: bool = False
    articled: str = ""
    families: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    given_men: frozenset[str] = frozenset()
    given_women: frozenset[str] = frozenset()
    inflected: Mapping[str, str] = field(default_factory=dict)
    relative: Relative = field(default_factory=Relative)
    announcing: Announcing = field(default_factory=Announcing)
    common: frozenset[str] = frozenset()
