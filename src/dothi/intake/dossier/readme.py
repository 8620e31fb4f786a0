"""The README of a dossier: what lies where, in Vietnamese, for whoever fills it in."""

from __future__ import annotations

from dothi.base.dates import format_date
from dothi.intake.dossier.facts import ILLUSTRATIVE, PlanFacts
from dothi.intake.dossier.layout import Layout
from dothi.law.tables.province_zones import ProvinceZone

_TEXT = """# {name}

{label}Hồ sơ quy hoạch số {code}, theo {layout}, tính đến ngày {day}.

## Thư mục và tệp

{folders}

## Lớp dữ liệu

Hệ tọa độ VN-2000, kinh tuyến trục {meridian} (EPSG:{epsg}). Tên lớp viết liền không dấu, kết thúc bằng
`_A` (vùng), `_P` (điểm) hoặc `_L` (đường). Các lớp có sẵn là những lớp đã biết tên; phụ lục còn nhiều lớp
khác. Mỗi lớp có các trường:

{fields}

`maDoiTuong` ghi `{code}-<tên lớp>-<số thứ tự>`, mỗi đối tượng một số.

## Siêu dữ liệu

Điền trang `{sheet}` của bảng siêu dữ liệu; mã hồ sơ, tên tệp và mã trong các lớp phải là một. Các trang
{unnamed}: nguồn hiện có chỉ cho biết số trường, lấy tên trường từ phụ lục.

Kiểm tra: `dothi dossier check {root}`
"""


def readme(facts: PlanFacts, layout: Layout, zone: ProvinceZone) -> str:
    """Write the text; an illustrative plan says so at the top."""
    label = f"**{ILLUSTRATIVE}**: không phải hồ sơ của một đồ án có thật.\n\n" if facts.illustrative else ""
    folders = [
        f"- `{row.path.format(maHoSoQH=facts.code, name='<TenDAQH>')}`: {row.title_vi}"
        f" ({', '.join(f'.{ending}' for ending in row.extensions)})"
        for row in layout.folders
    ]
    named = [row.code for row in layout.sheets if row.named == "yes"]
    unnamed = [f"`{row.code}` ({row.fields} trường)" for row in layout.sheets if row.named == "no"]
    return _TEXT.format(
        name=facts.name,
        label=label,
        code=facts.code,
        layout=layout.row.title_vi,
        day=format_date(layout.day),
        folders="\n".join(folders),
        meridian=zone.meridian,
        epsg=zone.epsg,
        fields="\n".join(f"- `{row.code}` ({row.length} ký tự): {row.title_vi}" for row in layout.fields),
        sheet=", ".join(named),
        unnamed=" và ".join(unnamed),
        root=layout.root_name(facts.name),
    )
