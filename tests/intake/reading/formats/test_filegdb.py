"""File geodatabase, as a folder and inside a zip."""

from __future__ import annotations

import zipfile


def test_folder_and_zip_give_the_same(tmp_path, plan, read_here, layer_of) -> None:
    folder = tmp_path / "in" / "qh.gdb"
    folder.parent.mkdir()
    plan.to_file(folder, driver="OpenFileGDB", layer="QHDD")
    layer = layer_of(read_here(folder))
    assert (layer.name, layer.driver, layer.where) == ("QHDD", "OpenFileGDB", "qh.gdb")
    assert list(layer.frame["Tên"]) == ["Đất ở", "Đường"]
    assert [round(area, 3) for area in layer.frame.area] == [10_000, 19_900]
    with zipfile.ZipFile(tmp_path / "qh.zip", "w") as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, f"qh.gdb/{part.name}")
    zipped = layer_of(read_here(tmp_path / "qh.zip"))
    assert zipped.where == "qh.zip/qh.gdb"
    assert zipped.frame.geometry.geom_equals(layer.frame.geometry).all()
