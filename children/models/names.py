"""How names are compared, as expressions that both the indexes and the search are made of, so that they always fit."""

from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, TextField


class Words(Func):
    """Several names of one row as one text."""

    template = "(%(expressions)s)"
    arg_joiner = " || ' ' || "
    output_field = TextField()


class SoundsOf(Func):
    """The double metaphone codes of every word: a function in the database, made by a migration."""

    function = "sounds_of"
    output_field = ArrayField(TextField())


CHILDS_NAMES: Final = Words(F("given_name"), F("family_name"), F("known_as"))
FORMER_NAMES: Final = Words(F("given_name"), F("family_name"))
PERSONS_NAME: Final = Words(F("name"))

MAKE_SOUNDS_OF: Final = """
create function sounds_of(names text) returns text[]
language sql immutable strict parallel safe
set search_path = public, pg_catalog  -- a restored dump has none of its own
as $$
    select coalesce(array_agg(distinct code), '{}')
    from regexp_split_to_table(translate(lower(names), '''’', ''), '[^[:alnum:]]+') as word,
         lateral (values (dmetaphone(word)), (dmetaphone_alt(word))) as sound(code)
    where code <> ''
$$
"""
DROP_SOUNDS_OF: Final = "drop function sounds_of(text)"
