"""dBase tables by themselves."""

from __future__ import annotations

from dothi.intake.text.settle import settle


def test_a_table_alone(data, read_here, table_of) -> None:
    received = read_here(data / "gdal-legacy-formats" / "shp" / "chinese.dbf")
    table = table_of(received)
    assert (table.encoding, table.driver) == ("cp936", "ESRI Shapefile")
    settled = settle(table, table.encoding)
    assert list(settled.frame.columns) == ["中国"]
    assert list(settled.frame["中国"]) == ["中国"]


def test_beside_a_shapefile_it_is_part_of_it(tmp_path, plan, read_here) -> None:
    plan.rename(columns={"Tên": "ten"}).to_file(tmp_path / "a.shp")
    assert [loaded.layer.name for loaded in read_here(tmp_path).layers] == ["a"]


def test_the_documents_of_a_french_plan(data, read_here) -> None:
    received = read_here(data / "fr-plu-cnig" / "41175_PLU_20140603" / "DOC_URBA.dbf")
    assert received.layers[0].layer.frame["IDURBA"].iloc[0] == "4117520140603"
