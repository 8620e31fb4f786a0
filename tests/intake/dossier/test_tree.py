"""Folders and zips listed: where the root is, and names that mean harm."""

from __future__ import annotations

import shutil
import stat
import zipfile
from datetime import date
from pathlib import Path

import pyogrio
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.intake.dossier import tree as tree_module
from dothi.intake.dossier import vectors
from dothi.intake.dossier.check import check_dossier
from dothi.intake.dossier.facts import PlanFacts
from dothi.intake.dossier.layout import Layout, layout_on
from dothi.intake.dossier.tree import Entry, open_tree
from dothi.intake.dossier.vectors import Reader
from dothi.intake.dossier.write import new_dossier
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


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z"]), min_size=1, max_size=30))
def test_parts_of_a_path_make_it_whole_again(name: str) -> None:
    assume(name != ".")
    entry = Entry(f"HoSoGIS/{name.replace('/', '_')}")
    assert entry.path == f"{entry.parent}/{entry.name}"
    assert entry.name.startswith(entry.stem)


def damaged(whole: Path, target: Path, how: str) -> Path:
    """A copy of a zip, damaged in one way, its directory still in order where that is possible."""
    raw = bytearray(whole.read_bytes())
    central = raw.index(b"PK\x01\x02")
    if how == "cut":
        raw = raw[: len(raw) // 2]
    elif how == "version":
        raw[central + 6 : central + 8] = (99).to_bytes(2, "little")
    elif how == "password":
        raw[central + 8] |= 1
    target.write_bytes(raw)
    return target


@pytest.mark.parametrize("how", ["cut", "version", "password"])
def test_a_damaged_zip_is_unusable_with_a_sentence(dossier, tmp_path: Path, law: Law, how: str) -> None:
    whole = zipped(dossier.root, tmp_path / "a.zip", inside=f"{dossier.root.name}/")
    with pytest.raises(UnusableError) as refused:
        check_dossier(damaged(whole, tmp_path / "b.zip", how), law, TODAY)
    assert refused.value.faults[0].where == "b.zip"
    password = how == "password"
    assert ("mật khẩu" in refused.value.faults[0].vi) == password
    assert refused.value.code == ("intake.password" if password else "dossier.zip-broken")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
@pytest.mark.parametrize("ending", [".xlsx", ".gpkg"])
def test_a_zip_with_a_damaged_member_is_unusable(
    dossier, tmp_path: Path, law: Law, here: Reader, *, method: int, ending: str
) -> None:
    target = tmp_path / "a.zip"
    with zipfile.ZipFile(target, "w", method) as archive:
        for path in sorted(dossier.root.rglob("*")):
            if path.is_file():
                archive.write(path, f"{dossier.root.name}/{path.relative_to(dossier.root).as_posix()}")
        member = next(item for item in archive.infolist() if item.filename.endswith(ending))
    raw = bytearray(target.read_bytes())
    start = member.header_offset + 30 + len(member.filename.encode()) + 12
    for at in range(start, start + min(200, member.compress_size - 20)):
        raw[at] ^= 0x5A
    target.write_bytes(raw)
    with pytest.raises(UnusableError) as refused:
        check_dossier(target, law, TODAY, here)
    assert refused.value.code == "dossier.zip-broken"


@given(position=st.floats(0, 1, exclude_max=True), length=st.integers(1, 400), noise=st.integers(1, 255))
@settings(max_examples=40, deadline=None)
def test_whatever_is_wrong_with_a_zip_no_other_error_comes_out(
    example_zip: Path, tmp_path_factory, law: Law, *, position: float, length: int, noise: int
) -> None:
    raw = bytearray(example_zip.read_bytes())
    start = int(position * len(raw))
    for at in range(start, min(start + length, len(raw))):
        raw[at] ^= noise
    target = tmp_path_factory.mktemp("hong") / "a.zip"
    target.write_bytes(raw)
    tree, why = None, ""
    try:
        tree = open_tree(target, layout_on(law, TODAY))
        for entry in tree.entries:
            if not entry.folder:
                tree.read(entry.path, 10**7)
    except UnusableError as error:
        why = error.faults[0].vi
    assert tree is not None or why


@pytest.fixture(scope="module")
def example_zip(tmp_path_factory, law: Law) -> Path:
    facts = PlanFacts("Quy hoạch chung Tam Kỳ", "QHC", 10000, "48QHC1000031")
    folder = tmp_path_factory.mktemp("mau")
    root = new_dossier(facts, folder, law, TODAY)
    return zipped(root, folder / "mau.zip", inside=f"{root.name}/")
