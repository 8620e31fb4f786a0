"""Extracts on the portal: made from the look-up, confirmed by their code, taken as files.

The plan is one of six squares of a hectare from X 1.722.500, Y 577.400 on, in two versions.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest
from django.utils import timezone

from dothi.base.errors import Fault, UnusableError
from dothi.portal.land_functions import OWN_COLOURS
from dothi.portal.public.extracts.styles import extract_styles
from dothi.registry.land import sources
from dothi.registry.land.models import Extract

pytestmark = pytest.mark.django_db
PAGE = "/trich-luc/"
# 100 x 50 m over the first two squares, half each: 2.500 m² of O-1 and of O-2.
CORNERS = "1 1722510 577450\n2 1722510 577550\n3 1722560 577550\n4 1722560 577450"


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", text))).replace("\u00a0", " ")


def make(client: Any, day: str = "2025-07-01", **values: str) -> str:
    """Make an extract; the path of its page with the digits of its paper."""
    sent = client.post(f"{PAGE}?ngay={day}", {"goc": CORNERS, **values})
    assert sent.status_code == 302
    return str(sent["Location"])


def pdf_text(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    text = " ".join(page.extract_text() for page in pages)
    return re.sub(r"\s+", " ", text.replace("\u200b", "").replace("\u00a0", " "))


def test_the_look_up_leads_to_an_extract_and_its_paper(client: Any, plan: Any) -> None:
    page = client.get("/tra-cuu/", {"ngay": "2025-07-01", "goc": CORNERS, "dien-tich": "4.000"})
    form = re.search(r'<form action="(/trich-luc/[^"]*)" method="post">(.*?)</form>', page.text, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form[2]))
    made = client.post(html.unescape(form[1]), {name: html.unescape(text) for name, text in sent.items()})
    text = plain(client.get(made["Location"]).text)
    row = Extract.objects.get()
    assert f"Tờ tra cứu {row.code}" in text
    assert "Mã kiểm tra khớp" in text
    assert "Ngày hỏi 1/7/2025" in text
    assert "Diện tích đo 5.000,0 m² Trên giấy tờ 4.000,0 m²" in text
    assert "Quy hoạch phân khu Áp dụng Quy hoạch phân khu Một, phiên bản 2 Quy hoạch chi tiết" in text
    assert "Quy hoạch chi tiết Chưa biết Chưa có đồ án nào của cấp này" in text
    assert "không phải văn bản cung cấp thông tin quy hoạch" in text
    assert "Dữ liệu minh họa" in text
    paper = client.get(f"{PAGE}{row.code}/thong-tin.pdf")
    assert paper["Content-Type"] == "application/pdf"
    written = pdf_text(paper.content)
    assert written.count("2.500,0 50,0 % 62,5 %") == 2
    assert f"http://127.0.0.1:8000{made['Location']}" in written


def test_the_sum_of_the_file_is_the_digest_on_the_page(client: Any, plan: Any) -> None:
    path = urlsplit(make(client)).path
    file = client.get(f"{path}thong-tin.json")
    digest = hashlib.sha256(file.content).hexdigest()
    assert digest in client.get(path).text
    assert "attachment" in file["Content-Disposition"]
    assert json.loads(file.content)["answer"]["measured_m2"] == pytest.approx(5000, abs=0.01)


def test_digits_of_another_paper_are_told(client: Any, plan: Any) -> None:
    address = make(client)
    path, digits = address.split("?ma=")
    assert "Mã kiểm tra khớp" in client.get(address).text
    assert "Mã kiểm tra không khớp" in client.get(f"{path}?ma={digits[::-1]}").text
    assert "Mã kiểm tra không khớp" in client.get(f"{path}?ma={digits[:8]}").text
    unasked = client.get(path).text
    assert "Tờ tra cứu có trong hệ thống" in unasked
    assert "khớp" not in plain(unasked)


def test_a_code_nobody_has_is_not_found(client: Any, plan: Any) -> None:
    for answer in (client.get(f"{PAGE}2222-2222-2222/"), client.get(PAGE, {"so": "2222-2222-2222"})):
        assert answer.status_code == 404
        assert "Hệ thống không có tờ tra cứu nào mang mã «2222-2222-2222»" in plain(answer.text)
    assert client.get(f"{PAGE}2222-2222-2222/thong-tin.pdf").status_code == 404
    assert client.get(f"{urlsplit(make(client)).path}thong-tin.docx").status_code == 404
    assert "&lt;b&gt;" in client.get(PAGE, {"so": "<b>x"}).text


def test_a_code_typed_by_hand_leads_to_its_page(client: Any, plan: Any) -> None:
    path = urlsplit(make(client)).path
    typed = path.removeprefix(PAGE).strip("/").replace("-", " ").lower()
    assert client.get(PAGE, {"so": typed})["Location"] == path
    assert client.get(PAGE).status_code == 200


def test_what_still_holds_and_what_changed(client: Any, plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "Nội dung đến nay vẫn đúng" in client.get(make(client)).text
    changed = plain(client.get(make(client, "2025-06-30")).text)
    assert "Nội dung đã thay đổi" in changed
    assert "đã được thay bằng phiên bản 2" in changed
    # O-2 turns from tourism into services: the day before, its day.
    assert "không còn ô" in changed
    monkeypatch.setattr(timezone, "localdate", lambda: date(2025, 6, 30))
    assert "Nội dung đến nay vẫn đúng" in client.get(make(client, "2025-06-30")).text


def test_what_cannot_be_read_is_neither(client: Any, plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    address = make(client)

    def away(_name: str) -> Any:
        raise UnusableError(Fault("lake.unreachable", "Kho không tới được", "The lake is out of reach"))

    monkeypatch.setattr(sources, "opened_layer", away)
    text = plain(client.get(address).text)
    assert "Chưa kiểm tra được nội dung còn đúng không" in text
    assert "Kho không tới được" in text
    assert "Mã kiểm tra khớp" in text
    paper = client.get(f"{urlsplit(address).path}thong-tin.pdf")
    assert "Chưa vẽ được bản đồ" in pdf_text(paper.content)


def test_an_altered_record_confirms_nothing(client: Any, plan: Any) -> None:
    address = make(client)
    row = Extract.objects.get()
    Extract.objects.update(statement=row.statement.replace("phân khu Một", "phân khu Hai"))
    for path in (address, f"{PAGE}{row.code}/thong-tin.pdf", f"{PAGE}{row.code}/thong-tin.json"):
        answer = client.get(path)
        assert answer.status_code == 409
        assert "Bản ghi đã bị sửa" in answer.text
        assert "phân khu Hai" not in answer.text


def test_land_that_cannot_be_read_makes_no_extract(client: Any, plan: Any) -> None:
    for values in ({}, {"goc": "1 2 3"}, {"diem": "21.03, 105.85"}, {"diem": "Tam Kỳ"}):
        answer = client.post(PAGE, values)
        assert answer.status_code == 400
        assert "Chưa có gì được ghi lại" in answer.text
    assert not Extract.objects.exists()


def test_so_many_extracts_a_minute_and_no_more(client: Any, plan: Any) -> None:
    found = [client.post(PAGE, {"diem": "x"}).status_code for _ in range(11)]
    assert found == [400] * 10 + [429]


def test_who_asks_leaves_no_trace(client: Any, plan: Any) -> None:
    make(client)
    row = Extract.objects.get()
    assert row.made_by is None
    assert "127.0.0.1" not in row.statement
    assert datetime.fromisoformat(json.loads(row.statement)["made_at"]) == row.made_at


def test_in_english(client: Any, plan: Any) -> None:
    client.cookies["django_language"] = "en"
    path = urlsplit(make(client)).path
    text = pdf_text(client.get(f"{path}thong-tin.pdf").content)
    assert "Planning information (automatic look-up)" in text
    assert "Zoning plan Applies" in text
    assert "5,000.0 m²" in text


def test_colours_are_the_laws_and_our_own(client: Any, plan: Any) -> None:
    styles = extract_styles()
    assert styles["qpk.nhom-nha-o"].colour == "#cc9900"  # ACI 42 of TT 16/2025
    assert styles["qhc.don-vi-o"].colour == OWN_COLOURS["qhc.don-vi-o"]
    assert styles[""].title.vi == "Chưa rõ chức năng"
