"""AutoCAD DWG: read through a converter where this machine has one, otherwise told how to save it.

Known converters are ``dwg2dxf`` of GNU LibreDWG and the Open Design Alliance's ``ODAFileConverter``; they run
under the same limits as everything that touches the file, and end with the process that started them.
"""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from dothi.base.errors import Fault, UnusableError
from dothi.intake.reading.reader import Part, Reader, Source

_TITLE = ("DWG", "DWG")
_MAGIC = b"AC10"
_DEATH_SIGNAL = 1
"""``PR_SET_PDEATHSIG`` of Linux: the signal that a process gets when its parent ends."""


def _recognises(path: Path, head: bytes) -> bool:
    return path.suffix.lower() == ".dwg" and head.startswith(_MAGIC)


def _read(source: Source) -> Iterator[Part]:
    if not source.converter:
        raise UnusableError(
            Fault(
                "intake.dwg",
                "Tệp DWG không đọc trực tiếp được",
                "DWG files cannot be read directly",
                source.where,
                "Trong AutoCAD chọn Save As, kiểu AutoCAD 2013 DXF (*.dxf), rồi gửi tệp DXF",
                "In AutoCAD choose Save As, type AutoCAD 2013 DXF (*.dxf), and send the DXF",
            )
        )
    target = source.scratch / "out" / f"{source.name}.dxf"
    target.parent.mkdir()
    source.progress("Chuyển DWG sang DXF / Converting", 0, 0)
    done = subprocess.run(
        _command(source, target),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        cwd=source.scratch,
        preexec_fn=_bound_to(os.getpid()),
    )
    if done.returncode == -signal.SIGXCPU:
        signal.raise_signal(signal.SIGXCPU)  # the converter used up this process's own allowance
    if not target.is_file() or target.stat().st_size == 0:
        raise UnusableError(_failed(source, done.stderr))
    from dothi.intake.reading.cad.drawing import read_drawing  # noqa: PLC0415  (ezdxf is dear to load)

    yield from read_drawing(replace(source, path=target))


def _bound_to(parent: int) -> Callable[[], None]:
    """What the converter does first: ask to be ended with this process, and end if that is gone already."""
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def _command(source: Source, target: Path) -> list[str]:
    path = str(source.path.absolute())
    if "ODAFileConverter" in Path(source.converter).name:
        folder = source.scratch / "in"
        folder.mkdir()
        (folder / source.path.name).symlink_to(path)
        return [
            source.converter,
            str(folder),
            str(target.parent),
            "ACAD2018",
            "DXF",
            "0",
            "1",
            source.path.name,
        ]
    return [source.converter, "-y", "-o", str(target), path]


def _failed(source: Source, words: bytes) -> Fault:
    lines = words.decode("utf-8", errors="replace").strip().splitlines()
    told = f" ({lines[-1][:200]})" if lines else ""
    return Fault(
        "intake.dwg-converter",
        f"Chương trình chuyển DWG sang DXF không chuyển được tệp này{told}",
        f"The converter from DWG to DXF could not convert this file{told}",
        source.where,
        "Trong AutoCAD chọn Save As, kiểu AutoCAD 2013 DXF (*.dxf), rồi gửi tệp DXF",
        "In AutoCAD choose Save As, type AutoCAD 2013 DXF (*.dxf), and send the DXF",
    )


READER = Reader("dwg", *_TITLE, (".dwg",), _recognises, _read)
