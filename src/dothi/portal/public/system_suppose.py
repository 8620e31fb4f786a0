"""The supposition on the page of the system of towns: form, years, share, and what documents want."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dothi.base.errors import InputError
from dothi.law.classes import ClassOf
from dothi.places.pack import ProvincePack
from dothi.portal.asking import Asking
from dothi.portal.lawbook import class_title, law, rule_set_short
from dothi.portal.public.asks import language
from dothi.portal.public.order import alphabetical
from dothi.portal.public.system_words import aim_words, town_state, worded
from dothi.registry.places.answers import TownRow
from dothi.registry.places.town_queries import towns_on
from dothi.towns.schemes import rule_set_for
from dothi.towns.supposing import suppose
from dothi.towns.system_lists import Said
from dothi.towns.system_more import supposed_data

FARTHEST = 2100


def supposition(
    request: HttpRequest, rows: Sequence[TownRow], asking: Asking, said: Sequence[Said], pack: ProvincePack
) -> dict[str, Any]:
    """The form (``loai``, ``nam``, ``nang`` repeated), and the years where a class and a town are chosen."""
    year, refusal = _year(request.GET.get("nam", "").strip(), asking)
    try:
        rules = rule_set_for(law(), max(asking.as_of, date(year, 12, 31)), "").code
    except InputError:
        return {"classes": []}
    table = law().tables["urban_classes"].every_row
    codes = [code for _rank, code in sorted((r.rank, r.class_code) for r in table if r.rule_set == rules)]
    chosen, code = set(request.GET.getlist("nang")), request.GET.get("loai", "")
    names = [row.name for row in rows if row.key in chosen]
    context = {
        "classes": [(item, class_title(rules, item, language()), item == code) for item in codes],
        "choices": [
            (row.key, row.name, row.key in chosen)
            for row in sorted(rows, key=lambda row: alphabetical(row.name))
        ],
        "rules": rule_set_short(rules, language()),
        "year": request.GET.get("nam", "").strip()[:10] or year,
        "year_refusal": refusal,
        "supposed": None,
    }
    if code not in codes or not names or refusal:
        return context
    wanted = dict.fromkeys(names, ClassOf(rules, code))
    known = asking.as_known_on
    found = suppose(
        lambda day: [town_state(row) for row in towns_on(day, known)], wanted, year,
        said=said, pack=pack, day=asking.as_of,
    )  # fmt: skip
    data = supposed_data(law(), found, wanted, year)
    return {
        **context,
        "supposed": [{**one, "ladder": worded(one["ladder"])} for one in data["years"]],
        "supposed_aims": aim_words(data["aims"]),
        "supposed_names": names,
        "supposed_class": class_title(rules, code, language()),
        "supposed_year": year,
    }


def _year(text: str, asking: Asking) -> tuple[int, str]:
    """The year asked for, that of the day where none is; and why a text cannot be one."""
    this = asking.as_of.year
    if not text:
        return this, ""
    if text.isascii() and text.isdigit() and this <= int(text[:5]) <= FARTHEST:
        return int(text), ""
    return this, _("Ghi một năm từ %(first)s đến %(last)s.") % {"first": this, "last": FARTHEST}
