"""Archives made by an enemy: nothing leaves the folder, nothing is believed, everything has a bound."""

from __future__ import annotations

import io
import stat
import tarfile
import zipfile
from pathlib import Path

import pytest

from dothi.base.errors import UnusableError
from dothi.intake.reading.archive import Allowance, is_tar, unpack
from dothi.intake.sandbox.limits import Limits


@pytest.fixture
def unpacked(tmp_path):
    """Unpacks an archive; gives the files that came out and what was left out."""

    def run(path: Path, **limits) -> tuple[dict[str, bytes], list[str]]:
        folder = tmp_path / "out" / "deep"
        folder.mkdir(parents=True)
        faults = unpack(path, path.name, folder, Allowance(Limits(**limits)))
        everything = [p for p in (tmp_path / "out").rglob("*") if p.is_file() or p.is_symlink()]
        assert all(p.is_relative_to(folder) for p in everything)
        return {p.relative_to(folder).as_posix(): p.read_bytes() for p in everything}, [
            f.code for f in faults
        ]

    return run


def zipped(path: Path, *members: tuple[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return path


def test_names_that_lead_out_are_left_out(tmp_path, unpacked) -> None:
    names = ["../a", "b/../../c", "/etc/d", "C:\\e", "\\\\server\\f", "ok/g", "./h", "i\\j"]
    path = zipped(tmp_path / "a.zip", *((name, name.encode()) for name in names))
    files, codes = unpacked(path)
    assert sorted(files) == ["h", "i/j", "ok/g"]
    assert codes == ["intake.archive-member"] * 5


def test_control_characters_in_names_go(tmp_path, unpacked) -> None:
    files, _ = unpacked(zipped(tmp_path / "a.zip", ("a\x1b[31m\u202eb.csv", b"1"), ("x" * 300, b"2")))
    assert list(files) == ["a[31mb.csv"]


def test_a_name_comes_once(tmp_path, unpacked) -> None:
    path = zipped(tmp_path / "a.zip", ("a.csv", b"1"), ("A.csv", b"2"))
    files, codes = unpacked(path)
    assert files == {"a.csv": b"1"}
    assert codes == ["intake.archive-member"]


def test_links_in_zip_and_tar_are_left_out(tmp_path, unpacked) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    files, codes = unpacked(tmp_path / "a.zip")
    assert (files, codes) == ({}, ["intake.archive-member"])


def test_links_and_devices_in_a_tar_are_left_out(tmp_path, unpacked) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as archive:
        for kind, name in (
            (tarfile.SYMTYPE, "s"),
            (tarfile.LNKTYPE, "h"),
            (tarfile.CHRTYPE, "c"),
            (tarfile.FIFOTYPE, "f"),
        ):
            item = tarfile.TarInfo(name)
            item.type, item.linkname = kind, "/etc/passwd"
            archive.addfile(item)
        plain = tarfile.TarInfo("d/ok")
        plain.size = 2
        archive.addfile(plain, io.BytesIO(b"hi"))
    assert is_tar(tmp_path / "a.tar.gz")
    files, codes = unpacked(tmp_path / "a.tar.gz")
    assert files == {"d/ok": b"hi"}
    assert codes == ["intake.archive-member"] * 4


def test_a_bomb_is_stopped_by_what_comes_out(tmp_path, unpacked) -> None:
    path = zipped(tmp_path / "a.zip", ("a", b"\x00" * 50_000_000))
    assert path.stat().st_size < 100_000
    with pytest.raises(UnusableError) as refusal:
        unpacked(path, unpacked_bytes=10_000_000)
    assert refusal.value.code == "intake.archive-size"
    assert sum(p.stat().st_size for p in (tmp_path / "out").rglob("*") if p.is_file()) <= 10_000_000


def test_a_header_that_lies_about_the_size_is_not_believed(tmp_path, unpacked) -> None:
    path = zipped(tmp_path / "a.zip", ("a", b"\x00" * 5_000_000))
    data = bytearray(path.read_bytes())
    for at in (22, data.rindex(b"PK\x01\x02") + 24):
        assert int.from_bytes(data[at : at + 4], "little") == 5_000_000
        data[at : at + 4] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(UnusableError):
        unpacked(path, unpacked_bytes=1_000_000)
    assert sum(p.stat().st_size for p in (tmp_path / "out").rglob("*") if p.is_file()) <= 1_000_000


def test_too_many_files_are_refused(tmp_path, unpacked) -> None:
    with pytest.raises(UnusableError) as refusal:
        unpacked(zipped(tmp_path / "a.zip", *((str(n), b"") for n in range(50))), unpacked_files=20)
    assert refusal.value.code == "intake.archive-files"


def test_old_names_are_read_again(tmp_path, unpacked) -> None:
    """A zip without the mark for UTF-8, as many programs write Vietnamese names."""
    path = zipped(tmp_path / "a.zip", ("XX.csv", b"1"))
    path.write_bytes(path.read_bytes().replace(b"XX.csv", "Đ.csv".encode()))
    assert list(unpacked(path)[0]) == ["Đ.csv"]


def test_a_password_is_told(tmp_path, unpacked) -> None:
    path = zipped(tmp_path / "a.zip", ("a", b"1"))
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)
    with pytest.raises(UnusableError) as refusal:
        unpacked(path)
    assert refusal.value.code == "intake.password"


@pytest.mark.parametrize("cut", [30, 60, 100])
def test_broken_archives_are_refused(tmp_path, unpacked, cut) -> None:
    path = zipped(tmp_path / "a.zip", ("a", bytes(range(256)) * 20))
    path.write_bytes(path.read_bytes()[:-cut])
    with pytest.raises(UnusableError) as refusal:
        unpacked(path)
    assert refusal.value.code == "intake.archive"
