"""Illustrative plans on record: drawn by the room of illustration, checked and published as any dossier is.

They are marked illustrative wherever they stand, and only a demonstration asks for them.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from dothi.base.errors import Fault, UnusableError
from dothi.illustration.draw import draw_plans
from dothi.illustration.script import read_script
from dothi.illustration.write import write_plan
from dothi.registry.lawbook import current_law
from dothi.registry.plans.assessing import Assessment, answer_of, assess, finding_rows
from dothi.registry.plans.models import Plan, PlanVersion, Submission, SubmissionFinding, SubmissionState
from dothi.registry.plans.placing import province_folder, province_pack
from dothi.registry.plans.publishing import Publication, StoredLayer, record_version
from dothi.registry.plans.receiving import copy_in
from dothi.registry.plans.reporting import write_reports
from dothi.registry.plans.services import PlanEntry, create_plan

if TYPE_CHECKING:
    Progress = Callable[[int, int, str], None]
    Store = Callable[[Submission, Assessment, Any], list[StoredLayer]]

ILLUSTRATE_KIND = "plans.illustrate"
WHY = "Đồ án minh họa, công bố để trình bày phần mềm"


def publish_illustrative(user: Any, store: Store, progress: Progress) -> int:
    """Draw what is not there yet and publish it; the number of versions made.

    Levels that the law's table of plans does not have are not drawn. Raises :class:`UnusableError` outside a
    workspace with a province.
    """
    folder, pack = province_folder(), province_pack()
    if folder is None or pack is None:
        raise UnusableError(
            Fault("plans.no-province", "Chưa có gói dữ liệu tỉnh", "There is no province pack")
        )
    law = current_law()
    levels = {row.code for row in law.tables["planning_levels"].every_row}
    script = read_script(folder)
    total = sum(plan.level in levels for plan in script.plans)
    made = 0
    with tempfile.TemporaryDirectory(prefix="illustrative-") as room:
        for done, plan in enumerate(draw_plans(script, pack.outlines, levels=levels)):
            progress(done, total, plan.script.name)
            facts = write_plan(plan, script, law, Path(room))
            made += publish_drawn(user, facts, Path(room), store)
    return made


def publish_drawn(user: Any, facts: Mapping[str, Any], folder: Path, store: Store) -> bool:
    """Check one drawn plan and publish it; ``False`` where its decision is on record already."""
    key = facts["replaces"] or facts["key"]
    if PlanVersion.objects.filter(plan__key=key, decision_number=facts["decision"]).exists():
        return False
    plan = Plan.objects.filter(key=key).first() or create_plan(None, _entry(facts), key)
    plan.submissions.filter(owner=None, state=SubmissionState.CHECKING).update(
        state=SubmissionState.ABANDONED, reason="Lần vẽ trước bị ngắt"
    )
    submission = copy_in(plan, folder / facts["file"])
    found = assess(submission, timezone.localdate(), lambda _message, _done, _total: None)
    write_reports(submission, found, timezone.localdate())
    layers = store(submission, found, lambda *_told: None)
    given = Publication(
        date.fromisoformat(facts["in_force"]),
        facts["decision"],
        date.fromisoformat(facts["approved"]),
        note=facts["label"],
        despite_errors=WHY,
    )
    with transaction.atomic():
        submission.answer, submission.state = answer_of(found), SubmissionState.CHECKED
        submission.checked_at = timezone.now()
        submission.save()
        SubmissionFinding.objects.bulk_create(finding_rows(submission, found), batch_size=500)
        record_version(user, submission, given, layers)
    return True


def _entry(facts: Mapping[str, Any]) -> PlanEntry:
    return PlanEntry(
        facts["name"], facts["level"], facts["scale"], title_en=facts["name_en"], illustrative=True
    )
