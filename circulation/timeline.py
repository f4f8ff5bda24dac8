"""What circulated records contribute to the statutory timeline: what the chair asked about them."""

from collections.abc import Iterator
from datetime import date

from circulation.models import ChairsQuestion
from deadlines.milestones import Milestone, Reached, Source
from deadlines.sources import Facts


def _question(pk: int, asked_on: date, answer_by: date, answered_on: date | None) -> Iterator[Reached]:
    source, occasion = Source("chairs-question", pk, "The conference chair asked"), f"question-{pk}"
    yield Reached(asked_on, Milestone.CHAIR_ASKED, for_day=answer_by, occasion=occasion, source=source)
    if answered_on:
        yield Reached(answered_on, Milestone.CHAIR_ANSWERED, occasion=occasion, source=source)


FACTS = (
    Facts(
        records=ChairsQuestion.objects.all,
        columns=("pk", "asked_on", "answer_by", "answered_on"),
        read=_question,
        gives=frozenset({Milestone.CHAIR_ASKED, Milestone.CHAIR_ANSWERED}),
    ),
)
