"""The mail that tells a person what changed on the land they watch."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from dothi.land.changes import PlanChange
from dothi.land.record import PlanAnswer, Verdict, ZoneAnswer
from dothi.portal.formats import show_number
from dothi.portal.land_functions import function_words
from dothi.portal.public.asks import language
from dothi.portal.public.land.watching import address_of
from dothi.portal.public.land.words import decision, said
from dothi.registry.land.models import Watch


def send_changes(watch: Watch, changes: Sequence[PlanChange], day: date) -> None:
    """Tell the owner, in the language in which the watch was made."""
    with translation.override(watch.language):
        site = settings.DOTHI.public_url.rstrip("/")
        context: dict[str, Any] = {
            "site": site,
            "title": watch.title,
            "day": day,
            "changes": [_change(change) for change in changes],
            "address": site + address_of(watch, day),
            "watches": site + reverse("public:land_watches"),
        }
        subject = _("Quy hoạch thay đổi: %(place)s") % {"place": watch.title}
        text = render_to_string("public/land/watch_mail.txt", context)
        send_mail(subject, text, None, [watch.owner.email])


def _change(change: PlanChange) -> dict[str, Any]:
    facts = change.facts
    return {
        "plan": (facts.title_en or facts.title) if language() == "en" else facts.title,
        "number": facts.number,
        "decision": decision(facts),
        "illustrative": facts.illustrative,
        "before": _lines(change.before, _("chưa có trong hệ thống ở nơi này")),
        "after": _lines(change.after, _("không còn áp dụng ở nơi này")),
    }


def _lines(plan: PlanAnswer | None, none: str) -> list[str]:
    if plan is None:
        return [none]
    if plan.verdict is Verdict.UNKNOWN:
        return [_("chưa rõ") + (f": {said(plan.reason)}" if plan.reason else "")]
    zones = [_zone(zone) for zone in plan.zones if not zone.sliver]
    return zones or [_("trong ranh giới đồ án, không có ô chức năng")]


def _zone(zone: ZoneAnswer) -> str:
    (function,) = function_words([zone.function], language())
    code = function.code or zone.code
    parts = [f"{function.title} ({code})" if code else function.title, zone.sign, zone.name]
    if zone.share is not None:
        parts.append(f"{show_number(zone.share.m2, 1, language())} m²")
    parts += [f"{limit.title(language())} {limit.text(language())}" for limit in zone.limits]
    return "; ".join(part for part in parts if part)
