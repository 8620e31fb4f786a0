"""A dossier comes in pieces: after breaks, twice, out of order, from the wrong hand."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dothi.base.errors import InputError
from dothi.registry.jobs.models import Job
from dothi.registry.plans.models import Submission, SubmissionState
from dothi.registry.plans.receiving import append, copy_in, digest_of, file_of, receive_whole, start

CONTENT = bytes(range(256)) * 4


def test_pieces_make_the_file_and_hand_in_its_check(world: Any) -> None:
    submission = start(world.planner, world.plan, "hồ sơ.zip", len(CONTENT), "Viện A")
    submission = append(world.planner, submission, 0, CONTENT[:300])
    assert (submission.received, submission.state) == (300, SubmissionState.RECEIVING)
    submission = append(world.planner, submission, 300, CONTENT[300:])
    assert submission.state == SubmissionState.CHECKING
    assert file_of(submission).read_bytes() == CONTENT
    assert submission.sha256 == hashlib.sha256(CONTENT).hexdigest()
    job = Job.objects.get()
    assert (job.kind, job.payload) == ("plans.check", {"submission": str(submission.pk)})
    assert submission.job == job.pk


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.integers(1, 400), min_size=1, max_size=12), st.data())
def test_pieces_that_come_again_change_nothing(world: Any, sizes: list[int], data: st.DataObject) -> None:
    submission = start(world.planner, world.plan, "a.zip", len(CONTENT))
    at = 0
    for size in [*sizes, len(CONTENT)]:
        piece = CONTENT[at : at + size]
        if not piece:
            break
        back = data.draw(st.integers(0, min(at, 50)))
        submission = append(world.planner, submission, at - back, CONTENT[at - back : at + len(piece)])
        at += len(piece)
        assert submission.received == at
    assert file_of(submission).read_bytes() == CONTENT


def test_what_would_leave_a_hole_or_run_over_is_refused(world: Any) -> None:
    submission = start(world.planner, world.plan, "a.zip", 100)
    with pytest.raises(InputError, match="thiếu phần từ byte 0 đến 10"):
        append(world.planner, submission, 10, b"x")
    with pytest.raises(InputError, match="quá lớn"):
        append(world.planner, submission, 0, b"x" * 101)
    assert Submission.objects.get().received == 0


@pytest.mark.parametrize(("name", "size"), [("a.zip", 0), ("a.zip", 5 * 1024**3), ("../", 10), (" . ", 10)])
def test_no_file_and_no_name_are_refused(world: Any, name: str, size: int) -> None:
    with pytest.raises(InputError):
        start(world.planner, world.plan, name, size)
    assert Submission.objects.count() == 0


def test_a_name_cannot_lead_elsewhere(world: Any) -> None:
    submission = start(world.planner, world.plan, "..\\..\\etc/passwd", 3)
    append(world.planner, submission, 0, b"abc")
    assert submission.name == "passwd"
    assert file_of(submission).parent.name == "sent"


def test_a_consultant_sends_what_is_theirs_and_nothing_else(world: Any) -> None:
    submission = start(world.consultant, world.plan, "a.zip", 10)
    append(world.consultant, submission, 0, b"12345")
    foreign = start(world.planner, world.plan, "b.zip", 10)
    with pytest.raises(PermissionDenied):
        append(world.consultant, foreign, 0, b"12345")
    for user in (world.stranger, None):
        with pytest.raises(PermissionDenied):
            start(user, world.plan, "a.zip", 10)


def test_after_the_last_piece_no_more_is_taken(world: Any) -> None:
    sent = SimpleUploadedFile("a.zip", CONTENT)
    submission = receive_whole(world.planner, world.plan, sent)
    assert submission.state == SubmissionState.CHECKING
    with pytest.raises(InputError, match="Đang kiểm tra"):
        append(world.planner, submission, 0, b"x")
    assert Job.objects.count() == 1


def test_a_folder_is_named_by_its_files(world: Any, tmp_path: Any) -> None:
    folder = tmp_path / "CSDL_Mot"
    (folder / "HoSoGIS").mkdir(parents=True)
    (folder / "HoSoGIS" / "QuyHoach.gpkg").write_bytes(b"1")
    submission = copy_in(world.plan, folder)
    assert (file_of(submission) / "HoSoGIS" / "QuyHoach.gpkg").read_bytes() == b"1"
    first = submission.sha256
    (folder / "HoSoGIS" / "QuyHoach.gpkg").write_bytes(b"2")
    assert digest_of(folder) != first
