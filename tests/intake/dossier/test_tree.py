"""Folders and zips listed: where the root is, and names that mean harm."""

from __future__ import annotations

import shutil
import stat
import zipfile
from datetime import date
from pathlib import Path

import pyogrio
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.intake.dossier import tree as tree_module
from dothi.intake.dossier import vectors
from dothi.intake.dossier.check import check_dossier
from dothi.intake.dossier.layout import Layout
from dothi.intake.dossier.tree import Entry, open_tree
from dothi.intake.dossier.vectors import Reader
from dothi.intake.read import read
from dothi.law import Law

TODAY = date(2026, 11, 25)


def zipped(root: Path, target: Path, *, inside: str) -> Path:
    """Zip a dossier without listing its folders, as many programs do."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(root.rglob("*")):
            if path.is_file():
                archive.write(path, f"{inside}{path.relative_to(root).as_posix()}")
    return target


def test_a_zip_is_checked_like_its_folder(dossier, tmp_path: Path, law: Law, here: Reader) -> None:
    name = dossier.root.name
    for inside, file in ((f"{name}/", "gui.zip"), ("", f"{name}.zip"), (f"./{name}/", "cham.zip")):
        reader = read if inside == "" else here
        answer = check_dossier(zipped(dossier.root, tmp_path / file, inside=inside), law, TODAY, reader)
        assert answer.name == name
        assert answer.findings == ()
        assert [len(layer.frame) for layer in answer.layers] == [3, 3, 1, 2]
        assert answer.files == dossier.check().files


def test_a_fault_inside_a_zip_is_found(dossier, tmp_path: Path, law: Law, here: Reader) -> None:
    dossier.zones(lambda frame: frame.drop(columns="ghiChu"))
    answer = check_dossier(
        zipped(dossier.root, tmp_path / "a.zip", inside=f"{dossier.root.name}/"), law, TODAY
    )
    assert [(finding.code, finding.layer) for finding in answer.findings] == [
        ("dossier.field-missing", "ChucNangSuDungDat_A")
    ]


def test_a_geodatabase_is_one_entry_in_a_folder_and_in_a_zip(
    dossier, tmp_path: Path, law: Law, here: Reader
) -> None:
    path = dossier.root / "HoSoGIS" / "MocGioi.gpkg"
    frame = pyogrio.read_dataframe(path, layer="MocGioiQuyHoach_P")
    path.unlink()
    pyogrio.write_dataframe(frame, path.with_suffix(".gdb"), layer="MocGioiQuyHoach_P", driver="OpenFileGDB")
    for place in (dossier.root, zipped(dossier.root, tmp_path / "a.zip", inside=f"{dossier.root.name}/")):
        answer = check_dossier(place, law, TODAY, read)
        assert answer.findings == ()
        assert [layer.path for layer in answer.layers][-1] == "HoSoGIS/MocGioi.gdb"
        assert len(answer.layers[-1].frame) == 2


def test_a_shapefile_comes_out_of_a_zip_with_all_its_parts(dossier, tmp_path: Path, law: Law) -> None:
    path = dossier.root / "HoSoGIS" / "MocGioi.gpkg"
    frame = pyogrio.read_dataframe(path, layer="MocGioiQuyHoach_P")
    path.unlink()
    path.with_suffix("").mkdir()
    short = frame.rename(columns={"maThongTinQH": "maThongTin", "tenDoiTuong": "tenDoiTuon"})
    pyogrio.write_dataframe(short, path.with_suffix("") / "MocGioi.v2.shp", encoding="utf-8")
    archive = zipped(dossier.root, tmp_path / f"{dossier.root.name}.zip", inside="")
    answer = check_dossier(archive, law, TODAY, read)
    assert [layer.layer.name for layer in answer.layers][-1] == "MocGioi.v2"
    assert {finding.code for finding in answer.findings} == {
        *("dossier.format-other", "dossier.layer-name", "dossier.field-cut", "dossier.object-code-layer"),
    }


def test_the_root_may_lie_in_the_folder_named(dossier, law: Law, here: Reader) -> None:
    (dossier.root.parent / "ghi chú.txt").write_text("x")
    assert check_dossier(dossier.root.parent, law, TODAY, here).name == dossier.root.name


def test_a_root_of_another_name_is_known_by_its_folders(dossier, law: Law, here: Reader) -> None:
    root = dossier.root.rename(dossier.root.with_name("Hồ sơ"))
    answer = check_dossier(root.parent, law, TODAY, here)
    assert answer.name == "Hồ sơ"
    assert "dossier.root-name" in {finding.code for finding in answer.findings}


def test_two_dossiers_side_by_side_are_not_chosen_between(dossier, law: Law, here: Reader) -> None:
    shutil.copytree(dossier.root, dossier.root.with_name("CSDL_Khac"))
    with pytest.raises(UnusableError) as error:
        check_dossier(dossier.root.parent, law, TODAY, here)
    assert error.value.code == "dossier.several"


@pytest.mark.parametrize(
    "name", ["../ra.pdf", "HoSoScan/../../ra.pdf", "/tmp/ra.pdf", "C:\\ra.pdf", "HoSoScan/a\x1b.pdf"]
)
def test_names_that_lead_out_are_told_and_not_read(
    dossier, tmp_path: Path, law: Law, here: Reader, name: str
) -> None:
    archive = zipped(dossier.root, tmp_path / "a.zip", inside="")
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(zipfile.ZipInfo(name), b"x")
    answer = check_dossier(archive, law, TODAY, here)
    codes = [finding.code for finding in answer.findings if finding.severity == "error"]
    assert codes == ["dossier.unsafe-name", "dossier.root-name"]
    assert answer.findings[0].where.isprintable()


def test_a_link_in_a_zip_is_told(dossier, tmp_path: Path, law: Law, here: Reader) -> None:
    archive = zipped(dossier.root, tmp_path / f"{dossier.root.name}.zip", inside="")
    link = zipfile.ZipInfo("HoSoScan/BanVe/a.pdf")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(archive, "a") as opened:
        opened.writestr(link, "/etc/passwd")
    assert [finding.code for finding in check_dossier(archive, law, TODAY, here).findings] == [
        "dossier.unsafe-name"
    ]


def test_a_linked_folder_is_not_entered(dossier, tmp_path: Path) -> None:
    outside = tmp_path / "ngoai"
    outside.mkdir()
    (outside / "bi-mat.pdf").write_bytes(b"x")
    (dossier.root / "HoSoScan" / "BanVe" / "them").symlink_to(outside)
    answer = dossier.check()
    assert [finding.code for finding in answer.findings] == ["dossier.unsafe-name"]
    assert not [file for file in answer.files if "bi-mat" in file.path]


def test_too_many_entries(dossier, layout: Layout, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    archive = zipped(dossier.root, tmp_path / "a.zip", inside="")
    monkeypatch.setattr(tree_module, "MOST_ENTRIES", 5)
    for path in (dossier.root, archive):
        with pytest.raises(UnusableError) as error:
            open_tree(path, layout)
        assert error.value.code == "dossier.too-many-files"


def test_a_swelling_dataset_is_refused(
    dossier, tmp_path: Path, law: Law, here: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = zipped(dossier.root, tmp_path / f"{dossier.root.name}.zip", inside="")
    monkeypatch.setattr(vectors, "MOST_UNPACKED", 1000)
    answer = check_dossier(archive, law, TODAY, here)
    assert {finding.code for finding in answer.findings} == {"dossier.vector-unreadable"}


def test_a_damaged_or_locked_member_is_one_sentence(dossier, tmp_path: Path, law: Law, here: Reader) -> None:
    archive = zipped(dossier.root, tmp_path / f"{dossier.root.name}.zip", inside="")
    content = bytearray(archive.read_bytes())
    at = content.find(b"PK\x01\x02")
    while at != -1:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    archive.write_bytes(bytes(content))
    found = {finding.code for finding in check_dossier(archive, law, TODAY, here).findings}
    assert {"dossier.workbook-unreadable", "dossier.vector-unreadable"} <= found


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z"]), min_size=1, max_size=30))
def test_parts_of_a_path_make_it_whole_again(name: str) -> None:
    assume(name != ".")
    entry = Entry(f"HoSoGIS/{name.replace('/', '_')}")
    assert entry.path == f"{entry.parent}/{entry.name}"
    assert entry.name.startswith(entry.stem)
