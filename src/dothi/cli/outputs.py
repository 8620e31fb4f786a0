"""Files that a command writes: never over what it reads, and over another only when that is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from dothi.base.errors import Fault, UnusableError, refuse_all

OVERWRITE = click.option("--overwrite", is_flag=True, help="Ghi đè tệp đã có. / Write over an existing file.")


def check_outputs(inputs: Sequence[Path], outputs: Sequence[Path | None], *, overwrite: bool) -> None:
    """Refuse, before anything is read, what cannot be written.

    Raises :class:`UnusableError`: ``output.input`` for an input, a part of one (a shapefile's ``.dbf``) or a
    place in a folder that is read, ``output.twice`` for two outputs of one name, ``output.exists`` for a file
    that is there unless ``overwrite``, ``output.folder`` for a folder that is not there.
    """
    asked = [target for target in outputs if target is not None]
    faults = []
    for place, target in enumerate(asked):
        if any(_same(target, other) for other in asked[:place]):
            faults.append(_twice(target))
        elif any(_belongs(target, source) for source in inputs):
            faults.append(_input(target))
        elif target.exists() and not overwrite:
            faults.append(_exists(target))
        elif not target.parent.is_dir():
            faults.append(_no_folder(target))
    refuse_all(faults, UnusableError)


def _same(one: Path, other: Path) -> bool:
    return one.resolve() == other.resolve() or (one.exists() and other.exists() and one.samefile(other))


def _belongs(target: Path, source: Path) -> bool:
    """Whether the target is the source, lies in it, or is a file that is read with it."""
    from dothi.intake.reading.readers import readers

    real, own = target.resolve(), source.resolve()
    if own.is_dir():
        return real.is_relative_to(own)
    if _same(target, source):
        return True
    name, ending = real.name.lower(), own.suffix.lower()
    kinds = [reader for reader in readers() if ending in reader.endings]
    parts = {head + end.lower() for head in (own.stem, own.name) for kind in kinds for end in kind.sidecars}
    companions = tuple(end.lower() for kind in kinds for end in kind.companions)
    named = name in {part.lower() for part in parts} or name.endswith(companions)
    return real.parent == own.parent and named


def _twice(path: Path) -> Fault:
    return Fault(
        "output.twice",
        "Hai kết quả được ghi vào cùng một tệp",
        "Two outputs are to be written to one file",
        str(path),
        "Đặt cho mỗi kết quả một tên",
        "Give each output a name of its own",
    )


def _input(path: Path) -> Fault:
    return Fault(
        "output.input",
        "Đây là tệp đầu vào, một phần của nó, hoặc nằm trong thư mục đầu vào, nên không ghi vào đây",
        "This is the input, a part of it, or lies in the folder that is read, and is not written to",
        str(path),
        "Ghi kết quả ra tên khác, ngoài thư mục đầu vào",
        "Write to another name, outside the folder that is read",
    )


def _exists(path: Path) -> Fault:
    return Fault(
        "output.exists",
        "Đã có tệp này, không ghi đè",
        "This file exists and is not written over",
        str(path),
        "Chọn tên khác, hoặc thêm --overwrite để ghi đè",
        "Choose another name, or add --overwrite to write over it",
    )


def _no_folder(path: Path) -> Fault:
    return Fault(
        "output.folder",
        "Không có thư mục để ghi tệp này vào",
        "There is no folder to write this file to",
        str(path),
        "Tạo thư mục trước, hoặc chọn nơi khác",
        "Make the folder first, or choose another place",
    )
