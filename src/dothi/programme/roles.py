"""What a heading announces: viewpoints, objectives, targets, tasks, duties, or how things stand.

A role is taken from the words a heading starts with, never from a word inside it: "hoàn thành mục tiêu
nâng loại đô thị" is a heading of tasks. A heading without such words inherits the role above it.
"""

from __future__ import annotations

import re
from typing import Final, Literal

from dothi.base.text import fold

Role = Literal["viewpoints", "objectives", "targets", "tasks", "duties", "situation", "mixed"]

_FILLER = re.compile(r"^(?:mot so|cac|nhung|he thong|nhom|danh muc|ve|doi voi|noi dung|phan|dinh huong)\s+")
_STARTS: Final[tuple[tuple[str, Role], ...]] = (
    ("quan diem", "viewpoints"),
    ("nguyen tac", "viewpoints"),
    ("tu tuong chi dao", "viewpoints"),
    ("chi tieu", "targets"),
    ("muc tieu cu the", "targets"),
    ("muc tieu chu yeu", "targets"),
    ("muc tieu den nam", "targets"),
    ("muc tieu giai doan", "targets"),
    ("muc tieu phan dau", "targets"),
    ("muc tieu", "objectives"),
    ("muc dich", "objectives"),
    ("yeu cau", "viewpoints"),
    ("tam nhin", "objectives"),
    ("nhiem vu", "tasks"),
    ("giai phap", "tasks"),
    ("danh muc do thi", "tasks"),
    ("lo trinh", "tasks"),
    ("to chuc thuc hien", "duties"),
    ("trach nhiem", "duties"),
    ("phan cong", "duties"),
    ("tinh hinh", "situation"),
    ("thuc trang", "situation"),
    ("hien trang", "situation"),
    ("ket qua", "situation"),
    ("danh gia", "situation"),
    ("boi canh", "situation"),
    ("khai quat", "situation"),
    ("su can thiet", "situation"),
    ("dac diem", "situation"),
    ("ton tai", "situation"),
    ("han che", "situation"),
    ("nguyen nhan", "situation"),
    ("pham vi", "situation"),
    ("hieu luc", "situation"),
)
_PARTS = re.compile(r",|;|:|\bvà\b|\bVÀ\b|-|\(")


def role_of(heading: str) -> Role | None:
    """The role a heading gives, ``"mixed"`` for several, ``None`` for none.

    >>> role_of("QUAN ĐIỂM, MỤC TIÊU"), role_of("Một số chỉ tiêu cụ thể"), role_of("Phát triển nhà ở")
    ('mixed', 'targets', None)
    """
    parts = [part for part in (fold(part) for part in _PARTS.split(heading)) if part]
    if not parts:
        return None
    first = _start_role(parts[0])
    if first is None:
        return None
    roles = {first} | {role for role in map(_start_role, parts[1:]) if role}
    if roles == {"objectives", "targets"}:
        return "targets"
    if parts[0].startswith("muc dich") and parts[1:] == ["yeu cau"]:
        return "viewpoints"
    if roles == {"situation"} or len(roles) == 1:
        return first
    return "tasks" if roles == {"tasks", "duties"} else "mixed"


_YEARS = re.compile(r"(?:den (?:het |cuoi )?nam|giai doan|nam|den) 20\d\d\b")


def inherited(above: Role | None, heading: str | None) -> Role | None:
    """The role of a section under ``above``."""
    own = role_of(heading) if heading else None
    if own is None:
        dated = above == "objectives" and heading is not None and _YEARS.match(fold(heading))
        return "targets" if dated else above
    if above in {"tasks", "duties"} and own in {"situation", "duties", "viewpoints"}:
        return above
    return own


def led(above: Role | None, lead: str | None) -> Role | None:
    """The role of a paragraph that names its subject before a colon ("Mục tiêu tổng quát: ...")."""
    if lead is None or above not in {None, "mixed", "objectives", "targets"}:
        return above
    own = inherited(above, lead)
    return own if own in {"viewpoints", "objectives", "targets", "mixed"} else above


def _start_role(part: str) -> Role | None:
    previous = ""
    while part != previous:
        for start, role in _STARTS:
            if part == start or part.startswith(start + " "):
                return role
        previous = part
        part = _FILLER.sub("", part)
    return None
