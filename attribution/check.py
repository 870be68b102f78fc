"""Check that the models in the package are the ones that were measured."""

import hashlib
from pathlib import Path

from attribution.errors import ModelError

WEIGHTS = Path(__file__).parent / "weights"


def read_verified(path: Path, weights: Path = WEIGHTS) -> bytes:
    """The bytes of a model file; below `weights` they must be those that its CHECKSUMS names, else ModelError."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelError(f"the model file {path} cannot be read ({error.strerror}): reinstall attrib") from error
    if path.is_relative_to(weights):
        wanted = checksums(weights).get(path.relative_to(weights).as_posix())
        if wanted != hashlib.sha256(data).hexdigest():
            raise ModelError(f"the model file {path} is not the shipped one (its SHA-256 differs): reinstall attrib")
    return data


def checksums(weights: Path = WEIGHTS) -> dict[str, str]:
    """The SHA-256 of every file of the models in `weights`, by its path there. Raises ModelError."""
    try:
        lines = (weights / "CHECKSUMS").read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelError(f"{weights / 'CHECKSUMS'} cannot be read: reinstall attrib") from error
    return {name: checksum for checksum, name in (line.split(maxsplit=1) for line in lines if line.strip())}
