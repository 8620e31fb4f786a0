"""What keeps a body or a handover from being recorded, told field by field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError
from dothi.base.text import clean, fold
from dothi.base.time import NEVER, Bound, Period
from dothi.registry.bodies.models import Body, Handover, Kind
from dothi.registry.bodies.queries import rows_on_record
from dothi.registry.dated import Dated
from dothi.registry.programmes.models import EditionState, Item, ItemState


@dataclass(frozen=True, slots=True)
class BodyEntry:
    """A body as an officer writes it down. ``start`` and ``end`` may be known only in part."""

    title: str
    kind: str
    start: Bound
    end: Bound = NEVER
    title_en: str = ""
    also: tuple[str, ...] = ()
    basis: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HandoverEntry:
    """A decision that passes duties on. ``line`` is empty for all duties of the body."""

    from_key: str
    to_key: str
    start: date
    decision_number: str
    decision_date: date | None = None
    issuer: str = ""
    line: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What entries are checked against, read once for many of them. Three queries.

    ``bodies`` holds the row that counts of each key, ``named`` the body behind each folded name, ``duties``
    the lines of the duties that adopted programmes give.
    """

    bodies: dict[str, Body]
    named: dict[str, Body]
    handovers: dict[int, Handover]
    duties: frozenset[str]

    @classmethod
    def load(cls) -> OnRecord:
        """Read what is on record now."""
        rows = rows_on_record()
        duties = Item.objects.filter(kind="duty", gone=False, edition__state=EditionState.ADOPTED)
        lines = duties.exclude(state=ItemState.REJECTED).values_list("line", flat=True).distinct()
        handovers = Handover.objects.as_known_on().select_related("recorded_by")
        return cls(
            {row.key: row for row in rows},
            {fold(name): row for row in rows for name in row.names},
            {row.pk: row for row in handovers.order_by("starts_latest", "pk")},
            frozenset(str(line) for line in lines),
        )


class StaleBodyError(InputError):
    """Someone else recorded the body in the meantime; carries it as it stands."""

    def __init__(self, current: Body) -> None:
        self.current = current
        super().__init__(changed_meanwhile(current))


def check_body(entry: BodyEntry, known: OnRecord, key: str = "") -> list[Fault]:
    """What keeps an entry from being recorded as a body, or as a correction of ``key``; by field."""
    faults = []
    if not clean(entry.title):
        faults.append(fault("no_title", "chưa ghi tên cơ quan", "the name is missing", "title"))
    if entry.kind not in Kind.values:
        faults.append(fault("kind", "chưa chọn loại cơ quan", "the kind is missing", "kind"))
    if key and key not in known.bodies:
        faults.append(unknown(key))
    try:
        Period(entry.start, entry.end)
    except ValueError:
        vi, en = "ngày kết thúc không sau ngày bắt đầu", "the end is not after the start"
        faults.append(fault("period", vi, en, "end"))
    return faults + _same_name(entry, known, key)


def check_handover(entry: HandoverEntry, known: OnRecord, corrects: int = 0) -> list[Fault]:
    """What keeps a handover from being recorded, or from correcting the one called ``corrects``; by field."""
    pairs = ((entry.from_key, "from_key"), (entry.to_key, "to_key"))
    faults = [unknown(key, where) for key, where in pairs if key not in known.bodies]
    if entry.from_key and entry.from_key == entry.to_key:
        faults.append(fault("same", "hai cơ quan phải khác nhau", "the two bodies must differ", "to_key"))
    if not clean(entry.decision_number):
        vi = "chưa ghi số quyết định: chỉ một quyết định mới chuyển được trách nhiệm"
        en = "the decision's number is missing: only a decision passes duties on"
        faults.append(fault("no_decision", vi, en, "decision_number"))
    if entry.line and entry.line not in known.duties:
        vi = f"không có trách nhiệm nào mang mã «{entry.line}» trong các chương trình đã xác lập"
        en = f"no adopted programme has a duty called “{entry.line}”"
        faults.append(fault("no_duty", vi, en, "line"))
    wanted = _passage(entry.from_key, entry.to_key, entry.line, entry.start)
    same = any(
        pk != corrects and _passage(row.from_key, row.to_key, row.line, row.starts_latest) == wanted
        for pk, row in known.handovers.items()
    )
    if not faults and same:
        vi, en = "quyết định chuyển giao này đã được ghi", "this handover is already recorded"
        faults.append(fault("handover_twice", vi, en, "decision_number"))
    return faults


def changed_meanwhile(row: Dated, where: str = "") -> Fault:
    """Who recorded the row as it stands, and when: what another person saw before that is no longer so."""
    who = getattr(row, "recorded_by", None)
    vi, en = (who.get_full_name(),) * 2 if who else ("bảng luật", "the law tables")
    moment = timezone.localtime(row.recorded_at)
    when = f"{moment:%H:%M} ngày {format_date(moment.date())}"
    return Fault(
        "bodies.stale",
        f"cơ quan này đã được ghi lại ({vi}, {when}) sau khi anh/chị mở ra xem, nên chưa ghi gì",
        f"this body was recorded anew ({en}, {moment:%d/%m/%Y %H:%M}) after you looked; nothing was saved",
        where,
        "So hai bản rồi ghi lại nếu vẫn cần",
        "Compare the two and save again if you still want to",
    )


def handover_gone(row: Handover | None, where: str = "") -> Fault:
    """The handover is no longer on record: somebody withdrew or corrected it, or there never was one."""
    if row is None or row.withdrawn_at is None:
        vi, en = "không có quyết định chuyển giao này", "there is no such handover"
    else:
        moment = timezone.localtime(row.withdrawn_at)
        when = f"{moment:%H:%M} ngày {format_date(moment.date())}"
        vi = f"quyết định chuyển giao này không còn: đã được rút hoặc đính chính lúc {when}"
        en = f"this handover is gone: it was withdrawn or corrected on {moment:%d/%m/%Y %H:%M}"
    return Fault(
        "bodies.no_handover", vi, en, where, "Xem lại ở trang cơ quan", "Look at it on the body's page"
    )


def fault(code: str, vi: str, en: str, where: str) -> Fault:
    """A refusal of one field."""
    return Fault(f"bodies.{code}", vi, en, where, "Sửa ô này rồi ghi lại", "Mend it and save again")


def unknown(key: str, where: str = "key") -> Fault:
    """No body has this key."""
    return fault(
        "unknown",
        f"không có cơ quan «{key}» trong danh mục" if key else "chưa chọn cơ quan",
        f"there is no body “{key}” on record" if key else "no body is chosen",
        where,
    )


def _same_name(entry: BodyEntry, known: OnRecord, key: str) -> list[Fault]:
    for name in (entry.title, *entry.also):
        row = known.named.get(fold(name)) if fold(name) else None
        if row is not None and row.key != key:
            vi, en = f"tên này đã là tên của «{row.title}»", f"this name is already that of “{row.title}”"
            return [fault("twice", vi, en, "title")]
    return []


def _passage(from_key: str, to_key: str, line: str, start: date | None) -> tuple[object, ...]:
    return from_key, to_key, line, start
