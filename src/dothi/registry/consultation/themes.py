"""What statements speak of: a first guess by words, which a moderator corrects."""

from __future__ import annotations

import re

from dothi.base.text import fold, name_key

_WORD = re.compile(r"\w+")
THEMES: dict[str, tuple[str, str]] = {
    "roads": ("Đường sá, giao thông", "Roads, traffic"),
    "water": ("Ngập nước, thoát nước, sông hồ", "Flooding, drainage, waters"),
    "green": ("Cây xanh, công viên, không gian công cộng", "Green and public space"),
    "schools": ("Trường học, y tế, văn hóa, chợ", "Schools, health, culture, markets"),
    "housing": ("Nhà ở, chiều cao, mật độ", "Housing, heights, density"),
    "land": ("Đất đai, thu hồi, bồi thường, tái định cư", "Land, recovery, compensation, resettlement"),
    "farming": ("Đất lúa, sản xuất, làng nghề", "Paddy, farming, crafts"),
    "waste": ("Rác, nghĩa trang, môi trường", "Waste, cemeteries, environment"),
    "heritage": ("Di tích, cảnh quan", "Heritage, townscape"),
    "procedure": ("Cách lấy ý kiến, thời hạn, hồ sơ", "The consultation itself, time, documents"),
    "other": ("Việc khác", "Other matters"),
}
_WORDS = {
    "water": "ngập|lụt|thoát nước|cống|mương|kênh|hồ điều hòa|sông|sạt lở",
    "schools": "trường học|trường tiểu học|mầm non|trạm y tế|bệnh viện|nhà văn hóa|chợ|thư viện",
    "green": "cây xanh|công viên|sân chơi|quảng trường|vườn hoa|chỗ chơi",
    "waste": "rác|nghĩa trang|môi trường|nước thải|mùi hôi|ô nhiễm",
    "heritage": "di tích|đình làng|cảnh quan|nhà cổ|phố cổ|di sản",
    "farming": "đất lúa|ruộng|trồng rau|làng nghề|chăn nuôi|đất nông nghiệp",
    "land": "đền bù|bồi thường|thu hồi|tái định cư|sổ đỏ|giải tỏa|quy hoạch treo|chuyển mục đích",
    "housing": "nhà ở|tầng|chiều cao|mật độ|chung cư|nhà liên kế|xây nhà|xây dựng",
    "roads": "đường|giao thông|hẻm|kiệt|nút giao|cầu|vỉa hè|xe buýt|đèn giao thông",
    "procedure": "lấy ý kiến|thời hạn|bản đồ|hồ sơ|công khai|cuộc họp",
}


def guess(text: str) -> str:
    """The theme whose words a text has most of; ``other`` where it has none. Earlier ones win a tie.

    Words are compared with their marks, for chợ is a market and cho is not; without, where a text has none.
    """
    read = fold if text.isascii() else name_key
    said = f" {' '.join(_WORD.findall(read(text)))} "
    counts = {
        theme: sum(said.count(f" {read(word)} ") for word in words.split("|"))
        for theme, words in _WORDS.items()
    }
    best = max(counts, key=lambda theme: counts[theme])
    return best if counts[best] else "other"


def title(theme: str, language: str = "vi") -> str:
    """The theme in words; the code itself where it is not known."""
    words = THEMES.get(theme)
    return theme if words is None else words[1 if language == "en" else 0]
