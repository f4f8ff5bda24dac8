"""Words that say what somebody thought of a child and not what they saw (S1-77): a hint, never an obstacle."""

import re
from typing import Final

# Proposed: no source lists them but the first.
LABELS: Final = (
    "disturbed", "attention-seeking", "attention seeking", "naughty", "challenging", "manipulative", "difficult",
    "badly behaved", "promiscuous", "streetwise",
)  # fmt: skip
_LABELS = re.compile(r"\b(" + "|".join(map(re.escape, LABELS)) + r")\b", re.IGNORECASE)


def labels_in(*texts: str) -> list[str]:
    """The labels in some texts, each once, in the order in which they stand there."""
    return list(dict.fromkeys(found.lower() for text in texts for found in _LABELS.findall(text)))
