"""What is worked out of the facts, and what the authority changed of the numbers it is worked out with."""

from deadlines.models.closure import ClosureDay
from deadlines.models.deadline import FLAGS, OUTSTANDING, Deadline, DeadlineChange, DeadlineQuerySet, Reckoned
from deadlines.models.own_pack import ChangedLimit, ChangeRun, MovedDate, TimetableChange

__all__ = [
    "FLAGS",
    "OUTSTANDING",
    "ChangeRun",
    "ChangedLimit",
    "ClosureDay",
    "Deadline",
    "DeadlineChange",
    "DeadlineQuerySet",
    "MovedDate",
    "Reckoned",
    "TimetableChange",
]
