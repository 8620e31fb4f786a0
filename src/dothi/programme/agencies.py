"""Bodies and what they are to do.

In the part on implementation a paragraph opens with the body it charges; everything up to the first
verb is the body's name. Names of bodies are capitalised where verbs are not, which tells "Ban Tổ chức
Tỉnh ủy" from "tổ chức".
"""

from __future__ import annotations

import re
from typing import Final

from dothi.programme.letters import LOWER, UPPER
from dothi.programme.roles import role_of
from dothi.programme.sentences import Stretch
from dothi.programme.view import trimmed

_CAP = rf"[{UPPER}][^\W\d_]*"
_LEVEL: Final = r"tỉnh|thành phố|huyện|thị xã|quận|phường|xã|cấp tỉnh|cấp huyện|cấp xã|các cấp|Trung ương"
_UNIT: Final = (
    r"các tỉnh, thành phố(?: trực thuộc Trung ương)?|các huyện, thị xã, thành phố"
    r"|các huyện, thị xã|các huyện, thành phố|các phường, xã|các xã, phường, thị trấn"
    r"|các xã, phường|các xã, thị trấn|các phường|các xã|các huyện|cấp huyện|cấp xã|các cấp"
)
_TAIL: Final = rf"(?:\s+(?:{_UNIT})|\s+(?:{_LEVEL})(?:\s+{_CAP}(?:\s+{_CAP})*)?|\s+{_CAP}(?:\s+{_CAP})*)*"
_FIELD: Final = rf"{_CAP}(?:\s+[{LOWER}]+){{0,1}}(?:\s+[{LOWER}]+)?"
_DEPARTMENTS: Final = (
    "Xây dựng|Tài chính|Nội vụ|Tư pháp|Công Thương|Công thương|Giao thông vận tải"
    "|Giao thông Vận tải|Tài nguyên và Môi trường"
    "|Kế hoạch và Đầu tư|Nông nghiệp và Phát triển nông thôn|Nông nghiệp và Môi trường"
    "|Khoa học và Công nghệ|Giáo dục và Đào tạo"
    "|Y tế|Văn hóa, Thể thao và Du lịch|Văn hóa và Thể thao|Du lịch"
    "|Lao động - Thương binh và Xã hội|Lao động, Thương binh và Xã hội"
    "|Thông tin và Truyền thông|Ngoại vụ|Quy hoạch - Kiến trúc|Quy hoạch và Kiến trúc"
    "|Dân tộc và Tôn giáo|Quốc phòng|Công an"
)
_BODIES: Final = (
    rf"(?:Sở|Bộ)\s+(?:{_DEPARTMENTS})",
    (
        rf"(?:[Đđ]ảng ủy|[Đđ]ảng đoàn|[Bb]an cán sự đảng|[Bb]an [Tt]hường vụ"
        rf"|[Tt]hường trực)?\s?(?:Ủy ban nhân dân|UBND|Hội đồng nhân dân|HĐND){_TAIL}"
    ),
    r"Ủy ban (?:Mặt trận Tổ quốc(?: Việt Nam)?|Kiểm tra)(?:\s+(?:tỉnh|huyện|thành phố|Tỉnh ủy|các cấp))?",
    r"Mặt trận Tổ quốc(?: Việt Nam)?(?:\s+(?:tỉnh|huyện|thành phố|các cấp))?",
    (
        r"Ban Thường vụ (?:Tỉnh|Thành|Huyện|Thị) ủy|Thường trực (?:Tỉnh|Thành|Huyện|Thị) ủy"
        r"|Ban Chấp hành Đảng bộ tỉnh"
    ),
    (
        rf"Ban (?:Tuyên giáo(?: và Dân vận)?|Tổ chức|Dân vận|Nội chính|Kinh tế(?: - Hạ tầng)?"
        rf"|Dân tộc|Chỉ đạo|Quản lý)"
        rf"(?:\s+(?:khu|các|dự án|công|nghiệp|kinh tế|khu kinh tế|đầu tư|xây dựng|phát triển"
        rf"|đô thị)){{0,6}}{_TAIL}"
    ),
    (
        r"Văn phòng\s+(?:Tỉnh ủy|Thành ủy|Huyện ủy|Chính phủ|UBND tỉnh|Ủy ban nhân dân tỉnh"
        r"|HĐND tỉnh|Đoàn ĐBQH(?: và HĐND tỉnh)?)"
    ),
    (
        rf"(?:Công an|Viễn thông|Báo|Cục Thuế|Cục Thống kê|Chi cục|Kho bạc Nhà nước"
        rf"|Bộ Chỉ huy Quân sự|Đài Phát thanh(?: và|,) Truyền hình"
        rf"|Thanh tra|Liên đoàn Lao động|Hội Nông dân|Hội Cựu chiến binh|Hội Liên hiệp Phụ nữ"
        rf"|Đoàn Thanh niên){_TAIL}"
    ),
    (
        rf"Phòng\s+{_CAP}(?:\s+(?:[{LOWER}]+)){{0,3}}?(?=\s+(?:chủ trì|phối hợp|tham mưu|theo dõi"
        rf"|hướng dẫn|xây dựng|lập)\b)|Phòng (?:Quản lý đô thị|Kinh tế và Hạ tầng"
        rf"|Tài chính - Kế hoạch)"
    ),
    r"Chính phủ|Thủ tướng Chính phủ|Ngân hàng Nhà nước(?: Việt Nam)?|Tỉnh ủy|Thành ủy|Huyện ủy",
    r"[Cc]ác (?:sở|bộ), (?:ban, )?ngành(?!\s+(?:có\s+)?liên quan)",
)
_BODY = re.compile("|".join(f"(?:{body})" for body in _BODIES))
_VERBS: Final = (
    "tổ chức|lãnh đạo|chỉ đạo|chủ trì|phối hợp|xây dựng|tham mưu|hướng dẫn|theo dõi"
    "|có trách nhiệm|chịu trách nhiệm|căn cứ|thực hiện|triển khai"
    "|đôn đốc|kiểm tra|giám sát|rà soát|ban hành|bố trí|cân đối|tăng cường|nghiên cứu"
    "|đẩy mạnh|cụ thể hóa|quán triệt|phổ biến|lồng ghép|thành lập"
    "|đưa|lập|tiếp tục|báo cáo|tổng hợp|cập nhật|hoàn thành|kết nối|lắp đặt|mở|vận động"
    "|phát động|phản biện|đề xuất|thẩm định|quản lý|là|làm"
    "|sẽ|hằng năm|hàng năm|định kỳ|kịp thời|chủ động|khẩn trương|phân công|giao|cung cấp"
    "|bảo đảm|đảm bảo|phát huy|xem xét|quyết định|tập trung|nâng cao"
)
_VERB = re.compile(rf"(?<!\w)(?:{_VERBS})(?!\w)")
_NOUN_BEFORE = re.compile(
    r"(?:[Bb]an|[Cc]ác|[Nn]hững|[Hh]ội đồng|cơ quan|cán bộ|công tác|việc|lực lượng)\s+$"
)
_ADDRESSED = re.compile(r"(?:trình|báo cáo|kiến nghị|xin ý kiến)\s+$", re.IGNORECASE)
_LEAD_OUT = re.compile(r"(?:Đề nghị|Giao|Yêu cầu|Trách nhiệm của|Đối với)\s+")
_HEAD: Final = (
    r"(?:các\s+)?(?:ủy ban|uỷ ban|ubnd|hđnd|hội đồng|ban|bộ|sở|đảng ủy|đảng đoàn|mặt trận"
    r"|đoàn thể|văn phòng|công an|hội|cục|chi cục|thường trực"
    r"|báo(?!\s+cáo)|đài|phòng|viễn thông|liên đoàn|tỉnh đoàn|thanh tra|giám đốc|thủ trưởng"
    r"|đại biểu|huyện ủy|thành ủy|thị ủy|tỉnh ủy|huyện, thị, thành ủy|kho bạc|chính phủ"
    r"|ngân hàng"
    r"|trường|cơ quan|đơn vị|các sở|các tổ chức)"
)
_SPLIT = re.compile(rf"(?:,|;|\s+và)\s+(?={_HEAD}(?!\w))", re.IGNORECASE)
_COMPOSITE = re.compile(
    (
        r"(?:[Cc]ác\s+)?huyện(?: ủy)?, thị(?: ủy| xã)?, thành(?: ủy| phố)|sở, (?:ban, )?ngành"
        r"|các ban, ngành|ban, ngành"
    ),
    re.IGNORECASE,
)
_LONGEST = 260


