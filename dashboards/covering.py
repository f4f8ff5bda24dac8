"""Who is away, what is covered and what is not, and what falls due meanwhile: read for a manager in a few looks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef

from accounts.models import User
from accounts.roles import Role
from children.actions.cover import covers_to_arrange
from children.models import Allocation, Cover, CoveredChild
from children.models.allocation import AllocationQuerySet
from deadlines.milestones import Milestone as M
from deadlines.models import Deadline
from deadlines.rules import RULES
from govuk_forms import words

SEEING = frozenset({M.CHILD_SEEN, M.CHILD_SEEN_ALONE, M.CHILD_SEEN_AWAKE})
VISIT_RULES = [rule.code for rule in RULES.values() if rule.expects & SEEING]


ALONE = {
    Role.TEAM_MANAGER: "Nobody acts for the team",
    Role.CONFERENCE_CHAIR: "Nobody chairs for them: the safeguarding unit is told meanwhile",
}
"""What goes without anybody, besides children, when nobody covers."""


@dataclass(frozen=True, kw_only=True)
class CoverRow:
    cover: Cover
    when: str
    who: str
    what: str
    gap: str
    """What nobody covers, in words; empty when all is covered."""
    arrange: str
    """What the form that arranges cover for it is asked with."""


def cover_rows(manager: User, *, today: date) -> list[CoverRow]:
    """Present and coming absences of the people a manager arranges for, with what is left uncovered in each."""
    covers = list(covers_to_arrange(manager, today=today).prefetch_related("chosen__child"))
    away = {cover.away_id for cover in covers}
    held: dict[int, set[int]] = defaultdict(set)
    for worker, child in _held(away, today).values_list("social_worker", "child"):
        held[worker].add(child)
    visits: dict[int, list[date]] = defaultdict(list)
    of_those = Deadline.objects.outstanding().filter(
        rule__in=VISIT_RULES, child__in=_held(away, today).values("child")
    )
    for child, due_on in of_those.values_list("child", "due_on"):
        visits[child].append(due_on)
    return [_row(cover, covers, held[cover.away_id], visits, today) for cover in covers]


def _held(people: Iterable[int], today: date) -> AllocationQuerySet:
    return Allocation.objects.on(today).filter(social_worker__in=people).order_by()


def _row(
    cover: Cover, all_covers: list[Cover], held: set[int], visits: dict[int, list[date]], today: date
) -> CoverRow:
    chosen = [each.child for each in cover.chosen.all()]
    return CoverRow(
        cover=cover,
        when=f"{words.day(cover.from_on)}, back on {words.day(cover.until_on)}",
        who=cover.covering.name if cover.covering else "Nobody",
        what=", ".join(child.name for child in chosen) or _all_of(cover.away),
        gap=_gap(cover, all_covers, held, visits, today),
        arrange=urlencode(
            {
                "away": cover.away_id,
                "reason": cover.reason,
                "from_on": f"{max(cover.from_on, today):%d/%m/%Y}",
                "until_on": f"{cover.until_on:%d/%m/%Y}",
            }
        ),
    )


def _gap(
    cover: Cover, all_covers: list[Cover], held: set[int], visits: dict[int, list[date]], today: date
) -> str:
    others = [
        each for each in all_covers
        if each.away_id == cover.away_id and each.covering_id and each.covering.is_active
        and each.from_on <= max(cover.from_on, today) and each.until_on >= cover.until_on
    ]  # fmt: skip
    if any(each.every_child for each in others):
        return ""
    left = held - {one.child_id for each in others for one in each.chosen.all()}
    if not left:
        return ALONE.get(Role(cover.away.role), "") if not others else ""
    due = sum(due_on < cover.until_on for child in left for due_on in visits[child])
    told = f"Nobody covers {words.count(len(left), 'child', 'children')}"
    return f"{told}: {words.count(due, 'visit')} due by then" if due else told


def _all_of(away: User) -> str:
    return "All of their conferences" if away.role == Role.CONFERENCE_CHAIR else "All of their children"


def gaps(manager: User, *, today: date) -> int:
    """How many people are away now or soon with something of theirs that nobody covers."""
    return len({row.cover.away_id for row in cover_rows(manager, today=today) if row.gap})


def covering_for(person: User, children: Iterable[int], *, today: date) -> dict[int, str]:
    """For each child whom the person covers for: "covering for Priya Pattern until 18 March 2026"."""
    covered = Allocation.objects.covered_by(person, today=today).filter(child__in=list(children)).order_by()
    read = covered.values_list("child", "social_worker__name", "social_worker__absences__until_on")
    return {child: f"covering for {name}, who is back on {words.day(back)}" for child, name, back in read}


@dataclass(frozen=True)
class Away:
    """The lead social worker of a child is away."""

    back_on: date
    covering: User | None
    """Whoever acts for this child meanwhile."""


def away(allocation: Allocation, *, today: date) -> Away | None:
    """Whether the lead social worker is away today, and who acts for the child. One question."""
    chosen = CoveredChild.objects.filter(cover=OuterRef("pk"), child=allocation.child_id)
    covers = (
        Cover.objects.on(today).filter(away=allocation.social_worker_id).annotate(is_chosen=Exists(chosen))
    )
    found = None
    for cover in covers.select_related("covering").order_by("until_on"):
        acts = cover.covering and cover.covering.is_active and (cover.every_child or cover.is_chosen)
        if acts:
            return Away(cover.until_on, cover.covering)
        found = Away(cover.until_on, None)
    return found


def visits_due(worker: User, *, before: date, today: date) -> int:
    """How many visits to a worker's children are due, or overdue, before the worker is back."""
    theirs = Deadline.objects.outstanding().filter(child__in=_held([worker.pk], today).values("child"))
    return theirs.filter(rule__in=VISIT_RULES, due_on__lt=before).count()
