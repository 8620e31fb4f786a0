"""Names a consultant uses: asked once, remembered, and used on the next check."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.urls import reverse

from dothi.intake.functions import Mapped
from dothi.registry.audit.models import AuditEntry
from dothi.registry.jobs.work import perform
from dothi.registry.plans.models import Submission, SubmissionState
from dothi.registry.plans.services import mapping_of


@pytest.fixture
def unexplained(world: Any, w: ModuleType, tmp_path: Path) -> Submission:
    return w.sent(world, w.dossier(tmp_path, codes=(w.HOUSING, "CX-01")), "Viện A")


def test_a_value_is_explained_once(as_: Any, unexplained: Submission, says: Any) -> None:
    client = as_("planner")
    page = reverse("office:dossier_names", args=[unexplained.pk])
    assert "CX-01" in says(client.get(page))
    given = {"value": ["CX-01"], "value_function": ["qpk.cay-xanh-cong-cong"]}
    answer = client.post(page, given)
    assert answer.url == reverse("office:dossier", args=[unexplained.pk])
    meant = mapping_of("viện a").value("cx-01")
    assert meant is not None
    assert meant.function == "qpk.cay-xanh-cong-cong"
    unexplained.refresh_from_db()
    assert perform(str(unexplained.job))
    unexplained.refresh_from_db()
    zones = next(one for one in unexplained.answer["layers"] if one["name"] == "ChucNangSuDungDat_A")
    assert zones["functions"] == 2
    assert zones["unknown_values"] == []


def test_none_at_all_and_what_is_no_function(as_: Any, unexplained: Submission) -> None:
    page = reverse("office:dossier_names", args=[unexplained.pk])
    as_("planner").post(page, {"value": ["CX-01", "B"], "value_function": ["-", "không-có"]})
    mapping = mapping_of("Viện A")
    said = mapping.value("CX-01")
    assert said is not None
    assert said.function == ""
    assert mapping.value("B") is None


def test_a_dossier_without_a_consultant_asks_who_it_is(
    as_: Any, world: Any, w: ModuleType, tmp_path: Path, says: Any
) -> None:
    sent = w.sent(world, w.dossier(tmp_path, codes=(w.HOUSING, "CX-01")))
    client, page = as_("planner"), reverse("office:dossier_names", args=[sent.pk])
    assert page in client.get(reverse("office:dossier", args=[sent.pk])).content.decode()
    given = {"value": ["CX-01"], "value_function": ["qpk.cay-xanh-cong-cong"]}
    answer = client.post(page, {**given, "consultant": "  "})
    assert answer.status_code == 422
    assert "chưa ghi đơn vị tư vấn" in says(answer)
    assert client.post(page, {**given, "consultant": "Viện  B"}).status_code == 302
    sent.refresh_from_db()
    assert (sent.consultant, sent.state) == ("Viện B", SubmissionState.CHECKING)
    assert mapping_of("viện b").value("CX-01") == Mapped("qpk.cay-xanh-cong-cong")
    assert AuditEntry.objects.get(action="plans.consultant").details == {"consultant": "Viện B"}


def test_a_consultant_does_not_say_what_names_mean(
    as_: Any, world: Any, unexplained: Submission, says: Any
) -> None:
    Submission.objects.filter(pk=unexplained.pk).update(owner=world.consultant)
    client = as_("consultant")
    page = reverse("office:dossier_names", args=[unexplained.pk])
    assert client.get(page).status_code == 403
    assert client.post(page, {"value": ["CX-01"], "value_function": ["-"]}).status_code == 403
    report = says(client.get(reverse("office:dossier", args=[unexplained.pk])))
    assert "Tên lớp và chức năng" not in report
