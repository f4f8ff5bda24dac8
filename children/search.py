"""Find a child by what somebody knows: a name as it sounded, a date as it was remembered, a number.

Looks among all children, whoever asks, so that nobody is added twice; what may be shown of each is the page's
question. Three steps: the database finds candidates by its indexes, compares their words with those typed, and what is
left is put into order here with the reasons for each. A new way of being alike is a new line in `_likeness`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db import connection, transaction
from django.db.models import Prefetch, Q, QuerySet, Value

from children.models import Child, FormerName, Person, Relationship
from children.models.names import CHILDS_NAMES, FORMER_NAMES, PERSONS_NAME, SoundsOf, Words

CANDIDATES: Final = 200
OFFERED: Final = 50
LONGEST_WORD: Final = 60
MOST_WORDS: Final = 4
LOOKS_ALIKE: Final = 0.45  # of pg_trgm's word similarity: two letters swapped in a name of seven
NEAR: Final = timedelta(days=7)
NEAR_EXPECTED: Final = timedelta(days=60)
NOT_NAMES: Final = frozenset({"unborn", "baby", "child"})


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What was typed: one box and perhaps a date."""

    text: str = ""
    born_on: date | None = None

    @property
    def words(self) -> list[str]:
        """Those that may be names: no numbers, no initials."""
        words = [word for word in words_of(self.text) if word.isalpha() and len(word) > 1]
        return [word for word in words if word not in NOT_NAMES][:MOST_WORDS]

    @property
    def number(self) -> str:
        return re.sub(r"[\s-]", "", self.text).upper()

    def __str__(self) -> str:
        return " ".join(filter(None, [self.text, f"{self.born_on:%d/%m/%Y}" if self.born_on else ""]))


@dataclass(kw_only=True)
class Offered:
    """A child who may be the one, and why. A reason never says more of the child than was typed."""

    child: Child
    score: float = 0
    reasons: list[str] = field(default_factory=list)
    same_number: bool = False
    dates_agree: bool = False


@dataclass(frozen=True, kw_only=True)
class Likeness:
    score: float
    how: str  # "" for the same word

    def reason(self, typed: str) -> str:
        return f"{self.how} “{typed}”"


def search(sought: Sought) -> list[Offered]:
    """The likeliest first, at most OFFERED of them."""
    with transaction.atomic(), connection.cursor() as cursor:
        # Until the end of this transaction only.
        cursor.execute("select set_config('pg_trgm.word_similarity_threshold', %s, true)", [str(LOOKS_ALIKE)])
        candidates = {pk for found in _candidates(sought) for pk in found}
    children = _with_all_names(candidates)
    alike = _compare(sought.words, {word for child in children for word in _words_of_child(child)})
    offered = [offer for child in children if (offer := _offer(child, sought, alike))]
    offered.sort(key=lambda each: (-each.score, each.child.family_name, each.child.given_name, each.child.pk))
    return offered[:OFFERED]


def near_matches(sought: Sought, *, numbers: Iterable[str] = ()) -> list[Offered]:
    """Those that a child about to be added may well be: the names agree and so does the date, or a number does."""
    found = search(sought)
    for number in filter(None, numbers):
        found += [each for each in search(Sought(text=number)) if each.same_number]
    near = {each.child.pk: each for each in found if each.same_number or each.dates_agree}
    return list(near.values())


def words_of(text: str) -> list[str]:
    """O’Brien is one word, Smith-Jones are two: as sounds_of() in the database has it."""
    return [word[:LONGEST_WORD] for word in re.findall(r"[^\W_]+", re.sub("['’]", "", text.lower()))]


