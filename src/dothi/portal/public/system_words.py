"""Rows of the system of towns in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from dothi.base.time import Truth
from dothi.portal.lawbook import class_title, law, rule_set_short
from dothi.portal.public.asks import language
from dothi.registry.places.answers import TownRow
from dothi.towns.candidates import Candidate
from dothi.towns.score import Judged, Status
from dothi.towns.system import TownState
from dothi.towns.system_more import KINDS
from dothi.towns.wording import STATUSES, asked, interval, written


def town_state(row: TownRow) -> TownState:
    """A town on record as the counts take it."""
    return TownState(
        row.name, row.status, row.holds, row.classes, row.region, row.cluster, row.corridor, row.chain
    )


def worded(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of a ladder with standing, class and rule set in words."""
    standings = {
        "recognised": _("Đã công nhận"), "perhaps": _("Có thể"), "planned": _("Dự kiến"),
    }  # fmt: skip
    return [
        {
            **row,
            "code": row["standing"],
            "standing": standings[row["standing"]],
            "title": class_title(row["rule_set"], row["class"], language()) if row["class"] else "",
            "rules": rule_set_short(row["rule_set"], language()) if row["rule_set"] else "",
        }
        for row in rows
    ]


def aim_words(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Classes that documents want, with sign and word; not comparable across rule sets."""
    words = {
        "yes": ("reached", _("đã được công nhận")),
        "no": ("open", _("chưa được công nhận")),
        "unknown": ("unknown", _("chưa kết luận được")),
    }
    found = []
    for row in rows:
        sign, said = words[row["reached"]] if row["comparable"] else ("unknown", _("không so sánh được"))
        rules = (
            rule_set_short(row["rule_set"], language())
            if row["rule_set"]
            else _("văn bản không nêu bộ quy định")
        )
        found.append({**row, "sign": sign, "said": said, "rules": rules})
    return found


def candidate_words(rows: Sequence[Candidate]) -> list[dict[str, Any]]:
    """Candidates with what is known, lacking and not known of each."""
    at = 1 if language() == "en" else 0
    titles = {row.code: row for row in law().tables["classification_standards"].every_row}
    found = []
    for one in rows:
        known = [each for each in one.score.standards if not each.value.unknown]
        found.append(
            {
                "name": one.name,
                "kind": KINDS[one.kind][at],
                "code": one.kind,
                "documents": one.documents,
                "note": one.note,
                "points": interval(one.score.total),
                "unknown": len(one.unknown),
                "lacking": [titles[code].title(language()) for code in one.unknown],
                "known": [
                    {
                        "title": each.standard.title(language()),
                        "value": written(each.standard, each.value),
                        "unit": each.standard.unit,
                        "asked": asked(each.standard),
                        **_standing(each, at),
                        "day": each.value.day,
                    }
                    for each in known
                ],
            }
        )
    return found


def _standing(one: Judged, at: int) -> dict[str, str]:
    """Sign and word of a standard; an open value that is above the minimum in any case says so."""
    if one.status is Status.OPEN and one.meets is Truth.YES:
        return {"sign": "reached", "status": _("đạt mức tối thiểu")}
    open_ = {Status.OPEN, Status.DOUBTFUL, Status.UNKNOWN}
    sign = "failed" if one.status is Status.BELOW else "unknown" if one.status in open_ else "reached"
    return {"sign": sign, "status": STATUSES[one.status][at]}
