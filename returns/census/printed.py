"""What becomes of a child whose record in the census is wrong, on paper, from `layout.py` and `faults.py`.

`python -m returns.census.printed` writes docs/import-decisions.md; with `--check` it exits 1 when that is stale.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from returns.census.faults import Fault
from returns.census.layout import LAYOUT, Element
from returns.problems import Severity

PRINTED: Final = Path(__file__).parent.parent.parent / "docs" / "import-decisions.md"

# Faults of a single value: what follows is said of the element, not of the fault.
OF_A_VALUE: Final = frozenset(
    {
        Fault.MISSING,
        Fault.DAY_FIRST,
        Fault.NOT_A_DATE,
        Fault.NO_SUCH_DAY,
        Fault.YEAR_UNLIKELY,
        Fault.DAY_UNCERTAIN,
        Fault.AHEAD,
        Fault.UNKNOWN_CODE,
        Fault.NOT_YES_OR_NO,
        Fault.NOT_A_COUNT,
        Fault.UPN_MALFORMED,
        Fault.UPN_CHECK_LETTER,
        Fault.REFERENCE_MALFORMED,
        Fault.TWICE,
        Fault.NOT_PLAIN,
    }
)

INTRODUCTION: Final = """\
# What an import does with a census record that is wrong

Printed from `returns/census/layout.py` and `returns/census/faults.py` by `make docs`; do not edit it here. Why it is
so, and what else an import does, is in [import.md](import.md).

- *child not taken*: who the child is, or a date or a plan that a statutory clock hangs on, cannot be true as it stands.
- *value left out*: the value is not known; the child is taken without it.
- *taken, to be looked at*: a contradiction that no clock notices.
"""


def as_markdown() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield INTRODUCTION
    yield "## Each element\n"
    yield "| element | cannot be read | missing |"
    yield "| --- | --- | --- |"
    for group, elements in LAYOUT.items():
        for element in elements:
            if isinstance(element, Element):
                if element.read is not None:
                    yield f"| {group} / {element.tag} | {element.wrong} | {_or_nothing(element.missing)} |"
            else:
                yield f"| {group} / {element.tag} | passed over | passed over |"
    yield "\nA value cannot be read when:\n"
    for fault in Fault:
        if fault in OF_A_VALUE and fault is not Fault.MISSING:
            yield f"- {fault.sentence.format(field='it')}"
    yield "\n## What the facts say about each other\n"
    yield "| census rule | what is said | what follows |"
    yield "| --- | --- | --- |"
    for fault in Fault:
        if fault not in OF_A_VALUE:
            yield f"| {_rule(fault)} | {fault.sentence.format(field='*the field*')} | {fault.severity} |"


def _or_nothing(missing: Severity | None) -> str:
    return str(missing) if missing else "not known"


def _rule(fault: Fault) -> str:
    return "the portal's own" if fault.rule == "portal" else fault.rule


def main(arguments: Sequence[str]) -> int:
    if "--check" in arguments:
        return int(not PRINTED.exists() or PRINTED.read_text(encoding="utf-8") != as_markdown())
    PRINTED.write_text(as_markdown(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