def _candidates(sought: Sought) -> Iterator[QuerySet]:
    yield Child.objects.filter(_same_number(sought.number)).values_list("pk", flat=True)
    if not sought.words:
        if sought.born_on and not sought.text.strip():
            days = {sought.born_on, swapped(sought.born_on)}
            yield Child.objects.filter(born_on__in=days - {None}).values_list("pk", flat=True)[:CANDIDATES]
        return
    yield _named(Child.objects.all(), CHILDS_NAMES, sought.words, "pk")
    yield _named(FormerName.objects.all(), FORMER_NAMES, sought.words, "child")
    mothers = Person.objects.filter(
        relationships__kind=Relationship.Kind.MOTHER, relationships__child__born_on__isnull=True
    )
    yield _named(mothers, PERSONS_NAME, sought.words, "relationships__child")
    if sought.born_on:
        by_date = Child.objects.filter(_near_date(sought.born_on))
        yield _named(by_date, CHILDS_NAMES, sought.words, "pk", any_word=True)


def _same_number(number: str) -> Q:
    if not number:
        return Q(pk__in=[])
    return (
        Q(reference__in={number, number.lower()})
        | Q(nhs_number=number)
        | Q(upn=number)
        | Q(former_upn=number)
    )


def _named(rows: QuerySet, names: Words, words: list[str], pk: str, *, any_word: bool = False) -> QuerySet:
    """Of three words or more one may be missing: a middle name that one of the two did not know."""
    each = [Q(names__trigram_word_similar=word) | Q(sounds__overlap=SoundsOf(Value(word))) for word in words]
    if any_word:
        wanted = _any(each)
    elif len(each) > 2:
        wanted = _any(_all(each[:left] + each[left + 1 :]) for left in range(len(each)))
    else:
        wanted = _all(each)
    closest = sum(
        (TrigramWordSimilarity(word, names) for word in words[1:]), TrigramWordSimilarity(words[0], names)
    )
    return (
        rows.alias(names=names, sounds=SoundsOf(names))
        .filter(wanted)
        .order_by(closest.desc(), "pk")
        .values_list(pk, flat=True)[:CANDIDATES]
    )


def _any(conditions: Iterable[Q]) -> Q:
    joined = Q()
    for condition in conditions:
        joined |= condition
    return joined


def _all(conditions: Iterable[Q]) -> Q:
    return Q(*conditions)


def _near_date(day: date) -> Q:
    near = Q(born_on__range=(day - NEAR, day + NEAR)) | Q(
        expected_on__range=(day - NEAR_EXPECTED, day + NEAR_EXPECTED)
    )
    other = swapped(day)
    return near | Q(born_on=other) if other else near


def swapped(day: date) -> date | None:
    """3 April for 4 March: day and month the wrong way round, where that is another day."""
    return day.replace(month=day.day, day=day.month) if day.day <= 12 and day.day != day.month else None


def _with_all_names(pks: Iterable[int]) -> list[Child]:
    mothers = Relationship.objects.filter(kind=Relationship.Kind.MOTHER).select_related("person")
    return list(
        Child.objects.filter(pk__in=pks)
        .select_related("team")
        .prefetch_related("former_names", Prefetch("relationships", mothers, to_attr="mothers"))
    )


def _own_words(child: Child) -> list[str]:
    return words_of(f"{child.given_name} {child.family_name} {child.known_as}")


def _mothers_words(child: Child) -> list[str]:
    return [word for each in child.mothers for word in words_of(each.person.name)] if child.is_unborn else []


def _words_of_child(child: Child) -> Iterator[str]:
    yield from _own_words(child)
    for former in child.former_names.all():
        yield from words_of(str(former))
    yield from _mothers_words(child)


Alike = Mapping[tuple[str, str], Likeness]


