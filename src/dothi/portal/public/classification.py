"""What a town scores for a class: page, workbook and Word table; what the reader enters is not kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dothi.base.errors import DothiError, InputError
from dothi.base.text import fold
from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.law.layers import PROVINCES
from dothi.law.tables.classification_standards import ClassificationStandard
from dothi.portal.asking import Asking
from dothi.portal.export import CONTENT_TYPE
from dothi.portal.lawbook import law as current_law
from dothi.portal.public.asks import asks, language
from dothi.portal.public.class_targets import class_targets
from dothi.portal.public.scores import ScoreView, view_of
from dothi.registry.accounts.access import action
from dothi.registry.observations.figures import TOTAL
from dothi.registry.places.answers import TownPage
from dothi.registry.places.queries import pack_info
from dothi.registry.places.town_queries import town_page
from dothi.towns.cells import read_units, read_value
from dothi.towns.paper import docx
from dothi.towns.reading import read_towns
from dothi.towns.rules import Scheme
from dothi.towns.schemes import Profile, classes_of, rule_set_for, scheme
from dothi.towns.score import Score, score
from dothi.towns.values import Town, Value
from dothi.towns.workbook import write_workbook

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PEOPLE = ("2A.II.03", "D.POP.TOTAL")
_log = logging.getLogger(__name__)
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
    town = _with_profile(known_town(law, page, asking.as_of), request.GET, entered)
    rules = scheme(law, rule_set, chosen, town.profile)
    _read(law, rules, request.GET, entered)
    found = score(replace(town, values={**town.values, **entered.values}), rules)
    form = request.GET.get("dinh-dang", "")
    if form in {"xlsx", "docx"} and not entered.refused:
        return _file(law, found, asking.as_of, key, form)
    return render(
        request, "public/town_score.html", _context(law, page, found, entered, request=request, asking=asking)
    )


def known_town(law: Law, page: TownPage, day: date) -> Town:
    """The town with what is known of it: the province pack's values, and figures approved in the system."""
    pack = pack_info()
    path = PROVINCES / pack.key / "town_values.csv" if pack is not None else None
    towns = _read_file(law, path, page.name, day) if path is not None and path.is_file() else ()
    found = next((town for town in towns if fold(town.name) == fold(page.name)), Town(page.name))
    people = [figure for figure in page.figures if figure.indicator == TOTAL and figure.complete is Truth.YES]
    values = dict(found.values)
    for figure in people[-1:]:
        title = figure.source.title_en if language() == "en" else figure.source.title
        exact = Value.exactly(int(figure.value))
        for code in PEOPLE:
            values[code] = replace(
                exact,
                source=title,
                day=figure.starts,
                illustrative=figure.illustrative,
                where=figure.source.key,
            )
    profile = replace(found.profile, units=found.profile.units or _units(page))
    return replace(found, profile=profile, values=values)


def _units(page: TownPage) -> int | None:
    """In how many units the town lies, where every one of them is certain."""
    certain = all(unit.holds is Truth.YES and unit.coverage != "unknown" for unit in page.units)
    return len(page.units) if page.units and certain else None


def _read_file(law: Law, path: Path, name: str, day: date) -> tuple[Town, ...]:
    """Towns of the pack's file; one that cannot be read is as if nothing were known."""
    try:
        return read_towns(law, path, day, cited_only=True, names=[name])
    except DothiError:
        _log.warning("the values of %s cannot be read", path.name)
        return ()


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
    view = view_of(law, found, entered.texts, entered.refused, language())
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
        "score": view,
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


def summary(page: TownPage, day: date) -> ScoreView | None:
    """The score for the page of the town, ``None`` where no rules are known for the day."""
    law = current_law()
    try:
        rule_set = rule_set_for(law, day).code
    except InputError:
        return None
    town = known_town(law, page, day)
    rules = scheme(law, rule_set, _class(law, rule_set, "", page), town.profile)
    return view_of(law, score(town, rules), {}, {}, language())
