"""GML and CityGML: axis order, entities, references to elsewhere."""

from __future__ import annotations

import pytest

from dothi.base.errors import UnusableError


def test_latitude_first_is_turned_round(data, read_here) -> None:
    """EPSG:6668 lists latitude first; Kawasaki lies near 35.5° north, 139.7° east."""
    folder = data / "jp-plateau" / "kawasaki-shi" / "udx" / "urf"
    layer = read_here(folder / "533915_urf_6668_yoto_op.gml").layers[0].layer
    assert (layer.name, len(layer.frame), layer.frame.crs.to_epsg()) == ("UseDistrict", 4, 6668)
    west, south, east, north = layer.frame.total_bounds
    assert 139 < west < east < 140
    assert 35 < south < north < 36


def test_nothing_is_written_beside_the_file(tmp_path, plan, read_here, layer_of) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    plan.rename(columns={"Tên": "ten"}).to_file(folder / "a.gml", driver="GML")
    (folder / "a.xsd").unlink()
    before = sorted(folder.iterdir())
    assert list(layer_of(read_here(folder / "a.gml")).frame["ten"]) == ["Đất ở", "Đường"]
    assert sorted(folder.iterdir()) == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(tmp_path, read_here, encoding) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    (tmp_path / "a.gml").write_bytes(text.encode(encoding))
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.gml")
    assert refusal.value.code == "intake.entities"


def test_xml_of_another_kind_is_a_document(tmp_path, read_here) -> None:
    (tmp_path / "a.xml").write_text('<MD_Metadata xmlns:gml="http://www.opengis.net/gml"/>')
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.xml")
    assert refusal.value.code == "intake.document"


def test_a_crs_that_makes_no_sense_is_told(tmp_path, plan, read_here, layer_of, codes_of) -> None:
    plan.rename(columns={"Tên": "ten"}).to_file(tmp_path / "a.gml", driver="GML")
    (tmp_path / "a.xsd").unlink()
    text = (tmp_path / "a.gml").read_bytes()
    (tmp_path / "a.gml").write_bytes(text.replace(b"urn:ogc:def:crs:EPSG::5899", b"urn:nowhere:42"))
    received = read_here(tmp_path / "a.gml")
    assert layer_of(received).frame.crs is None
    assert codes_of(received) == ["intake.crs-unreadable"]


def test_a_document_type_behind_a_long_comment_is_refused(tmp_path, read_here) -> None:
    """More than a megabyte before it, and a schema beside the file that declares one."""
    comment = f"<!-- {'x' * 1_500_000} -->"
    text = f'<?xml version="1.0"?>{comment}<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
    (tmp_path / "a.gml").write_text(text)
    (tmp_path / "b.gml").write_text("<x/>")
    (tmp_path / "b.xsd").write_text('<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>')
    for name in ("a.gml", "b.gml"):
        with pytest.raises(UnusableError) as refusal:
            read_here(tmp_path / name)
        assert refusal.value.code == "intake.entities"


@pytest.mark.parametrize("encoding", ["utf-7", "shift_jis", "gb2312", "ebcdic-cp-us"])
def test_xml_in_an_encoding_that_could_hide_anything_is_refused(tmp_path, read_here, encoding) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><FeatureCollection/>'
    (tmp_path / "a.gml").write_bytes(text.encode())
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.gml")
    assert refusal.value.code == "intake.broken"
