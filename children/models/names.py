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
    """How every word sounds: its double metaphone codes, with sh taken for s and th for t, so that Sean finds Shaun.

    A function in the database, made by the migration `names_alike`.
    """

    function = "sounds_of"
    output_field = ArrayField(TextField())


CHILDS_NAMES: Final = Words(F("given_name"), F("family_name"), F("known_as"))
FORMER_NAMES: Final = Words(F("given_name"), F("family_name"))
PERSONS_NAME: Final = Words(F("name"))
