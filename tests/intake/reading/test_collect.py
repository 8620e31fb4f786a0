"""Folders and archives: what belongs together, what is passed over, what one bad file does to others."""

from __future__ import annotations

import os
import zipfile

import pytest

from dothi.base.errors import UnusableError
from dothi.intake.sandbox.limits import Limits


@pytest.fixture
def folder(tmp_path, plan):
    made = tmp_path / "hồ sơ"
    (made / "lop").mkdir(parents=True)
    plan.to_file(made / "lop" / "a.gpkg", layer="QHDD")
    plan.to_file(made / "b.geojson")
    return made


def test_layers_know_where_they_come_from(folder, read_here) -> None:
    found = {loaded.layer.name: loaded.layer.where for loaded in read_here(folder).layers}
    assert found == {"QHDD": "hồ sơ/lop/a.gpkg", "b": "hồ sơ/b.geojson"}


def test_one_bad_file_is_told_and_the_others_are_read(folder, read_here, codes_of) -> None:
    (folder / "c.gpkg").write_bytes(b"SQLite format 3\x00" + b"\xff" * 5000)
    (folder / "thuyet-minh.pdf").write_bytes(b"%PDF-1.7")
    (folder / "d.xyz").write_bytes(b"?")
    received = read_here(folder)
    assert len(received.layers) == 2
    assert sorted(codes_of(received)) == ["intake.broken", "intake.document", "intake.unknown-kind"]
    assert {item.name for item in received.skipped} == {
        f"hồ sơ/{name}" for name in ("c.gpkg", "thuyet-minh.pdf", "d.xyz")
    }


def test_where_nothing_can_be_read_every_reason_is_given(tmp_path, read_here) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.rar").write_bytes(b"Rar!")
    (tmp_path / "in" / "b.vrt").write_text("<OGRVRTDataSource/>")
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "in")
    assert [fault.code for fault in refusal.value.faults] == ["intake.rar", "intake.virtual"]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.vrt", "<OGRVRTDataSource><OGRVRTLayer name='a'/></OGRVRTDataSource>", "intake.virtual"),
        ("a.gpkg", "<OGRVRTDataSource/>", "intake.virtual"),
        ("a.tif", "<VRTDataset/>", "intake.virtual"),
        ("a.xml", "<GDAL_WMS><Service name='TMS'/></GDAL_WMS>", "intake.virtual"),
        ("a.wor", "!Workspace", "intake.project"),
        ("a.qgz", "PK", "intake.project"),
        ("a.mdb", "x", "intake.geodatabase-personal"),
        ("a.xls", "\u00d0\u00cf", "intake.old-workbook"),
        ("a.7z", "7z", "intake.rar"),
        ("a.docx", "PK", "intake.document"),
        ("a.bin", "?", "intake.unknown-kind"),
    ],
)
def test_kinds_that_are_not_read_say_what_to_do(tmp_path, read_here, name, content, code) -> None:
    (tmp_path / name).write_bytes(content.encode("latin-1"))
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / name)
    assert refusal.value.code == code


def test_links_are_not_followed(folder, read_here, codes_of, tmp_path, plan) -> None:
    plan.to_file(tmp_path / "secret.gpkg")
    (folder / "link.gpkg").symlink_to(tmp_path / "secret.gpkg")
    (folder / "round").symlink_to(folder)
    received = read_here(folder)
    assert len(received.layers) == 2
    assert codes_of(received) == ["intake.link", "intake.link"]


def test_what_systems_leave_behind_is_not_mentioned(folder, read_here) -> None:
    for name in ("Thumbs.db", ".DS_Store", "._a.gpkg", "~$book.xlsx", "a.lck", "ban.bak"):
        (folder / name).write_bytes(b"x")
    (folder / "__MACOSX").mkdir()
    (folder / "__MACOSX" / "x.shp").write_bytes(b"x")
    assert read_here(folder).skipped == ()


def nested(tmp_path, folder, depth):
    inner = tmp_path / "0.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(folder / "b.geojson", "b.geojson")
    for level in range(1, depth):
        outer = tmp_path / f"{level}.zip"
        with zipfile.ZipFile(outer, "w") as archive:
            archive.write(inner, inner.name)
        inner = outer
    return inner


