"""What each kind of line of a plan asks for, and whether a plan can be agreed without one (B-01)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from govuk_forms.words import day, within
from plans.models import PlanLine

Kind = PlanLine.Kind


@dataclass(frozen=True, kw_only=True)
class KindOfLine:
    one: str
    """One of them, for a link: "a risk"."""
    asks: Sequence[str] = ("words",)
    """The fields that are asked for, in order."""
    words: str
    hint: str = ""
    who: str = ""
    day: str = ""
    """What is asked for the first day, where it is not that of several."""
    is_required: bool = False
    optional: Sequence[str] = ()
    """What is asked for and may be left empty."""
    missing: str = ""
    """What the list of missing parts calls it."""


KINDS: Final[dict[str, KindOfLine]] = {
    Kind.RISK: KindOfLine(
        one="a risk",
        asks=("words", "side"),
        words="What makes the child vulnerable, or puts them at risk?",
        hint="One at a time, so that each can be looked at again.",
        is_required=True,
        missing="Vulnerabilities and risks",
    ),
    Kind.NEED: KindOfLine(
        one="a need",
        asks=("words", "side"),
        words="What does the child need?",
        hint="For health, development, care, school or safety; what is not met now.",
        is_required=True,
        missing="The child's needs",
    ),
    Kind.STRENGTH: KindOfLine(
        one="a strength",
        asks=("words", "side"),
        words="What is going well?",
        hint="In the child, in how they are cared for, in the people around them.",
    ),
    Kind.SERVICE: KindOfLine(
        one="a service",
        asks=("words", "components", "domains", "who", "how_often", "outcome", "from_on", "standing"),
        words="Which service?",
        hint="Wherever the child lives. What helps somebody who harmed goes into no copy of the plan.",
        who="Who provides it, and for whom?",
        day="When does it begin? (optional)",
        optional=("from_on",),
    ),
    Kind.EXPECTATION: KindOfLine(
        one="what is expected of somebody",
        asks=("who", "words"),
        who="Of whom?",
        words="What is expected of them?",
        hint="Of each parent, of others in the family and of each professional.",
        is_required=True,
        missing="What is expected of each person",
    ),
    Kind.CONTACT: KindOfLine(
        one="a professional's contact",
        asks=("who", "reach", "words", "how_often"),
        who="Which professional?",
        words="What kind of contact do they have with the child?",
        is_required=True,
        missing="Contact by each professional",
    ),
    Kind.CHILDS_VIEW: KindOfLine(
        one="what the child wishes and feels",
        asks=("words", "caveat"),
        words="What does the child wish and feel about the plan?",
        hint="In the child's own words where there are some; for a baby, what their behaviour tells.",
        is_required=True,
        missing="The child's wishes and feelings",
    ),
    Kind.PARENTS_VIEW: KindOfLine(
        one="a parent's view",
        asks=("who", "words", "caveat"),
        who="Which parent or carer?",
        words="What do they think of the plan?",
        is_required=True,
        missing="The parents' views",
    ),
    Kind.ASSESSMENT: KindOfLine(
        one="an assessment that is still needed",
        asks=("words", "who"),
        words="Which assessment is still needed, and why?",
        who="Who makes it?",
    ),
    Kind.FAMILY_MEETING: KindOfLine(
        one="a family group conference",
        asks=("from_on", "words"),
        words="What did the family plan, or why was none held?",
        day="On which day?",
    ),
    Kind.FESTIVAL: KindOfLine(
        one="days that the family keeps",
        asks=("words", "from_on", "until_on"),
        words="Which festival or other days?",
        hint="Meetings and visits are planned around them.",
    ),
    Kind.APART: KindOfLine(
        one="what was tried before living apart",
        words="What was thought of or tried so that the child can stay with the family?",
        hint="In words that the family can read: each way, and why it was not enough.",
    ),
    Kind.LEGAL: KindOfLine(
        one="legal action thought of or taken",
        asks=("words", "who", "from_on"),
        words="Which evidence was looked at, and which legal action was thought of or taken?",
        hint="Legal planning, an order applied for, or why there is none. It goes into no copy of the plan.",
        who="Who advised, and who decided?",
        day="On which day?",
    ),
}


def in_words(line: PlanLine) -> str:
    """A line as the plan says it."""
    said = [f"{line.who}: {line.words}" if line.who and line.kind not in WHO_COMES_LAST else line.words]
    if line.side:
        said[0] = f"{line.get_side_display()}: {said[0]}"
    if line.components:
        said.append(f"for {' and '.join(_small(PlanLine.Component(each).label) for each in line.components)}")
    if line.domains:
        said.append(f"about {' and '.join(_small(PlanLine.Domain(each).label) for each in line.domains)}")
    if line.kind in WHO_COMES_LAST:
        said.append(line.who)
    said += [_small(line.get_reach_display()), line.how_often]
    days = [day(one) for one in (line.from_on, line.until_on) if one]
    said.append(" to ".join(dict.fromkeys(days)))
    said.append(_small(line.get_standing_display()))
    if line.outcome:
        said.append(f"towards “{line.outcome.what_will_be_different.rstrip('.')}”")
    parts = [part for part in said if part]
    text = ", ".join([*(part.rstrip(".") for part in parts[:-1]), parts[-1]])
    return f"{text.rstrip('.')}. The child's welfare: {line.caveat}" if line.caveat else text


WHO_COMES_LAST: Final = (Kind.SERVICE, Kind.LEGAL)


def _small(label: str) -> str:
    return within(label)
