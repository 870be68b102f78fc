"""The SQLite file: open, save, search, count, examine."""
