"""Check that the models in the package are the ones that were measured."""

import hashlib
from pathlib import Path

from attribution.errors import ModelError

WEIGHTS = Path(__file__).parent / "weights"


def read_verified(path: Path) -> bytes:
    """The bytes of a model file; inside the package they must be those that `weights/CHECKSUMS` names, else ModelError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"{path} cannot be read ({error.strerror}): reinstall attrib") from error
    if path.is_relative_to(WEIGHTS) and checksums().get(path.relative_to(WEIGHTS).as_posix()) != hashlib.sha256(data).hexdigest():
        raise ModelError(f"{path} is not the file that came with attrib (its SHA-256 differs): reinstall attrib")
    return data


def checksums() -> dict[str, str]:
    """The SHA-256 of every file of the package's models, by its path below `weights/`."""
    try:
        lines = (WEIGHTS / "CHECKSUMS").read_text(encoding="ascii").splitlines()
    except OSError as error:
        raise ModelError(f"{WEIGHTS / 'CHECKSUMS'} cannot be read ({error.strerror}): reinstall attrib") from error
    return {name: checksum for checksum, name in (line.split(maxsplit=1) for line in lines if line.strip())}
