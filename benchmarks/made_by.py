"""Say when, from which commit and on what kind of machine a result was measured."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from pathlib import Path


def made_by() -> dict[str, str]:
    """Date, commit and machine, as every result begins."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    machine = f"{os.cpu_count()} cores, {platform.machine()}{products()}, no accelerator"
    return {"date": datetime.now(UTC).date().isoformat(), "commit": commit.stdout.strip() or "unknown", "machine": machine}


def products() -> str:
    """Whether a Linux processor has the instructions for 8-bit products that int8 networks are fast by; nothing where unknown."""
    file = Path("/proc/cpuinfo")
    if not file.exists() or platform.machine() != "x86_64":
        return ""
    return " with VNNI" if "_vnni" in file.read_text(encoding="utf-8") else " without VNNI"
