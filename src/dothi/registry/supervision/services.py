"""Writing down supervisions, findings, recommendations, responses, each in one transaction with its entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from dothi.base.errors import Fault, InputError
from dothi.base.text import clean
from dothi.registry.accounts.access import require
from dothi.registry.audit import trail
from dothi.registry.plans.models import Plan
from dothi.registry.programmes.models import Programme
from dothi.registry.supervision.models import (
    Finding,
    Recommendation,
    Response,
    Standing,
    Supervision,
    Supervisor,
)

WRITE, RESPOND = "supervision.write", "supervision.respond"
SUBJECTS = ("plan", "programme", "item", "project", "other")
_LONGEST = 3000


@dataclass(frozen=True, slots=True)
class SupervisionEntry:
    """A plan of supervision as it is written down; ``body`` is who supervises, by name."""

    supervisor: str
    body: str
    title: str
    scope: str
    starts_on: date
    ends_on: date
    document: str = ""
    public: bool = False
    illustrative: bool = False


@transaction.atomic
def open_supervision(user: Any, entry: SupervisionEntry) -> Supervision:
    """Write a supervision down; ``user`` is ``None`` for a command only."""
    if user is not None:
        require(user, WRITE)
    if entry.supervisor not in Supervisor.values:
        raise _missing("supervisor", "Chưa chọn ai giám sát", "Who supervises is missing")
    for name, vi in (("body", "tên cơ quan giám sát"), ("title", "tên"), ("scope", "nội dung")):
        if not clean(getattr(entry, name)):
            raise _missing(name, f"Chưa ghi {vi}", f"The {name} is missing")
    if entry.ends_on < entry.starts_on:
        raise InputError(
            Fault(
                "supervision.backwards",
                "Ngày kết thúc trước ngày bắt đầu",
                "The last day comes before the first",
                "ends_on",
            )
        )
    row = Supervision.objects.create(
        supervisor=entry.supervisor,
        body=clean(entry.body)[:200],
        title=clean(entry.title)[:300],
        scope=entry.scope.strip()[:_LONGEST],
        document=clean(entry.document)[:300],
        starts_on=entry.starts_on,
        ends_on=entry.ends_on,
        public=entry.public,
        illustrative=entry.illustrative,
        made_by=user,
    )
    trail.record(user, "supervision.open", row, {"title": row.title, "public": row.public})
    return row


@transaction.atomic
def show_supervision(user: Any, pk: int, *, public: bool) -> Supervision:
    """Mark a supervision public, or take it off the public pages."""
    require(user, WRITE)
    row: Supervision = Supervision.objects.select_for_update(of=("self",)).get(pk=pk)
    row.public = public
    row.save(update_fields=["public"])
    trail.record(user, "supervision.show", row, {"public": public})
    return row


@transaction.atomic
def add_finding(
    user: Any, supervision: Supervision, *, subject_kind: str, subject_key: str, text: str, found_on: date
) -> Finding:
    """Write down what was found. Raises ``supervision.no-subject`` for a plan or programme nobody knows."""
    if user is not None:
        require(user, WRITE)
    if subject_kind not in SUBJECTS:
        raise _missing("subject_kind", "Chưa chọn về việc gì", "What it is about is missing")
    if not clean(text):
        raise _missing("text", "Chưa ghi phát hiện", "What was found is missing")
    models: dict[str, Any] = {"plan": Plan, "programme": Programme}
    model = models.get(subject_kind)
    key = clean(subject_key)[:120]
    if model is not None and not model.objects.filter(key=key).exists():
        raise InputError(
            Fault(
                "supervision.no-subject",
                f"Không có «{key[:80]}» trong hệ thống",
                f"There is no “{key[:80]}” on record",
                "subject_key",
            )
        )
    row = Finding.objects.create(
        supervision=supervision,
        subject_kind=subject_kind,
        subject_key=key,
        text=text.strip()[:_LONGEST],
        found_on=found_on,
        made_by=user,
    )
    trail.record(user, "supervision.find", row, {"subject": f"{subject_kind}:{key}"})
    return row


@transaction.atomic
def recommend(
    user: Any, finding: Finding, text: str, addressee: str, due_on: date | None = None
) -> Recommendation:
    """Ask something of a body after a finding."""
    if user is not None:
        require(user, WRITE)
    if not clean(text):
        raise _missing("text", "Chưa ghi kiến nghị", "The recommendation is missing")
    if not clean(addressee):
        raise _missing("addressee", "Chưa ghi cơ quan được kiến nghị", "To whom it goes is missing")
    row = Recommendation.objects.create(
        finding=finding,
        text=text.strip()[:_LONGEST],
        addressee=clean(addressee)[:200],
        due_on=due_on,
        made_by=user,
    )
    trail.record(user, "supervision.recommend", row, {"addressee": row.addressee, "due_on": due_on})
    return row


@transaction.atomic
def respond(user: Any, pk: int, standing: str, text: str, responded_on: date) -> Response:
    """Say what became of a recommendation; the last response tells where it stands."""
    if user is not None:
        require(user, RESPOND)
    row = Recommendation.objects.select_for_update(of=("self",)).get(pk=pk)
    if standing not in Standing.values or standing == Standing.OPEN:
        raise _missing("standing", "Chưa chọn kết quả", "The outcome is missing")
    if not clean(text):
        raise _missing(
            "text", "Chưa ghi đã làm gì, hoặc vì sao không", "What was done, or why not, is missing"
        )
    made = Response.objects.create(
        recommendation=row,
        standing=standing,
        text=text.strip()[:_LONGEST],
        responded_on=responded_on,
        made_by=user,
    )
    row.standing = standing
    row.save(update_fields=["standing"])
    trail.record(user, "supervision.respond", made, {"standing": standing, "recommendation": row.pk})
    return made


def _missing(where: str, vi: str, en: str) -> InputError:
    return InputError(Fault("supervision.missing", vi, en, where))
