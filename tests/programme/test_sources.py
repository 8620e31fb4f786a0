"""Files: encodings, Word, PDF, and what is refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from pypdf import PdfWriter

from dothi.base.errors import DothiError, InputError, UnusableError
from dothi.programme import sources
from dothi.programme.encodings import from_tcvn3, from_viqr, from_vni, vietnamese_score
from dothi.programme.read import read_file
from dothi.programme.sources import read_source, source_of

NEWS = (
    "Hàn Quốc hôm nay bắn pháo đáp trả Triều Tiên, bởi cho rằng pháo của Triều Tiên bắn sang "
    "vùng biển của nước này"
)
TCVN3 = (
    "Hµn Quèc h«m nay b¾n ph¸o ®¸p tr¶ TriÒu Tiªn, bëi cho r»ng ph¸o cña TriÒu Tiªn b¾n sang "
    "vïng biÓn cña n\xadíc nµy"
)
VNI = (
    "Haøn Quoác hoâm nay baén phaùo ñaùp traû Trieàu Tieân, bôûi cho raèng phaùo cuûa Trieàu Tieân baén sang "
    "vuøng bieån cuûa nöôùc naøy"
)
VIQR = (
    "Ha`n Quo^'c ho^m nay ba('n pha'o dda'p tra? Trie^`u Tie^n, bo+?i cho ra(`ng pha'o cu?a Trie^`u Tie^n "
    "ba('n sang vu`ng bie^?n cu?a nu+o+'c na`y"
)


def test_legacy_letters() -> None:
    assert from_tcvn3(TCVN3) == from_vni(VNI) == from_viqr(VIQR) == NEWS


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (NEWS.encode(), "utf-8"),
        (NEWS.encode("utf-8-sig"), "utf-8"),
        (NEWS.encode("utf-16"), "utf-16"),
        (TCVN3.encode("latin-1"), "TCVN3"),
        (VNI.encode("cp1252"), "VNI"),
        (VIQR.encode("ascii"), "VIQR"),
        (TCVN3.encode(), "TCVN3"),
        (VNI.encode(), "VNI"),
    ],
)
def test_encodings_are_told_apart(data: bytes, encoding: str) -> None:
    source = source_of(data, "a.txt")
    assert (source.text, source.encoding) == (NEWS, encoding)
    said = [g.found for g in source.guesses("n0")]
    assert said == ([] if encoding.startswith("utf") else [encoding])


def test_windows_1258() -> None:
    data = "Cần Thơ, Đà Lạt và các đô thị".encode("cp1258", errors="ignore")
    assert source_of(data, "a.txt").encoding == "windows-1258"


def test_score_is_nought_without_marks() -> None:
    assert vietnamese_score("plain words") == 0
    assert vietnamese_score("đô thị xyzđqq") < 1


def test_line_ends_become_one(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Đô thị\r\nmới\rxanh".encode())
    assert read_source(path).text == "Đô thị\nmới\nxanh"


REFUSED = [
    (b"", InputError, "programme.empty"),
    (b" \n\t\n", InputError, "programme.empty"),
    (b"-----\n***", InputError, "programme.empty"),
    (bytes(range(256)) * 20, UnusableError, "programme.binary"),
    (b"\x89PNG\r\n\x1a\n" + bytes(500), UnusableError, "programme.binary"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UnusableError, "programme.wrong_kind"),
    (b"PK\x03\x04broken", UnusableError, "programme.wrong_kind"),
    (b"%PDF-1.7 broken", UnusableError, "programme.wrong_kind"),
    (("áéü" * 50 + " ßðþ æø " * 40).encode("latin-1"), UnusableError, "programme.encoding"),
    (b"\xff\xfea", UnusableError, "programme.binary"),
]


@pytest.mark.parametrize(("data", "kind", "code"), REFUSED)
def test_refusals(data: bytes, kind: type[DothiError], code: str) -> None:
    with pytest.raises(kind) as told:
        source_of(data, "tệp.bin")
    fault = told.value.faults[0]
    assert fault.code == code
    assert "tệp.bin" in str(told.value)
    assert fault.remedy_vi
    assert fault.remedy_en


def test_a_file_that_is_too_big_or_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "SIZE_LIMIT", 10)
    path = tmp_path / "big.txt"
    path.write_text("đô thị " * 10, encoding="utf-8")
    for refused in (lambda: read_source(path), lambda: source_of(b"x" * 11, "big.txt")):
        with pytest.raises(UnusableError) as told:
            refused()
        assert told.value.code == "programme.too_big"
    with pytest.raises(UnusableError) as told:
        read_source(tmp_path / "none.txt")
    assert told.value.code == "programme.unreadable"


def test_a_text_that_is_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "TEXT_LIMIT", 5)
    with pytest.raises(UnusableError) as told:
        source_of(b"abcdef", "a.txt")
    assert told.value.code == "programme.too_long"
    assert "văn bản dài 6 ký tự, quá giới hạn 5 ký tự" in str(told.value)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(body: str, **parts: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return stream.getvalue()


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def test_word_takes_the_final_text_of_tracked_changes() -> None:
    body = (
        "<w:p><w:r><w:t>Tỷ lệ đạt </w:t></w:r><w:del><w:r><w:delText>35</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>37</w:t></w:r></w:ins><w:r><w:t>%.</w:t></w:r></w:p>"
    )
    source = source_of(word(body), "a.docx")
    assert source.text.strip() == "Tỷ lệ đạt 37%."
    assert [g.reason for g in source.guesses("n0")] == ["tracked_changes"]


def test_word_counts_automatic_numbers() -> None:
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="7">'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )

    def numbered(text: str, depth: int) -> str:
        return p(text, f'<w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr></w:pPr>')

    body = "".join(
        numbered(text, depth)
        for text, depth in [
            ("MỤC TIÊU", 0),
            ("Chung", 1),
            ("Cụ thể", 1),
            ("Ý một", 2),
            ("NHIỆM VỤ", 0),
            ("Đầu", 1),
        ]
    )
    lines = source_of(word(body, numbering=numbering), "a.docx").text.split("\n\n")
    assert [line.strip() for line in lines] == [
        "I. MỤC TIÊU",
        "1. Chung",
        "2. Cụ thể",
        "- Ý một",
        "II. NHIỆM VỤ",
        "1. Đầu",
    ]


def test_word_tables_and_footnotes_become_nodes(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{p(cell)}</w:tc>" for cell in cells) + "</w:tr>"

    note = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = (
        p("I. CHỈ TIÊU")
        + f"<w:p><w:r><w:t>Theo báo cáo</w:t></w:r>{note}<w:r><w:t> năm trước.</w:t></w:r></w:p>"
        + "<w:tbl>" + row("Chỉ tiêu", "Đơn vị", "2025") + row("Tỷ lệ đô thị hóa", "%", "37") + "</w:tbl>"
    )  # fmt: skip
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{p("Báo cáo số 5/BC-UBND")}</w:footnote></w:footnotes>'
    path = tmp_path / "a.docx"
    path.write_bytes(word(body, footnotes=notes))
    found = read_file(path)
    kinds = [n.kind for n in found.nodes]
    assert (kinds.count("table"), kinds.count("row"), kinds.count("footnote")) == (1, 1, 1)
    assert [(t.indicator, t.min, t.year_to) for t in found.targets] == [("Tỷ lệ đô thị hóa", 37, 2025)]
    assert [c.number for c in found.citations] == ["5/BC-UBND"]


def test_word_with_an_entity_bomb_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    with pytest.raises(UnusableError) as told:
        source_of(stream.getvalue(), "a.docx")
    assert told.value.code == "programme.wrong_kind"


def test_a_pdf_without_text_asks_for_recognition() -> None:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(InputError) as told:
        source_of(stream.getvalue(), "scan.pdf")
    assert told.value.code == "programme.empty"
    assert "OCR" in str(told.value)


def test_a_pdf_with_text_is_read() -> None:
    content = b"BT /F1 12 Tf 20 100 Td (I. CHI TIEU) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, body)
    start = len(out)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += (
        b"xref\n0 6\n0000000000 65535 f \n"
        + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start
    )
    source = source_of(out, "a.pdf")
    assert (source.format, source.text.strip()) == ("pdf", "I. CHI TIEU")
