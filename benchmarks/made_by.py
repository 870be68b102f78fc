"""Say when, from which commit and on what kind of machine a result was measured."""

import os
import platform
import subprocess
from datetime import UTC, datetime


def made_by() -> dict[str, str]:
    """Date, commit and machine, as every result begins."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    machine = f"{os.cpu_count()} cores, {platform.machine()}, no accelerator"
    return {"date": datetime.now(UTC).date().isoformat(), "commit": commit.stdout.strip() or "unknown", "machine": machine}
