"""Every way a reading can end: data, a refusal, or one sentence about a bound, a crash or a kill."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dothi.base.errors import UnusableError
from dothi.intake.sandbox.limits import GIB, MIB


def children() -> list[int]:
    pid = os.getpid()
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for child in (task / "children").read_text().split()
    ]


def test_data_come_through_and_nothing_is_left(plan, run_on, temporary) -> None:
    told = []
    received = run_on(plan, progress=lambda *line: told.append(line))
    frame = received.layers[0].layer.frame
    assert (received.layers[0].layer.name, frame.area.iloc[0], frame["ten"].iloc[0]) == ("QHDD", 100, "Đất ở")
    assert ("QHDD", 1, 1) in told
    assert list(temporary.iterdir()) == []


def test_a_refusal_comes_through_with_its_faults(tmp_path, run_on, temporary) -> None:
    (tmp_path / "a.vrt").write_text("<OGRVRTDataSource/>")
    with pytest.raises(UnusableError) as refusal:
        run_on(tmp_path / "a.vrt")
    assert refusal.value.code == "intake.virtual"
    assert refusal.value.faults[0].where == "a.vrt"
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        ({"memory": 30 * MIB}, ("intake.memory", "30 MB")),
        ({"seconds": 0.05}, ("intake.time", "0 giây")),
    ],
    ids=["memory", "time"],
)
def test_bounds_end_in_a_sentence(plan, run_on, temporary, limits, told) -> None:
    before = children()  # servers that other tests keep running beside
    code, bound = told
    with pytest.raises(UnusableError, match=bound) as refusal:
        run_on(plan, **limits)
    assert refusal.value.code == code
    assert list(temporary.iterdir()) == []
    assert children() == before


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        (signal.SIGSEGV, "intake.crash"),
        pytest.param(signal.SIGKILL, "intake.memory", marks=pytest.mark.slow),
        pytest.param(signal.SIGXCPU, "intake.time", marks=pytest.mark.slow),
        pytest.param(signal.SIGXFSZ, "intake.size", marks=pytest.mark.slow),
    ],
)
def test_a_process_that_is_killed_ends_in_a_sentence_that_names_the_file(plan, run_on, sent, code) -> None:
    before = children()

    def strike(*_told: object) -> None:
        for child in set(children()) - set(before):
            os.kill(child, sent)

    with pytest.raises(UnusableError) as refusal:
        run_on(plan, progress=strike)
    assert refusal.value.code == code
    assert refusal.value.faults[0].where == "qh.gpkg"


@pytest.mark.parametrize("raised", [KeyboardInterrupt, ValueError, TypeError, KeyError, RecursionError])
def test_what_progress_raises_ends_the_reading(plan, run_on, temporary, raised: type[BaseException]) -> None:
    before = children()

    def stop(*_told: object) -> None:
        raise raised("by the caller")

    with pytest.raises(raised, match="by the caller"):
        run_on(plan, progress=stop)
    assert list(temporary.iterdir()) == []
    assert children() == before


@pytest.mark.slow
def test_the_reading_process_dies_with_its_parent(plan, tmp_path) -> None:
    program = (
        "import os, sys\n"
        "from dothi.intake.read import read\n"
        "from pathlib import Path\n"
        "read(Path(sys.argv[1]), progress=lambda *told: (print(flush=True), __import__('time').sleep(60)))\n"
    )
    environment = {**os.environ, "TMPDIR": str(tmp_path / "temporary")}
    parent = subprocess.Popen(
        [sys.executable, "-c", program, str(plan)], stdout=subprocess.PIPE, env=environment
    )
    assert parent.stdout is not None
    parent.stdout.readline()
    (reading,) = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    deadline = time.monotonic() + 5
    while Path(f"/proc/{reading}").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not Path(f"/proc/{reading}").exists()


def converter(path: Path, body: str) -> str:
    path.write_text(f"#!{sys.executable}\nimport os, sys\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def dwg(tmp_path) -> Path:
    path = tmp_path / "in-dwg" / "a.dwg"
    path.parent.mkdir()
    path.write_bytes(b"AC1032" + b"\x00" * 50)
    return path


DRAWING = """
lines = ["0", "SECTION", "2", "ENTITIES", "0", "TEXT", "8", "0"]
lines += ["10", "1.0", "20", "1.0", "40", "1.0", "1", {text}]
lines += ["0", "ENDSEC", "0", "EOF"]
open(sys.argv[3], "w").write(chr(10).join(lines) + chr(10))
"""


def test_a_converter_runs_confined_and_sees_no_secrets(tmp_path, dwg, run_on, monkeypatch) -> None:
    """What it finds in its environment and on the disk stands in the text that it draws."""
    monkeypatch.setenv("DOTHI_SECRET_KEY", "hidden")
    (tmp_path / "secret.txt").write_text("hidden")
    body = (
        "found = [str(os.environ.get('DOTHI_SECRET_KEY'))]\n"
        "for path in (" + repr(str(tmp_path / "secret.txt")) + ", '/etc/shadow'):\n"
        "    try:\n        found.append(open(path).read())\n"
        "    except OSError as error:\n        found.append(type(error).__name__)\n"
        "try:\n    open(" + repr(str(dwg.parent / "left")) + ", 'w')\n"
        "except OSError as error:\n    found.append(type(error).__name__)\n"
        + DRAWING.format(text="' '.join(found)")
    )
    (tmp_path / "bin").mkdir()
    received = run_on(dwg, converter=converter(tmp_path / "bin" / "dwg2dxf", body))
    said = received.layers[0].layer.frame["text"].iloc[0]
    assert said.startswith("None ")
    assert "hidden" not in said
    if received.isolation["folders"]:
        assert said == "None PermissionError PermissionError PermissionError"
        assert not (dwg.parent / "left").exists()


@pytest.mark.slow
def test_a_converter_that_never_ends_is_ended_with_all_it_started(tmp_path, dwg, run_on) -> None:
    body = "import subprocess, time\nsubprocess.Popen(['sleep', '61.5'])\ntime.sleep(60)"
    (tmp_path / "bin").mkdir()
    with pytest.raises(UnusableError) as refusal:
        run_on(dwg, converter=converter(tmp_path / "bin" / "dwg2dxf", body), seconds=3)
    assert refusal.value.code == "intake.time"
    assert alive("sleep 61.5") == []


ASTRAY = """
import time
if not os.fork():
    try:
        os.setsid()
    except PermissionError:
        pass
    if not os.fork():
        {does}
    os._exit(0)
