"""What the metadata say: every field against its kind of value, and against the folder it lies in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dothi.base.dates import parse_date
from dothi.base.errors import InputError
from dothi.base.text import fold
from dothi.intake.dossier.crs import zone_in_words
from dothi.intake.dossier.layout import Layout, compact, same_name
from dothi.intake.dossier.metadata import Metadata, Value
from dothi.intake.dossier.telling import Both, found, listed
from dothi.intake.dossier.tree import Tree
from dothi.intake.findings import Finding, Severity
from dothi.law.tables.dossier_metadata import DossierMetadata

_SCALE = re.compile(r"1\s*[/:]\s*([1-9][0-9]{0,2}(?:[. ]?[0-9]{3}){0,2})")
_ANSWERS = {"co": True, "x": True, "yes": True, "khong": False, "no": False}


def check_values(metadata: Metadata, tree: Tree, layout: Layout) -> Iterator[Finding]:
    """Yield what is wrong with single fields: blank, unreadable, or another than the folder's name."""
    if not metadata.read:
        return
    blank = []
    for row in layout.metadata:
        value = metadata.values.get(row.code)
        if value is not None:
            yield from _check_value(row, value, layout)
        elif row.code not in metadata.cells or row.code in metadata.unread:
            continue
        elif row.presence == "identity":
            yield _identity(row, metadata, layout)
        elif row.presence == "expected":
            blank.append(row.title_vi)
    if blank:
        yield found(
            "metadata-blank",
            Severity.INFO,
            (
                f"Còn {len(blank)} trường siêu dữ liệu chưa điền: {listed(blank, 20)}",
                f"{len(blank)} metadata fields are blank: {listed(blank, 20)}",
            ),
            ("Điền khi đã có", "Fill them in when known"),
            where=metadata.where,
            measure=float(len(blank)),
            unit="trường",
        )
    yield from _check_names(metadata, tree, layout)


def answer(metadata: Metadata, code: str) -> bool | None:
    """Read a yes-or-no field; ``None`` where it is blank, missing or unreadable."""
    return _ANSWERS.get(fold(metadata.text(code)))


def scale(text: str) -> int | None:
    """Read ``1/10.000`` or ``1:500`` as its denominator; ``None`` for anything else."""
    match = _SCALE.fullmatch(text.strip())
    return int(re.sub(r"[. ]", "", match[1])) if match else None


def _check_value(row: DossierMetadata, value: Value, layout: Layout) -> Iterator[Finding]:
    wrong = _wrong(row.value, value, layout)
    if wrong is not None:
        what, remedy = wrong
        yield found(
            "metadata-value",
            layout.weight(row),
            (
                f"«{row.title_vi}»: «{value.text[:80]}» {what[0]}",
                f"“{row.title_vi}”: “{value.text[:80]}” {what[1]}",
            ),
            remedy,
            row=row,
            where=value.where,
        )


def _wrong(kind: str, value: Value, layout: Layout) -> tuple[Both, Both] | None:
    text = value.text
    if kind == "date" and value.day is None and not _is_date(text):
        return ("không phải là ngày", "is not a date"), ("Ghi như 30/6/2025", "Write it as 30/6/2025")
    if kind == "scale" and scale(text) is None:
        return ("không phải là tỷ lệ", "is not a scale"), ("Ghi như 1/10.000", "Write it as 1/10.000")
    if kind == "yes-no" and fold(text) not in _ANSWERS:
        return ("không phải là Có hay Không", "is neither Có nor Không"), (
            "Ghi Có hoặc Không",
            "Write Có or Không",
        )
    if kind == "kind" and not layout.kind_of(text):
        kinds = ", ".join(row.value for row in layout.values if row.part == "kind")
        return (
            ("không phải là loại quy hoạch đã biết", "is no known kind of plan"),
            (f"Ghi một trong: {kinds}", f"Write one of: {kinds}"),
        )
    if kind == "crs" and zone_in_words(text) is None:
        return (
            ("không cho biết kinh tuyến trục VN-2000", "names no central meridian of VN-2000"),
            ("Ghi như VN-2000, kinh tuyến trục 107°45′", "Write it as VN-2000, kinh tuyến trục 107°45′"),
        )
    return None


def _is_date(text: str) -> bool:
    try:
        parse_date(text)
    except InputError:
        return False
    return True


def _identity(row: DossierMetadata, metadata: Metadata, layout: Layout) -> Finding:
    return found(
        "metadata-missing",
        layout.weight(row),
        (f"Chưa điền «{row.title_vi}»", f"“{row.title_vi}” is blank"),
        ("Điền trường này: hồ sơ được nhận ra nhờ nó", "Fill it in: the dossier is known by it"),
        row=row,
        where=metadata.place(row.code),
    )


def _check_names(metadata: Metadata, tree: Tree, layout: Layout) -> Iterator[Finding]:
    by_value = {row.value: row for row in layout.metadata}
    folder = by_value.get("folder")
    if folder is not None and (written := metadata.text(folder.code)) and written.strip("/\\") != tree.name:
        yield found(
            "folder-differs",
            Severity.WARNING,
            (
                f"«{folder.title_vi}» ghi «{written[:80]}», thư mục tên là «{tree.name}»",
                f"“{folder.title_vi}” says “{written[:80]}”, the folder is called “{tree.name}”",
            ),
            ("Sửa cho hai tên là một", "Make the two names one"),
            row=folder,
            where=metadata.place(folder.code),
        )
    plan = metadata.text("ten-do-an")
    own = tree.name.removeprefix(layout.root_prefix)
    if plan and own != tree.name and not same_name(own, plan):
        wanted = f"{layout.root_prefix}{compact(plan)}"[:120]
        yield found(
            "root-differs",
            Severity.WARNING,
            (
                f"Thư mục tên là «{tree.name}», tên đồ án cho tên «{wanted}»",
                f"The folder is called “{tree.name}”, the plan's name makes “{wanted}”",
            ),
            ("Đổi tên thư mục, hoặc sửa tên đồ án", "Rename the folder, or mend the plan's name"),
            row=layout.row,
            where=tree.name,
        )
