"""Words that carry a fact by themselves, by which two renderings of the same words are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Opposites:
    """Words, and those that turn a sentence round when they are put in their place."""

    one: frozenset[str]
    other: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Facts:
    """Closed classes of grammar and calendar words, compared without case and accents.

    ``negations`` negate, ``negative_endings`` the word before them in it ("not"), ``negative_prefixes`` the word behind;
    ``negative_letters`` are single characters that negate where words are not spaced, ``negative_words`` whole words and
    ``negative_inside`` patterns inside a word of a script whose verbs hold the negation (Korean), ``negative_unspaced``
    patterns of negations in a script without spaces. ``modals`` are modal verbs, ``plain_modals`` those that are nearly always
    modals, ``contracted`` modals joined to their negation and what is left without it. ``numbers`` are numerals in words,
    ``qualifiers`` limit what is said ("only"), ``conditions`` open a condition for the rest of a sentence; ``dates`` are
    months, days and words such as "today". ``ands`` may stand for an ampersand, ``joining`` join the names of a list.
    ``announcements`` say of a text that it was changed; ``abbreviations`` end no sentence with their stop. ``places`` are names
    of countries, capitals and alliances, ``places_unspaced`` those of a script without spaces. ``grammar`` are words by which a
    text is known to be in a language that capitalises every noun (German). ``passives`` are auxiliaries that make a verb
    passive, ``participles`` irregular ones that are the past tense too, ``objects`` words that begin an object, and
    ``passive_only`` participles that by themselves tell the passive (French "été"). ``particles`` are small words inside
    names, ``buttons`` texts of a platform's buttons, as written.
    """

    negations: frozenset[str] = frozenset()
    negative_endings: frozenset[str] = frozenset()
    negative_prefixes: frozenset[str] = frozenset()
    negative_letters: frozenset[str] = frozenset()
    negative_words: frozenset[str] = frozenset()
    negative_inside: tuple[str, ...] = ()
    negative_unspaced: tuple[str, ...] = ()
    modals: frozenset[str] = frozenset()
    plain_modals: frozenset[str] = frozenset()
    contracted: Mapping[str, str] = field(default_factory=dict)
    numbers: frozenset[str] = frozenset()
    qualifiers: frozenset[str] = frozenset()
    conditions: frozenset[str] = frozenset()
    dates: frozenset[str] = frozenset()
    ands: frozenset[str] = frozenset()
    joining: frozenset[str] = frozenset()
    opposites: tuple[Opposites, ...] = ()
    announcements: frozenset[str] = frozenset()
    abbreviations: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    places_unspaced: frozenset[str] = frozenset()
    grammar: frozenset[str] = frozenset()
    passives: frozenset[str] = frozenset()
    participles: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    passive_only: frozenset[str] = frozenset()
    particles: frozenset[str] = frozenset()
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Modifiers:
    """Words that bound, weaken or shift what they stand beside. ``_`` joins the words of a phrase, ``*`` ends a stem.

    ``bounds`` bound a number ("up to"), ``hedges`` say that a speaker does not vouch for it ("allegedly"), ``ranks`` make an
    office another one ("former"), ``intentions`` say that something is only meant to be done ("promis*"), with ``infinitives``
    between them and what that is ("to"), ``quantifiers`` are amounts ("half"), ``limits`` confine what follows ("only").
    """

    bounds: frozenset[str] = frozenset()
    hedges: frozenset[str] = frozenset()
    ranks: frozenset[str] = frozenset()
    intentions: frozenset[str] = frozenset()
    infinitives: frozenset[str] = frozenset()
    quantifiers: frozenset[str] = frozenset()
    limits: frozenset[str] = frozenset()


class Contrast(StrEnum):
    """A set of words whose groups exclude each other."""

    FATES = "fates"
    PEOPLE = "people"
    OFFICES = "offices"
    MOTION = "motion"
    CHANGE = "change"
    CHANGE_TO = "change_to"
    REASONS = "reasons"
    CONNECTIVES = "connectives"
    DIRECTIONS = "directions"
    ORDER = "order"
    ORDINALS = "ordinals"
    PARTS = "parts"
    NUMERALS = "numerals"
    SHARES = "shares"
    LENGTHS = "lengths"
    WEIGHTS = "weights"
    VOLUMES = "volumes"
    TEMPERATURES = "temperatures"
    POWERS = "powers"
    TIMES = "times"
    CURRENCIES = "currencies"
    WINS = "wins"
    HEROES = "heroes"
    FRIENDS = "friends"
    RISES = "rises"
    STANCES = "stances"
    BEGINNINGS = "beginnings"
    ADMISSIONS = "admissions"
    PERMISSIONS = "permissions"
    STATES = "states"
    OPENNESS = "openness"
    PEACE = "peace"
    GUILT = "guilt"
    TRUTH = "truth"
    TRADES = "trades"
    ADVANCES = "advances"
    SEXES = "sexes"
    FREQUENCY = "frequency"
    AMOUNTS = "amounts"
    PERSONS = "persons"
    WEEKDAYS = "weekdays"
    MODALS = "modals"
    TENSES = "tenses"
    PERFECTS = "perfects"


GROUPS: Mapping[Contrast, tuple[str, ...]] = {
    Contrast.FATES: ("killed", "wounded", "captured", "missing", "freed", "displaced"),
    Contrast.PEOPLE: ("civilians", "soldiers", "police", "children", "women", "men", "journalists", "militants", "hostages"),
    Contrast.OFFICES: ("foreign", "defence", "interior", "finance", "justice", "health"),
    Contrast.MOTION: ("into", "out_of"),
    Contrast.CHANGE: ("to", "by"),
    Contrast.CHANGE_TO: ("to", "by"),
    Contrast.REASONS: ("because", "although", "if", "unless"),
    Contrast.CONNECTIVES: ("and", "or"),
    Contrast.DIRECTIONS: ("north", "south", "east", "west"),
    Contrast.ORDER: ("before", "after"),
    Contrast.ORDINALS: ("first", "second", "third", "fourth", "fifth", "last", "next", "previous"),
    Contrast.PARTS: ("half", "quarter", "third", "double", "triple"),
    Contrast.NUMERALS: (
        *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
        *("hundred", "thousand", "ten_thousand", "hundred_million", "trillion"),
    ),
    Contrast.SHARES: ("percent", "percentage_point", "per_mille"),
    Contrast.LENGTHS: ("kilometre", "mile", "metre", "foot", "centimetre", "inch", "yard"),
    Contrast.WEIGHTS: ("kilogram", "pound", "gram", "ton", "ounce"),
    Contrast.VOLUMES: ("hectare", "acre", "square_kilometre", "litre", "gallon", "barrel"),
    Contrast.TEMPERATURES: ("celsius", "fahrenheit"),
    Contrast.POWERS: ("kilowatt", "megawatt", "gigawatt"),
    Contrast.TIMES: ("second", "minute", "hour", "day", "week", "month", "year", "decade", "century"),
    Contrast.CURRENCIES: (
        *("dollar", "euro", "ruble", "yuan", "yen", "lira", "sterling", "hryvnia", "rupee", "shekel"),
        *(
            "dram",
            "manat",
            "lari",
            "tenge",
            "zloty",
            "won",
            "rial",
            "toman",
            "dinar",
            "dirham",
            "krona",
            "franc",
            "peso",
            "real",
        ),
    ),
    Contrast.WINS: ("win", "lose"),
    Contrast.HEROES: ("hero", "traitor"),
    Contrast.FRIENDS: ("friend", "enemy"),
    Contrast.RISES: ("rise", "fall"),
    Contrast.STANCES: ("support", "oppose"),
    Contrast.BEGINNINGS: ("begin", "end"),
    Contrast.ADMISSIONS: ("confirm", "deny"),
    Contrast.PERMISSIONS: ("allow", "forbid"),
    Contrast.STATES: ("alive", "dead"),
    Contrast.OPENNESS: ("open", "closed"),
    Contrast.PEACE: ("peace", "war"),
    Contrast.GUILT: ("guilty", "innocent"),
    Contrast.TRUTH: ("true", "false"),
    Contrast.TRADES: ("buy", "sell"),
    Contrast.ADVANCES: ("attack", "retreat"),
    Contrast.SEXES: ("male", "female"),
    Contrast.FREQUENCY: ("always", "often", "sometimes", "rarely", "never"),
    Contrast.AMOUNTS: ("all", "most", "many", "some", "few"),
    Contrast.PERSONS: ("i", "we", "you", "he", "she", "they"),
    Contrast.WEEKDAYS: ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
    Contrast.MODALS: ("must", "may"),
    Contrast.TENSES: ("present", "past"),
    Contrast.PERFECTS: ("present", "past"),
}
"""The groups of each set, in the order of the languages' files; a group that no set has is an error."""
