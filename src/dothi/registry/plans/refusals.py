"""What the services of this app refuse, in sentences."""

from __future__ import annotations

from dothi.base.errors import Fault, InputError
from dothi.registry.plans.models import Submission, SubmissionState


class StaleSubmissionError(InputError):
    """Someone else decided something about the dossier in the meantime."""

    def __init__(self, current: Submission) -> None:
        self.current = current
        super().__init__(
            Fault(
                "plans.stale",
                "người khác vừa thay đổi hồ sơ này, thao tác của anh/chị chưa được ghi",
                "somebody has just changed this dossier; what you did was not saved",
                current.name,
                "Tải lại trang, xem nội dung hiện tại rồi làm lại nếu vẫn cần",
                "Reload the page, look at it as it stands and do it again if you still want to",
            )
        )


def wrong_state(submission: Submission, vi: str, en: str) -> InputError:
    """The step needs another state."""
    label = SubmissionState(submission.state).label
    return InputError(
        Fault(
            "plans.wrong_state",
            f"không {vi} được vì hồ sơ đang ở trạng thái «{label}»",
            f"cannot {en}: the dossier is in state “{submission.state}”",
            submission.name,
            "Tải lại trang để xem trạng thái hiện tại",
            "Reload the page to see how it stands now",
        )
    )


def fault(code: str, vi: str, en: str, where: str = "", remedy: tuple[str, str] | None = None) -> InputError:
    """Any other refusal of one sentence."""
    todo = remedy or ("Sửa rồi làm lại", "Mend it and try again")
    return InputError(Fault(f"plans.{code}", vi, en, where, *todo))


def placeless(submission: Submission, layers: list[str]) -> InputError:
    """Nobody can say where these layers lie."""
    named = ", ".join(layers[:8])
    return fault(
        "placeless",
        f"chưa rõ hệ tọa độ của các lớp: {named}",
        f"the CRS of these layers is not known: {named}",
        submission.name,
        (
            "Chọn hệ tọa độ ở trang kiểm tra rồi kiểm tra lại",
            "Choose the CRS on the check page, check again",
        ),
    )


def nameless_consultant() -> InputError:
    """What is remembered is remembered for somebody."""
    return fault("consultant", "chưa ghi đơn vị tư vấn", "the consultant is missing")
