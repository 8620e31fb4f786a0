"""Starting the reading process, watching it, and turning every way it can end into data or one sentence."""

from __future__ import annotations

import contextlib
import json
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
from pathlib import Path

import dothi
from dothi.base.errors import Fault, UnusableError
from dothi.intake.sandbox import drivers
from dothi.intake.sandbox.limits import MIB, Limits
from dothi.intake.sandbox.received import Received, load
from dothi.intake.sandbox.request import OUT_OF_MEMORY, RESULT, SCRATCH, Request

_TICK = 0.05
_MOST_LINE = 64 * 1024
_Progress = Callable[[str, int, int], None]


def run(request: Request, progress: _Progress | None = None, keep: Path | None = None) -> Received:
    """Read in a process of its own.

    ``progress`` is called in this process with a message, what is done and the whole (0: not known); what it
    raises ends the reading. Rasters unpacked from archives are moved to ``keep`` when it is given. Raises
    :class:`UnusableError` or :class:`InputError`, whatever the file does to the reading process.
    """
    job = Path(tempfile.mkdtemp(prefix="dothi-doc-"))
    try:
        for name in (RESULT, SCRATCH):
            (job / name).mkdir()
        end, last = _watched(job, request, progress)
        if end != 0:
            raise UnusableError(_fault(end, request, last, _last_words(job)))
        received = load(job / RESULT)
        if received is None:
            raise UnusableError(_fault(1, request, last, _last_words(job)))
        return _with_rasters(received, job, keep)
    finally:
        shutil.rmtree(job, ignore_errors=True)


class _Ended(Exception):  # noqa: N818  (not an error: how the watch was left)
    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _watched(job: Path, request: Request, progress: _Progress | None) -> tuple[int | str, str]:
    """Run to the end; gives the exit code, or the bound that was passed, and the last file named."""
    reading, writing = os.pipe()
    replace(request, progress=writing).write(job)
    try:
        with (job / "stderr").open("wb") as words:
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
    try:
        return _until_end(process, teller, request.limits), teller.last
    except _Ended as end:
        return end.code, teller.last
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        teller.close()


def _until_end(process: subprocess.Popen[bytes], teller: _Teller, limits: Limits) -> int:
    started = time.monotonic()
    while process.poll() is None:
        teller.listen(_TICK)
        if _resident(process.pid) > limits.memory:
            raise _Ended("memory")
        if time.monotonic() - started > limits.seconds:
            raise _Ended("seconds")
    teller.listen(0)
    return process.returncode


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
        for line in lines:
            with contextlib.suppress(ValueError, TypeError, LookupError):
                message, done, total, where = json.loads(line)
                self.last = str(where)[:500]
                if self._progress is not None:
                    self._progress(str(message)[:500], int(done), int(total))

    def close(self) -> None:
        """Close the pipe."""
        self._selector.close()
        os.close(self._descriptor)


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


def _resident(pid: int) -> int:
    """Memory of a process and what it started, in bytes, without mapped files; 0 where it is hidden."""
    total = 0
    waiting = [pid]
    while waiting:
        one = waiting.pop()
        try:
            status = Path(f"/proc/{one}/status").read_text(encoding="ascii", errors="replace")
            children = Path(f"/proc/{one}/task/{one}/children").read_text(encoding="ascii")
        except OSError:
            continue
        for line in status.splitlines():
            if line.startswith(("RssAnon:", "RssShmem:")):
                total += int(line.split()[1]) * 1024
        waiting += [int(child) for child in children.split()]
    return total


def _last_words(job: Path) -> str:
    """Last line the reading process wrote, for whoever mends the program."""
    try:
        with (job / "stderr").open("rb") as stream:
            stream.seek(max(0, stream.seek(0, os.SEEK_END) - 4096))
            lines = stream.read().decode("utf-8", errors="replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1].replace(str(job), "")[:300] if lines else ""


def _with_rasters(received: Received, job: Path, keep: Path | None) -> Received:
    """Move unpacked rasters out of the folder that is about to go, or name them by archive and member."""
    rasters = []
    for number, raster in enumerate(received.rasters):
        if not raster.path.is_relative_to(job):
            rasters.append(raster)
        elif keep is None:
            rasters.append(replace(raster, path=Path(raster.where)))
        else:
            keep.mkdir(parents=True, exist_ok=True)
            target = keep / f"{number:03d}-{raster.path.name}"
            shutil.move(raster.path, target)
            rasters.append(replace(raster, path=target))
    return replace(received, rasters=tuple(rasters))


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
    if end == -signal.SIGXFSZ:
        return Fault(
            "intake.size",
            f"Đọc tệp làm đầy hơn {limits.file_bytes // MIB} MB trên đĩa nên đã dừng",
            f"Reading fills more than {limits.file_bytes // MIB} MB of disk, so it was stopped",
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
