"""The order of consequence for the child, for the pages of this app."""

from deadlines.gravity import GRAVITY, in_the_database

__all__ = ["GRAVITY", "in_the_database"]
