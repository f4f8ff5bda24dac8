"""The statutory timetable's rules: what starts a clock, what stops it, who owes it and who is told.

The numbers are not here: they are in `packs/`, each with its source. To add a rule, add an entry to the module of
its subject, a number to a pack and a file to `tests/rules/`; screens, alerts, the printed timetable and exports follow.
"""

from collections.abc import Mapping
from types import MappingProxyType

from deadlines.rules.after_a_plan import AFTER_A_PLAN
from deadlines.rules.conferences import AFTER_A_CONFERENCE, TOWARDS_A_CONFERENCE
from deadlines.rules.core_groups import CORE_GROUPS
from deadlines.rules.enquiries import ASSESSMENTS, ENQUIRIES
from deadlines.rules.on_a_plan import ON_A_PLAN
from deadlines.rules.shape import Rule, Shape, Stage, Step, Which, Who
from deadlines.rules.visits import VISITS

__all__ = ["RULES", "Rule", "Shape", "Stage", "Step", "Which", "Who"]

_EVERY_RULE = (
    *ENQUIRIES, *TOWARDS_A_CONFERENCE, *CORE_GROUPS, *VISITS, *ASSESSMENTS, *AFTER_A_CONFERENCE, *ON_A_PLAN,
    *AFTER_A_PLAN,
)  # fmt: skip


def _place(rule: Rule) -> tuple[bool, str]:
    """The numbered deadlines first, in the order of the catalogue; of two with one number, as they stand here."""
    return not rule.number.startswith("T-"), rule.number


RULES: Mapping[str, Rule] = MappingProxyType({rule.code: rule for rule in sorted(_EVERY_RULE, key=_place)})
"""By code, in the order of the catalogue."""
