"""What became of a run, in words and as CSV. Names no child: references, lines and fields only."""

import csv
from collections.abc import Iterator
from io import StringIO

from govuk_forms.words import count
from returns.models import ImportProblem, ImportRun

HEADINGS = ("File", "Child", "Line", "Field", "Rule", "What became of it", "What is wrong")


def preview_in_words(run: ImportRun) -> list[str]:
    """Like: 412 children, 37 on a plan today, 9 refused."""
    words = [
        f"{count(run.new, 'new child', 'new children')} to be taken in",
        f"{run.on_a_plan} on a plan today",
        f"{run.refused} refused",
    ]
    if run.already_here:
        words.append(f"{run.already_here:,} already in the portal and left as they are")
    if run.annex_a_name:
        words.append(f"{run.with_baseline} with a row in List 7")
    return words + _of_list_7_alone(run)


def outcome_in_words(run: ImportRun) -> list[str]:
    words = [
        f"{count(run.taken, 'child', 'children')} taken in",
        f"{run.refused} refused",
        *_of_list_7_alone(run),
    ]
    if run.already_here:
        words.append(f"{run.already_here:,} already in the portal and left as they were")
    for became, what in (
        (ImportProblem.Became.LEFT_OUT, "left out"),
        (ImportProblem.Became.QUERY, "to be looked at"),
    ):
        if number := run.problems.filter(became=became).count():
            words.append(f"{count(number, 'thing')} {what}")
    return words


def _of_list_7_alone(run: ImportRun) -> list[str]:
    """Its children are on a plan. Whoever of them is in neither the census nor the portal is in no list afterwards."""
    rows = run.problems.filter(in_annex_a=True, became=ImportProblem.Became.REFUSED).count()
    return [f"{count(rows, 'row')} of List 7 for which there is no child"] if rows else []


def csv_lines(run: ImportRun) -> Iterator[str]:
    """Made line by line; opens in Excel as it is."""
    yield "\ufeff" + _line(HEADINGS)
    for problem in run.problems.gravest_first().iterator(chunk_size=2000):
        yield _line(
            (
                run.annex_a_name if problem.in_annex_a else run.census_name,
                problem.child_id,
                problem.line,
                problem.field,
                problem.rule,
                problem.get_became_display(),
                problem.sentence,
            )
        )


def _line(cells: tuple[object, ...]) -> str:
    buffer = StringIO()
    csv.writer(buffer).writerow([_harmless(cell) for cell in cells])
    return buffer.getvalue()


def _harmless(cell: object) -> object:
    """A file's maker chose some of these words; a spreadsheet must not take them for a formula."""
    if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")):
        return f"'{cell}"
    return cell