def test_archives_two_deep_are_read_and_deeper_ones_told(tmp_path, folder, read_here) -> None:
    received = read_here(nested(tmp_path, folder, 2))
    assert received.layers[0].layer.where == "1.zip/0.zip/b.geojson"
    with pytest.raises(UnusableError) as refusal:
        read_here(nested(tmp_path, folder, 3))
    assert refusal.value.code == "intake.nested"


def test_everything_unpacked_counts_together(tmp_path, folder, read_here) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(4):
            archive.write(folder / "b.geojson", f"{number}/b.geojson")
    size = (folder / "b.geojson").stat().st_size
    assert len(read_here(tmp_path / "a.zip", limits=Limits(unpacked_bytes=4 * size)).layers) == 4
    with pytest.raises(UnusableError) as refusal:
        read_here(tmp_path / "a.zip", limits=Limits(unpacked_bytes=4 * size - 1))
    assert refusal.value.code == "intake.archive-size"


def test_bounds_on_files_features_and_columns(tmp_path, folder, plan, read_here) -> None:
    path = folder / "b.geojson"
    for limits, code in (
        (Limits(file_bytes=10), "intake.too-big"),
        (Limits(features=1), "intake.too-many"),
        (Limits(columns=1), "intake.too-many"),
        (Limits(vertices=5), "intake.too-many"),
    ):
        with pytest.raises(UnusableError) as refusal:
            read_here(path, limits=limits)
        assert refusal.value.code == code


def test_what_is_no_file_is_refused(tmp_path, read_here) -> None:
    os.mkfifo(tmp_path / "a.gpkg")
    (tmp_path / "leer.gpkg").touch()
    for name, code in (
        ("a.gpkg", "intake.not-a-file"),
        ("leer.gpkg", "intake.empty"),
        ("none", "intake.none"),
    ):
        with pytest.raises(UnusableError) as refusal:
            read_here(tmp_path / name)
        assert refusal.value.code == code


def test_one_broken_archive_inside_another_is_told_and_the_rest_read(tmp_path, folder, read_here) -> None:
    good = nested(tmp_path, folder, 1)
    (tmp_path / "bad.zip").write_bytes(good.read_bytes()[:-30])
    with zipfile.ZipFile(tmp_path / "locked.zip", "w") as archive:
        archive.writestr("a.csv", "x")
    locked = bytearray((tmp_path / "locked.zip").read_bytes())
    locked[6] |= 1
    locked[locked.rindex(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "locked.zip").write_bytes(locked)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as outer:
        for name in (good.name, "bad.zip", "locked.zip"):
            outer.write(tmp_path / name, name)
    received = read_here(tmp_path / "all.zip")
    assert [loaded.layer.name for loaded in received.layers] == ["b"]
    assert {(item.name, item.reason.code) for item in received.skipped} == {
        ("all.zip/bad.zip", "intake.archive"),
        ("all.zip/locked.zip", "intake.password"),
    }


@pytest.mark.parametrize("wanted", [("QHSDD",), ("b", "QHSDD")])
def test_a_layer_that_is_not_there_is_refused_with_those_that_are(folder, read_here, wanted) -> None:
    with pytest.raises(UnusableError) as refusal:
        read_here(folder, layers=wanted)
    assert refusal.value.code == "intake.no-layer"
    assert "Không có lớp QHSDD; các lớp có trong tệp: b, QHDD" in str(refusal.value)


def test_only_the_layers_asked_for_in_formats_of_one_layer_too(folder, plan, read_here) -> None:
    plan.to_parquet(folder / "c.parquet")
    (folder / "d.csv").write_text("X,Y,ten\n1722000,577000,a\n", encoding="utf-8")
    assert [loaded.layer.name for loaded in read_here(folder, layers=("b",)).layers] == ["b"]
    assert {loaded.layer.name for loaded in read_here(folder, layers=("c", "d")).layers} == {"c", "d"}
