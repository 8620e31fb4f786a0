"""Consultations as open data: what was asked, what was said and answered. Nobody is named."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from dothi.portal.api.answering import GEOJSON, UnknownError, answers
from dothi.portal.asking import Asking
from dothi.registry.accounts.access import action
from dothi.registry.consultation.counting import figures, lines, phase_on, shown
from dothi.registry.consultation.masking import masked
from dothi.registry.consultation.models import Consultation, Statement

LIST = "/api/v1/consultations"


@action("consultation.view")
@answers(tagged=False)
def consultations(_request: HttpRequest, _asking: Asking) -> dict[str, Any]:
    """Every consultation with its counts, the latest first."""
    today = timezone.localdate()
    return {
        "today": today,
        "consultations": [
            {**_values(line.row), "phase": line.phase, "received": line.received, "answered": line.answered}
            for line in lines(today)
        ],
    }


@action("consultation.view")
@answers(tagged=False)
def consultation(_request: HttpRequest, _asking: Asking, key: str) -> dict[str, Any]:
    """One consultation: documents, area, every count."""
    row = _found(key)
    today = timezone.localdate()
    counted = figures(row, today)
    documents = row.documents.filter(removed_at=None)
    return {
        "today": today,
        "consultation": {
            **_values(row),
            "phase": phase_on(row, today),
            "about": row.about,
            "area": row.area,
            "documents": [
                {
                    "title": one.title,
                    "sha256": one.sha256,
                    "size": one.size,
                    "address": reverse("public:consultation_document", args=[row.key, one.pk]),
                }
                for one in documents
            ],
        },
        "figures": {
            "received": counted.received,
            "to_be_looked_at": counted.unseen,
            "waiting": counted.waiting,
            "answered": counted.answered,
            "hidden": counted.hidden,
            "answered_late": counted.late,
            "overdue": counted.overdue,
            "before_opening": counted.before,
            "after_end": counted.after,
            "by_outcome": counted.by_outcome,
            "by_theme": counted.by_theme,
            "by_commune": counted.by_commune,
            "by_channel": counted.by_channel,
        },
    }


@action("consultation.view")
@answers(GEOJSON, tagged=False)
def statements(_request: HttpRequest, _asking: Asking, key: str) -> dict[str, Any]:
    """Statements on the page with their answers, GeoJSON in WGS 84; ``geometry`` is null for none drawn."""
    row = _found(key)
    return {
        "type": "FeatureCollection",
        "consultation": row.key,
        "illustrative": row.illustrative,
        "features": [_feature(one) for one in shown(row)],
    }


def _found(key: str) -> Consultation:
    row = Consultation.objects.filter(key=key).first()
    if row is None:
        raise UnknownError("consultation.unknown", key, LIST)
    return row


def _values(row: Consultation) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.title,
        "title_en": row.title_en,
        "subject": {"kind": row.subject_kind, "key": row.subject_key},
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "answer_by": row.answer_by,
        "required_days": row.required_days,
        "basis": row.basis,
        "withdrawn": {"at": row.withdrawn_at, "reason": row.withdrawn_because} if row.withdrawn_at else None,
        "illustrative": row.illustrative,
    }


def _feature(one: Statement) -> dict[str, Any]:
    answer = one.answer
    return {
        "type": "Feature",
        "id": one.number,
        "geometry": one.shape,
        "properties": {
            "number": one.number,
            "text": masked(one.text),
            "place": masked(one.place),
            "commune": one.commune_key,
            "area_m2": one.area_m2,
            "theme": one.theme,
            "channel": one.channel,
            "received_on": one.received_on,
            "state": one.state,
            "group": one.group_id,
            "outcome": answer.outcome if answer else None,
            "answer": answer.text if answer else None,
            "answered_on": answer.answered_on if answer else None,
            "illustrative": one.illustrative,
        },
    }
