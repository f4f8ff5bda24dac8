"""Which of two overdue duties matters more to the child, for lists that cannot show everything at once.

Worked out from the rules themselves, so that a new rule finds its place: first a child whom nobody holds, then a child
whom nobody has seen, then a decision that has not been made, then the rest; among equals the one told more widely.
"""

from typing import Final

from django.db.models import Case, IntegerField, Value, When

from deadlines.milestones import Milestone as M
from deadlines.rules import RULES, Rule, Stage

_WHAT_IS_MISSING: Final = (
    frozenset({M.ALLOCATED}),
    frozenset({M.CHILD_SEEN, M.CHILD_SEEN_ALONE, M.CHILD_SEEN_AWAKE}),
    frozenset({M.ENQUIRIES_DECIDED, M.INITIAL_CONFERENCE_HELD, M.REVIEW_HELD, M.PLAN_ENDED}),
)


def _weight(rule: Rule) -> tuple[int, int, str]:
    missing = next(
        (place for place, group in enumerate(_WHAT_IS_MISSING) if rule.expects & group), len(_WHAT_IS_MISSING)
    )
    told = sum(len(step.tell) for step in rule.steps if step.stage is Stage.OVERDUE)
    return missing, -told, rule.number


GRAVITY: Final = {rule.code: place for place, rule in enumerate(sorted(RULES.values(), key=_weight))}


def in_the_database(rule: str = "rule") -> Case:
    """The same order for `order_by`; `rule` is the way to the rule of the deadline."""
    return Case(
        *(When(**{rule: code}, then=Value(place)) for code, place in GRAVITY.items()),
        default=Value(len(GRAVITY)),
        output_field=IntegerField(),
    )
