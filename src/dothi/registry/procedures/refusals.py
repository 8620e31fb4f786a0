"""What the services of this app refuse, in sentences."""

from __future__ import annotations

from typing import Any

from dothi.base.errors import Fault, InputError
from dothi.registry.procedures.models import Case


class StaleCaseError(InputError):
    """Somebody else changed the case meanwhile.

    ``both`` tells, field by field, what stood there, what the other wrote and what this person wrote;
    ``joined`` is what to go on from: this person's words, and the other's where this person wrote none.
    """

    def __init__(
        self,
        current: Case,
        both: dict[str, tuple[Any, Any, Any]] | None = None,
        joined: dict[str, Any] | None = None,
    ) -> None:
        self.current = current
        self.both = both or {}
        self.joined = joined or {}
        super().__init__(
            Fault(
                "procedures.stale",
                "người khác vừa sửa hồ sơ này; nội dung anh/chị viết chưa được ghi và vẫn còn dưới đây",
                "somebody has just changed this case; what you wrote was not saved and still stands below",
                "",
                "So hai nội dung, chọn hoặc ghép lại rồi ghi",
                "Compare both, choose or join them, then save",
            )
        )


def fault(code: str, vi: str, en: str, where: str = "", remedy: tuple[str, str] | None = None) -> InputError:
    """A refusal of one sentence."""
    return InputError(found(code, vi, en, where, remedy))


def found(code: str, vi: str, en: str, where: str = "", remedy: tuple[str, str] | None = None) -> Fault:
    """What such a refusal carries."""
    todo = remedy or ("Sửa rồi làm lại", "Mend it and try again")
    return Fault(f"procedures.{code}", vi, en, where, *todo)
