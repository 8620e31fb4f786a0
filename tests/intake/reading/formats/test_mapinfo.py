"""MapInfo: character sets, tables without shapes, tables that point elsewhere."""

from __future__ import annotations

import pytest

from dothi.base.errors import UnusableError

HEAD = 'Version 300\nCharset "Neutral"\nDelimiter ","\nColumns 1\n  Ten Char(40)\nData\n\n'


def test_a_declared_character_set_is_decoded(data, read_here, layer_of) -> None:
    for name in ("win1251.mif", "tab-win1251.TAB", "utf8.mif"):
        layer = layer_of(read_here(data / "gdal-legacy-formats" / "mitab" / name))
        assert list(layer.frame["Поле_А"])[:2] == ["Значение А", "Значение 1"]


def test_neutral_text_comes_as_bytes(tmp_path, read_here) -> None:
    (tmp_path / "a.mif").write_text(HEAD + "Point 577000 1722000\n")
    (tmp_path / "a.mid").write_bytes('"§Êt ë"\n'.encode("latin-1"))
    loaded = read_here(tmp_path / "a.mif").layers[0]
    assert loaded.byte_image
    assert loaded.layer.encoding == ""
    assert list(loaded.layer.frame["Ten"]) == ["§Êt ë"]


def test_nonearth_is_no_crs(data, read_here, layer_of) -> None:
    assert layer_of(read_here(data / "gdal-legacy-formats" / "mitab" / "all_geoms.tab")).frame.crs is None


def test_counts_of_the_samples(data, read_here) -> None:
    folder = data / "gdal-legacy-formats" / "mitab"
    for name, count in (
        ("poly_indexed.tab", 10),
        ("polygon_without_index.tab", 4),
        ("aspatial.tab", 3),
        ("seamless.tab", 4),
    ):
        assert len(read_here(folder / name).layers[0].layer.frame) == count


@pytest.mark.parametrize("line", ['File "..\\secret.dbf"', 'File "/etc/passwd"', 'Open Table "c:\\x" Hide'])
def test_a_table_that_points_elsewhere_is_refused(tmp_path, read_here, line) -> None:
    (tmp_path / "a.tab").write_text(f"!table\n!version 300\n!charset Neutral\n\n{line}\n")
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.tab")
    assert refusal.value.code == "intake.tab-elsewhere"
