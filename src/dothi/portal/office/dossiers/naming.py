"""What a layer's names and values mean: said once by a planner, remembered for the next dossier."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dothi.base.errors import DothiError
from dothi.intake.functions import FunctionMapping, Mapped
from dothi.portal.office.dossiers.reach import found
from dothi.portal.office.speech import language, sentences
from dothi.registry.accounts.access import action, require
from dothi.registry.lawbook import current_law
from dothi.registry.plans.models import Submission, SubmissionState
from dothi.registry.plans.services import check_again, mapping_of, name_consultant, remember

FORGET, NONE = "", "-"
MOST = 300


@action("plans.submit")
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give layers and values their functions; saving has the dossier checked again."""
    sent = found(request, pk, "plans.submit")
    require(request.user, "plans.submit", Submission(owner=None))
    faults: list[str] = []
    if request.method == "POST":
        try:
            sent = _save(request, sent)
        except DothiError as error:
            faults = sentences(error)
        else:
            messages.success(request, _("Đã ghi nhớ cho %(name)s.") % {"name": sent.consultant})
            return redirect("office:dossier", pk=pk)
    mapping = mapping_of(sent.consultant)
    context = {
        "sent": sent,
        "faults": faults,
        "layers": [(name, _chosen(mapping.layer(name))) for name in _layers(sent, mapping)],
        "values": [(text, count, _chosen(mapping.value(text))) for text, count in _values(sent)],
        "functions": functions(),
    }
    return render(request, "office/dossier_names.html", context, status=422 if faults else 200)


def functions() -> list[tuple[str, str]]:
    """Every land function by its key, with code and title in the reader's language."""
    rows = {row.code: row for row in current_law().tables["land_functions"].every_row}
    return [
        (code, f"{row.title(language())} ({row.attribute_code or code})")
        for code, row in sorted(rows.items(), key=lambda pair: (pair[1].level, pair[1].title(language())))
    ]


@transaction.atomic
def _save(request: HttpRequest, sent: Submission) -> Submission:
    if not sent.consultant:
        sent = name_consultant(request.user, sent.pk, request.POST.get("consultant", ""))
    known = {code for code, _title in functions()}
    layers = _given(request, "layer", known)
    values = _given(request, "value", known)
    remember(request.user, sent.consultant, layers, values)
    if sent.state in {SubmissionState.CHECKED, SubmissionState.UNUSABLE}:
        check_again(request.user, sent.pk, sent.version, {})
    return sent


def _given(request: HttpRequest, kind: str, known: set[str]) -> dict[str, Mapped | None]:
    """Names with what was chosen for each: a function, none at all, or nothing said."""
    said: dict[str, Mapped | None] = {}
    for name, choice in zip(
        request.POST.getlist(kind), request.POST.getlist(f"{kind}_function"), strict=False
    ):
        if choice in known:
            said[name[:200]] = Mapped(choice)
        elif choice == NONE:
            said[name[:200]] = Mapped("")
        else:
            said[name[:200]] = None
    return said


def _layers(sent: Submission, mapping: FunctionMapping) -> list[str]:
    """Layers nobody has explained, and those that were explained by the planner."""
    unknown = sent.answer.get("unknown_layers", [])
    every = [layer["name"] for layer in sent.answer.get("layers", [])]
    return [name for name in every if name in unknown or mapping.layer(name) is not None][:MOST]


def _values(sent: Submission) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for layer in sent.answer.get("layers", []):
        for text, count in layer.get("unknown_values", []):
            found[text] = found.get(text, 0) + count
    return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]


def _chosen(meaning: Mapped | None) -> Any:
    if meaning is None:
        return FORGET
    return meaning.function or NONE
