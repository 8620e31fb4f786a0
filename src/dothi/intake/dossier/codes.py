"""The dossier's codes: their structure, and whether they agree with each other and with the metadata.

Text and example of the circular disagree whether the first issue of a plan is counted 0 or 1, so a code is
contradicted only where both readings contradict it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dothi.base.text import fold
from dothi.intake.dossier.layout import Layout
from dothi.intake.dossier.metadata import Metadata
from dothi.intake.dossier.telling import found
from dothi.intake.dossier.tree import Entry
from dothi.intake.findings import Finding
from dothi.law.tables.dossier_code_values import DossierCodeValue

DOSSIER, INFORMATION, OBJECT = "maHoSoQH", "maThongTinQH", "maDoiTuong"
_WORDS = {
    "first": ("lập lần đầu", "first issue"),
    "overall": ("điều chỉnh tổng thể", "overall adjustment"),
    "partial": ("điều chỉnh cục bộ", "partial adjustment"),
}


@dataclass(frozen=True, slots=True, eq=False)
class CodeSeen:
    """A code of the metadata as written.

    ``parts`` are empty where its structure is wrong; ``meanings`` holds the row of ``dossier_code_values``
    that a part stands for, where the law has one.
    """

    name: str
    value: str
    where: str
    parts: Mapping[str, str]
    meanings: Mapping[str, DossierCodeValue]

    @property
    def valid(self) -> bool:
        """Whether it has the structure of its code."""
        return bool(self.parts)

    def to_json(self) -> dict[str, Any]:
        """Write it as JSON's types."""
        return {
            "value": self.value or None,
            "valid": self.valid if self.value else None,
            "parts": dict(self.parts),
            "meanings": {
                part: {"title_vi": row.title_vi, "title_en": row.title_en}
                for part, row in self.meanings.items()
            },
            "where": self.where or None,
        }


def read_codes(metadata: Metadata, layout: Layout) -> dict[str, CodeSeen]:
    """Take the metadata's codes apart."""
    seen = {}
    for row in layout.metadata:
        if row.value not in layout.codes:
            continue
        value = metadata.text(row.code)
        parts = layout.codes[row.value].parts(value) or {}
        meanings = {
            item.part: item
            for item in layout.values
            if item.part_of == row.value and parts.get(item.part) == item.value
        }
        seen[row.value] = CodeSeen(row.value, value, metadata.place(row.code), parts, meanings)
    return seen


def check_codes(
    seen: Mapping[str, CodeSeen], metadata: Metadata, workbook: Entry | None, layout: Layout
) -> Iterator[Finding]:
    """Yield codes of a wrong structure, and codes that contradict each other, metadata or the file's name."""
    for code in seen.values():
        if code.value and not code.valid:
            yield _structure(code, layout)
    dossier, information = seen.get(DOSSIER), seen.get(INFORMATION)
    if dossier is not None and dossier.value and workbook is not None and workbook.stem != dossier.value:
        yield _file_name(dossier, workbook, layout)
    if dossier is not None and information is not None and dossier.valid and information.valid:
        yield from _provinces(dossier, information, layout)
        yield from _revisions(dossier, information, layout)
    yield from _kinds(seen, metadata, layout)


def _structure(code: CodeSeen, layout: Layout) -> Finding:
    row = layout.codes[code.name]
    example = f", ví dụ {row.example}" if row.example else ""
    english = f", as in {row.example}" if row.example else ""
    parts = " + ".join(word.split(":", 1)[0] for word in row.pattern.split())
    return found(
        "code-structure",
        layout.weight(row),
        (
            f"{row.title_vi} «{code.value[:40]}» không đúng cấu trúc",
            f"{row.title_en} “{code.value[:40]}” has another structure than it must",
        ),
        (
            f"Ghi theo cấu trúc {parts}{example}; đặt kiểu ô là văn bản để không mất số 0 ở đầu",
            f"Write it as {parts}{english}; make the cell text, or leading zeros are lost",
        ),
        row=row,
        where=code.where,
    )


def _file_name(code: CodeSeen, workbook: Entry, layout: Layout) -> Finding:
    return found(
        "workbook-name",
        layout.weight(),
        (
            f"Bảng siêu dữ liệu tên là «{workbook.name}», mã hồ sơ là «{code.value[:40]}»",
            f"The workbook is called “{workbook.name}”, the dossier's code is “{code.value[:40]}”",
        ),
        (f"Đổi tên tệp thành {code.value[:40]}.{workbook.ending}", "Rename the file after the code"),
        row=next(row for row in layout.folders if row.kind == "metadata"),
        where=workbook.path,
    )


