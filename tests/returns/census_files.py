"""Census files for tests: the sample beside this module, changed in one place."""

from datetime import date
from io import BytesIO
from pathlib import Path

from returns.census import Census, Found, Shared

SAMPLES = Path(__file__).parent / "samples"
ONE_CHILD = (SAMPLES / "one-child.xml").read_text(encoding="utf-8")
CHILD = ONE_CHILD[ONE_CHILD.index("    <Child>") : ONE_CHILD.index("  </Children>")]

sun_22_nov_2026 = date(2026, 11, 22)


def changed(before: str, after: str, *, text: str = ONE_CHILD) -> str:
    assert text.count(before) == 1, f"the sample has {before!r} {text.count(before)} times"
    return text.replace(before, after)


def with_children(*children: str) -> str:
    return ONE_CHILD.replace(CHILD, "".join(children))


def read(
    file: str | bytes, *, today: date = sun_22_nov_2026, shared: Shared | None = None
) -> tuple[list[Found], Census]:
    encoded = file.encode() if isinstance(file, str) else file
    census = Census(BytesIO(encoded), today=today, shared=shared)
    return list(census.children()), census


def the_one_in(file: str | bytes) -> Found:
    [found], _ = read(file)
    return found


def said_of(found: Found) -> list[tuple[str, str, str]]:
    """Field, rule and what followed, for each problem."""
    return [(problem.field, problem.rule, problem.severity.name) for problem in found.problems]
