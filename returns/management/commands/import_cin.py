"""manage.py import_cin FILE.xml [--annex-a FILE.xlsx] [--dry-run]"""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from audit.models import Refused
from govuk_forms.words import count, day
from returns import actions, report, taking_over
from returns.models import ImportRun
from returns.uploads import Files

BAR = 30


class Command(BaseCommand):
    help = (
        "Take in children, referrals, enquiries, conferences, plans and reviews from a children in need census, "
        "and teams, workers, last visits and latest reviews from List 7 of an Annex A workbook."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("census", type=Path, metavar="FILE.xml", help="the census return")
        parser.add_argument("--annex-a", type=Path, metavar="FILE.xlsx", help="the Annex A workbook")
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be taken in, and take in nothing"
        )
        parser.add_argument(
            "--report",
            dest="report_to",
            type=Path,
            metavar="FILE.csv",
            help="where to write what was wrong (beside the census file if not given)",
        )

    def execute(self, *args: Any, **options: Any) -> str | None:
        for path in (options["census"], options["annex_a"]):
            if path is not None and not path.is_file():
                raise CommandError(f"There is no file {path}. Check its name and folder.")
        return super().execute(*args, **options)

    def handle(
        self,
        *args: Any,
        census: Path,
        annex_a: Path | None,
        dry_run: bool,
        report_to: Path | None,
        **options: Any,
    ) -> None:
        by, today = User.objects.the_portal(), timezone.localdate()
        files = Files(census, annex_a)
        run = ImportRun.objects.create(
            census_name=census.name, annex_a_name=annex_a.name if annex_a else "", started_by=by
        )
        run = taking_over.read_files(run=run, files=files, today=today, tell=self._bar("Reading"))
        self._stop_if_refused(run)
        self._say(preview_of(run))
        if dry_run:
            actions.withdraw_import(run=run, by=by)
        else:
            run = self._take_in(run, files, by)
        self._write_report(run, report_to or census.with_suffix(".problems.csv"))

    def _take_in(self, run: ImportRun, files: Files, by: User) -> ImportRun:
        try:
            run = actions.agree_import(run=run, by=by)
        except Refused as refusal:
            self._say(str(refusal))
            actions.withdraw_import(run=run, by=by)
            return run
        run = taking_over.take_in(
            run=run, files=files, by=by, today=timezone.localdate(), tell=self._bar("Taking in")
        )
        self._stop_if_refused(run)
        self._say("; ".join(report.outcome_in_words(run)) + ".")
        return run

    def _stop_if_refused(self, run: ImportRun) -> None:
        if run.state == ImportRun.State.REFUSED:
            raise CommandError(run.refused_because)

    def _write_report(self, run: ImportRun, path: Path) -> None:
        number = run.problems.count()
        if not number:
            self._say("Nothing was found wrong.")
            return
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(report.csv_lines(run))
        self._say(f"{count(number, 'problem is', 'problems are')} listed by child and line in {path}")

    def _say(self, words: str) -> None:
        self.stdout.write(words)

    def _bar(self, doing: str) -> Any:
        """A bar on a terminal; elsewhere a line at every tenth."""
        on_a_terminal = self.stderr.isatty() if hasattr(self.stderr, "isatty") else sys.stderr.isatty()
        told = -1

        def tell(per_cent: int) -> None:
            nonlocal told
            if on_a_terminal:
                filled = per_cent * BAR // 100
                end = "\n" if per_cent == 100 else ""
                self.stderr.write(
                    f"\r{doing} [{'█' * filled}{'·' * (BAR - filled)}] {per_cent:3d} %", ending=end
                )
            elif per_cent // 10 > told // 10 or per_cent == 100:
                self.stderr.write(f"{doing}: {per_cent} %")
            told = per_cent

        return tell


def preview_of(run: ImportRun) -> str:
    shows = f" It shows the position on {day(run.reference_on)}." if run.reference_on else ""
    return f"In the file: {', '.join(report.preview_in_words(run))}.{shows}"
