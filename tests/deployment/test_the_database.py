"""The database holds what the models say: every column, constraint and index (0027)."""

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from cpp_portal.management.commands.prepare import is_behind
from tests.house_rules.world import our_models


def named(statement: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return {row[0] for row in cursor.fetchall()}


def histories():
    return [model.history.model for model in our_models() if hasattr(model, "history")]


def test_every_column_is_there_and_none_besides(db):
    there = named(
        "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'"
    )
    for model in [*our_models(), *histories()]:
        table = model._meta.db_table
        columns = {f"{table}.{field.column}" for field in model._meta.concrete_fields}
        assert columns == {each for each in there if each.startswith(f"{table}.")}


def test_every_constraint_and_index_is_there(db):
    there = named("select conname from pg_constraint") | named("select indexname from pg_indexes")
    declared = {
        each.name for model in our_models() for each in (*model._meta.constraints, *model._meta.indexes)
    }

    assert len(declared) > 100
    assert declared <= there


def test_every_foreign_key_of_a_record_is_one_in_the_database_too(db):
    there = named(
        "select conrelid::regclass::text || '.' || attname from pg_constraint join pg_attribute "
        "on attrelid = conrelid and attnum = any(conkey) where contype = 'f'"
    )
    keys = {
        f"{model._meta.db_table}.{field.column}"
        for model in our_models()
        for field in model._meta.concrete_fields
        if field.is_relation and field.db_constraint
    }

    assert len(keys) > 100
    assert keys <= there


@pytest.mark.parametrize("of_others", [True, False], ids=["that replaces others", "of its own"])
def test_a_start_migrates_until_every_migration_is_written_down(db, of_others):
    assert not is_behind()

    nodes = MigrationLoader(connection).graph.nodes
    # The last that was made: nothing that is written down depends on it.
    app, name = next(
        key for key in reversed(nodes) if bool(nodes[key].replaces) is of_others and not children_of(key)
    )
    MigrationRecorder(connection).record_unapplied(app, name)

    assert is_behind()


def children_of(key: tuple[str, str]) -> set[object]:
    return MigrationLoader(connection).graph.node_map[key].children
