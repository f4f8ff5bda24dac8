"""make bench, or make bench BENCH="pages --children 5000" for one of them."""

import sys
from importlib import import_module

import django

BENCHMARKS = ("pages", "sweep", "plans", "visits")


def main(words: list[str]) -> int:
    chosen, rest = words[:1], words[1:]
    if chosen and chosen[0] not in BENCHMARKS:
        print(f"There is no benchmark {chosen[0]!r}. There are: {', '.join(BENCHMARKS)}.", file=sys.stderr)
        return 2
    django.setup()  # models can be imported only afterwards
    for name in chosen or BENCHMARKS:
        import_module(f"benchmarks.{name}").main(rest)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
