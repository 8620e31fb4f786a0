from __future__ import annotations

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.base.errors import UnusableError
from dothi.registry.archive import extract, verify, writing

FACTS = {"version": "0.1.0", "created": "2026-11-22T00:00:00+00:00", "database": "registry.sqlite3"}
CONTENT = {"a.txt": b"Tam K\xe1\xbb\xb3\n" * 40, "uploads/b.bin": bytes(range(256)) * 9, "empty": b""}


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """An archive of three files, as the writer makes it."""
    room = tmp_path_factory.mktemp("archive")
    with writing(room / "whole.tar.gz") as archive:
        for name, data in CONTENT.items():
            path = room / "in" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
            archive.add(path, name)
        archive.close(FACTS)
    return room / "whole.tar.gz"


def taken_out(archive: Path, folder: Path) -> dict[str, bytes]:
    folder.mkdir()
    extract(archive, folder, verify(archive))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def hand_made(path: Path, members: list[tuple[tarfile.TarInfo, bytes]], manifest: object = None) -> Path:
    """An archive with whatever members, and a manifest that vouches for them."""
    with tarfile.open(path, "w:gz") as tar:
        told = {}
        for member, data in members:
            member.size = len(data) if member.isreg() else 0
            tar.addfile(member, io.BytesIO(data))
            told[member.name] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        content = manifest or {"kind": "dothi-backup", "format": 1, **FACTS, "members": told}
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        last = tarfile.TarInfo("manifest.json")
        last.size = len(data)
        tar.addfile(last, io.BytesIO(data))
    return path


def file(name: str) -> tarfile.TarInfo:
    return tarfile.TarInfo(name)


def linked(name: str, kind: bytes) -> tarfile.TarInfo:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return member


def refused(archive: Path) -> str | None:
    try:
        verify(archive)
    except UnusableError as error:
        return error.code
    return None


def test_what_goes_in_comes_out(whole, tmp_path):
    assert taken_out(whole, tmp_path / "out") == CONTENT
    assert whole.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in whole.parent.iterdir() if path.is_file()] == ["whole.tar.gz"]


def test_a_hand_made_archive_of_the_right_shape_is_read(tmp_path):
    made = hand_made(tmp_path / "x.tar.gz", [(file("a/b"), b"1"), (file("c"), b"")])
    assert taken_out(made, tmp_path / "out") == {"a/b": b"1", "c": b""}


def test_every_cut_is_refused(whole, tmp_path):
    data = whole.read_bytes()
    cut = tmp_path / "cut.tar.gz"
    for length in range(len(data)):
        cut.write_bytes(data[:length])
        with pytest.raises(UnusableError) as refusal:
            verify(cut)
        assert refusal.value.code == "backup.broken", length


def test_every_changed_byte_is_refused_or_changes_nothing(whole, tmp_path):
    """A change passes only where bytes mean nothing: the header's time, other codes for the same zeros."""
    data = bytearray(whole.read_bytes())
    changed = tmp_path / "changed.tar.gz"
    passed = 0
    for place in range(len(data)):
        data[place] ^= 0x55
        changed.write_bytes(data)
        data[place] ^= 0x55
        if refused(changed) is None:
            passed += 1
            assert verify(changed) == verify(whole)
            assert taken_out(changed, tmp_path / f"out-{place}") == CONTENT
        else:
            assert refused(changed) in {"backup.broken", "backup.foreign-member"}
    assert passed < len(data) / 20


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=400), st.sampled_from(["plain", "gzip"]))
def test_nonsense_is_refused_with_one_sentence(tmp_path, data, wrapped):
    path = tmp_path / "nonsense"
    path.write_bytes(gzip.compress(data) if wrapped == "gzip" else data)
    with pytest.raises(UnusableError) as refusal:
        verify(path)
    assert len(refusal.value.faults) == 1


