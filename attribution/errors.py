"""What can go wrong in a way a person can mend: each error is one line that says what, where and what to do.

AttributionError
 ├── ReadError       an input could not be read
 ├── ModelError      a model file is missing, altered or unusable
 └── DatabaseError   the database cannot be opened, read or written
"""


class AttributionError(Exception):
    """Shown to the person as one line; the command then ends with exit code 1."""


class ReadError(AttributionError):
    """An input (file, line, row) is not an article that can be read."""


class ModelError(AttributionError):
    """A model file is missing, altered or unusable."""


class DatabaseError(AttributionError):
    """The database is missing, locked, read-only, full, too new or no database at all."""
