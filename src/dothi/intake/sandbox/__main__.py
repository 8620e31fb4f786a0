"""``python -m dothi.intake.sandbox FOLDER``: the reading process; started by ``run``, of no use by hand."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dothi.base.errors import DothiError, Fault, InputError, UnusableError
from dothi.intake.sandbox import drivers
from dothi.intake.sandbox.confine import confine
from dothi.intake.sandbox.request import OUT_OF_MEMORY, RESULT, SCRATCH, Request, read_request

if TYPE_CHECKING:
    from dothi.intake.reading.collect import Tell

_AGAIN = "DOTHI_READ_AGAIN"
_NOT_NEEDED = ("geopandas", "pandas")
"""What pyogrio loads only because it is there, for half the time and memory of a small reading."""


def main(folder: Path) -> int:
    """Confine this process, then read what the request names; gives the exit code."""
    request = read_request(folder)
    converter = [Path(request.converter).resolve().parent] if request.converter else []
    source = Path(request.path)
    readable = [source if source.is_dir() else source.parent, *converter]
    isolation = asdict(confine(request.limits, readable, folder))
    try:
        _drivers_in_order()
        return _read(folder, request, isolation)
    except MemoryError:
        return OUT_OF_MEMORY


def _drivers_in_order() -> None:
    """Start again with a longer list of drivers to skip when GDAL brought one that is not allowed."""
    barred: dict[str, Any] = dict.fromkeys(_NOT_NEEDED)
    sys.modules.update(barred)
    import pyogrio  # noqa: PLC0415  (GDAL reads its environment when it is loaded)

    for name in barred:
        del sys.modules[name]
    extra = drivers.unexpected(pyogrio.list_drivers())
    if not extra:
        return
    if os.environ.get(_AGAIN):
        raise UnusableError(
            Fault(
                "intake.drivers",
                f"GDAL có trình đọc không được phép: {', '.join(extra)}",
                f"GDAL has drivers that are not allowed: {', '.join(extra)}",
                remedy_vi="Báo cho người quản trị hệ thống",
                remedy_en="Tell the administrator",
            )
        )
    environment = {**os.environ, _AGAIN: "1", "GDAL_SKIP": drivers.skipped(extra)}
    os.execve(sys.executable, [*sys.orig_argv], environment)  # noqa: S606


def _read(folder: Path, request: Request, isolation: Mapping[str, bool]) -> int:
    from dothi.intake.reading.collect import collect  # noqa: PLC0415
    from dothi.intake.sandbox.handover import Handover  # noqa: PLC0415

    handover = Handover(folder / RESULT, request.limits)
    try:
        collect(request, handover, folder / SCRATCH, _progress(request.progress))
    except DothiError as error:
        handover.finish(isolation, error.faults, "input" if isinstance(error, InputError) else "unusable")
    else:
        handover.finish(isolation)
    return 0


def _progress(descriptor: int) -> Tell:
    def tell(message: str, done: int, total: int, where: str) -> None:
        line = json.dumps([message[:300], done, total, where[:300]]) + "\n"
        os.write(descriptor, line.encode("ascii", errors="replace"))

    return tell


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
