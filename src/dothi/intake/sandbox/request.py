"""What the reading process is asked, as plain JSON."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from dothi.intake.sandbox.limits import Limits

REQUEST = "request.json"
RESULT = "result"
SCRATCH = "scratch"
OUT_OF_MEMORY = 71
"""Exit code of a reading process that was refused memory."""


@dataclass(frozen=True, slots=True)
class Request:
    """One reading: what, under which name, which layers, within which limits.

    ``converter`` is a program that turns DWG into DXF, empty where there is none. ``keep`` is whether rasters
    found in archives are handed over as files. ``progress`` is the descriptor to report progress on.
    """

    path: str
    name: str
    layers: tuple[str, ...]
    limits: Limits
    converter: str = ""
    keep: bool = False
    progress: int = -1

    def write(self, folder: Path) -> None:
        """Write it where the reading process looks for it."""
        (folder / REQUEST).write_text(json.dumps(asdict(self)), encoding="utf-8")


def read_request(folder: Path) -> Request:
    """Read what :meth:`Request.write` wrote."""
    told = json.loads((folder / REQUEST).read_text(encoding="utf-8"))
    told["limits"] = Limits(**told["limits"])
    told["layers"] = tuple(told["layers"])
    return Request(**told)
