"""What a town scores for a class: page, workbook and Word table; what the reader enters is not kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.errors import DothiError, InputError
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.portal.asking import Asking
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.lawbook import law as current_law
from dothi.portal.public.asks import asks, language
from dothi.portal.public.class_targets import class_targets
from dothi.portal.public.scores import Given, ScoreView, view_of
from dothi.registry.accounts.access import action, can
from dothi.registry.places.answers import TownPage
from dothi.registry.places.town_queries import town_page
from dothi.registry.towns.known import KnownTown, town_knowledge
from dothi.towns.cells import read_units, read_value
from dothi.towns.paper import docx
from dothi.towns.rules import Scheme
from dothi.towns.schemes import Profile, classes_of, rule_set_for, scheme
from dothi.towns.score import Score, score
from dothi.towns.values import Town, Value
from dothi.towns.workbook import write_workbook

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
CHARACTERS = ("heritage", "mountain", "island", "special")


@dataclass(slots=True)
class Entered:
    """What the reader entered: texts by standard, refusals by standard, and the values that could be read."""

    texts: dict[str, str] = field(default_factory=dict)
    refused: dict[str, list[str]] = field(default_factory=dict)
    values: dict[str, Value] = field(default_factory=dict)


@action("places.view")
@require_safe
@asks
def town_score(request: HttpRequest, asking: Asking, key: str) -> HttpResponse:
    """A town under one class of the rules of the day."""
    page = town_page(key, asking.as_of, asking.as_known_on)
    if page is None:
        raise Http404(key)
    law = current_law()
    try:
        rule_set = rule_set_for(law, asking.as_of).code
    except InputError as error:
        return render(
            request, "public/town_score.html", {"page": page, "refusal": error.sentences(language())}
        )
    chosen = _class(law, rule_set, request.GET.get("loai", ""), page)
    entered = Entered()
    known = town_knowledge(law, page, asking.as_of, asking.as_known_on)
    town = _with_profile(known.town, request.GET, entered)
    rules = scheme(law, rule_set, chosen, town.profile)
    _read(law, rules, request.GET, entered)
    found = score(replace(town, values={**town.values, **entered.values}), rules)
    form = request.GET.get("dinh-dang", "")
    if form in {"xlsx", "docx"} and not entered.refused:
        return _file(law, found, asking.as_of, key, form)
    context = _context(law, page, found, entered, request=request, asking=asking)
    context["score"] = view_of(law, found, Given(entered.texts, entered.refused, known.evidence), language())
    return render(request, "public/town_score.html", {**context, **_about_values(request, known)})


def _about_values(request: HttpRequest, known: KnownTown) -> dict[str, Any]:
    """What could not be read, and for officers where a value is entered."""
    may = can(request.user, "observations.enter")
    return {
        "unreadable": [fault.sentence(language()) for fault in known.unreadable],
        "entry_address": reverse("office:town_value_new") if may else "",
    }


def known_town(law: Law, page: TownPage, day: date) -> Town:
    """The town with the values that count on ``day``, whatever source tells them."""
    return town_knowledge(law, page, day).town


def _with_profile(town: Town, asked: QueryDict, entered: Entered) -> Town:
    """The town with what the reader says of it: number of communes, characters."""
    profile = town.profile
    text = asked.get("so-don-vi", "").strip()
    if text:
        entered.texts["so-don-vi"] = text
        try:
            profile = replace(profile, units=read_units(text))
        except InputError as error:
            entered.refused["so-don-vi"] = error.sentences(language())
    if "tinh-chat" in asked:
        given = frozenset(asked.getlist("tinh-chat")) & set(CHARACTERS)
        profile = replace(profile, characters=given)
    return replace(town, profile=Profile(profile.region, profile.characters, profile.units, profile.kind))


def _read(law: Law, rules: Scheme, asked: QueryDict, entered: Entered) -> None:
    table = law.of(ClassificationStandard)
    for standard in rules.standards:
        text = asked.get(standard.code, "").strip()[:200]
        if not text:
            continue
        entered.texts[standard.code] = text
        try:
            span = read_value(table.history(standard.code)[-1], text)
        except DothiError as error:
            entered.refused[standard.code] = error.sentences(language())
            continue
        if span is not None:
            entered.values[standard.code] = Value(
                *span, source=_("giá trị anh/chị nhập, không lưu"), assumed=True
            )


def _class(law: Law, rule_set: str, asked: str, page: TownPage) -> str:
    """The class asked for, else the one the town has under these rules, else the lowest."""
    known = classes_of(law, rule_set)
    if asked in known:
        return asked
    held = [item.class_code for item in (page.row.classes if page.row else ()) if item.rule_set == rule_set]
    return next((code for code in held if code in known), known[-1])


def _context(
    law: Law, page: TownPage, found: Score, entered: Entered, *, request: HttpRequest, asking: Asking
) -> dict[str, Any]:
    base = reverse("public:town_score", args=[page.key])
    kept = request.GET.copy()
    kept.pop("dinh-dang", None)
    tabs = []
    for code in classes_of(law, found.scheme.rule_set):
        kept["loai"] = code
        label = ClassOf(found.scheme.rule_set, code).label(law, language())
        tabs.append(
            {"url": f"{base}?{kept.urlencode()}", "label": label, "current": code == found.scheme.class_code}
        )
    kept["loai"] = found.scheme.class_code
    return {
        "page": page,
        "tabs": tabs,
        "targets": class_targets(law, page, asking),
        "entered": entered,
        "characters": [
            {"code": code, "label": label, "on": code in found.town.profile.characters}
            for code, label in _characters()
        ],
        "units": entered.texts.get("so-don-vi", found.town.profile.units or ""),
        "units_refused": entered.refused.get("so-don-vi", []),
        "exports": {
            form: f"{base}?{kept.urlencode()}&dinh-dang={form}"
            for form in ("xlsx", "docx")
            if not entered.refused
        },
        "clean": base + asking.query(loai=found.scheme.class_code),
        "crumbs": [
            {"label": _("Đô thị"), "url": reverse("public:towns") + asking.query()},
            {"label": page.name, "url": reverse("public:town", args=[page.key]) + asking.query()},
            {"label": _("Phân loại")},
        ],
    }


def _characters() -> list[tuple[str, str]]:
    return [
        ("heritage", _("Di sản, cố đô")),
        ("mountain", _("Miền núi")),
        ("island", _("Hải đảo")),
        ("special", _("Đặc thù")),
    ]


def _file(law: Law, found: Score, day: date, key: str, form: str) -> HttpResponse:
    if form == "docx":
        content, kind = docx(law, [found], day), DOCX
    else:
        buffer = BytesIO()
        write_workbook(law, [found], day, buffer)
        content, kind = buffer.getvalue(), CONTENT_TYPE
    answer = HttpResponse(content, content_type=kind)
    name = f"phan-loai-{key}-{found.scheme.class_code}-{day.isoformat()}.{form}"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def summary(page: TownPage, asking: Asking) -> tuple[ScoreView | None, list[str]]:
    """The score for the page of the town and what could not be read; no score where no rules are known."""
    law = current_law()
    try:
        rule_set = rule_set_for(law, asking.as_of).code
    except InputError:
        return None, []
    known = town_knowledge(law, page, asking.as_of, asking.as_known_on)
    rules = scheme(law, rule_set, _class(law, rule_set, "", page), known.town.profile)
    unreadable = [fault.sentence(language()) for fault in known.unreadable]
    return view_of(law, score(known.town, rules), Given(), language()), unreadable