def bodies_in(text: str, start: int, end: int) -> list[Stretch]:
    """Bodies named in running text."""
    out: list[Stretch] = []
    for match in _BODY.finditer(text, start, end):
        first, last = trimmed(text, *match.span())
        part_of_word = first > start and text[first - 1].isalnum()
        if not part_of_word and not _ADDRESSED.search(text, max(start, first - 16), first):
            out.append((first, last))
    return out


def charged(text: str, start: int, end: int) -> tuple[list[Stretch], int] | None:
    """The bodies a paragraph opens with and where their duty starts; ``None`` when it charges nobody."""
    lead = _LEAD_OUT.match(text, start, end)
    first = lead.end() if lead else start
    verb = _first_verb(text, first, min(end, first + _LONGEST))
    if verb is None:
        return None
    last = verb
    subject = trimmed(text, first, last, ",:;-")
    if not is_body(text[slice(*subject)]):
        return None
    return split_bodies(text, *subject), verb


def later_charged(text: str, start: int, end: int) -> tuple[list[Stretch], int] | None:
    """A body that a sentence names only after an opening clause: "Trong quá trình ..., Ban A sẽ ..."."""
    for first, last in bodies_in(text, start, end):
        verb = re.compile(r"\s+(?:sẽ|có trách nhiệm|chịu trách nhiệm)(?!\w)").match(text, last, end)
        if verb and (first == start or text[:first].rstrip().endswith(",")):
            return [(first, last)], last
    return None


def is_body(name: str) -> bool:
    """Whether a phrase can be the name of one or several bodies."""
    if not name or len(name) > _LONGEST or role_of(name) is not None:
        return False
    return re.match(rf"{_HEAD}(?!\w)", name, re.IGNORECASE) is not None


def split_bodies(text: str, start: int, end: int) -> list[Stretch]:
    """The bodies of a list, as long as every part is one by itself; else the phrase as a whole."""
    held = [m.span() for m in _COMPOSITE.finditer(text, start, end)]
    cuts = [m for m in _SPLIT.finditer(text, start, end) if not any(a <= m.start() < b for a, b in held)]
    edges = [start, *(e for m in cuts for e in m.span()), end]
    parts = [trimmed(text, a, b, ",;") for a, b in zip(edges[::2], edges[1::2], strict=True)]
    if all(is_body(text[a:b]) for a, b in parts):
        return parts
    return [(start, end)]


def _first_verb(text: str, start: int, end: int) -> int | None:
    for match in _VERB.finditer(text, start, end):
        if match.start() > start and not _NOUN_BEFORE.search(
            text[max(start, match.start() - 14) : match.start()]
        ):
            return match.start()
    return None
