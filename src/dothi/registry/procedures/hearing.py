"""What the hearing of the community says about a case: the one place that asks the room of consultations."""

from __future__ import annotations

from datetime import date

from dothi.base.dates import format_date
from dothi.base.errors import Fault
from dothi.law.tables.procedure_limits import ProcedureLimit
from dothi.procedures.limits import limit
from dothi.registry.consultation import queries
from dothi.registry.consultation.queries import Standing
from dothi.registry.lawbook import current_law
from dothi.registry.procedures.models import Case
from dothi.registry.procedures.refusals import found

EARLY = "early-close"


def standing(case: Case, day: date | None = None) -> Standing:
    """How the latest consultation on the case stands on ``day`` (today)."""
    return queries.standing("case", case.key, day)


def stands_against(case: Case, on: date) -> list[Fault]:
    """What forbids going on to the appraisal on ``on``; empty when the community was heard and answered."""
    heard = standing(case)
    if heard.opened is None:
        return [
            found(
                "not-consulted",
                "Chưa có đợt lấy ý kiến cộng đồng nào cho hồ sơ này",
                "The community has not been consulted on this case",
                "consultation",
                ("Mở đợt lấy ý kiến trước", "Open the consultation first"),
            )
        ]
    if heard.closed is None or heard.closed >= on:
        until = f" (hết ngày {format_date(heard.closed)})" if heard.closed else ""
        return [
            found(
                "consultation-open",
                f"Đợt lấy ý kiến cộng đồng chưa kết thúc vào ngày này{until}",
                f"The consultation has not ended by then{until}",
                "consultation",
                ("Chờ hết thời gian lấy ý kiến", "Wait until it ends"),
            )
        ]
    return [*_too_short(case, heard), *_unanswered(heard)]


def least_days(case: Case, opened: date) -> ProcedureLimit | None:
    """The confirmed row that says how long the community is heard, by the law of the opening day."""
    stages = {"architecture-regulation": "drafted"}
    since = stages.get(case.kind, "plan-prepared")
    _, row = limit(current_law(), case.subject, since, "consultation", began=opened)
    return row if row is not None and row.confidence.confirmed and row.least is not None else None


def _too_short(case: Case, heard: Standing) -> list[Fault]:
    if heard.opened is None or heard.closed is None:
        return []
    row, days = least_days(case, heard.opened), (heard.closed - heard.opened).days
    if row is None or row.least is None or days >= row.least or case.facts.get(EARLY):
        return []
    return [
        found(
            "consultation-short",
            f"Lấy ý kiến cộng đồng mới {days} ngày, cần ít nhất {row.least} ngày ({row.basis})",
            f"The community was heard for {days} days; at least {row.least} are needed ({row.basis})",
            "consultation",
            (
                "Lấy ý kiến thêm; nếu đã nhận đủ ý kiến thì ghi căn cứ kết thúc sớm vào hồ sơ",
                "Go on hearing; where every opinion is in, write down the ground for ending early",
            ),
        )
    ]


def _unanswered(heard: Standing) -> list[Fault]:
    if not heard.unanswered:
        return []
    return [
        found(
            "unanswered",
            f"Còn {heard.unanswered} ý kiến góp ý chưa được trả lời",
            f"{heard.unanswered} statements have no answer yet",
            "consultation",
            ("Trả lời hết các ý kiến rồi trình thẩm định", "Answer them all, then submit for appraisal"),
        )
    ]
