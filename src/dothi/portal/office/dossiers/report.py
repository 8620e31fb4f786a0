"""The page of a dossier: how far it is, what the check found and where, what has to be decided."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    QueryDict,
)
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from dothi.base.errors import DothiError
from dothi.intake.checking.rule import rules
from dothi.intake.findings import Severity
from dothi.law.tables.check_fields import STAGES
from dothi.portal.office.dossiers.reach import found
from dothi.portal.office.speech import language, sentences
from dothi.portal.words import word
from dothi.registry.accounts.access import action, can
from dothi.registry.jobs.models import Job
from dothi.registry.jobs.work import state_of
from dothi.registry.places.queries import pack_info
from dothi.registry.plans.models import Submission, SubmissionFinding, SubmissionState
from dothi.registry.plans.reporting import report_file
from dothi.registry.plans.services import abandon as put_away
from dothi.registry.plans.services import broke_off, check_again

PAGE_SIZE = 50
ON_THE_MAP = 2000
KINDS = {
    "html": "text/html; charset=utf-8",
    "pdf": "application/pdf",
    "gpkg": "application/geopackage+sqlite3",
    "json": "application/json",
    "drawing": "application/geo+json",
}
PICTURE = "drawing"
ENCODINGS = ("auto", "tcvn3", "vni", "viqr", "cp1258", "utf-8")


@action("plans.see_drafts")
@require_safe
def dossier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Receiving, being checked, checked or unreadable: one page that may be closed and opened again."""
    sent = found(request, pk)
    job = Job.objects.filter(pk=sent.job).first() if sent.job else None
    context: dict[str, Any] = {
        "sent": sent,
        "job": state_of(job) if job is not None else None,
        "may": {name: can(request.user, f"plans.{name}", sent) for name in ("submit", "publish")},
        "may_name": can(request.user, "plans.submit", Submission(owner=None)),
        "broke_off": broke_off(sent),
    }
    if sent.state in {SubmissionState.CHECKED, SubmissionState.PUBLISHED}:
        context |= _report(request, sent)
        return render(request, "office/dossier_report.html", context)
    if sent.state == SubmissionState.UNUSABLE:
        context["told"] = [fault[language()] for fault in sent.answer.get("faults", [])]
        context |= _choices()
    return render(request, "office/dossier.html", context)


@action("plans.see_drafts")
@require_safe
def findings(request: HttpRequest, pk: UUID) -> JsonResponse:
    """Findings that have a place, as GeoJSON for the map, under the same filter as the list."""
    sent = found(request, pk)
    rows = _asked(request, sent).exclude(geometry=None)[:ON_THE_MAP]
    features = [
        {
            "type": "Feature",
            "id": row.number,
            "geometry": row.geometry,
            "properties": {
                "number": row.number,
                "code": row.code,
                "severity": row.severity,
                "said": _said(row),
            },
        }
        for row in rows
    ]
    response = JsonResponse({"type": "FeatureCollection", "features": features})
    response["Cache-Control"] = "private, no-store"
    return response


@action("plans.see_drafts")
@require_safe
def download(request: HttpRequest, pk: UUID, kind: str) -> HttpResponseBase:
    """The report as a file, for the consultant."""
    sent = found(request, pk)
    path = report_file(sent, kind)
    if path is None:
        raise Http404(kind)
    stem = sent.name.rsplit(".", 1)[0]
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{stem}-{path.name}", content_type=KINDS[kind]
    )


@action("plans.submit")
@require_POST
def decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how the dossier is to be read, and have it checked again."""
    sent = found(request, pk, "plans.submit")
    given = request.POST
    try:
        check_again(request.user, sent.pk, _version(request), _changes(given))
    except DothiError as error:
        messages.error(request, " ".join(sentences(error)))
        return redirect("office:dossier", pk=pk)
    messages.success(request, _("Đang kiểm tra lại theo lựa chọn mới."))
    return redirect("office:dossier", pk=pk)


def _changes(given: QueryDict) -> dict[str, Any]:
    """Nothing, only where the coordinates lie, or every choice of the form."""
    if given.get("again"):
        return {}
    if "place" in given:
        return {"crs": given["place"].strip()[:40]}
    scale = given.get("scale", "").strip()
    return {
        "crs": given.get("crs", "").strip()[:40],
        "encoding": given.get("encoding", "") if given.get("encoding", "") in ENCODINGS else "",
        "boundary": given.get("boundary", "")[:200],
        "stage": given.get("stage", "") if given.get("stage", "") in STAGES else "",
        "scale": int(scale) if scale.isascii() and scale.isdigit() and len(scale) < 8 else None,
        "partial": given.get("partial") == "on" or None,
    }


@action("plans.submit")
@require_POST
def abandon(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Put the dossier away with a reason."""
    sent = found(request, pk, "plans.submit")
    try:
        put_away(request.user, sent.pk, request.POST.get("reason", ""))
    except DothiError as error:
        messages.error(request, " ".join(sentences(error)))
    else:
        messages.success(request, _("Đã bỏ hồ sơ; nội dung vẫn đọc được."))
    return redirect("office:dossier", pk=pk)


