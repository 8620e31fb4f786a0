"""DWG: the sentence that says what to do, and a converter that does it."""

from __future__ import annotations

import sys
from pathlib import Path

import ezdxf
import pytest

from dothi.base.errors import UnusableError


@pytest.fixture
def dwg(tmp_path) -> Path:
    path = tmp_path / "bv.dwg"
    path.write_bytes(b"AC1032" + b"\x00" * 100)
    return path


def program(path: Path, body: str) -> str:
    """A converter: a program that takes the arguments of dwg2dxf."""
    path.write_text(f"#!{sys.executable}\nimport sys, shutil\n{body}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_without_a_converter_it_says_how_to_save_it(dwg, read_here) -> None:
    with pytest.raises(UnusableError) as refusal:
        read_here(dwg)
    assert refusal.value.code == "intake.dwg"
    assert "DXF" in refusal.value.faults[0].remedy_vi


def test_a_converter_is_used(tmp_path, dwg, read_here, layer_of) -> None:
    drawing = ezdxf.new()
    drawing.modelspace().add_lwpolyline([(0, 0), (3, 0), (3, 4)], close=True, dxfattribs={"layer": "DAT_O"})
    drawing.saveas(tmp_path / "made.dxf")
    body = f"assert sys.argv[1:3] == ['-y', '-o']\nshutil.copy({str(tmp_path / 'made.dxf')!r}, sys.argv[3])"
    layer = layer_of(read_here(dwg, converter=program(tmp_path / "dwg2dxf", body)))
    assert (layer.name, layer.where) == ("DAT_O", "bv.dwg")
    assert layer.frame.area.iloc[0] == 6


def test_the_other_converter_takes_folders(tmp_path, dwg, read_here, layer_of) -> None:
    drawing = ezdxf.new()
    drawing.modelspace().add_point((1, 2))
    drawing.saveas(tmp_path / "made.dxf")
    body = (
        "import pathlib\n"
        "source, target, version, kind, recurse, audit, name = sys.argv[1:]\n"
        "assert (version, kind, name) == ('ACAD2018', 'DXF', 'bv.dwg')\n"
        "assert (pathlib.Path(source) / name).read_bytes().startswith(b'AC1032')\n"
        f"shutil.copy({str(tmp_path / 'made.dxf')!r}, pathlib.Path(target) / 'bv.dxf')"
    )
    assert len(layer_of(read_here(dwg, converter=program(tmp_path / "ODAFileConverter", body))).frame) == 1


def test_a_converter_that_fails_is_told(tmp_path, dwg, read_here) -> None:
    converter = program(tmp_path / "dwg2dxf", "sys.exit('ERROR: invalid DWG')")
    with pytest.raises(UnusableError, match="invalid DWG") as refusal:
        read_here(dwg, converter=converter)
    assert refusal.value.code == "intake.dwg-converter"