os.wait()
"""
"""Starts what has no parent any more, and a session of its own where that is allowed."""


def test_what_a_converter_leaves_behind_is_ended(tmp_path, dwg, run_on) -> None:
    """The reading itself ends well."""
    body = ASTRAY.format(does="os.execvp('sh', ['sh', '-c', 'exec sleep 61.7 >&- 2>&-'])") + DRAWING.format(
        text="'x'"
    )
    (tmp_path / "bin").mkdir()
    received = run_on(dwg, converter=converter(tmp_path / "bin" / "dwg2dxf", body))
    assert received.layers[0].layer.frame["text"].iloc[0] == "x"
    assert alive("sleep 61.7") == []


@pytest.mark.slow
def test_memory_of_what_is_left_behind_counts_too(tmp_path, dwg, run_on) -> None:
    body = ASTRAY.format(does="kept = bytearray(600_000_000); time.sleep(60)") + "time.sleep(60)"
    (tmp_path / "bin").mkdir()
    with pytest.raises(UnusableError) as refusal:
        run_on(dwg, converter=converter(tmp_path / "bin" / "dwg2dxf", body), memory=GIB // 2, seconds=60)
    assert refusal.value.code == "intake.memory"


FULL = {
    "many files": "for n in range(5):\n    open(str(n), 'wb').write(os.urandom(4 << 20))",
    "empty files": "for n in range(6_000):\n    open(str(n), 'wb')",
    "no name": "out = open('x', 'wb')\nos.unlink('x')\nout.write(os.urandom(20 << 20))\nout.flush()",
    "too deep": "for _ in range(1_500):\n    os.mkdir('aa')\n    os.chdir('aa')",
}


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(body, id=name, marks=pytest.mark.slow if name == "too deep" else ())
        for name, body in FULL.items()
    ],
)
def test_what_is_written_is_bounded_as_a_whole(tmp_path, dwg, run_on, temporary, body) -> None:
    """No single file passes the bound of one file; the program would go on for long."""
    (tmp_path / "bin").mkdir()
    program = converter(tmp_path / "bin" / "dwg2dxf", f"import time\n{body}\ntime.sleep(60)")
    with pytest.raises(UnusableError, match="16 MB") as refusal:
        run_on(dwg, converter=program, disk_bytes=16 * MIB, file_bytes=32 * MIB, seconds=40)
    assert refusal.value.code == "intake.size"
    assert list(temporary.iterdir()) == []


def test_a_file_full_of_holes_takes_no_disk(tmp_path, dwg, run_on) -> None:
    (tmp_path / "bin").mkdir()
    body = "os.truncate(os.open('x', os.O_CREAT | os.O_RDWR), 20 << 20)\n" + DRAWING.format(text="'x'")
    program = converter(tmp_path / "bin" / "dwg2dxf", body)
    assert len(run_on(dwg, converter=program, disk_bytes=16 * MIB, file_bytes=32 * MIB).layers) == 1


def alive(command: str) -> list[Path]:
    return [p for p in Path("/proc").iterdir() if p.name.isdigit() and _command(p) == command]


def _command(process: Path) -> str:
    try:
        return process.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
    except OSError:
        return ""


@pytest.mark.slow
def test_processor_time_is_bounded(tmp_path, dwg, run_on) -> None:
    (tmp_path / "bin").mkdir()
    with pytest.raises(UnusableError) as refusal:
        run_on(
            dwg,
            converter=converter(tmp_path / "bin" / "dwg2dxf", "while True: pass"),
            cpu_seconds=1,
            seconds=60,
        )
    assert refusal.value.code == "intake.time"


@pytest.mark.slow
def test_memory_of_a_converter_counts_too(tmp_path, dwg, run_on) -> None:
    body = "import time\nkept = bytearray(600_000_000)\ntime.sleep(30)"
    (tmp_path / "bin").mkdir()
    with pytest.raises(UnusableError) as refusal:
        run_on(dwg, converter=converter(tmp_path / "bin" / "dwg2dxf", body), memory=GIB // 2, seconds=20)
    assert refusal.value.code == "intake.memory"


@pytest.mark.filterwarnings("ignore::PendingDeprecationWarning")
def test_rasters_of_an_archive_are_kept_only_when_asked(tmp_path, run_on) -> None:
    import zipfile

    import numpy as np
    import rasterio

    with rasterio.open(
        tmp_path / "a.tif", "w", driver="GTiff", width=2, height=2, count=1, dtype="uint8", crs="EPSG:5899",
        transform=rasterio.transform.from_origin(5, 5, 2, 2),
    ) as out:  # fmt: skip
        out.write(np.zeros((1, 2, 2), dtype="uint8"))
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.write(tmp_path / "a.tif", "anh/a.tif")
    (named,) = run_on(tmp_path / "a.zip").rasters
    assert (named.path, named.crs) == (Path("a.zip/anh/a.tif"), "EPSG:5899")
    (kept,) = run_on(tmp_path / "a.zip", keep=tmp_path / "kept").rasters
    assert kept.path.read_bytes() == (tmp_path / "a.tif").read_bytes()


def test_drivers_that_nobody_named_make_it_start_again(plan, run_on, monkeypatch) -> None:
    """As when a newer GDAL brings one: here every driver is there at first."""
    from dothi.intake.sandbox import drivers

    monkeypatch.setattr(drivers, "skipped", lambda also=(): "")
    told = []
    received = run_on(plan, progress=lambda *line: told.append(line))
    assert len(received.layers[0].layer.frame) == 1
    assert received.isolation.keys() == {"folders", "network"}
