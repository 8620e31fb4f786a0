"""Sentences that the map's script says, in the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _


def map_words() -> dict[str, Any]:
    """Words for what only the script knows: failures, where the reader is, the map's own buttons."""
    return {
        "sea": _("Biển Đông"),
        "attribution": _("Ranh giới: bản đồ tham chiếu đã công bố, khái quát cho màn hình"),
        "nothing": _("Chưa có đơn vị nào trong hệ thống cho ngày này."),
        "failed": _(
            "Chưa tải được dữ liệu bản đồ. Kiểm tra kết nối rồi thử lại; bảng danh sách vẫn dùng được."
        ),
        "badDay": _("Không có ngày này trong lịch. Ghi ngày/tháng/năm, ví dụ 30/6/2025."),
        "unknown": _("Không có nơi này trong hệ thống. Tìm lại bằng ô tra cứu."),
        "classUnknown": _("Loại đô thị: chưa có dữ liệu"),
        "planned": _("dự kiến"),
        "levels": {"1": _("cấp tỉnh"), "2": _("cấp huyện"), "3": _("cấp xã")},
        "locating": _("Đang hỏi trình duyệt về vị trí của anh/chị…"),
        "located": _("Vị trí của anh/chị chỉ dùng trong trình duyệt này, không gửi đi đâu."),
        "locatedOutside": _("Vị trí của anh/chị nằm ngoài các đơn vị đang có trên bản đồ."),
        "locateRefused": _(
            "Trình duyệt không cho biết vị trí. Cho phép «Vị trí» trong cài đặt trang web, "
            "hoặc tra cứu tên nơi anh/chị ở."
        ),
        "locateFailed": _("Chưa xác định được vị trí. Thử lại ngoài trời, hoặc tra cứu tên nơi anh/chị ở."),
        "locateMissing": _("Trình duyệt này không có chức năng định vị. Hãy tra cứu tên nơi anh/chị ở."),
        "land": {
            "point": _(
                "Bấm vào nơi cần tra cứu, hoặc đưa nơi ấy vào giữa bản đồ rồi nhấn Enter. Esc để thôi."
            ),
            "draw": _("Bấm từng góc của vùng; bấm đúp hoặc «Xong» để kết thúc. Esc để thôi."),
            "fewCorners": _("Vùng cần ít nhất ba góc."),
            "manyCorners": _("Vùng vẽ tay có nhiều nhất 100 góc; vùng phức tạp thì nhập bảng tọa độ."),
        },
        "swipe": {
            "nothing": _("không có quy hoạch"),
            "otherDay": _("một ngày khác"),
            "allPlans": _("mọi quy hoạch đang chọn"),
            "uses": _("Hiện trạng sử dụng đất"),
            "themes": _("Lớp chủ đề khác"),
            "plans": _("Một đồ án"),
            "invented": _("Dữ liệu minh họa"),
            "share": _("Nửa trái chiếm {share} chiều ngang"),
            "left": _("Nửa trái chỉ để so sánh. Bấm ở nửa phải, hoặc đổi ngày của bản đồ."),
        },
        "paper": {
            "version": _("phiên bản"),
            "more": _("… và {count} ký hiệu nữa ở chú giải của trang bản đồ"),
        },
        "controls": {
            "Map.Title": _("Bản đồ; dùng phím mũi tên để di chuyển, phím cộng và trừ để phóng"),
            "NavigationControl.ZoomIn": _("Phóng to"),
            "NavigationControl.ZoomOut": _("Thu nhỏ"),
            "AttributionControl.ToggleAttribution": _("Nguồn bản đồ"),
            "ScaleControl.Meters": "m",
            "ScaleControl.Kilometers": "km",
        },
    }
