"""What every page says of supervisions: who, about what, where a recommendation stands."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from dothi.portal.consultations import pick
from dothi.portal.public.asks import language
from dothi.registry.plans.models import Plan
from dothi.registry.programmes.models import Programme
from dothi.registry.supervision.models import Finding, Supervision
from dothi.registry.supervision.queries import findings_of, is_late

SUPERVISORS = {
    "front": ("Mặt trận Tổ quốc", "Fatherland Front"),
    "council": ("Hội đồng nhân dân", "People's Council"),
    "board": ("Ban giám sát cộng đồng", "Community supervision board"),
}
SUBJECTS = {
    "plan": ("Đồ án quy hoạch", "Plan"),
    "programme": ("Chương trình", "Programme"),
    "item": ("Nhiệm vụ của chương trình", "Task of a programme"),
    "project": ("Dự án", "Project"),
    "other": ("Việc khác", "Other"),
}
STANDINGS = {
    "open": ("open", "Chưa trả lời", "No response yet"),
    "taken": ("course", "Nhận, đang làm", "Taken on"),
    "done": ("approved", "Đã làm", "Done"),
    "declined": ("ended", "Không nhận", "Declined"),
}


def findings_told(row: Supervision, day: date) -> list[dict[str, Any]]:
    """Findings with what they are about, their recommendations and responses, in words."""
    found = list(findings_of(row))
    titles = _titles(found)
    return [
        {
            "row": finding,
            "kind": pick(SUBJECTS[finding.subject_kind]),
            "subject": titles.get((finding.subject_kind, finding.subject_key), (finding.subject_key, "")),
            "recommendations": [
                {
                    "row": asked,
                    "state": STANDINGS[asked.standing][0],
                    "word": pick(STANDINGS[asked.standing]),
                    "late": is_late(asked, day),
                    "responses": [
                        {
                            "row": said,
                            "state": STANDINGS[said.standing][0],
                            "word": pick(STANDINGS[said.standing]),
                        }
                        for said in asked.responses.all()
                    ],
                }
                for asked in finding.recommendations.all()
            ],
        }
        for finding in found
    ]


def _titles(found: list[Finding]) -> dict[tuple[str, str], tuple[str, str]]:
    """Title and address of the plans and programmes that findings speak of."""
    told: dict[tuple[str, str], tuple[str, str]] = {}
    kinds: tuple[tuple[str, Any, str], ...] = (
        ("plan", Plan, "public:plan"),
        ("programme", Programme, "public:programme"),
    )
    for kind, model, route in kinds:
        keys = {one.subject_key for one in found if one.subject_kind == kind}
        for row in model.objects.filter(key__in=keys) if keys else ():
            title = (row.title_en or row.title) if language() == "en" else row.title
            told[kind, row.key] = (title, reverse(route, args=[row.key]))
    return told
