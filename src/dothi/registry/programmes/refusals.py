"""What the services of this app refuse, in sentences."""

from __future__ import annotations

from typing import Any

from dothi.base.errors import Fault, InputError
from dothi.registry.programmes.models import Edition, EditionState, Item


class StaleItemError(InputError):
    """Someone else changed the item in the meantime; carries it as it stands and what was sent."""

    def __init__(self, current: Item, yours: dict[str, Any] | None = None) -> None:
        self.current = current
        self.yours = yours
        who = current.changed_by.get_full_name() if current.changed_by else "Người khác"
        super().__init__(
            Fault(
                "programmes.stale",
                f"{who} vừa thay đổi mục này, thao tác của anh/chị chưa được ghi",
                f"{who} has just changed this item; what you did was not saved",
                f"mục {current.pk}",
                "Xem nội dung hiện tại rồi làm lại nếu vẫn cần",
                "Look at it as it stands now and do it again if you still want to",
            )
        )


def not_in_review(edition: Edition) -> InputError:
    """The version is adopted, abandoned or still being read."""
    label = EditionState(edition.state).label
    return InputError(
        Fault(
            "programmes.not_in_review",
            f"phiên bản này đang ở trạng thái «{label}» nên không sửa được",
            f"this version is in state “{edition.state}” and cannot be changed",
            str(edition),
            "Lập phiên bản mới từ phiên bản đã xác lập nếu cần sửa",
            "Open a new version from the adopted one to change it",
        )
    )


def in_hand(edition: Edition) -> InputError:
    """A programme has one version in hand at a time."""
    return InputError(
        Fault(
            "programmes.in_hand",
            "chương trình này đang có một phiên bản được rà soát",
            "a version of this programme is already under review",
            str(edition.programme),
            "Hoàn tất hoặc bỏ phiên bản đó trước",
            "Finish or abandon that one first",
        )
    )


def unreviewed_left(edition: Edition, count: int) -> InputError:
    """Items nobody looked at stand in the way of an ordinary adoption."""
    return InputError(
        Fault(
            "programmes.unreviewed",
            f"còn {count} mục chưa ai xem",
            f"{count} items have not been looked at",
            str(edition),
            "Xem hết các mục, hoặc xác lập kèm dấu «chưa rà soát»",
            "Look at all of them, or adopt the version marked as unreviewed",
        )
    )


def not_later() -> InputError:
    """A version takes effect after the one before it."""
    return fault(
        "start",
        "ngày có hiệu lực không sau ngày có hiệu lực của phiên bản trước",
        "the version does not take effect after the one before it",
        "start",
        (
            "Ghi ngày muộn hơn, hoặc đúng ngày của phiên bản trước nếu đây là bản đính chính",
            "Give a later day, or the very same one for a correction",
        ),
    )


def fault(code: str, vi: str, en: str, where: str = "", remedy: tuple[str, str] | None = None) -> InputError:
    """Any other refusal of one sentence."""
    todo = remedy or ("Sửa rồi làm lại", "Mend it and try again")
    return InputError(Fault(f"programmes.{code}", vi, en, where, *todo))
