"""Words for codes that pages show: one table each, Vietnamese and English.

Kinds, classes and roles come from :mod:`dothi.law`; here stand only the words of the portal itself. A code
without a word is shown as it is recorded, so that nothing is hidden by a gap in this file.
"""

from __future__ import annotations

STATE_ICONS = {
    "reached": "check",
    "course": "arrow",
    "behind": "clock",
    "unknown": "dot",
    "draft": "pencil",
    "submitted": "arrow",
    "returned": "undo",
    "approved": "check",
    "queued": "clock",
    "running": "arrow",
    "done": "check",
    "failed": "alert",
    "ended": "end",
    "current": "check",
}

WORDS: dict[str, dict[str, tuple[str, str]]] = {
    "state": {
        "reached": ("Đạt", "Reached"),
        "course": ("Đúng tiến độ", "On course"),
        "behind": ("Chậm", "Behind"),
        "unknown": ("Chưa có dữ liệu", "No data yet"),
        "draft": ("Bản nháp", "Draft"),
        "submitted": ("Đã nộp", "Submitted"),
        "returned": ("Trả lại", "Returned"),
        "approved": ("Đã duyệt", "Approved"),
        "queued": ("Đang chờ", "Waiting"),
        "running": ("Đang chạy", "Running"),
        "done": ("Xong", "Done"),
        "failed": ("Không xong", "Failed"),
        "ended": ("Đã kết thúc", "Ended"),
        "current": ("Đang có hiệu lực", "In force"),
    },
    "basis": {
        "counted": ("Đếm trực tiếp", "Counted"),
        "apportioned": ("Phân bổ lại", "Apportioned"),
        "summed": ("Cộng từ các đơn vị", "Summed from units"),
        "mixed": ("Một phần phân bổ lại", "Partly apportioned"),
        "entered": ("Cơ quan nhập", "Entered by an office"),
        "unallocated": ("Chưa phân bổ", "Not allocated"),
        "partial": ("Chưa đủ", "Incomplete"),
    },
    "confidence": {
        "official": ("Văn bản chính thức", "Official document"),
        "secondary": ("Nguồn thứ cấp, chưa đối chiếu văn bản gốc", "Secondary source, original not checked"),
        "unconfirmed": ("Chưa xác nhận", "Unconfirmed"),
    },
    "confidence_short": {
        "official": ("văn bản chính thức", "official document"),
        "secondary": ("nguồn thứ cấp", "secondary source"),
        "unconfirmed": ("chưa xác nhận", "unconfirmed"),
    },
    "coverage": {
        "full": ("Toàn bộ", "All of it"),
        "part": ("Một phần", "Part of it"),
        "unknown": ("Chưa rõ phạm vi", "Extent not known"),
    },
    "level": {
        "1": ("Cấp tỉnh", "Province level"),
        "2": ("Cấp huyện", "District level"),
        "3": ("Cấp xã", "Commune level"),
    },
    "outline": {
        "published": ("Theo bản đồ tham chiếu đã công bố", "From the published reference map"),
        "dissolved": ("Ghép từ ranh giới các xã mới", "Dissolved from the new communes"),
        "": ("Chưa có ranh giới", "No outline on record"),
    },
    "town_status": {
        "recognised": ("Đã công nhận", "Recognised"),
        "planned": ("Dự kiến", "Planned"),
    },
}


def word(table: str, code: str, language: str = "vi") -> str:
    """The word for ``code`` in ``table``; the code itself where the table has none."""
    pair = WORDS[table].get(code)
    if pair is None:
        return code
    return pair[1] if language == "en" else pair[0]
