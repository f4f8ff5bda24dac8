"""History that the database itself will not let anyone rewrite.

`protect` puts a trigger on every history table and on the logs of what was opened and taken out: UPDATE and DELETE
are refused, and TRUNCATE too unless `truncate=False` (test databases are emptied between browser tests). Safe to
repeat; `manage.py prepare` runs it after every migration.
"""

from collections.abc import Iterator

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


def tables() -> Iterator[str]:
    """Names of the tables that are only ever added to."""
    for model in apps.get_models():
        if hasattr(model, "history_object") or getattr(model, "only_added_to", False):
            yield model._meta.db_table


def protect(*, truncate: bool = True) -> None:
    statements = [(ROWS, "append_only"), *([(WHOLE, "append_only_whole")] if truncate else [])]
    with connection.cursor() as cursor:
        cursor.execute(FUNCTION)
        for table in tables():
            for statement, trigger in statements:
                names = {"table": sql.Identifier(table), "trigger": sql.Identifier(trigger)}
                cursor.execute(sql.SQL(statement).format(**names))
                cursor.execute(sql.SQL(ALWAYS).format(**names))
