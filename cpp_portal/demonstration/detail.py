"""What the plans of the demonstration say besides their outcomes: the outline of the conference, then the detail."""

from collections.abc import Iterable

from accounts.models import User
from plans.actions.lines import add_line, describe_family
from plans.models import ChildProtectionPlan, PlanLine

Kind = PlanLine.Kind
OUTLINE = (
    (Kind.RISK, {"words": "Left alone in the evenings, and frightened by quarrels at weekends."}),
    (Kind.NEED, {"words": "Regular meals and sleep; a dentist; help to catch up at school."}),
    (Kind.STRENGTH, {"words": "Warm with a grandmother who lives near and is called when things are hard."}),
)
DETAIL = (
    (
        Kind.SERVICE,
        {
            "words": "Parenting group",
            "components": [PlanLine.Component.PARENTING],
            "domains": [PlanLine.Domain.PARENTING],
            "standing": PlanLine.Standing.BEGUN,
            "who": "Family centre, for both parents",
            "how_often": "Tuesdays for ten weeks",
        },
    ),
    (
        Kind.EXPECTATION,
        {"who": "The parents", "words": "Keep the morning routine; call for help before leaving."},
    ),
    (
        Kind.EXPECTATION,
        {"who": "The school", "words": "Rings the social worker by ten when the child is away."},
    ),
    (
        Kind.CONTACT,
        {
            "who": "Class teacher",
            "reach": PlanLine.Reach.ROUTINE,
            "words": "Sees the child in class and at breakfast club.",
            "how_often": "every school day",
        },
    ),
    (Kind.CHILDS_VIEW, {"words": "Wants everybody to stop shouting, and to keep the cat.", "caveat": ""}),
    (
        Kind.PARENTS_VIEW,
        {
            "who": "Mother",
            "words": "Thinks that fewer visits would do.",
            "caveat": "Visits stay as often while the child is afraid at weekends.",
        },
    ),
)


def in_detail(plan: ChildProtectionPlan, *, chair: User, lead: User) -> None:
    _tell(plan, OUTLINE, by=chair)
    _tell(plan, DETAIL, by=lead)
    describe_family(
        plan=plan,
        made_with="The parents chose the day of the group; the children said who should come to meetings.",
        culture="White British; no religion is kept at home.",
        disability="None known.",
        visiting="After school and one weekend visit a month, every second one unannounced.",
        monitoring="Attendance each Friday; what the child says on visits; the core group looks at both.",
        parents_told_on=plan.started_on,
        by=lead,
        today=plan.started_on,
    )


def _tell(plan: ChildProtectionPlan, lines: Iterable[tuple[str, dict[str, object]]], *, by: User) -> None:
    for kind, says in lines:
        add_line(plan=plan, kind=kind, by=by, **says)
