"""What people may find of a claim when they check it. A machine never says any of this."""

from typing import Literal

Status = Literal["unchecked", "supported", "disputed", "unproven", "misleading", "false", "retracted"]

MEANING: dict[Status, str] = {
    "unchecked": "nobody has checked it, or what was found no longer counts",
    "supported": "the evidence bears it out",
    "disputed": "sources that know, or the evidence, disagree",
    "unproven": "it was checked, and the evidence does not suffice either way",
    "misleading": "what it says may be so, but what it leaves out or suggests is not",
    "false": "the evidence refutes it",
    "retracted": "whoever said or published it has taken it back",
}
