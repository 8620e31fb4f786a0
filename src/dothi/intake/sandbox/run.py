"""Starting the reading process, watching it, and turning every way it can end into data or one sentence."""

from __future__ import annotations

import contextlib
import json
import operator
import os
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import dothi
from dothi.base.errors import Fault, UnusableError
from dothi.intake.sandbox import drivers, processes
from dothi.intake.sandbox.disk import Disk
from dothi.intake.sandbox.limits import MIB, Limits
from dothi.intake.sandbox.received import Received, load, shown
from dothi.intake.sandbox.request import OUT_OF_MEMORY, RESULT, SCRATCH, Request

_TICK = 0.05
_MOST_LINE = 64 * 1024
_MOST_DONE = 2**53
_LAST_BREATH = 10.0
_LONGEST_NAME = 60
_Progress = Callable[[str, int, int], None]


def run(request: Request, progress: _Progress | None = None, keep: Path | None = None) -> Received:
    """Read in a process of its own.

    ``progress`` is called in this process with a message, what is done and the whole (0: not known); what it
    raises ends the reading. Rasters unpacked from archives are moved to ``keep`` when it is given. Raises
    :class:`UnusableError` or :class:`InputError`, whatever the file does to the reading process.
    """
    job = Path(tempfile.mkdtemp(prefix="dothi-doc-")).resolve()
    try:
        for name in (RESULT, SCRATCH):
            (job / name).mkdir()
        with (job / "stderr").open("w+b") as words:
            end, last = _watched(job, request, progress, words)
            if end != 0:
                raise UnusableError(_fault(end, request, last, _last_words(words, job)))
            received = load(job / RESULT)
            kept = None if received is None else _with_rasters(received, request, job, keep)
            if kept is None:
                raise UnusableError(_fault(1, request, last, _last_words(words, job)))
            return kept
    finally:
        _remove(job)


class _Ended(Exception):  # noqa: N818  (not an error: how the watch was left)
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _watched(
    job: Path, request: Request, progress: _Progress | None, words: BinaryIO
) -> tuple[int | str, str]:
    """Run to the end; gives the exit code, or the bound that was passed, and the last file named.

    Whichever way it ends, nothing that was started is alive afterwards.
    """
    reading, writing = os.pipe()
    replace(request, progress=writing).write(job)
    try:
        process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-B", "-m", "dothi.intake.sandbox", str(job)],
            env=_environment(job),
            cwd=job / SCRATCH,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            pass_fds=(writing,),
            start_new_session=True,
        )
    except BaseException:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    teller = _Teller(reading, progress)
    passed = ""
    try:
        _until_end(process.pid, teller, request.limits, Disk(job))
    except _Ended as end:
        passed = end.code
    finally:
        _end(process)
        teller.close()
    return passed or process.returncode, teller.last


def _until_end(pid: int, teller: _Teller, limits: Limits, disk: Disk) -> None:
    """Watch until the process ends by itself, which leaves it to be waited for; its number stays taken."""
    started = time.monotonic()
    while os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        teller.listen(_TICK)
        below = processes.tree(pid)
        if processes.resident(below) > limits.memory:
            raise _Ended("memory")
        if disk.used(below) > limits.disk_bytes:
            raise _Ended("disk")
        if time.monotonic() - started > limits.seconds:
            raise _Ended("seconds")
    teller.listen(0)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process with its whole group, and wait until the last of it is gone."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    until = time.monotonic() + _LAST_BREATH
    while processes.group(process.pid) and time.monotonic() < until:
        time.sleep(_TICK)


class _Teller:
    """Progress lines of the reading process; anything that is not one is passed over."""

    def __init__(self, descriptor: int, progress: _Progress | None) -> None:
        self._descriptor = descriptor
        self._progress = progress
        self._selector = selectors.DefaultSelector()
        self._selector.register(descriptor, selectors.EVENT_READ)
        self._rest = b""
        self._open = True
        self.last = ""

    def listen(self, seconds: float) -> None:
        """Wait for lines and pass the newest on."""
        if not self._open:
            time.sleep(seconds)
            return
        if not self._selector.select(seconds):
            return
        data = os.read(self._descriptor, _MOST_LINE)
        if not data:
            self._open = False
            return
        *lines, self._rest = (self._rest + data).split(b"\n")
        self._rest = self._rest[-_MOST_LINE:]
        told = next(filter(None, map(_progress_line, reversed(lines))), None)
        if told is None:
            return
        message, done, total, self.last = told
        if self._progress is not None:
            self._progress(message, done, total)

    def close(self) -> None:
        """Close the pipe."""
        self._selector.close()
        os.close(self._descriptor)


def _progress_line(line: bytes) -> tuple[str, int, int, str] | None:
    """Read message, what is done, the whole, and the file; ``None`` for anything else."""
    try:
        message, done, total, where = json.loads(line)
        numbers = [min(max(operator.index(number), 0), _MOST_DONE) for number in (done, total)]
        return shown(message, 500), numbers[0], numbers[1], shown(where, 500)
    except (ValueError, TypeError, RecursionError):
        return None


