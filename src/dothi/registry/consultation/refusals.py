"""Sentences of what is refused, in one place."""

from __future__ import annotations

from datetime import date

from dothi.base.dates import format_date
from dothi.base.errors import Fault, InputError


def refusal(code: str, where: str, vi: str, en: str, remedy: tuple[str, str] = ("", "")) -> InputError:
    """An :class:`InputError` whose ``where`` is the field of the form it speaks of."""
    return InputError(Fault(f"consultation.{code}", vi, en, where, *remedy))


def too_short(days: int, least: int, basis: str) -> InputError:
    """The period is shorter than the law asks for."""
    return refusal(
        "too-short",
        "closes_on",
        f"Chỉ có {days} ngày, không tính ngày công khai; luật yêu cầu ít nhất {least} ngày ({basis})",
        f"That is {days} days, the day of opening not counted; the law asks for {least} at least ({basis})",
        (
            f"Chọn ngày kết thúc sau ngày bắt đầu ít nhất {least} ngày",
            f"Choose a last day at least {least} days after the first",
        ),
    )


def not_open(opens: date, closes: date, today: date) -> InputError:
    """A statement comes through the page outside the period."""
    if today < opens:
        return refusal(
            "not-open",
            "",
            f"Đợt lấy ý kiến bắt đầu ngày {format_date(opens)}",
            f"The consultation begins on {format_date(opens)}",
            ("Quay lại từ ngày đó", "Come back from that day on"),
        )
    return refusal(
        "not-open",
        "",
        f"Đợt lấy ý kiến đã kết thúc ngày {format_date(closes)}",
        f"The consultation ended on {format_date(closes)}",
        (
            "Gửi ý kiến bằng văn bản tới cơ quan lấy ý kiến; ý kiến vẫn được ghi nhận kèm ngày nhận",
            "Send it in writing to the office that asks; it is still recorded with its day of receipt",
        ),
    )


def stale() -> InputError:
    """Somebody else changed it meanwhile."""
    return refusal(
        "stale",
        "",
        "Người khác vừa thay đổi nội dung này; chưa có gì của lần này được ghi",
        "Somebody else has just changed this; nothing of yours was written",
        ("Xem nội dung mới rồi ghi lại", "Look at what stands now and write again"),
    )


def wrong_state(what_vi: str, what_en: str, now_vi: str, now_en: str) -> InputError:
    """A step that does not follow on the state of a statement."""
    return refusal(
        "wrong-state",
        "",
        f"Không {what_vi} được: ý kiến đang ở tình trạng «{now_vi}»",
        f"Cannot {what_en}: the statement is “{now_en}”",
        ("Tải lại trang để xem tình trạng mới", "Load the page again to see where it stands"),
    )


def missing(where: str, vi: str, en: str) -> InputError:
    """Something that has to be given."""
    return refusal("missing", where, vi, en)
