"""KML and KMZ: extended data, links that are not followed, entities that are not accepted."""

from __future__ import annotations

import zipfile

import pytest
import shapely

from dothi.base.errors import UnusableError
from dothi.intake.sandbox.limits import Limits

HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
PLACE = (
    "<Placemark><name>Tam Kỳ</name>"
    "<ExtendedData><Data name='dan_so'><value>122374</value></Data></ExtendedData>"
    "<Polygon><outerBoundaryIs><LinearRing>"
    "<coordinates>108,15,3 108.1,15,3 108.1,15.1,3 108,15,3</coordinates>"
    "</LinearRing></outerBoundaryIs></Polygon></Placemark>"
)


def kml(inner: str, head: str = HEAD) -> str:
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Ranh</name>{inner}</Document></kml>'


def test_kml_and_kmz_give_the_same(tmp_path, read_here, layer_of, codes_of) -> None:
    (tmp_path / "a.kml").write_text(kml(PLACE), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("other.kml", kml(""))
        archive.writestr("doc.kml", kml(PLACE))
    for name in ("a.kml", "a.kmz"):
        received = read_here(tmp_path / name)
        layer = layer_of(received)
        assert layer.name == "Ranh"
        assert layer.frame["Name"].iloc[0] == "Tam Kỳ"
        assert layer.frame["dan_so"].iloc[0] == "122374"
        assert not {"tessellate", "extrude", "visibility", "drawOrder", "icon"} & set(layer.frame.columns)
        assert layer.frame.geometry.iloc[0].equals(shapely.Polygon([(108, 15), (108.1, 15), (108.1, 15.1)]))
        assert codes_of(received) == ["intake.heights"]


def test_links_are_told_and_not_followed(tmp_path, read_here, codes_of) -> None:
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/more.kml</href></Link></NetworkLink>"
    (tmp_path / "a.kml").write_text(kml(PLACE + link), encoding="utf-8")
    assert "intake.network-link" in codes_of(read_here(tmp_path / "a.kml"))


def test_entities_are_refused(tmp_path, read_here) -> None:
    bomb = HEAD + '<!DOCTYPE kml [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]>'
    (tmp_path / "a.kml").write_text(kml(PLACE.replace("Tam Kỳ", "&b;"), bomb), encoding="utf-8")
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.kml")
    assert refusal.value.code == "intake.entities"


def test_a_kmz_without_kml_is_refused(tmp_path, read_here) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.kmz")
    assert refusal.value.code == "intake.broken"


def test_every_document_of_a_kmz_is_read(tmp_path, read_here, codes_of) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", kml(PLACE))
        archive.writestr("files/ky-2.kml", kml(PLACE * 2).replace("Ranh", "Kỳ 2"))
        third = kml(PLACE).replace("Ranh", "Ba").replace("UTF-8", "UTF-16")
        archive.writestr("files/utf16.kml", third.encode("utf-16"))
        archive.writestr("files/hong.kml", kml(PLACE)[:-20])
    received = read_here(tmp_path / "a.kmz")
    counts = {loaded.layer.name: len(loaded.layer.frame) for loaded in received.layers}
    assert counts == {"Ranh": 1, "Kỳ 2": 2, "Ba": 1}
    broken = [item for item in received.skipped if item.reason.code == "intake.broken"]
    assert [item.reason.where for item in broken] == ["a.kmz/files/hong.kml"]


def test_a_kmz_counts_towards_what_may_be_unpacked(tmp_path, read_here) -> None:
    """Two in a zip: each fits by itself, both together with what holds them do not."""
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as outer:
        for name in ("a.kmz", "b.kmz"):
            with zipfile.ZipFile(tmp_path / name, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr("doc.kml", kml(PLACE + " " * 400_000))
            outer.write(tmp_path / name, name)
    assert len(read_here(tmp_path / "b.zip", limits=Limits(unpacked_bytes=900_000)).layers) == 2
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "b.zip", limits=Limits(unpacked_bytes=600_000))
    assert refusal.value.code == "intake.archive-size"


def test_what_a_kmz_leaves_out_is_told(tmp_path, read_here, codes_of) -> None:
    with zipfile.ZipFile(tmp_path / "a.kmz", "w") as archive:
        archive.writestr("doc.kml", kml(PLACE))
        archive.writestr("../out.kml", kml(PLACE))
    assert "intake.archive-member" in codes_of(read_here(tmp_path / "a.kmz"))


def test_a_document_type_in_utf16_is_refused(tmp_path, read_here) -> None:
    text = kml(PLACE, '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE kml [<!ENTITY a "b">]>')
    (tmp_path / "a.kml").write_bytes(text.encode("utf-16"))
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.kml")
    assert refusal.value.code in {"intake.entities", "intake.unknown-kind"}
