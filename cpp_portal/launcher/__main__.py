"""`python -m cpp_portal.launcher WORD`: what the Makefile calls.

environment   make or mend .venv
assets        the same, and build the front end
browser       find or install a Chromium
run           start the portal, with everything that it needs
test ...      the same as assets, and run pytest with the arguments that follow, in the browser that is there
manage ...    a command of manage.py against the running portal, or a database started for it alone
bench ...     the benchmarks, against a database of their own
migrations    whether the models have changed and no migration says so
lock          write requirements/*.txt anew from pyproject.toml
reset         remove the database and everything else that the portal keeps in this checkout
"""

import os
import signal
import sys

from cpp_portal.launcher import assets, chromium, packages, ports, running
from cpp_portal.launcher.places import PYTHON, ROOT
from cpp_portal.launcher.trouble import Trouble, from_the_system


def in_the_environment(*words: str) -> None:
    """Goes on as the environment's own Python: this process becomes that one."""
    for name in packages.OUTER:
        os.environ.pop(name, None)
    os.chdir(ROOT)
    sys.stdout.flush()
    os.execv(PYTHON, [str(PYTHON), "-m", "cpp_portal.launcher", *words])


def end(number: int, _frame: object) -> None:
    raise SystemExit(128 + number)


def obey(word: str, rest: list[str]) -> int:
    match word:
        case "environment":
            packages.ensure()
        case "assets":
            packages.ensure()
            assets.ensure()
        case "browser":
            print(chromium.ensure() or "")
        case "run":
            with running.only_one():  # said before the packages are fetched, not after
                ports.refuse_if_taken(ports.chosen())
            packages.ensure()
            in_the_environment("stack")  # which builds the front end beside the database
        case "test":
            packages.ensure()
            assets.ensure()
            if browser := chromium.usable():
                os.environ["CHROMIUM"] = browser
            in_the_environment("pytest", *rest)
        case "manage" | "bench":
            packages.ensure()
            assets.ensure()
            in_the_environment("command" if word == "manage" else "benchmarks", *rest)
        case "lock":
            from cpp_portal.launcher import lock

            lock.everything()
            packages.ensure()
        case "reset":
            from cpp_portal.launcher import reset

            reset.everything_kept()
        case "static":
            assets.ensure()
            assets.collect(dict(os.environ))
        case "stack":
            from cpp_portal.launcher import stack

            return stack.run()
        case "command":
            from cpp_portal.launcher import command

            return command.run(rest)
        case "benchmarks":
            from cpp_portal.launcher import command

            return command.benchmarks(rest)
        case "migrations":
            from cpp_portal.launcher import command

            return command.migrations()
        case "pytest":
            os.execv(PYTHON, [str(PYTHON), "-m", "pytest", *rest])
        case _:
            print(__doc__)
            return 2
    return 0


def main() -> int:
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, end)
    try:
        return obey(sys.argv[1] if len(sys.argv) > 1 else "", sys.argv[2:])
    except Trouble as trouble:
        print(f"\n{trouble}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", file=sys.stderr)
        return 130
    except OSError as error:
        sentence = from_the_system(error)
        if not sentence:
            raise
        print(f"\n{sentence}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