def _report(request: HttpRequest, sent: Submission) -> dict[str, Any]:
    rows = _asked(request, sent)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang"))
    asked = {name: request.GET.get(name, "") for name in ("muc", "quy-tac", "lop")}
    kept = {name: value for name, value in asked.items() if value}
    info = pack_info()
    return {
        "answer": sent.answer,
        "asked": asked,
        "chosen_rule": asked["quy-tac"],
        "page": page,
        "numbers": page.paginator.get_elided_page_range(page.number),
        "lines": _lines(page.object_list),
        "query": urlencode(kept) + "&" if kept else "",
        "map_query": f"?{urlencode(kept)}" if kept else "",
        "severities": [
            (severity.value, severity.title(language()), sent.answer.get(_COUNTS[severity], 0))
            for severity in Severity
        ],
        "codes": _codes(sent),
        "layers": sent.answer.get("layers", []),
        "skipped": _skipped(sent),
        "parts": [item[language()] for item in sent.answer.get("skipped_parts", [])],
        "guesses": _guesses(sent),
        "files": [kind for kind in KINDS if kind != PICTURE and report_file(sent, kind) is not None],
        "drawn": report_file(sent, PICTURE) is not None,
        "questions": _questions(sent),
        "public": sent.versions.first(),
        **_choices(),
        "extent": json.dumps(info.extent if info else [102.1, 8.3, 109.6, 23.5]),
    }


def _choices() -> dict[str, Any]:
    """What the form of how to read a dossier offers."""
    return {
        "encodings": ENCODINGS,
        "stages": [(code, word("plan_stage", code, language())) for code in STAGES],
    }


_COUNTS = {Severity.ERROR: "errors", Severity.WARNING: "warnings", Severity.INFO: "notes"}


def _asked(request: HttpRequest, sent: Submission) -> QuerySet[SubmissionFinding]:
    rows: QuerySet[SubmissionFinding] = sent.findings.all()
    for name, column in (("muc", "severity"), ("quy-tac", "code"), ("lop", "layer")):
        value = request.GET.get(name, "")[:120]
        if value:
            rows = rows.filter(**{column: value})
    return rows.order_by("number")


def _lines(rows: Iterable[SubmissionFinding]) -> list[dict[str, Any]]:
    """Findings with their words in the reader's language."""
    titles = _titles()
    return [
        {
            "row": row,
            "title": titles.get(row.code, row.code),
            "severity": Severity(row.severity).title(language()),
            "said": _ended(_said(row)),
            "todo": _ended(_todo(row)),
        }
        for row in rows
    ]


def _titles() -> dict[str, str]:
    return {rule.code: rule.title(language()) for rule in rules()}


def _ended(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def _codes(sent: Submission) -> list[tuple[str, str, int, int]]:
    """Rules that found something: code, title, how many, how many are listed here."""
    titles = _titles()
    listed = Counter(sent.findings.values_list("code", flat=True))
    return [
        (code, titles.get(code, code), sum(by_severity.values()), listed[code])
        for code, by_severity in sent.answer.get("counts", {}).items()
    ]


def _said(row: SubmissionFinding) -> str:
    return row.message_en if language() == "en" else row.message


def _todo(row: SubmissionFinding) -> str:
    return row.remedy_en if language() == "en" else row.remedy


def _skipped(sent: Submission) -> list[str]:
    """Rules that could not run, each reason once with the layers it holds for."""
    titles = _titles()
    places: dict[tuple[str, str], list[str]] = {}
    for item in sent.answer.get("skipped_rules", []):
        if item["unknown"]:
            reason = item["reason_en"] if language() == "en" else item["reason"]
            places.setdefault((item["rule"], reason), []).append(item["layer"])
    return [
        f"{titles.get(rule, rule)}: {reason}{_among(list(filter(None, layers)))}"
        for (rule, reason), layers in places.items()
    ]


def _among(layers: list[str]) -> str:
    return f" ({', '.join(layers)})" if layers else ""


def _questions(sent: Submission) -> list[dict[str, Any]]:
    """Coordinates the planner has to place, with the readings and their picture.

    Layers that can be read in the same ways, for the same reasons, are asked about once.
    """
    chosen = language()
    asked: dict[str, list[str]] = {}
    for layer, question in sent.answer.get("questions", {}).items():
        asked.setdefault(json.dumps(question["readings"]), []).append(layer)
    return [
        {
            "layers": layers,
            "picture": mark_safe(  # noqa: S308 - drawn by ourselves, text escaped
                sent.answer["questions"][layers[0]][f"picture_{chosen}"]
            ),
            "readings": [
                {**one, "title": one[chosen], "reason": one[f"reason_{chosen}"]}
                for one in json.loads(readings)
            ],
        }
        for readings, layers in asked.items()
    ]


def _guesses(sent: Submission) -> list[dict[str, Any]]:
    return [{**guess, "note": guess[language()]} for guess in sent.answer.get("guesses", [])]


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 10 else 0
