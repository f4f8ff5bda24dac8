"""How modules look: short, finished, named for what they hold, and importing only downwards."""

import ast
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOP = [path.parent for path in ROOT.glob("*/__init__.py")] + [ROOT / "tests", ROOT / "benchmarks"]
MODULES = {
    str(path.relative_to(ROOT)): path
    for folder in dict.fromkeys(TOP)
    for path in folder.rglob("*.py")
    if path.parent.name != "migrations"
}
LAUNCHER = {name: path for name, path in MODULES.items() if name.startswith("cpp_portal/launcher/")}
OF_THE_PORTAL = [name for name in MODULES if not name.startswith(("tests/", "benchmarks/"))]

MEAN_NOTHING = {
    "common",
    "core",
    "data",
    "handle",
    "helpers",
    "info",
    "manager",
    "process",
    "selectors",
    "services",
    "utils",
}
# Written in two parts, so that this module is finished too.
UNFINISHED = re.compile(r"\b(" + "TO" + "DO|" + "FIX" + r"ME)\b")


def text(name: str) -> str:
    return MODULES[name].read_text(encoding="utf-8")


def test_a_module_can_be_read_in_one_go():
    lengths = {name: len(text(name).splitlines()) for name in MODULES}
    limits = {name: 600 if name.startswith("tests/") else 400 for name in MODULES}

    assert {name: length for name, length in lengths.items() if length > limits[name]} == {}


def test_a_module_is_finished():
    assert [name for name in MODULES if UNFINISHED.search(text(name))] == []


def test_a_module_and_its_folders_are_named_for_what_they_hold():
    assert [name for name in MODULES if set(Path(name).with_suffix("").parts) & MEAN_NOTHING] == []


def names_called(name: str) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(text(name))) if isinstance(node, ast.Call))
    return {node.func.id for node in calls if isinstance(node.func, ast.Name)}


def test_only_commands_speak_to_the_terminal_and_they_do_it_through_django():
    # The launcher runs where there is no Django yet.
    quiet = [name for name in OF_THE_PORTAL if name not in LAUNCHER]

    assert [name for name in quiet if names_called(name) & {"print", "breakpoint"}] == []


def imported(name: str) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(text(name))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add(node.module)
    return found


def test_the_launcher_needs_nothing_but_python_until_it_has_made_the_environment():
    needed = {
        module
        for name in LAUNCHER
        for module in imported(name)
        if module.partition(".")[0] not in sys.stdlib_module_names
        and not module.startswith("cpp_portal.launcher")
    }

    assert needed == {"psycopg"}


def test_what_happens_next_is_a_call_that_can_be_read_and_never_a_signal():
    behind_the_back = ("django.db.models.signals", "django.dispatch", "django.core.signals")

    assert [
        name for name in OF_THE_PORTAL if any(each.startswith(behind_the_back) for each in imported(name))
    ] == []


def test_imports_only_look_down():
    run = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip

    assert run.returncode == 0, run.stdout
