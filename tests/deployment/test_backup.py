"""A backup, made and restored as docs/running.md says, by the owner of the tables and no superuser."""

import os
import subprocess
from collections.abc import Callable, Iterator

import psycopg
import pytest
from django.db import connection

from cpp_portal.launcher.postgres import binaries
from tests.house_rules.world import World

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

# By their names: PostgreSQL writes the same condition in other words once it has read it back.
WHAT_GUARDS_THE_ROWS = """
    select 'constraint', conrelid::regclass::text, conname from pg_constraint
    where connamespace = 'public'::regnamespace
    union all select 'index', tablename, indexname from pg_indexes where schemaname = 'public'
    union all select 'trigger', tgrelid::regclass::text, tgname from pg_trigger where not tgisinternal
    union all select 'function', proname, prosrc from pg_proc where pronamespace = 'public'::regnamespace
    union all select 'extension', '', extname from pg_extension
"""


def run(program: str, *words: str) -> None:
    parameters = connection.get_connection_params()
    where = {"--host": "host", "--port": "port", "--username": "user"}
    given = [f"{option}={parameters[key]}" for option, key in where.items() if parameters.get(key)]
    done = subprocess.run(
        [binaries() / program, *given, *words],
        env={**os.environ, "PGPASSWORD": parameters.get("password", "")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture
def restored() -> Iterator[str]:
    name = f"{connection.settings_dict['NAME']}_restored"
    run("dropdb", "--if-exists", name)
    run("createdb", name)
    yield name
    run("dropdb", name)


@pytest.fixture
def ask(restored) -> Callable[[str, str], list[tuple]]:
    def answer(database: str, question: str) -> list[tuple]:
        parameters = connection.get_connection_params()
        where = {key: parameters[key] for key in ("host", "port", "user", "password") if key in parameters}
        with psycopg.connect(**where, dbname=database) as there:
            return sorted(there.execute(question).fetchall())

    return answer


def every_row(ask: Callable[[str, str], list[tuple]], database: str) -> dict[str, tuple]:
    """Of each table how many rows there are, and a digest of all of them."""
    tables = ask(database, "select quote_ident(tablename) from pg_tables where schemaname = 'public'")
    digest = "select count(*), md5(string_agg(line::text, '' order by line::text)) from {} line"
    return {table: ask(database, digest.format(table))[0] for (table,) in tables}


def test_every_row_and_all_that_guards_it_is_there_again(tmp_path, restored, ask):
    World().tell()
    name, file = connection.settings_dict["NAME"], tmp_path / "portal.dump"
    before = every_row(ask, name)
    assert sum(count for count, _ in before.values()) > 1_000

    run("pg_dump", "--format=custom", f"--file={file}", name)
    run("pg_restore", "--exit-on-error", f"--dbname={restored}", str(file))

    assert every_row(ask, restored) == before
    guards = ask(name, WHAT_GUARDS_THE_ROWS)
    assert ask(restored, WHAT_GUARDS_THE_ROWS) == guards
    assert {kind for kind, *_ in guards} == {"constraint", "index", "trigger", "function", "extension"}
    with pytest.raises(psycopg.errors.Error, match="only ever added to"):
        ask(restored, "delete from visits_historicalvisit returning 1")
