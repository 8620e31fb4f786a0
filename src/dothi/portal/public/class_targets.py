"""Classes that programmes want a town to have, judged under the rules they were set in."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.law import Law
from dothi.law.classes import ClassOf
from dothi.portal.asking import Asking
from dothi.portal.public.asks import language
from dothi.portal.public.programmes.aims import Aim
from dothi.portal.public.programmes.said import said_about
from dothi.registry.places.answers import TownPage
from dothi.registry.programmes.queries import rule_set_of
from dothi.towns.recognised import target_reached

SIGNS = {Truth.YES: "reached", Truth.NO: "open", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class ClassTarget:
    """One target with its state; ``reason`` says why it cannot be judged."""

    aim: Aim
    sign: str
    state: str
    reason: str


def class_targets(law: Law, page: TownPage, asking: Asking) -> list[ClassTarget]:
    """Targets of a class that the programmes of the day set for a town."""
    found = []
    for by in said_about("town", page.key, asking):
        rules = rule_set_of(by.edition)
        for aim in by.aims:
            wanted = aim.entry.fields.get("class")
            if wanted:
                found.append(_judged(law, page, aim, ClassOf(rules, str(wanted)) if rules else None))
    return found


def _judged(law: Law, page: TownPage, aim: Aim, target: ClassOf | None) -> ClassTarget:
    held = [ClassOf(item.rule_set, item.class_code) for item in (page.row.classes if page.row else ())]
    answers = {target_reached(law, target, one) for one in held} if target is not None else set()
    answer = answers.pop() if len(answers) == 1 else Truth.UNKNOWN
    words = {
        Truth.YES: _("đã được công nhận"),
        Truth.NO: _("chưa được công nhận"),
        Truth.UNKNOWN: _("chưa kết luận được"),
    }
    apart = next((one for one in held if target is not None and one.rule_set != target.rule_set), None)
    reason = ""
    if answer is Truth.UNKNOWN and target is not None and apart is not None:
        reason = _(
            "nay là %(held)s; mục tiêu đặt theo %(target)s, hai bộ quy định không so sánh với nhau"
        ) % {
            "held": apart.label(law, language()),
            "target": target.label(law, language()),
        }
    return ClassTarget(aim, SIGNS[answer], words[answer], reason)