def _compare(typed: list[str], recorded: Iterable[str]) -> Alike:
    """How each typed word is like each recorded one; pairs that are not alike are left out."""
    sql = """
        select typed, recorded, sounds_of(typed) && sounds_of(recorded), levenshtein(typed, recorded),
               word_similarity(typed, recorded)
        from unnest(%s::text[]) as typed, unnest(%s::text[]) as recorded
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [typed, sorted(set(recorded))])
        rows = cursor.fetchall()
    likenesses = {(one, other): _likeness(one, other, *how) for one, other, *how in rows}
    return {pair: likeness for pair, likeness in likenesses.items() if likeness}


def _likeness(typed: str, recorded: str, sounds: bool, edits: int, similar: float) -> Likeness | None:
    longer = max(len(typed), len(recorded))
    if typed == recorded:
        return Likeness(score=1, how="")
    if len(typed) >= 3 and recorded.startswith(typed):
        return Likeness(score=0.85, how="begins with")
    # Short codes are shared by many names: Ian and Anna sound alike only to the algorithm.
    if sounds and edits <= 0.6 * longer:
        return Likeness(score=0.9 - edits / longer / 2, how="sounds like")
    if similar >= LOOKS_ALIKE or (edits <= 2 and longer >= 5):
        return Likeness(score=0.8 - edits / longer / 2, how="looks like")
    return None


def _offer(child: Child, sought: Sought, alike: Alike) -> Offered | None:
    offer = Offered(child=child)
    _weigh_numbers(offer, sought.number)
    named = _weigh_names(offer, sought.words, alike)
    dated = _weigh_dates(offer, sought.born_on)
    enough = len(sought.words) - (len(sought.words) > 2)
    if sought.words:
        offer.dates_agree = (named >= enough and dated != "differs") or (named > 0 and dated == "agrees")
        wanted = named >= enough or (named > 0 and dated == "agrees")
    else:
        wanted = dated == "agrees"
    return offer if wanted or offer.same_number else None


def _weigh_numbers(offer: Offered, number: str) -> None:
    child = offer.child
    if not number:
        return
    for recorded, name in (
        (child.reference.upper(), "reference"),
        (child.nhs_number, "NHS number"),
        (child.upn, "pupil number"),
        (child.former_upn, "former pupil number"),
    ):
        if recorded == number:
            offer.same_number = True
            offer.score += 10
            offer.reasons.append(f"same {name}")


def _weigh_names(offer: Offered, typed: list[str], alike: Alike) -> int:
    """Adds the reasons of whichever of the child's names is likest. How many of the words were matched."""
    if not typed:
        return 0
    child = offer.child
    kinds = [("", 1.0, _own_words(child)), ("mother’s name", 0.9, _mothers_words(child))]
    kinds += [("former name", 0.95, words_of(str(former))) for former in child.former_names.all()]
    best: tuple[float, int, str, list[tuple[str, Likeness]]] = (0, 0, "", [])
    for kind, weight, words in kinds:
        matched = [
            (word, max(likenesses, key=lambda each: each.score))
            for word in typed
            if (likenesses := [alike[word, other] for other in words if (word, other) in alike])
        ]
        score = weight * sum(likeness.score for _, likeness in matched) / len(typed)
        if score > best[0]:
            best = (score, len(matched), kind, matched)
    score, number, kind, matched = best
    offer.score += score
    inexact = [likeness.reason(word) for word, likeness in matched if likeness.how]
    if kind:
        offer.reasons.append(kind)
    elif matched and not inexact:
        offer.reasons.append("same name" if number == len(typed) else "part of the name")
    offer.reasons += inexact
    return number


def _weigh_dates(offer: Offered, sought: date | None) -> str:
    """Answers "agrees", "differs" or "" when one of the dates is not known."""
    child = offer.child
    if sought is None:
        return ""
    if child.born_on is None:
        if abs(child.expected_on - sought) <= NEAR_EXPECTED:
            offer.score += 0.2
            offer.reasons.append("expected about then")
            return "agrees"
        return "differs"
    if child.born_on == sought:
        offer.score += 0.5
        offer.reasons.append("same date of birth")
    elif child.born_on == swapped(sought):
        offer.score += 0.35
        offer.reasons.append("day and month of birth swapped")
    elif abs(child.born_on - sought) <= NEAR:
        offer.score += 0.3
        offer.reasons.append("date of birth within 7 days")
    else:
        offer.score -= 0.3
        return "differs"
    return "agrees"
