"""make bench, or make bench BENCH="pages --children 5000" for one of them."""

import sys
from collections.abc import Callable

import django

django.setup()

from benchmarks import pages, plans, sweep, visits  # noqa: E402  models can be imported only once Django is set up

BENCHMARKS: dict[str, Callable[[list[str]], None]] = {
    "pages": pages.main,
    "sweep": sweep.main,
    "plans": plans.main,
    "visits": visits.main,
}


def main(words: list[str]) -> int:
    chosen, rest = words[:1], words[1:]
    if chosen and chosen[0] not in BENCHMARKS:
        print(f"There is no benchmark {chosen[0]!r}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    for name in chosen or BENCHMARKS:
        BENCHMARKS[name](rest)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
