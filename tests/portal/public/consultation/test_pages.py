"""The public pages of a consultation as people use them, without script and with bad input."""

from __future__ import annotations

import io
import json
import warnings
import zipfile
from datetime import timedelta
from typing import Any

import numpy as np
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rasterio.io import MemoryFile

from dothi.registry.consultation import moderating as m
from dothi.registry.consultation.models import Consultation, Speaker, Statement
from dothi.registry.consultation.opening import add_document

PAGE = "/lay-y-kien/quy-che-quan-ly-kien-truc/"
HERE = json.dumps({"type": "Point", "coordinates": [108.49, 15.57]})


@pytest.fixture(scope="session")
def jpeg() -> bytes:
    with warnings.catch_warnings(), MemoryFile() as memory:
        warnings.simplefilter("ignore")
        with memory.open(driver="JPEG", width=16, height=8, count=3, dtype="uint8") as target:
            target.write(np.zeros((3, 8, 16), dtype=np.uint8))
        return bytes(memory.getbuffer())


def test_a_statement_without_script_is_taken_with_a_doubt_and_followed(
    world: Any, client: Client, jpeg: bytes
) -> None:
    sent = client.post(
        PAGE + "gui/",
        {
            "text": "Đường hẹp, gọi 0905 123 456",
            "place": "phuong mot",
            "name": "Trần Thị Bình",
            "photos": [SimpleUploadedFile("a.jpg", jpeg, "image/jpeg")],
        },
    )
    row = Statement.objects.get()
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/y-kien/{row.code}/")
    assert (row.commune_key, row.doubts) == ("2c-1", ["no-proof"])
    receipt = client.get(sent.headers["Location"]).content.decode()
    assert all(word in receipt for word in (row.code, "Chờ duyệt", "Phường Một"))
    assert "Bình" not in receipt
    assert row.code in client.get("/lay-y-kien/").content.decode()
    photo = f"/y-kien/anh/{row.photos.get().pk}/"
    stranger = Client()
    assert "Đường hẹp" not in stranger.get(PAGE).content.decode()
    assert stranger.get(photo).status_code == 404
    assert stranger.get(f"{photo}?ma={row.code}").getvalue().startswith(b"\xff\xd8")
    m.accept(world.officer, [row.pk])
    page = stranger.get(PAGE).content.decode()
    assert "Đường hẹp, gọi […]" in page
    assert row.code not in page
    assert stranger.get(photo).getvalue().startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": ""}, "Ý kiến của anh/chị"),
        ({"text": "Được", "website": "http://x"}, "chặn thư rác"),
        ({"text": "Giữ lời này", "shape": "{"}, "Hình vẽ gửi lên không đọc được"),
        (
            {"text": "Giữ lời này", "photos": SimpleUploadedFile("a.jpg", b"khong", "image/jpeg")},
            "JPEG hoặc PNG",
        ),
    ],
)
def test_what_is_refused_keeps_what_was_written(
    world: Any, client: Client, given: dict[str, Any], sentence: str
) -> None:
    answer = client.post(PAGE + "gui/", given)
    page = answer.content.decode()
    assert (answer.status_code, Statement.objects.count()) == (422, 0)
    assert sentence in page
    assert given["text"] in page


def test_after_the_end_the_page_says_where_to_send(world: Any, client: Client) -> None:
    Consultation.objects.update(
        opens_on=world.today - timedelta(days=30), closes_on=world.today - timedelta(days=1)
    )
    assert "gửi bằng văn bản" in client.get(PAGE + "gui/").content.decode()
    late = client.post(PAGE + "gui/", {"text": "Muộn một ngày"})
    assert (late.status_code, Statement.objects.count()) == (422, 0)
    assert "đã kết thúc" in late.content.decode()


def test_a_name_is_erased_by_whoever_holds_the_receipt(world: Any, client: Client) -> None:
    client.post(PAGE + "gui/", {"text": "Có tên", "name": "Bình", "contact": "0905"})
    row = Statement.objects.get()
    assert "Xóa họ tên" in client.get(f"/y-kien/{row.code}/").content.decode()
    client.post(f"/y-kien/{row.code}/xoa-ten/")
    assert Speaker.objects.count() == 0
    assert "Xóa họ tên và cách liên hệ</button>" not in client.get(f"/y-kien/{row.code}/").content.decode()


def test_hidden_statements_tell_their_author_why(world: Any, client: Client) -> None:
    row = world.say()
    m.hide(world.officer, row.pk, "Xúc phạm người khác")
    assert "Xúc phạm người khác" in client.get(f"/y-kien/{row.code}/").content.decode()
    assert row.text not in client.get(PAGE).content.decode()


def test_filters_documents_and_the_official_table(world: Any, client: Client) -> None:
    first, second = world.say("Đường hẹp <b>quá</b>", shape=HERE), world.say("Xin thêm trường mầm non")
    m.accept(world.officer, [first.pk, second.pk])
    m.answer(world.officer, [first.pk], "part", "Mở rộng một phần")
    document = add_document(world.planner, world.consultation, "thuyết minh.pdf", [b"%PDF-1.4"])
    page = client.get(PAGE + "?chu-de=schools").content.decode()
    assert "trường mầm non" in page
    assert "Đường hẹp" not in page
    assert "&lt;b&gt;" in client.get(PAGE + "?ket-qua=part").content.decode()
    assert "Không có ý kiến nào khớp" in client.get(PAGE + "?q=%00khong").content.decode()
    sent = client.get(f"{PAGE}tai-lieu/{document.pk}/")
    assert (sent.getvalue(), sent.headers["Content-Type"]) == (b"%PDF-1.4", "application/pdf")
    word = client.get(PAGE + "bang-y-kien.docx", HTTP_ACCEPT_LANGUAGE="en")
    text = zipfile.ZipFile(io.BytesIO(word.content)).read("word/document.xml").decode()
    assert all(part in text for part in ("Tổng số ý kiến: 2", "Tiếp thu một phần", "Mở rộng một phần"))
    assert "&lt;b&gt;quá&lt;/b&gt;" in text
    book = openpyxl.load_workbook(io.BytesIO(client.get(PAGE + "bang-y-kien.xlsx").getvalue()))
    rows = list(book.worksheets[0].values)
    assert (len(rows), rows[1][5], rows[1][7]) == (3, "Đường hẹp <b>quá</b>", "Mở rộng một phần")


def test_open_data(world: Any, client: Client) -> None:
    row = world.say("Gọi 0905 123 456", shape=HERE)
    m.accept(world.officer, [row.pk])
    (listed,) = client.get("/api/v1/consultations").json()["consultations"]
    assert (listed["phase"], listed["received"], listed["answered"]) == ("open", 1, 0)
    one = client.get("/api/v1/consultations/quy-che-quan-ly-kien-truc").json()
    assert one["figures"]["by_commune"] == {"2c-1": 1}
    (feature,) = client.get("/api/v1/consultations/quy-che-quan-ly-kien-truc/statements").json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [108.49, 15.57]}
    assert (feature["id"], feature["properties"]["text"]) == (1, "Gọi […]")
    assert client.get("/api/v1/consultations/khong-co").json()["code"] == "consultation.unknown"