def _provinces(dossier: CodeSeen, information: CodeSeen, layout: Layout) -> Iterator[Finding]:
    one, other = dossier.parts.get("province"), information.parts.get("province")
    if one != other:
        yield found(
            "code-province",
            _weight(layout, INFORMATION),
            (
                f"Mã hồ sơ ghi tỉnh {one}, mã thông tin quy hoạch ghi tỉnh {other}",
                f"The dossier's code says province {one}, the information code province {other}",
            ),
            ("Sửa mã sai", "Mend the wrong code"),
            row=layout.codes[INFORMATION],
            where=information.where,
        )


def _kinds(seen: Mapping[str, CodeSeen], metadata: Metadata, layout: Layout) -> Iterator[Finding]:
    """Compare the kind of plan that each code, and the metadata, tell."""
    told: list[tuple[str, str, str]] = []
    for code in seen.values():
        kinds = [row.plan_kind for row in code.meanings.values() if row.plan_kind]
        if kinds:
            told.append((layout.codes[code.name].title_vi, kinds[0], code.where))
    field = next((row for row in layout.metadata if row.value == "kind"), None)
    if field is not None and (kind := layout.kind_of(metadata.text(field.code))):
        told.append((field.title_vi, kind, metadata.place(field.code)))
    for name, kind, where in told[1:]:
        first_name, first_kind, _ = told[0]
        if kind != first_kind:
            yield found(
                "code-kind",
                _weight(layout, INFORMATION)
                if name == layout.codes[INFORMATION].title_vi
                else layout.weight(),
                (
                    f"{name} là {kind}, {first_name.lower()} là {first_kind}",
                    f"The fields of one dossier name two kinds of plan, {first_kind} and {kind}",
                ),
                ("Sửa cho các mã và «Loại quy hoạch» khớp nhau", "Make codes and kind of plan agree"),
                row=field,
                where=where,
            )


def _revisions(dossier: CodeSeen, information: CodeSeen, layout: Layout) -> Iterator[Finding]:
    """Compare the kind of revision with the two counters, under both readings of the first issue."""
    row = information.meanings.get("revision")
    if row is None or not row.meaning:
        return
    overall, partial = int(dossier.parts["overall"]), int(dossier.parts["partial"])
    possible = {
        "first": overall <= 1 and partial <= 1,
        "overall": overall >= 1,
        "partial": partial >= 1,
    }
    if possible[row.meaning]:
        return
    vi, en = _WORDS[row.meaning]
    yield found(
        "code-revision",
        _weight(layout, INFORMATION),
        (
            f"Mã thông tin quy hoạch ghi {vi}, mã hồ sơ đếm {overall} lần tổng thể, {partial} lần cục bộ",
            f"The information code says {en}, the dossier's code counts {overall} and {partial}",
        ),
        (
            "Sửa mã sai; đếm lần đầu là 0 hay 1 đều được nhận",
            "Mend the wrong code; counting from 0 or 1 is fine",
        ),
        row=layout.codes[DOSSIER],
        where=dossier.where,
    )


def issues(dossier: CodeSeen) -> list[dict[str, str]]:
    """Say which issue of the plan a valid dossier code is, counting the first as 0 and as 1."""
    if not dossier.valid:
        return []
    overall, partial = int(dossier.parts["overall"]), int(dossier.parts["partial"])
    return [_issue(first, overall, partial) for first in (0, 1) if overall >= first]


def _issue(first: int, overall: int, partial: int) -> dict[str, str]:
    times = overall - first
    base = (
        ("lập lần đầu", "first issue")
        if times == 0
        else (f"điều chỉnh tổng thể lần {times}", f"overall adjustment {times}")
    )
    more = (f", cục bộ {partial}", f", partial {partial}") if partial else ("", "")
    return {"first_is": str(first), "vi": base[0] + more[0], "en": base[1] + more[1]}


def _weight(layout: Layout, code: str) -> Any:
    return layout.weight(layout.codes[code])


def says_nothing(value: Any) -> bool:
    """Whether a cell of a layer is blank: missing, or spaces only."""
    return value is None or value != value or not fold(str(value))  # noqa: PLR0124 (NaN is the blank of floats)