def _environment(job: Path) -> dict[str, str]:
    """Nothing of this process's environment but where programs and Python are; it may hold secrets."""
    root = str(Path(dothi.__file__).resolve().parent.parent)
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
        "PYTHONPATH": root,
        "PYTHONUTF8": "1",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "HOME": str(job / SCRATCH),
        "TMPDIR": str(job / SCRATCH),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "MALLOC_ARENA_MAX": "2",
        **drivers.environment(str(job / SCRATCH), drivers.skipped()),
    }


def _last_words(words: BinaryIO, job: Path) -> str:
    """Last line the reading process wrote, for whoever mends the program."""
    words.seek(max(0, words.seek(0, os.SEEK_END) - 4096))
    lines = words.read(4096).decode("utf-8", errors="replace").strip().splitlines()
    return shown(lines[-1].replace(str(job), ""), 300) if lines else ""


def _with_rasters(received: Received, request: Request, job: Path, keep: Path | None) -> Received | None:
    """Move unpacked rasters out of the folder that is about to go, or name them by archive and member.

    ``None`` where one is none of this reading: a path that leads elsewhere, no ordinary file, another name.
    """
    source = Path(request.path).resolve()
    rasters = []
    for number, raster in enumerate(received.rasters):
        path, named = _ordinary(raster.path), PurePosixPath(raster.where)
        if path is None or named.parts[:1] != (shown(request.name),) or ".." in named.parts:
            return None
        if path.is_relative_to(source):
            rasters.append(raster)
        elif not path.is_relative_to(job):
            return None
        elif keep is None:
            rasters.append(replace(raster, path=Path(named)))
        else:
            keep.mkdir(parents=True, exist_ok=True)
            target = keep / f"{number:03d}-{shown(path.name)[-_LONGEST_NAME:]}"
            shutil.move(path, target)
            rasters.append(replace(raster, path=target))
    return replace(received, rasters=tuple(rasters))


def _ordinary(path: Path) -> Path | None:
    """Where a path leads, if to an ordinary file."""
    try:
        found = path.resolve()
        return found if found.is_file() else None
    except (OSError, RuntimeError, ValueError):  # too long, in a circle, no path at all
        return None


def _remove(job: Path) -> None:
    """Remove the folder of a job, however deep a hostile process has nested it."""
    with contextlib.suppress(RecursionError):
        shutil.rmtree(job, ignore_errors=True)
    if job.exists():
        subprocess.run(["/bin/rm", "-rf", "--", str(job)], check=False, capture_output=True)


def _fault(end: int | str, request: Request, last: str, words: str) -> Fault:
    limits = request.limits
    where = last or request.name
    refused = end == -signal.SIGABRT and "bad_alloc" in words
    if refused or end in {"memory", OUT_OF_MEMORY, -signal.SIGKILL}:
        return Fault(
            "intake.memory",
            f"Đọc tệp cần nhiều bộ nhớ hơn giới hạn {limits.memory // MIB} MB nên đã dừng",
            f"Reading needs more memory than the bound of {limits.memory // MIB} MB, so it was stopped",
            where,
            "Chia tệp thành nhiều phần nhỏ hơn, hoặc lưu lại ở dạng GeoPackage",
            "Split the file into smaller parts, or save it as GeoPackage",
        )
    if end in {"seconds", -signal.SIGXCPU}:
        seconds = limits.seconds if end == "seconds" else limits.cpu_seconds
        return Fault(
            "intake.time",
            f"Đọc tệp lâu hơn giới hạn {seconds:.0f} giây nên đã dừng",
            f"Reading takes longer than the bound of {seconds:.0f} seconds, so it was stopped",
            where,
            "Chia tệp thành nhiều phần nhỏ hơn, hoặc lưu lại ở dạng GeoPackage",
            "Split the file into smaller parts, or save it as GeoPackage",
        )
    if end in {"disk", -signal.SIGXFSZ}:
        most = (limits.disk_bytes if end == "disk" else limits.file_bytes) // MIB
        return Fault(
            "intake.size",
            f"Đọc tệp làm đầy hơn {most} MB trên đĩa nên đã dừng",
            f"Reading fills more than {most} MB of disk, so it was stopped",
            where,
            "Chia tệp thành nhiều phần nhỏ hơn",
            "Split the file into smaller parts",
        )
    told = f" ({words})" if words else ""
    return Fault(
        "intake.crash",
        f"Chương trình đọc dừng đột ngột vì tệp này{told}; không có gì khác bị ảnh hưởng",
        f"The reader broke off on this file{told}; nothing else is affected",
        where,
        "Mở tệp bằng chương trình đã tạo ra nó và lưu lại ở dạng khác, ví dụ GeoPackage hoặc DXF",
        "Open the file in the program that made it and save it in another format, such as GeoPackage or DXF",
    )
