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
    "open": "calendar",
    "beyond": "up",
    "unassigned": "alert",
    "unreviewed": "dot",
    "accepted": "check",
    "rejected": "close",
    "reading": "arrow",
    "review": "pencil",
    "adopted": "check",
    "abandoned": "end",
    "applies": "check",
    "not-applying": "close",
    "asks-permission": "alert",
    "asks-none": "check",
    "same-use": "check",
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
        "open": ("Chưa đến hạn", "Not due yet"),
        "beyond": ("Vượt khoảng", "Above the range"),
        "unassigned": ("Chưa có cơ quan tiếp nhận", "No body has taken over"),
        "unreviewed": ("Chưa xem", "Not looked at"),
        "accepted": ("Đã chấp nhận", "Accepted"),
        "rejected": ("Bị loại", "Rejected"),
        "reading": ("Đang đọc", "Being read"),
        "review": ("Đang rà soát", "Under review"),
        "adopted": ("Đã xác lập", "Adopted"),
        "abandoned": ("Đã bỏ", "Abandoned"),
        "applies": ("Áp dụng", "Applies"),
        "not-applying": ("Không áp dụng", "Does not apply"),
        "asks-permission": ("Phải được phép chuyển mục đích", "Needs permission to change use"),
        "asks-none": ("Không phải xin phép", "No permission needed"),
        "same-use": ("Giữ nguyên mục đích", "Use stays as it is"),
    },
    "item_short": {
        "viewpoint": ("Quan điểm", "Viewpoint"),
        "objective": ("Mục tiêu", "Objective"),
        "target": ("Chỉ tiêu", "Target"),
        "town": ("Đô thị", "Town"),
        "cluster": ("Cụm", "Cluster"),
        "task": ("Nhiệm vụ", "Task"),
        "duty": ("Trách nhiệm", "Duty"),
        "citation": ("Văn bản dẫn", "Citation"),
    },
    "deed": {
        "accept": ("Chấp nhận", "Accept"),
        "reject": ("Loại", "Reject"),
        "reopen": ("Mở lại", "Reopen"),
        "correct": ("Sửa", "Correct"),
        "split": ("Tách", "Split"),
        "merge": ("Gộp", "Merge"),
        "add": ("Thêm", "Add"),
        "undo": ("Hoàn tác", "Undo"),
        "sheet": ("Ghi từ Excel", "Write from Excel"),
    },
    "node": {
        "front": ("Phần đầu văn bản", "Letterhead"),
        "title": ("Tên văn bản", "Title"),
        "footnote": ("Chú thích", "Footnote"),
        "page": ("Số trang", "Page number"),
        "recipients": ("Nơi nhận", "Recipients"),
        "signature": ("Chữ ký", "Signature"),
    },
    "compared": {
        "added": ("Thêm mới", "Added"),
        "removed": ("Bỏ đi", "Removed"),
        "changed": ("Sửa đổi", "Changed"),
        "same": ("Giữ nguyên", "Unchanged"),
    },
    "target_verdict": {
        "reached": ("Đạt", "Reached"),
        "behind": ("Chưa đạt", "Not reached"),
        "beyond": ("Vượt khoảng", "Above the range"),
        "open": ("Chưa đến hạn", "Not due yet"),
        "unknown": ("Chưa có dữ liệu", "No data yet"),
    },
    "holding": {
        "held": ("Có cơ quan thực hiện", "A body answers for it"),
        "unassigned": ("Chưa có cơ quan tiếp nhận", "No body has taken over"),
        "not-yet": ("Cơ quan chưa thành lập", "The body does not exist yet"),
        "unknown": ("Chưa rõ", "Not known"),
        "unnamed": ("Chưa gắn với cơ quan trong danh mục", "Not tied to a body on record"),
    },
    "body_kind": {
        "central": ("Cơ quan trung ương", "Central bodies"),
        "province": ("Chính quyền tỉnh", "Provincial authorities"),
        "party": ("Cơ quan của Đảng", "Party bodies"),
        "front": ("Mặt trận, đoàn thể", "Front and mass organisations"),
        "group": ("Nhóm cơ quan", "Groups of bodies"),
    },
    "item_state": {
        "accepted": ("Đã rà soát", "Reviewed"),
        "unreviewed": ("Chưa rà soát", "Not reviewed"),
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
    "dossier_state": {
        "receiving": ("Đang nhận tệp", "Receiving"),
        "checking": ("Đang kiểm tra", "Being checked"),
        "checked": ("Đã kiểm tra", "Checked"),
        "unusable": ("Không đọc được", "Unreadable"),
        "published": ("Đã công bố", "Published"),
        "abandoned": ("Đã bỏ", "Put away"),
    },
    "plan_stage": {
        "draft": ("Dự thảo", "Draft"),
        "consultation": ("Lấy ý kiến", "Consultation"),
        "appraisal": ("Thẩm định", "Appraisal"),
        "approved": ("Đã phê duyệt", "Approved"),
        "published": ("Đã công bố", "Published"),
    },
    "verdict": {
        "clean": ("Không phát hiện lỗi", "Nothing found"),
        "warnings": ("Có cảnh báo", "Warnings"),
        "incomplete": ("Không đọc được hết", "Not everything was read"),
        "errors": ("Có lỗi", "Errors"),
        "unusable": ("Không kiểm tra được", "Could not be checked"),
    },
    "encoding": {
        "auto": ("Tự nhận, theo đề xuất", "As proposed"),
        "tcvn3": ("TCVN3 (ABC)", "TCVN3 (ABC)"),
        "vni": ("VNI", "VNI"),
        "viqr": ("VIQR", "VIQR"),
        "cp1258": ("Windows-1258", "Windows-1258"),
        "utf-8": ("Unicode (UTF-8)", "Unicode (UTF-8)"),
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
