"""What was circulated, to whom, and the links by which people without an account open their copy."""

from circulation.models.links import CopyCode, CopyLink, LinkGuess
from circulation.models.records import (
    ChairsQuestion,
    Circulation,
    QuestionQuerySet,
    Receipt,
    ReceiptQuerySet,
)

__all__ = [
    "ChairsQuestion",
    "Circulation",
    "CopyCode",
    "CopyLink",
    "LinkGuess",
    "QuestionQuerySet",
    "Receipt",
    "ReceiptQuerySet",
]
