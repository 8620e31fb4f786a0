"""KML and KMZ: extended data, links that are not followed, entities that are not accepted."""

from __future__ import annotations

import zipfile

import pytest
import shapely

from dothi.base.errors import UnusableError

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
