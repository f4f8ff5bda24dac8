"""Which tests run where and when, so that neither of two workers waits for the other.

A worker takes a file whole, since the tests of some share a server. What is long comes early: at the end there are
only short files to share. What mostly waits, for real programs to start, to be killed or to come round, stands beside
the longest that reckons, and not beside its like.
"""

from typing import Final

import pytest
from xdist.scheduler import LoadFileScheduling

SPREAD: Final = ("tests/journeys/test_every_page.py", "tests/journeys/test_bad_input.py")
"""Long files whose tests do not lean on each other: shared between the workers."""
ONE_WORLD: Final = tuple(
    f"tests/house_rules/test_{name}.py" for name in ("access", "headers", "kept", "kinds", "refusals")
)
"""They look at one world (tests/house_rules/conftest.py), which takes longer to tell than many of their tests."""
ORDER: Final = (
    ("tests/journeys/test_every_page.py",),
    (
        "tests/faults/",
        "tests/launcher/",
        "tests/deployment/",
        "tests/journeys/test_interrupted_visit.py",
        "tests/journeys/test_no_network.py",
    ),
    ("tests/house_rules/test_costs.py", *ONE_WORLD, "tests/rules/test_against_the_calendar.py"),
)


def looks_at_one_world(nodeid: str) -> bool:
    return nodeid.startswith(ONE_WORLD)


def put_in_order(items: list[pytest.Item]) -> None:
    slow = {item.path for item in items if item.get_closest_marker("slow")}

    def place(item: pytest.Item) -> int:
        named = (place for place, files in enumerate(ORDER) if item.nodeid.startswith(files))
        return next(named, len(ORDER) + (item.path not in slow))

    items.sort(key=place)


class ByFile(LoadFileScheduling):
    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(SPREAD):
            return nodeid
        return "one world" if looks_at_one_world(nodeid) else super()._split_scope(nodeid)
