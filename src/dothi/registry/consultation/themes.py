"""What statements speak of: a first guess by words, which a moderator corrects."""

from __future__ import annotations

from dothi.base.text import fold

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
    "water": "ngap|lut|thoat nuoc|cong nuoc|muong|kenh|ho dieu hoa|song|sat lo",
    "schools": "truong hoc|truong tieu hoc|mam non|tram y te|benh vien|nha van hoa|cho |thu vien",
    "green": "cay xanh|cong vien|san choi|quang truong|vuon hoa|via he rong",
    "waste": "rac|nghia trang|moi truong|nuoc thai|mui hoi|o nhiem",
    "heritage": "di tich|dinh lang|canh quan|nha co|pho co|di san",
    "farming": "dat lua|ruong|trong rau|lang nghe|chan nuoi|san xuat",
    "land": "den bu|boi thuong|thu hoi|tai dinh cu|so do|giai toa|quy hoach treo|chuyen muc dich",
    "housing": "nha o|tang cao|chieu cao|mat do|chung cu|nha lien ke|xay nha",
    "roads": "duong|giao thong|hem|kiet|nut giao|cau |via he|xe buyt|den giao thong",
    "procedure": "lay y kien|thoi han|ban do kho|ho so|cong khai|cuoc hop",
}


def guess(text: str) -> str:
    """The theme whose words a text has most of; ``other`` where it has none. Earlier ones win a tie."""
    folded = f"{fold(text)} "
    counts = {theme: sum(folded.count(word) for word in words.split("|")) for theme, words in _WORDS.items()}
    best = max(counts, key=lambda theme: counts[theme])
    return best if counts[best] else "other"


def title(theme: str, language: str = "vi") -> str:
    """The theme in words; the code itself where it is not known."""
    words = THEMES.get(theme)
    return theme if words is None else words[1 if language == "en" else 0]
