"""The story of the database file in numbered steps, applied in this order; a file is named after its first."""

from db.migrations import m001_articles, m006_speakers, m009_claims, m013_tracking
from db.migrations.steps import migrations

__all__ = ["m001_articles", "m006_speakers", "m009_claims", "m013_tracking", "migrations"]
