"""Which test proves which requirement.

Reads the numbered lists in docs/requirements and the markers in tests/, and prints every row with the tests
that carry its number:

    python -m tests.proofs
    python -m tests.proofs --missing

Test files are read and not imported, so this needs neither a database nor settings. A marker says what a test
sets out to prove; that it passes is for pytest to say. A test that is always skipped, or expected to fail,
proves nothing and is left out. A marker that names no row, or that sits on something other than a test, is an
error.
"""

import argparse
import ast
import csv
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "docs" / "requirements"
TESTS = ROOT / "tests"


class Kind(StrEnum):
    REQUIREMENT = "requirement"
    HEADING = "heading"
    FURNITURE = "furniture"
    METADATA = "metadata"


@dataclass(frozen=True)
class Row:
    id: str
    kind: Kind
    title: str
    rules: tuple[str, ...]

    @property
    def source(self) -> str:
        return self.id.partition("-")[0]


@dataclass
class Proofs:
    """What the markers say: tests by requirement id, and every marker that cannot be used."""

    by_id: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    mistakes: list[str] = field(default_factory=list)


def rows(folder: Path = REQUIREMENTS) -> Iterator[Row]:
    """Every row of every list, the sources before the rules. Raises ValueError for an unknown kind."""
    for path in sorted(folder.glob("*.csv"), key=lambda path: (not path.stem.startswith("S"), path.stem)):
        with path.open(encoding="utf-8", newline="") as lines:
            for line in csv.DictReader(lines, strict=True):
                yield Row(line["id"], Kind(line["kind"]), line["title"], tuple(line["rules"].split()))


def proofs(known: frozenset[str], folder: Path = TESTS) -> Proofs:
    """Read every marker below `folder`, against the ids that are known."""
    found = Proofs()
    for path in sorted(folder.rglob("*.py")):
        _read(path, folder.parent, known, found)
    return found


def _read(path: Path, root: Path, known: frozenset[str], found: Proofs) -> None:
    name = path.relative_to(root).as_posix()
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=name)
    on_tests: set[ast.Call] = set()
    holds_tests = path.name.startswith("test_") or path.name.endswith("_test.py")
    for test, proves_nothing, markers in _tests_in(tree) if holds_tests else ():
        on_tests.update(markers)
        if proves_nothing:
            continue
        for requirement in sorted({id_ for marker in markers for id_ in _ids(marker)} & known):
            found.by_id[requirement].append(f"{name}::{test}")

    for marker in _marks(tree, "requirement"):
        where = f"{name}:{marker.lineno}"
        if marker not in on_tests:
            found.mistakes.append(
                f"{where}: a requirement marker belongs on a test, a test class or pytestmark"
            )
        if not marker.args or marker.keywords or len(list(_ids(marker))) != len(marker.args):
            found.mistakes.append(f'{where}: write the ids out, as in requirement("S1-71", "T-16")')
        found.mistakes += (
            f"{where}: {id_} is not in docs/requirements" for id_ in _ids(marker) if id_ not in known
        )


def _tests_in(tree: ast.Module) -> Iterator[tuple[str, bool, set[ast.Call]]]:
    """Each test, whether it is always skipped, and its own markers with those of its classes and module."""

    def walk(
        body: list[ast.stmt], within: str, marks: set[ast.Call], idle: bool
    ) -> Iterator[tuple[str, bool, set[ast.Call]]]:
        for found in body:
            if isinstance(found, ast.ClassDef) and found.name.startswith("Test"):
                inside = [*found.decorator_list, *_pytestmark(found.body)]
                yield from walk(
                    found.body,
                    f"{within}{found.name}::",
                    marks | _requirements(inside),
                    idle or _is_idle(inside),
                )
            elif isinstance(found, ast.FunctionDef | ast.AsyncFunctionDef) and found.name.startswith("test"):
                own = found.decorator_list
                yield f"{within}{found.name}", idle or _is_idle(own), marks | _requirements(own)

    outermost = _pytestmark(tree.body)
    yield from walk(tree.body, "", _requirements(outermost), _is_idle(outermost))


def _pytestmark(body: list[ast.stmt]) -> list[ast.expr]:
    return [
        found.value
        for found in body
        if isinstance(found, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == "pytestmark" for target in found.targets)
    ]


def _requirements(expressions: list[ast.expr]) -> set[ast.Call]:
    return {marker for expression in expressions for marker in _marks(expression, "requirement")}


def _is_idle(expressions: list[ast.expr]) -> bool:
    """Skipped or expected to fail, whatever the circumstances; not so if one case of a test is."""
    plain = [
        entry for found in expressions for entry in (found.elts if isinstance(found, ast.List) else [found])
    ]
    marks = [found.func if isinstance(found, ast.Call) else found for found in plain]
    return any(
        isinstance(mark, ast.Attribute) and mark.attr in {"skip", "xfail"} and _is_mark(mark.value)
        for mark in marks
    )


def _marks(tree: ast.AST, name: str) -> Iterator[ast.Call]:
    for found in ast.walk(tree):
        match found:
            case ast.Call(func=ast.Attribute(value=mark, attr=attr)) if attr == name and _is_mark(mark):
                yield found


def _is_mark(expression: ast.expr) -> bool:
    """Whether it reads `pytest.mark`, or `mark` imported from pytest."""
    match expression:
        case ast.Attribute(value=ast.Name(id="pytest"), attr="mark") | ast.Name(id="mark"):
            return True
    return False


def _ids(marker: ast.Call) -> Iterator[str]:
    for argument in marker.args:
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            yield argument.value


def listing(
    requirements: list[Row], by_id: Mapping[str, list[str]], *, missing: bool = False
) -> Iterator[str]:
    """The page that is printed, line by line."""
    for row in requirements:
        tests = by_id.get(row.id, [])
        if missing and (tests or row.kind is not Kind.REQUIREMENT):
            continue
        yield f"{row.id:<7}{row.title}"
        if row.kind is not Kind.REQUIREMENT:
            yield f"{'':7}({row.kind})"
        elif not missing:
            yield from (f"{'':7}- {test}" for test in tests or ["none yet"])
    yield ""
    yield from _counts(requirements, by_id)


def _counts(requirements: list[Row], by_id: Mapping[str, list[str]]) -> Iterator[str]:
    yield f"{'source':<10}{'rows':>6}{'to prove':>10}{'proved':>8}{'none yet':>10}"
    sources = list(dict.fromkeys(row.source for row in requirements))
    for source in [*sources, "all"]:
        of_source = [row for row in requirements if source in {row.source, "all"}]
        to_prove = [row for row in of_source if row.kind is Kind.REQUIREMENT]
        proved = sum(1 for row in to_prove if by_id.get(row.id))
        yield f"{source:<10}{len(of_source):>6}{len(to_prove):>10}{proved:>8}{len(to_prove) - proved:>10}"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.proofs", description="Which test proves which requirement."
    )
    parser.add_argument(
        "--missing", action="store_true", help="only the requirements that no test proves yet"
    )
    chosen = parser.parse_args(arguments)

    requirements = list(rows())
    found = proofs(frozenset(row.id for row in requirements))
    sys.stdout.writelines(f"{line}\n" for line in listing(requirements, found.by_id, missing=chosen.missing))
    sys.stderr.writelines(f"{mistake}\n" for mistake in found.mistakes)
    return 1 if found.mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
