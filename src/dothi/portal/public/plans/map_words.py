"""Sentences that the scripts of plans' maps say, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dothi.portal.public.map_words import map_words


def plan_map_words() -> dict[str, Any]:
    """Words for what only the script knows."""
    return {
        "attribution": _("Quy hoạch: phiên bản đã công bố, tọa độ chuyển sang WGS 84"),
        "illustrative": _("Dữ liệu minh họa"),
        "failed": _("Chưa tải được quy hoạch. Kiểm tra kết nối rồi thử lại."),
        "none": _("Chưa có quy hoạch nào thuộc cấp đang chọn có hiệu lực vào ngày này."),
        "closer": _("Phóng to hơn để thấy các ô chức năng."),
        "outside": _("Không có quy hoạch nào trong phần bản đồ đang xem."),
        "themeOutside": _("Lớp này không có gì trong phần bản đồ đang xem."),
        "themeUnread": _("Lớp này chưa vẽ được lên bản đồ."),
        "noCode": _("chưa có mã"),
        "controls": map_words()["controls"],
    }
