"""The steps that are known: never edited once released, each applied once and recorded."""

from sqlite_utils.migrations import Migrations

migrations = Migrations("attrib")

TOKENIZE = "porter unicode61 remove_diacritics 2"
