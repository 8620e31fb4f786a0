"""What the services refuse, in sentences."""

from __future__ import annotations

from collections.abc import Iterable

from dothi.base.errors import Fault, InputError
from dothi.registry.observations.checks import Entry, Finding
from dothi.registry.observations.models import Observation, State


class StaleEditError(InputError):
    """Someone else changed the value in the meantime; carries both texts so that nothing is lost."""

    def __init__(self, current: Observation, yours: Entry | None = None) -> None:
        self.current = current
        self.yours = yours
        who = current.edited_by or current.entered_by
        name = who.get_full_name() if who else "người khác"
        super().__init__(
            Fault(
                "observations.stale",
                f"{name} vừa thay đổi số liệu này, nội dung của anh/chị chưa được ghi",
                f"{name} has just changed this value; what you sent was not saved",
                f"số liệu {current.pk}",
                "So sánh hai bản bên dưới rồi ghi lại nếu vẫn cần",
                "Compare the two versions below and save again if you still want to",
            )
        )


class RefusedEntryError(InputError):
    """The entry has findings that refuse it; ``findings`` holds warnings as well."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = list(findings)
        super().__init__(*(finding.fault for finding in self.findings if finding.refuses))


class StepError(InputError):
    """The step cannot be taken in this state."""


def wrong_state(row: Observation, wanted: str, wanted_en: str) -> StepError:
    """The step needs another state than ``row`` has."""
    label = "Đã hủy" if row.withdrawn_at and row.state != State.APPROVED else State(row.state).label
    if row.withdrawn_at and row.state == State.APPROVED:
        label = "Đã được đính chính"
    return StepError(
        Fault(
            "observations.wrong_state",
            f"không {wanted} được vì số liệu đang ở trạng thái «{label}»",
            f"cannot {wanted_en}: the value is in state “{row.state}”",
            f"số liệu {row.pk}",
            "Tải lại trang để xem trạng thái hiện tại",
            "Reload the page to see how it stands now",
        )
    )


def four_eyes(row: Observation) -> StepError:
    """Who entered, changed or submitted a value does not decide on it."""
    return StepError(
        Fault(
            "observations.four_eyes",
            "người nhập, sửa hoặc nộp số liệu không được tự duyệt số liệu đó",
            "whoever entered, changed or submitted a value cannot approve it",
            f"số liệu {row.pk}",
            "Nhờ một người khác có quyền duyệt",
            "Ask another person who may approve",
        )
    )


def illustrative(row: Observation) -> StepError:
    """Invented values never become figures."""
    return StepError(
        Fault(
            "observations.illustrative",
            "dữ liệu minh họa không bao giờ được duyệt thành số liệu",
            "illustrative data is never approved as a figure",
            f"số liệu {row.pk}",
            "Nhập số liệu thật kèm nguồn",
            "Enter the real value with its source",
        )
    )


def no_reason(row: Observation) -> StepError:
    """A value goes back only with words that say why."""
    return StepError(
        Fault(
            "observations.no_reason",
            "chưa ghi lý do trả lại",
            "the reason for returning is missing",
            f"số liệu {row.pk}",
            "Ghi rõ cần sửa gì",
            "Say what has to be mended",
        )
    )


def already_approved(row: Observation, other: Observation | None) -> StepError:
    """The same figure from the same source is on record."""
    number = f" (số liệu {other.pk})" if other else ""
    return StepError(
        Fault(
            "observations.already_approved",
            f"đã có số liệu được duyệt cho cùng chỉ tiêu, địa điểm, thời kỳ và nguồn{number}",
            f"a figure of the same indicator, place, period and source is approved already{number}",
            f"số liệu {row.pk}",
            "Mở số liệu đã duyệt và chọn «Đính chính»",
            "Open the approved value and choose “Correct”",
        )
    )


def open_correction(row: Observation, other: Observation) -> StepError:
    """Two corrections of one figure do not run beside each other."""
    return StepError(
        Fault(
            "observations.open_correction",
            f"đang có bản đính chính chưa duyệt (số liệu {other.pk})",
            f"a correction is waiting already (value {other.pk})",
            f"số liệu {row.pk}",
            "Sửa tiếp bản đó hoặc hủy nó trước",
            "Go on with that one, or discard it first",
        )
    )
