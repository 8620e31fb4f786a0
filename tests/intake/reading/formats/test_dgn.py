"""MicroStation DGN: version 7 is read, version 8 is refused with what to do."""

from __future__ import annotations

import pytest

from dothi.base.errors import UnusableError


def test_elements_of_the_sample(data, read_here, layer_of) -> None:
    layer = layer_of(read_here(data / "gdal-legacy-formats" / "dgn" / "smalltest.dgn"))
    assert (layer.name, layer.driver, len(layer.frame)) == ("smalltest", "DGN", 4)
    assert layer.frame["Text"].iloc[0] == "Demo Text"
    assert sorted(layer.frame.geom_type.unique()) == ["LineString", "Point", "Polygon"]


def test_version_8_is_refused(tmp_path, read_here) -> None:
    (tmp_path / "a.dgn").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600)
    with pytest.raises(UnusableError, match="V7") as refusal:
        read_here(tmp_path / "a.dgn")
    assert refusal.value.code == "intake.dgn8"
