"""History that the database itself will not let anyone rewrite.

`protect` puts a trigger on every history table and on the logs of what was opened and taken out: UPDATE and DELETE
are refused, and TRUNCATE too unless `truncate=False` (test databases are emptied between browser tests). Safe to
repeat; `manage.py prepare` runs it after every migration.
"""

from collections.abc import Iterator
from itertools import product

from django.apps import apps
from django.db import connection
from psycopg import sql

FUNCTION = """
create or replace function refuse_to_rewrite_history() returns trigger language plpgsql as $$
begin
  raise exception '% on % is refused: this table is only ever added to', tg_op, tg_table_name
    using errcode = 'insufficient_privilege';
end $$
"""
ROWS = (
    "create or replace trigger append_only before update or delete on {table} "
    "for each row execute function refuse_to_rewrite_history()"
)
WHOLE = (
    "create or replace trigger append_only_whole before truncate on {table} "
    "for each statement execute function refuse_to_rewrite_history()"
)
# "Always": also when a session pretends to be a replica.
ALWAYS = "alter table {table} enable always trigger {trigger}"
# What is there and as it should be. The numbers (pg_trigger.tgtype): before an update or delete of each row, 1 + 2 + 8
# + 16; before a truncate, 2 + 32.
STANDING = """
select relname, tgname from pg_trigger join pg_class on pg_class.oid = tgrelid
where tgfoid = 'refuse_to_rewrite_history'::regproc and tgenabled = 'A' and pg_table_is_visible(tgrelid)
and (tgname, tgtype) in (('append_only', 27), ('append_only_whole', 34))
"""


def tables() -> Iterator[str]:
    """Names of the tables that are only ever added to."""
    for model in apps.get_models():
        if hasattr(model, "history_object") or getattr(model, "only_added_to", False):
            yield model._meta.db_table


def protect(*, truncate: bool = True) -> None:
    statements = {"append_only": ROWS, **({"append_only_whole": WHOLE} if truncate else {})}
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        cursor.execute(STANDING)
        standing = set(cursor.fetchall())
        # One by one, and none that stands already: a portal that is at work waits for no lock.
        for table, (trigger, statement) in product(tables(), statements.items()):
            if (table, trigger) not in standing:
                names = {"table": sql.Identifier(table), "trigger": sql.Identifier(trigger)}
                cursor.execute(sql.SQL(statement).format(**names))
                cursor.execute(sql.SQL(ALWAYS).format(**names))
