"""Reading a planner's file: the one door to everything under ``reading``, ``sandbox`` and ``text``.

The file is read in a process of its own with bounds on memory, time and disk; it can make its own reading
fail with a sentence, and nothing else. What the file does not say is in ``Reading.guesses``: where its
letters are of an old encoding, what was renamed. Coordinates are never touched: ask
:mod:`dothi.intake.georeference.readings` where they may lie.

>>> reading = read(Path("dat.shp"), encoding="auto")  # doctest: +SKIP
>>> [(layer.name, len(layer.frame), layer.encoding) for layer in reading.layers]  # doctest: +SKIP
[('dat', 118, 'tcvn3')]
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from dothi.base.errors import Fault, UnusableError
from dothi.intake.layers import Guess, Layer, Reading, Table
from dothi.intake.sandbox.limits import Limits
from dothi.intake.sandbox.received import Loaded
from dothi.intake.sandbox.request import Request
from dothi.intake.sandbox.run import run
from dothi.intake.text.encodings import CHOICES
from dothi.intake.text.recode import Finding, apply, chosen, examine, guesses
from dothi.intake.text.settle import ASSUMED, settle

SHOW = "show"
"""Show what was found about the text, change nothing."""
AUTO = "auto"
"""Apply what was found, where it is sure enough, and show it."""
CONVERTERS = ("dwg2dxf", "ODAFileConverter")
"""Programs that turn DWG into DXF: LibreDWG's, and the Open Design Alliance's."""
_Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class _Settled:
    layer: Layer | Table
    guesses: tuple[Guess, ...]


def read(
    path: Path,
    *,
    layers: Sequence[str] = (),
    encoding: str = SHOW,
    limits: Limits | None = None,
    progress: _Progress | None = None,
    keep_rasters: Path | None = None,
) -> Reading:
    """Read a file, folder or archive.

    :param layers: names of the layers wanted; all by default.
    :param encoding: ``show``, ``auto``, or one of ``CHOICES`` for text that a person knows the encoding of.
    :param progress: called with a message, what is done and the whole (0: not known).
    :param keep_rasters: a folder to keep rasters in that were found in an archive.

    Raises :class:`UnusableError` or :class:`InputError` when nothing can be read, with a sentence for each
    reason; what is passed over beside others is in ``Reading.skipped``.
    """
    if encoding not in {SHOW, AUTO, *CHOICES}:
        raise UnusableError(_no_such_encoding(encoding))
    request = Request(
        str(path.absolute()),
        path.name,
        tuple(layers),
        limits or Limits(),
        _converter(),
        keep_rasters is not None,
    )
    received = run(request, progress, keep_rasters)
    settled = [_text(loaded, encoding) for loaded in received.layers]
    named, renamed = _distinct_names([item.layer for item in settled])
    told = [*received.guesses, *(guess for item in settled for guess in item.guesses), *renamed]
    return Reading(
        path.name,
        tuple(layer for layer in named if isinstance(layer, Layer)),
        received.rasters,
        received.skipped,
        tuple(told),
        tuple(layer for layer in named if isinstance(layer, Table)),
    )


def _text(loaded: Loaded, encoding: str) -> _Settled:
    """Decode the text of one layer as far as the caller asked."""
    layer = loaded.layer
    declared = layer.encoding
    if loaded.byte_image:
        layer = settle(layer, declared)
    findings: tuple[Finding, ...] = examine(layer) if encoding in {SHOW, AUTO} else chosen(layer, encoding)
    told = list(guesses(layer, findings, declared=declared))
    if not findings and layer.encoding == ASSUMED and declared in {"", "utf-8"}:
        told.append(_assumed(layer, declared))
    if encoding != SHOW:
        layer, _ = apply(layer, findings)
    return _Settled(layer, tuple(told))


def _assumed(layer: Layer | Table, declared: str) -> Guess:
    said = f"không phải {declared} như đã khai" if declared else "không khai bảng mã"
    said_en = f"is not {declared} as declared" if declared else "declares no encoding"
    return Guess(
        "encoding",
        layer.name,
        "",
        declared,
        ASSUMED,
        0.3,
        f"Tệp {said}; chữ được hiểu theo {ASSUMED}",
        f"The file {said_en}; its text was taken to be {ASSUMED}",
    )


def _distinct_names(layers: Iterable[Layer | Table]) -> tuple[list[Layer | Table], list[Guess]]:
    """Layers of one name from several files get the folder or file they came from added."""
    found = list(layers)
    counted = Counter(layer.name for layer in found)
    used: set[str] = {name for name, count in counted.items() if count == 1}
    out: list[Layer | Table] = []
    told: list[Guess] = []
    for layer in found:
        if counted[layer.name] == 1:
            out.append(layer)
            continue
        name = _qualified(layer, used)
        used.add(name)
        out.append(replace(layer, name=name))
        told.append(Guess("layer_name", name, "", layer.name, name, 1.0))
    return out, told


def _qualified(layer: Layer | Table, used: set[str]) -> str:
    place = PurePosixPath(layer.where)
    origin = "/".join(place.parts[1:-1]) if place.stem == layer.name else "/".join(place.parts[1:])
    name = f"{layer.name} [{origin or place.name}]"
    number = 2
    while name in used:
        name = f"{layer.name} [{origin or place.name}] ({number})"
        number += 1
    return name


def _converter() -> str:
    found = (shutil.which(name) for name in CONVERTERS)
    return next((path for path in found if path), "")


def _no_such_encoding(encoding: str) -> Fault:
    return Fault(
        "intake.encoding",
        f"Không có bảng mã «{encoding[:40]}»",
        f"There is no encoding “{encoding[:40]}”",
        remedy_vi=f"Chọn một trong: auto, {', '.join(CHOICES)}",
        remedy_en=f"Choose one of: auto, {', '.join(CHOICES)}",
    )
