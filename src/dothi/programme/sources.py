r"""Files into text: what kind of file, which encoding, and what had to be assumed.

Line ends become ``\n`` and a byte-order mark goes; nothing else of the text is touched. Refusals say
what the file is and what to do about it.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from dothi.base.errors import Fault, InputError, UnusableError
from dothi.base.numbers import format_megabytes, format_number
from dothi.programme.docx import NotWordError, read_docx
from dothi.programme.encodings import from_bytes, from_text
from dothi.programme.model import Guess

SIZE_LIMIT: Final = 20 * 1024 * 1024
"""Largest file read, in bytes; official programmes with annexes stay below a tenth of it."""
TEXT_LIMIT: Final = 4_000_000
"""Longest text read, in characters."""
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@dataclass(frozen=True, slots=True)
class Source:
    """Decoded text with its format, encoding and what was assumed on the way."""

    text: str
    format: str
    encoding: str
    score: float
    tracked_changes: bool = False

    def guesses(self, node: str) -> list[Guess]:
        """What reading the file took for granted."""
        out: list[Guess] = []
        if self.score < 1 or self.encoding not in {"utf-8", "utf-16", "docx", "pdf"}:
            out.append(Guess(node, self.encoding, "Unicode", round(self.score, 3), "encoding"))
        if self.tracked_changes:
            out.append(Guess(node, "w:ins, w:del", "final", 1.0, "tracked_changes"))
        return out


def read_source(path: Path) -> Source:
    """Text of the file at ``path``; raises ``UnusableError`` or ``InputError`` with the reason."""
    try:
        size = path.stat().st_size
        refuse_too_big(path.name, size)
        data = path.read_bytes()
    except OSError as error:
        raise UnusableError(
            Fault(
                "programme.unreadable",
                "không mở được tệp",
                "cannot open the file",
                str(path),
                "Kiểm tra đường dẫn và quyền đọc",
                "Check the path and the right to read it",
            )
        ) from error
    return source_of(data, path.name)


def source_of(data: bytes, name: str) -> Source:
    """Text of a file given as bytes, for uploads; ``name`` stands in messages only."""
    refuse_too_big(name, len(data))
    if data.startswith(b"%PDF"):
        source = _pdf(data, name)
    elif data.startswith(b"PK"):
        source = _docx(data, name)
    elif data.startswith(_OLD_WORD):
        raise UnusableError(_wrong_kind(name, "tệp Word cũ (.doc)", "an old Word file (.doc)"))
    else:
        source = _plain(data, name)
    text = source.text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > TEXT_LIMIT:
        raise UnusableError(_too_long(name, len(text)))
    if not any(c.isalnum() for c in text):
        raise InputError(
            Fault(
                "programme.empty",
                "tệp không có chữ nào để đọc",
                "the file holds no text to read",
                name,
                "Nếu là bản quét ảnh, hãy nhận dạng chữ (OCR) trước",
                "If it is a scanned image, run text recognition (OCR) first",
            )
        )
    recovered = from_text(text)
    if recovered is not None:
        return Source(
            recovered.text, source.format, recovered.encoding, recovered.score, source.tracked_changes
        )
    return Source(text, source.format, source.encoding, source.score, source.tracked_changes)


def _plain(data: bytes, name: str) -> Source:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return Source(data.decode("utf-16"), "text", "utf-16", 1.0)
        except UnicodeDecodeError as error:
            raise UnusableError(_binary(name)) from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if text and not _has_controls(text):
        return Source(text, "text", "utf-8", 1.0)
    if not data:
        return Source("", "text", "utf-8", 1.0)
    if text or _has_controls(data.decode("latin-1")):
        raise UnusableError(_binary(name))
    decoded = from_bytes(data)
    if decoded is None:
        raise UnusableError(
            Fault(
                "programme.encoding",
                "không nhận ra bảng mã của tệp (không phải Unicode, TCVN3, VNI, VIQR hay windows-1258)",
                "the file's encoding is none of Unicode, TCVN3, VNI, VIQR and windows-1258",
                name,
                "Mở tệp và lưu lại dưới dạng UTF-8",
                "Open the file and save it as UTF-8",
            )
        )
    return Source(decoded.text, "text", decoded.encoding, decoded.score)


def _has_controls(text: str) -> bool:
    sample = text[:200_000]
    return "\0" in sample or sum(1 for c in sample if c < " " and c not in "\t\n\r\f\v") > len(sample) / 100


def _docx(data: bytes, name: str) -> Source:
    try:
        word = read_docx(data)
    except NotWordError as error:
        raise UnusableError(
            _wrong_kind(name, "tệp nén hoặc tệp Word hỏng", "an archive or a broken Word file")
        ) from error
    return Source(word.text, "docx", "docx", 1.0, word.tracked)


def _pdf(data: bytes, name: str) -> Source:
    from pypdf import PdfReader  # noqa: PLC0415  (slow to import, needed for PDF only)
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    quiet = logging.getLogger("pypdf")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UnusableError(_wrong_kind(name, "tệp PDF có mật khẩu", "a PDF with a password"))
        pages = [page.extract_text() for page in reader.pages]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise UnusableError(_wrong_kind(name, "tệp PDF hỏng", "a broken PDF")) from error
    finally:
        quiet.setLevel(level)
    return Source("\n\n".join(page.strip() for page in pages if page.strip()), "pdf", "pdf", 1.0)


def refuse_too_big(name: str, size: int) -> None:
    """Raise :class:`UnusableError` for a file of more than ``SIZE_LIMIT``; to be asked before it is read."""
    if size <= SIZE_LIMIT:
        return
    weight, limit = format_megabytes(size), format_megabytes(SIZE_LIMIT)
    raise UnusableError(
        Fault(
            "programme.too_big",
            f"tệp quá lớn ({weight}; giới hạn {limit})",
            f"the file is too big ({weight}; the limit is {limit})",
            name,
            "Tách phần văn bản chương trình ra một tệp riêng, bỏ ảnh và phụ lục nặng",
            "Put the text of the programme in a file of its own, without images and heavy annexes",
        )
    )


def _too_long(name: str, characters: int) -> Fault:
    length, limit = format_number(characters), format_number(TEXT_LIMIT)
    return Fault(
        "programme.too_long",
        f"văn bản dài {length} ký tự, quá giới hạn {limit} ký tự",
        f"the text has {characters:,} characters; the limit is {TEXT_LIMIT:,}",
        name,
        "Tách phần văn bản chương trình ra một tệp riêng, bỏ phụ lục",
        "Put the text of the programme in a file of its own, without annexes",
    )


def _binary(name: str) -> Fault:
    return Fault(
        "programme.binary",
        "đây không phải tệp văn bản",
        "this is not a text file",
        name,
        "Dùng tệp .txt, .md, .docx hoặc PDF có chữ",
        "Use a .txt, .md or .docx file or a PDF with text",
    )


def _wrong_kind(name: str, vi: str, en: str) -> Fault:
    return Fault(
        "programme.wrong_kind",
        f"không đọc được: {vi}",
        f"cannot be read: {en}",
        name,
        "Lưu lại dưới dạng .docx, .txt hoặc PDF có chữ rồi thử lại",
        "Save it as .docx, .txt or a PDF with text and try again",
    )
