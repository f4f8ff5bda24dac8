"""Who may do what, on paper, from the table in accounts/roles.py.

`python -m accounts.printed` writes docs/who-may-do-what.md; with `--check` it exits 1 when that is stale.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from accounts.roles import ABOUT, GRANTED, Permission, Role

PRINTED: Final = Path(__file__).parent.parent / "docs" / "who-may-do-what.md"

WHOSE: Final = """\
## Whose records

A role says what somebody may do; this says for which children (`Child.objects.visible_to`). A child who is not among
them is not found, whatever the role.

| Role | Children |
|---|---|
| Social worker | those allocated to them, and those who live with one of them |
| Team manager | those their team is responsible for |
| Conference chair | those whose conferences they chair |
| Service manager, safeguarding unit, auditor | all |
| Core group professional, data officer, system administrator | none |

A search looks among all children, so that nobody is added twice. Of a child somebody may not open it shows the name,
the year of birth, the reference and whom to ask. Every search and every opened page is logged.
"""


def as_markdown() -> str:
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Who may do what"
    yield ""
    yield "Printed by `python -m accounts.printed` from `accounts/roles.py`. Do not edit."
    yield ""
    yield "## Roles"
    yield ""
    for number, role in enumerate(Role, start=1):
        yield f"{number}. **{role.label}**: {ABOUT[role]}"
    yield ""
    yield "## Permissions"
    yield ""
    yield "The numbers are those of the roles above."
    yield ""
    yield "| May … | " + " | ".join(str(number) for number in range(1, len(Role) + 1)) + " |"
    yield "|---|" + ":-:|" * len(Role)
    for permission in Permission:
        marks = " | ".join("yes" if permission in GRANTED[role] else "" for role in Role)
        yield f"| {permission} | {marks} |"
    yield ""
    yield WHOSE.rstrip("\n")


def main(arguments: list[str]) -> int:
    text = as_markdown()
    if "--check" in arguments:
        if PRINTED.exists() and PRINTED.read_text(encoding="utf-8") == text:
            return 0
        sys.stderr.write("docs/who-may-do-what.md is stale: run python -m accounts.printed\n")
        return 1
    PRINTED.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
