"""When a plan has ended."""

from typing import Final

from deadlines.milestones import Milestone as M
from deadlines.periods import WorkingDays
from deadlines.rules.shape import Rule, usual_steps

AFTER_A_PLAN: Final = (
    Rule(
        code="cin-plan-after-plan",
        number="T-24",
        name="Child in need plan after the plan",
        why="Help must not stop on the day protection does.",
        met_by="A child in need plan being started.",
        cites=("S2-21",),
        after=frozenset({M.PLAN_NO_LONGER_REQUIRED}),
        expects=frozenset({M.CIN_PLAN_STARTED}),
        lapses_at=frozenset({M.PLAN_STARTED, M.RESPONSIBILITY_ENDED}),
        steps=usual_steps(WorkingDays(2)),
    ),
)
