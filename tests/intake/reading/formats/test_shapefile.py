"""Shapefile: parts that are missing, encodings that are declared, wrongly declared, or not at all."""

from __future__ import annotations

import pytest

from dothi.base.errors import UnusableError
from dothi.intake.text.settle import settle


@pytest.fixture
def shape(tmp_path, plan):
    folder = tmp_path / "in"
    folder.mkdir()
    plan.rename(columns={"Tên": "ten"}).to_file(folder / "dat.shp", encoding="utf-8")
    return folder / "dat.shp"


def test_text_comes_as_bytes_and_settles_as_declared(shape, read_here) -> None:
    loaded = read_here(shape).layers[0]
    assert loaded.byte_image
    assert loaded.layer.encoding == "utf-8"
    assert list(loaded.layer.frame["ten"]) == [
        "Đất ở".encode().decode("latin-1"),
        "Đường".encode().decode("latin-1"),
    ]
    settled = settle(loaded.layer, loaded.layer.encoding)
    assert list(settled.frame["ten"]) == ["Đất ở", "Đường"]
    assert settled.encoding == "utf-8"


def test_without_cpg_nothing_is_declared(shape, read_here) -> None:
    shape.with_suffix(".cpg").unlink()
    table = bytearray(shape.with_suffix(".dbf").read_bytes())
    table[29] = 0
    shape.with_suffix(".dbf").write_bytes(table)
    assert read_here(shape).layers[0].layer.encoding == ""


@pytest.mark.parametrize(("mark", "codec"), [(0x03, "cp1252"), (0xC9, "cp1251"), (0x4D, "cp936"), (0x57, "")])
def test_the_mark_in_the_table_declares_where_there_is_no_cpg(shape, read_here, mark, codec) -> None:
    shape.with_suffix(".cpg").unlink()
    table = bytearray(shape.with_suffix(".dbf").read_bytes())
    table[29] = mark
    shape.with_suffix(".dbf").write_bytes(table)
    assert read_here(shape).layers[0].layer.encoding == codec


def test_a_missing_prj_is_no_crs(shape, read_here, layer_of) -> None:
    shape.with_suffix(".prj").unlink()
    assert layer_of(read_here(shape)).frame.crs is None


@pytest.mark.parametrize(
    "change", [lambda wkt: wkt[:200], lambda wkt: wkt.replace("500000.0", "abc"), lambda _: "x"]
)
def test_a_prj_that_makes_no_sense_is_told_and_is_none(shape, read_here, layer_of, codes_of, change) -> None:
    prj = shape.with_suffix(".prj")
    prj.write_text(change(prj.read_text()))
    received = read_here(shape)
    assert codes_of(received) == ["intake.crs-unreadable"]
    layer = layer_of(received)
    assert layer.frame.crs is None
    assert list(layer.frame.area) == [10_000, 19_900]


def test_a_crs_named_in_an_old_encoding_is_still_one(shape, read_here, layer_of) -> None:
    """Found by turning bytes at random; offices name their CRS in TCVN3."""
    prj = shape.with_suffix(".prj")
    prj.write_bytes(prj.read_bytes().replace(b"VN_2000_TM-3_107-45", "VN2000 Qu¶ng Nam".encode("latin-1")))
    assert layer_of(read_here(shape)).frame.crs.to_epsg() == 5899


def test_a_missing_index_is_made_again_and_told(shape, read_here, layer_of, codes_of) -> None:
    shape.with_suffix(".shx").unlink()
    received = read_here(shape)
    assert list(layer_of(received).frame.area) == [10_000, 19_900]
    assert codes_of(received) == ["intake.shx"]
    assert not shape.with_suffix(".shx").exists()


def test_a_missing_table_is_told(shape, read_here, layer_of, codes_of) -> None:
    shape.with_suffix(".dbf").unlink()
    received = read_here(shape)
    assert len(layer_of(received).frame) == 2
    assert codes_of(received) == ["intake.dbf"]


def test_parts_belong_to_it_in_a_folder(shape, read_here, codes_of) -> None:
    (shape.parent / "dat.shp.xml").write_text("<metadata/>")
    (shape.parent / "dat.qpj").write_text("")
    received = read_here(shape.parent)
    assert [loaded.layer.name for loaded in received.layers] == ["dat"]
    assert codes_of(received) == []


def test_metadata_beside_it_is_no_layer_and_gml_of_its_name_is(shape, plan, read_here, codes_of) -> None:
    metadata = '<gmd:MD_Metadata xmlns:gmd="http://x/gmd" xmlns:gml="http://www.opengis.net/gml"/>'
    for name in ("dat.xml", "dat.shp.xml"):
        (shape.parent / name).write_text(metadata)
    received = read_here(shape.parent)
    assert [loaded.layer.name for loaded in received.layers] == ["dat"]
    assert codes_of(received) == []
    plan.rename(columns={"Tên": "ten"}).to_file(shape.parent / "dat.gml", driver="GML", layer="gml")
    (shape.parent / "dat.gml").rename(shape.parent / "dat.xml")
    assert {loaded.layer.name for loaded in read_here(shape.parent).layers} == {"dat", "gml"}


def test_heights_are_dropped_and_told(tmp_path, plan, read_here, layer_of, codes_of) -> None:
    import shapely

    plan.set_geometry(shapely.force_3d(plan.geometry.to_numpy(), 5.0)).rename(columns={"Tên": "t"}).to_file(
        tmp_path / "z.shp"
    )
    received = read_here(tmp_path / "z.shp")
    assert not layer_of(received).frame.has_z.any()
    assert codes_of(received) == ["intake.heights"]
    assert "2 đối tượng" in received.skipped[0].reason.vi


def test_one_that_ends_early_is_refused_or_read_short(shape, read_here) -> None:
    shape.write_bytes(shape.read_bytes()[:50])
    with pytest.raises(UnusableError) as refusal:
        read_here(shape)
    assert refusal.value.code == "intake.broken"


def test_the_french_plans(data, read_here) -> None:
    """Encodings as the bytes of these files have them (their SOURCE.md)."""
    received = read_here(data / "fr-plu-cnig" / "30014_PLU_20171013")
    found = {loaded.layer.name: loaded for loaded in received.layers}
    zones = found["30014_ZONE_URBA_20171013"]
    assert len(zones.layer.frame) == 90
    assert zones.layer.frame.crs.to_epsg() == 2154
    assert zones.layer.encoding == "cp1252"
    assert sum(1 for item in received.skipped if item.reason.code == "intake.heights") == 6
