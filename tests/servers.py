"""A PostgreSQL and a Valkey for one run of the tests, and one migrated template that every xdist worker clones.

The cluster is kept between runs (`.local/postgres-test`) with its templates, one for each state of the migrations; a
second run at the same time gets one of its own that is removed afterwards. Nothing in it is meant to survive a crash:
a cluster that was not stopped in good order is thrown away.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

import django
import psycopg
from django.core.management import call_command
from django.core.management.commands import flush
from django.db import connection
from psycopg import sql

from cpp_portal.launcher.places import ROOT, STATE
from cpp_portal.launcher.postgres import THROWN_AWAY, Postgres
from cpp_portal.launcher.processes import Watcher
from cpp_portal.launcher.valkey import Valkey

ONE_AT_A_TIME = 7399
OF_THE_MIGRATIONS = {"django_content_type", "auth_permission"}


class Servers:
    def __init__(self, folder: Path) -> None:
        STATE.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.folder.mkdir(mode=0o711)
        self.watcher = Watcher()
        self.watcher.remove_afterwards(folder)
        self.lock = (STATE / "test.lock").open("w")
        self.kept = is_ours(self.lock)
        name = "postgres-test" if self.kept else f"postgres-test-{os.getpid()}"
        self.postgres = Postgres(name, folder, self.watcher, settings=THROWN_AWAY)
        self.valkey = Valkey(f"valkey-test-{os.getpid()}", folder, self.watcher, keep=False)

    def start(self) -> None:
        if (self.postgres.folder / "postmaster.pid").exists():
            shutil.rmtree(self.postgres.folder)
        self.postgres.start()
        self.valkey.start()

    def stop(self) -> None:
        self.postgres.stop()
        self.valkey.stop()
        shutil.rmtree(self.valkey.folder, ignore_errors=True)
        if not self.kept:
            shutil.rmtree(self.postgres.folder, ignore_errors=True)
            self.postgres.log.unlink(missing_ok=True)
        self.valkey.log.unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.lock.close()
        self.watcher.dismiss()


def is_ours(lock: IO[str]) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def schema() -> str:
    """The name of one state of the migrations and of what is put into a database after them."""
    digest = hashlib.sha256(django.__version__.encode())
    for path in sorted(
        [
            *ROOT.glob("*/migrations/*.py"),
            ROOT / "audit" / "append_only.py",
            ROOT / "plans" / "outcome_lock.py",
        ]
    ):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def fill(database: str) -> None:
    """Migrations and the triggers that keep history, all but those against emptying a table: browser tests do that."""
    from audit import append_only
    from plans import outcome_lock

    point_django_at(database)
    call_command("migrate", verbosity=0, interactive=False)
    append_only.protect(truncate=False)
    outcome_lock.protect(truncate=False)
    connection.close()


def only_what_is_there(
    style: object, tables: Sequence[str], *, reset_sequences: bool = False, allow_cascade: bool = False
) -> list[str]:
    """How a browser test leaves an empty database behind: only the few tables are emptied that have any rows.

    To truncate four hundred tables takes a second, whatever is in them. Where a trigger refuses that rows are deleted,
    the table is truncated all the same; constraints wait for the end of the transaction. Kinds of content and
    permissions stay as the migrations left them, and need not be made again.
    """
    tables = sorted({*tables} - OF_THE_MIGRATIONS)
    asked = " union all ".join(
        f"select {place} where exists (select from {connection.ops.quote_name(table)})"
        for place, table in enumerate(tables)
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        there = {tables[place] for (place,) in cursor.fetchall()}
        cursor.execute("select tgrelid::regclass::text from pg_trigger where not tgisinternal")
        guarded = there & {table for (table,) in cursor.fetchall()}
    quote = connection.ops.quote_name
    truncated = [f"truncate {', '.join(map(quote, sorted(guarded)))} cascade"] if guarded else []
    return [*truncated, *(f"delete from {quote(table)}" for table in sorted(there - guarded))]


def point_django_at(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database


@contextlib.contextmanager
def cloned_database(worker: str) -> Iterator[None]:
    """Django on a database of this worker's own, for as long as it runs."""
    asked_for = connection.settings_dict["NAME"]
    template, name = f"template_{schema()}", f"test_{worker}_{os.getpid()}"
    half_made = f"{template}_part"
    parameters = connection.get_connection_params()
    where = {key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters}
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as admin:

        def run(statement: str, *names: str) -> None:
            admin.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

        def drop(name: str) -> None:
            for _ in range(20):
                try:
                    run("drop database if exists {} with (force)", name)
                except psycopg.errors.InsufficientPrivilege:
                    time.sleep(0.5)  # PostgreSQL is just then tidying it up, and that is nobody's to end
                else:
                    return
            run("drop database if exists {} with (force)", name)

        admin.execute("select pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        if not admin.execute("select 1 from pg_database where datname = %s", [template]).fetchone():
            run("drop database if exists {}", half_made)
            run("create database {}", half_made)
            fill(half_made)
            run("alter database {} rename to {}", half_made, template)  # only a complete one gets the name
        admin.execute("select pg_advisory_unlock(%s)", [ONE_AT_A_TIME])
        drop(name)
        run("create database {} template {} strategy wal_log", name, template)
        point_django_at(name)
        connection.ops.sql_flush = only_what_is_there
        flush.emit_post_migrate_signal = lambda *args, **kwargs: None
        try:
            yield
        finally:
            point_django_at(asked_for)
            drop(name)
