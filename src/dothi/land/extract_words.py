"""The sentences of an extract, Vietnamese and English."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TEMPLATE = (
    "title", "lead", "not_official", "code", "made_at", "illustrative", "illustrative_note", "asked",
    "summary", "subject", "answer", "detail", "map", "map_scale", "sources", "legend_more", "basis",
    "function", "area", "of_measured", "of_registered", "limits", "strips", "strips_note", "no_zones",
    "away", "themes", "notes", "corners", "ring", "number", "x", "y", "side", "latitude", "longitude",
    "corners_more", "confirm", "confirm_how", "short", "whole", "validity", "source", "crs", "hash",
    "unconfirmed", "legend", "computed", "restrictions", "uses", "use", "use_source", "law_asks",
)  # fmt: skip
"""Names of the sentences that the template sets itself."""

_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "title": ("Thông tin quy hoạch", "Planning information"),
        "lead": ("tra cứu tự động", "automatic look-up"),
        "not_official": (
            (
                "Tờ này do hệ thống lập tự động từ dữ liệu đang có. Đây không phải và không thay cho văn "
                "bản cung cấp thông tin quy hoạch của cơ quan nhà nước có thẩm quyền. «Chưa biết» không "
                "có nghĩa là không có."
            ),
            (
                "This sheet was made automatically from the data on record. It is not, and does not "
                "replace, the written planning information that the competent authority gives. “Not "
                "known” does not mean that there is none."
            ),
        ),
        "code": ("Mã tra cứu", "Code"),
        "made_at": ("Lập lúc", "Made at"),
        "illustrative": ("Dữ liệu minh họa", "Illustrative data"),
        "illustrative_note": (
            (
                "Đồ án hoặc lớp dữ liệu có ghi «Dữ liệu minh họa» do phần mềm dựng để trình bày, không "
                "phải quy hoạch đã duyệt."
            ),
            (
                "Plans or data marked “Illustrative data” were made up for demonstration; they are no "
                "approved plans."
            ),
        ),
        "asked": ("Nơi được hỏi", "The place asked about"),
        "summary": ("Trả lời tóm tắt", "The answer in short"),
        "subject": ("Nội dung", "Subject"),
        "answer": ("Trả lời", "Answer"),
        "detail": ("Đồ án, lý do", "Plans, reasons"),
        "as_of": ("Ngày hỏi", "Asked for the day"),
        "known_on": ("Theo dữ liệu đến ngày", "As known on"),
        "known_now": ("lúc lập tờ này", "the moment this sheet was made"),
        "crs": ("Hệ tọa độ", "Coordinate system"),
        "parcel": ("Thửa đất", "Parcel"),
        "parcel_number": ("Thửa {}, tờ {}, {}", "Parcel {}, sheet {}, {}"),
        "measured": ("Diện tích đo theo tọa độ", "Area measured from the coordinates"),
        "registered": ("Diện tích trên giấy tờ", "Registered area"),
        "difference": ("Chênh lệch đo so với giấy tờ", "Measured less registered"),
        "not_given": ("không nêu", "not given"),
        "vn2000": ("Điểm, VN-2000 (m)", "Point, VN-2000 (m)"),
        "wgs84": ("Vĩ độ; kinh độ WGS 84", "WGS 84 latitude; longitude"),
        "map": ("Bản đồ", "Map"),
        "map_scale": ("Tỷ lệ khi in khổ A4 đúng cỡ", "Scale when printed on A4 at full size"),
        "sources": ("Nguồn", "Sources"),
        "legend": ("Chú giải", "Legend"),
        "legend_more": ("và {} chức năng khác", "and {} further functions"),
        "basis": ("Cấp quy hoạch theo", "Level named by"),
        "unconfirmed": (
            "Căn cứ pháp luật của cấp quy hoạch này vào ngày hỏi chưa được xác nhận.",
            "The legal basis of this level on the day is not confirmed.",
        ),
        "version": ("phiên bản", "version"),
        "no_decision": ("quyết định chưa ghi", "no decision recorded"),
        "in_force": ("hiệu lực", "in force"),
        "scale": ("tỷ lệ", "scale"),
        "no_scale": ("chưa ghi", "not recorded"),
        "function": ("Chức năng, ô", "Function, zone"),
        "area": ("m²", "m²"),
        "of_measured": ("% diện tích đo", "% of measured"),
        "of_registered": ("% trên giấy tờ", "% of registered"),
        "limits": ("Chỉ tiêu", "Limits"),
        "covered": ("Trong ranh giới đồ án", "Inside the plan's boundary"),
        "unzoned": ("Trong ranh giới, không có ô chức năng", "Inside the boundary, without a zone"),
        "uncovered": (
            "Ngoài mọi đồ án đang áp dụng của cấp này",
            "Outside every plan of this level that applies",
        ),
        "strips": ("Dải hẹp", "Strips"),
        "strips_note": (
            ("Hẹp hơn mức bản vẽ phân biệt được ({}): có thể chỉ do sai số vẽ, không tính là áp dụng."),
            (
                "Narrower than the drawing can tell ({}): perhaps an error of drawing only, not counted "
                "as applying."
            ),
        ),
        "no_zones": ("Không có ô chức năng nào ở đây.", "There is no zone here."),
        "away": ("cách", "away by"),
        "themes": ("Hạn chế và hiện trạng", "Restrictions and current use"),
        "source": ("Nguồn", "Source"),
        "notes": ("Lưu ý khi đọc tọa độ", "Notes on the coordinates"),
        "corners": ("Bảng tọa độ góc ranh", "Table of corners"),
        "ring": ("Vòng", "Ring"),
        "number": ("Góc", "Corner"),
        "x": ("X (bắc), m", "X (north), m"),
        "y": ("Y (đông), m", "Y (east), m"),
        "side": ("Cạnh, m", "Side, m"),
        "latitude": ("Vĩ độ WGS 84", "WGS 84 latitude"),
        "longitude": ("Kinh độ WGS 84", "WGS 84 longitude"),
        "corners_more": (
            "Còn {} góc nữa, có trong tệp JSON của tờ này.",
            "{} further corners stand in this sheet's JSON file.",
        ),
        "confirm": ("Xác nhận tờ này", "Confirming this sheet"),
        "confirm_how": (
            (
                "Quét mã hoặc mở địa chỉ dưới đây: trang web cho biết tờ này có đúng do hệ thống lập "
                "không, và nội dung đến nay còn đúng hay đã thay đổi. So mã ngắn trên trang với mã in ở "
                "đây."
            ),
            (
                "Scan the code or open the address below: the page says whether this sheet is genuine, "
                "and whether what it says still holds today. Compare the short digest on the page with "
                "the one printed here."
            ),
        ),
        "short": ("Mã kiểm tra ngắn", "Short digest"),
        "whole": ("SHA-256 của tệp JSON", "SHA-256 of the JSON file"),
        "hash": ("SHA-256 của phiên bản", "SHA-256 of the version"),
        "validity": (
            ("Nội dung đúng cho ngày hỏi, theo dữ liệu ghi trên đây. Quy hoạch có thể thay đổi sau đó."),
            (
                "What is said holds for the day asked about, by the data named above. Plans may change "
                "afterwards."
            ),
        ),
        "concluded": ("Kết luận của người có thẩm quyền", "Conclusion of the person in charge"),
        "withdrawn": ("Kết luận đã rút", "Withdrawn conclusion"),
        "earlier": ("Kết luận trước", "Earlier conclusion"),
        "partly": ("Kết luận cho một phần", "Conclusion on a part"),
        "withdrawn_on": ("Rút ngày", "Withdrawn on"),
        "computed": ("Hệ thống tự tính", "Computed from the data"),
        "restrictions": ("Hạn chế, màu tím", "Restrictions, in purple"),
        "sign_area": ("vùng hạn chế", "area of the restriction"),
        "sign_thing": ("công trình, tuyến", "work, line"),
        "sign_sure": ("khoảng cách phải giữ", "distance that is kept"),
        "sign_perhaps": (
            "khoảng cách xa nhất có thể, chưa rõ loại, công suất, hướng gió hoặc dòng chảy",
            "the furthest it may reach: kind, capacity, wind or current not known",
        ),
        "uses": ("Chuyển mục đích sử dụng đất", "Change of land use"),
        "use": ("Hiện trạng, chức năng quy hoạch", "Current use, planned function"),
        "law_asks": ("Luật đất đai đòi hỏi", "What the land law asks"),
        "use_source": ("Hiện trạng theo", "Current use by"),
        "use_unknown": ("Chưa biết hiện trạng sử dụng đất", "Current use not known"),
        "if_it_changes": ("Nếu có chuyển", "If it changes"),
        "north": ("B", "N"),
    }
)

_VERDICTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "applies": ("Áp dụng", "Applies"),
        "does-not-apply": ("Không áp dụng", "Does not apply"),
        "not-known": ("Chưa biết", "Not known"),
    }
)


def say(name: str, language: str) -> str:
    """The sentence of this name."""
    return _WORDS[name][language == "en"]


def verdict_word(verdict: str, language: str) -> str:
    """The word for a verdict."""
    return _VERDICTS[verdict][language == "en"]