@pytest.mark.parametrize(
    "member",
    [
        file("../outside"),
        file("a/../../outside"),
        file("/absolute"),
        file("./a"),
        file("a//b"),
        file("a\\..\\b"),
        linked("link", tarfile.SYMTYPE),
        linked("link", tarfile.LNKTYPE),
        linked("device", tarfile.CHRTYPE),
        linked("pipe", tarfile.FIFOTYPE),
        linked("folder", tarfile.DIRTYPE),
    ],
    ids=lambda member: f"{member.name}-{member.type.decode()}",
)
def test_a_member_that_no_backup_holds_refuses_all_of_it(tmp_path, member):
    made = hand_made(tmp_path / "evil.tar.gz", [(file("good"), b"1"), (member, b"2")])
    with pytest.raises(UnusableError) as refusal:
        verify(made)
    assert refusal.value.code == "backup.foreign-member"
    (tmp_path / "out").mkdir()
    with pytest.raises(UnusableError):
        extract(made, tmp_path / "out", {"members": {}})
    assert not (tmp_path / "outside").exists()


def test_two_members_of_one_name_are_refused(tmp_path):
    made = hand_made(tmp_path / "twice.tar.gz", [(file("a"), b"1"), (file("a"), b"1")])
    with pytest.raises(UnusableError) as refusal:
        verify(made)
    assert refusal.value.code == "backup.foreign-member"


GOOD = {"kind": "dothi-backup", "format": 1, **FACTS}
A = {"size": 1, "sha256": hashlib.sha256(b"1").hexdigest()}


@pytest.mark.parametrize(
    ("manifest", "code"),
    [
        (b"{", "backup.broken"),
        (b"[1]", "backup.broken"),
        ({**GOOD, "kind": "other", "members": {"a": A}}, "backup.broken"),
        ({**GOOD, "members": {}}, "backup.broken"),
        ({**GOOD, "members": {"a": A, "b": A}}, "backup.broken"),
        ({**GOOD, "members": {"a": {**A, "size": 2}}}, "backup.broken"),
        ({**GOOD, "members": {"a": {**A, "sha256": "0" * 64}}}, "backup.broken"),
        ({**GOOD, "created": None, "members": {"a": A}}, "backup.broken"),
        ({**GOOD, "format": "1", "members": {"a": A}}, "backup.broken"),
        ({**GOOD, "format": 2, "members": {"a": A}}, "backup.newer"),
    ],
)
def test_a_manifest_that_does_not_fit_is_refused(tmp_path, manifest, code):
    made = hand_made(tmp_path / "x.tar.gz", [(file("a"), b"1")], manifest)
    with pytest.raises(UnusableError) as refusal:
        verify(made)
    assert refusal.value.code == code


def test_an_archive_that_changes_after_it_was_proved_is_still_refused(tmp_path):
    made = hand_made(tmp_path / "x.tar.gz", [(file("a"), b"1")])
    manifest = verify(made)
    hand_made(made, [(file("a"), b"2")])
    (tmp_path / "out").mkdir()
    with pytest.raises(UnusableError) as refusal:
        extract(made, tmp_path / "out", manifest)
    assert refusal.value.code == "backup.broken"


def test_an_existing_file_is_not_overwritten(whole):
    before = whole.read_bytes()
    with pytest.raises(UnusableError) as refusal, writing(whole):
        pytest.fail("it must not come this far")
    assert refusal.value.code == "backup.exists"
    assert whole.read_bytes() == before


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(UnusableError) as refusal:
        verify(tmp_path / "nowhere.tar.gz")
    assert refusal.value.code == "backup.missing"
    assert str(tmp_path) in refusal.value.faults[0].where


def test_what_breaks_off_leaves_nothing(tmp_path):
    def breaks() -> None:
        with writing(tmp_path / "x.tar.gz") as archive:
            archive.add(tmp_path / "missing", "missing")

    with pytest.raises(FileNotFoundError):
        breaks()
    assert list(tmp_path.iterdir()) == []
