"""Which part of an official document a block belongs to.

Letterhead and legal grounds stand in front, then the title, the body, the recipients, the signature,
and perhaps annexes. A second letterhead and title after the first document's end means that two
documents were glued together.
"""

from __future__ import annotations

import re
from typing import Literal

from dothi.programme.blocks import Block
from dothi.programme.markers import is_letterhead, is_title_line, is_upper

Region = Literal["front", "title", "body", "recipients", "signature"]

_RECIPIENTS = re.compile(r"(?:Nơi nhận|NƠI NHẬN|Kính gửi|Nơi gửi)\b", re.IGNORECASE)
_SIGNATURE = re.compile(
    r"(?:T/M|TM|T\.M|KT|K/T|TL|T/L|TUQ|Q)\b\.?\s*[A-ZÀ-ỸĐ]|(?:PHÓ )?(?:BÍ THƯ|CHỦ TỊCH"
    r"|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC)"
    r"|CHÁNH VĂN PHÒNG|ĐẠI DIỆN BÊN"
)
_GROUNDS = re.compile(r"(?:Căn cứ|Xét đề nghị|Xét Tờ trình|Xét tờ trình|Theo đề nghị|Theo Tờ trình|Xét)\s")
_ENACTING = re.compile(r"(?:QUYẾT NGHỊ|QUYẾT ĐỊNH|NGHỊ QUYẾT|KẾT LUẬN)\s*:?\s*")
_ISSUER = re.compile(
    r"(?:ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|CHÍNH PHỦ|QUỐC HỘI|BỘ |SỞ "
    r"|BAN |THỦ TƯỚNG)"
)
_ABOUT_SELF = re.compile(r"(?:^|[\s*-])[Ss]ố\s*:|,\s*ngày\s+\d{1,2}\s+tháng")
_HEAD_LIMIT = 40
_TITLE_LIMIT = 6


def documents_of(blocks: list[Block]) -> list[tuple[int, int]]:
    """Ranges of blocks, one for each document glued into the text."""
    cuts = [0]
    ended = False
    for index, block in enumerate(blocks):
        line = block.text.strip().split("\n")[0]
        if block.marker is None and (_RECIPIENTS.match(line) or (is_upper(line) and _SIGNATURE.match(line))):
            ended = ended or _has_body(blocks[cuts[-1] : index])
        elif (
            ended
            and block.marker is None
            and _opens_document(line)
            and _leads_to_title(blocks[index : index + 8])
        ):
            cuts.append(index)
            ended = False
    return list(zip(cuts, [*cuts[1:], len(blocks)], strict=True))


def _has_body(blocks: list[Block]) -> bool:
    return any(block.marker is not None or len(block.text) > 300 for block in blocks)


def _opens_document(line: str) -> bool:
    return is_upper(line) and (is_title_line(line) or is_letterhead(line) or _ISSUER.match(line) is not None)


def _leads_to_title(blocks: list[Block]) -> bool:
    return any(is_title_line(block.text.strip().split("\n")[0]) for block in blocks)


def regions_of(blocks: list[Block]) -> list[Region]:
    """One region for each block, in order."""
    title = _title_at(blocks)
    regions: list[Region] = []
    last: Region = "front" if title is not None else "body"
    body_seen = False
    for index, block in enumerate(blocks):
        if title is not None and index <= title:
            last = "title" if index == title else "front"
        elif last == "title" and _title_goes_on(blocks, title or 0, index):
            last = "title"
        elif not body_seen and title is not None and _is_front(block):
            last = "front"
        else:
            last = _after_title(block, last, body_seen)
            body_seen = True
        regions.append(last)
    return regions


def _title_at(blocks: list[Block]) -> int | None:
    for index, block in enumerate(blocks[:_HEAD_LIMIT]):
        if block.marker is not None and block.marker.name in {
            "roman",
            "part",
            "chapter",
            "article",
            "number",
        }:
            return None
        if is_title_line(block.text.strip().split("\n")[0]):
            return index
    return None


def _title_goes_on(blocks: list[Block], title: int, index: int) -> bool:
    block = blocks[index]
    text = block.text.strip()
    if index - title > _TITLE_LIMIT or block.marker or block.shape == "row" or len(text) > 600:
        return False
    if _ABOUT_SELF.search(text) or _GROUNDS.match(text) or _ENACTING.fullmatch(text) or text[-1:] in ".:":
        return False
    if text[:1].islower() or text.startswith(("Về ", "V/v", "(", "VỀ ")):
        return True
    if is_upper(text):
        return index == title + 1 and len(text) > 40
    return index == title + 1


def _is_front(block: Block) -> bool:
    text = block.text.strip()
    if block.marker is not None:
        return False
    about_self = len(text) < 250 and _ABOUT_SELF.search(text)
    plain = _GROUNDS.match(text) or _ENACTING.fullmatch(text) or is_upper(text)
    return bool(plain or about_self or block.shape in {"rule", "page"})


def _after_title(block: Block, last: Region, body_seen: bool) -> Region:
    text = block.text.strip()
    ended = last in {"recipients", "signature"}
    line = text.split("\n")[0]
    if block.marker is not None and block.marker.name == "annex":
        return "body"
    if body_seen and block.marker is None and _RECIPIENTS.match(text):
        return "recipients"
    if body_seen and block.marker is None and len(line) < 80 and is_upper(line) and _SIGNATURE.match(text):
        return "signature"
    return last if ended else "body"
