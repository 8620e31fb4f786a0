"""The whole text with what was read from it, and one item's stretch marked."""

from __future__ import annotations

import html
import re
from types import SimpleNamespace

import pytest

from dothi.portal.public.programmes.text import Piece, pieces

PAGE = "/chuong-trinh/nghi-quyet-06/van-ban/"


def item(start: int, end: int) -> SimpleNamespace:
    return SimpleNamespace(start=start, end=end)


TEXT = "- **Đến năm 2025** có 21 đô thị; đến năm 2030 có 28 đô thị.\n\nTiếp theo"


def test_a_stretch_is_cut_out_and_every_word_stays():
    start = TEXT.index("đến năm 2030")
    end = TEXT.index(".\n")
    node = TEXT.index("Tiếp")
    assert pieces(TEXT, 0, node, item(start, end)) == (
        Piece("- Đến năm 2025 có 21 đô thị; ", marked=False),
        Piece("đến năm 2030 có 28 đô thị", marked=True),
        Piece(".", marked=False),
    )


def test_a_node_the_item_does_not_touch_is_whole():
    node = TEXT.index("Tiếp")
    assert pieces(TEXT, node, len(TEXT), item(0, 10)) == (Piece("Tiếp theo", marked=False),)
    assert pieces(TEXT, 0, node, None) == (
        Piece("- Đến năm 2025 có 21 đô thị; đến năm 2030 có 28 đô thị.", marked=False),
    )


def test_an_item_that_reaches_past_its_node_is_cut_at_the_border():
    node = TEXT.index("Tiếp")
    assert pieces(TEXT, node, len(TEXT), item(0, len(TEXT))) == (Piece("Tiếp theo", marked=True),)


pytestmark = pytest.mark.usefixtures("programme")


def body(text: str) -> str:
    return re.sub(
        r"<details class=\"doc__items\".*?</details>",
        "",
        text.split('with-contents__main doc"')[1],
        flags=re.DOTALL,
    )


def words(text: str) -> list[str]:
    return html.unescape(re.sub(r"<[^>]+>", " ", text)).split()


def test_every_word_of_the_source_is_there_in_order(client, root):
    source = root / "src/dothi/provinces/quang-nam/programme-06.txt"
    wanted = source.read_text(encoding="utf-8").replace("**", "").split()
    shown = words(body(client.get(PAGE).text).split("</p>", 1)[1])
    assert shown[: len(wanted)] == wanted


def test_one_item_is_marked_and_its_paragraph_has_an_anchor(client):
    from dothi.registry.programmes.models import Item

    row = Item.objects.get(kind="target", fields__measure="towns", fields__year_to=2030)
    text = client.get(f"{PAGE}?muc={row.line}").text
    assert re.findall(r"<mark>(.*?)</mark>", text) == ["đến năm 2030, có 28 đô thị"]
    assert f'id="{row.node}"' in text
    assert 'aria-current="true"' in text
    assert f'href="/chuong-trinh/nghi-quyet-06/#muc-{row.line}"' in text


def test_items_stand_beside_their_paragraph(client):
    text = client.get(PAGE).text
    row = text.split('id="n15"')[1].split('id="n16"')[0]
    assert row.count("<li>") == 2
    assert "Tỷ lệ đô thị hóa: 40%, đến năm 2030" in row


def test_a_link_to_an_item_that_is_not_there_says_so(client):
    text = client.get(f"{PAGE}?muc=khong-co").text
    assert "Phiên bản này không có mục được hỏi" in text
    assert "<mark>" not in text


def test_text_of_one_version_keeps_its_links_on_it(client):
    text = client.get("/chuong-trinh/nghi-quyet-06/phien-ban/1/van-ban/").text
    assert re.search(r'href="/chuong-trinh/nghi-quyet-06/phien-ban/1/van-ban/\?muc=', text)
    assert not re.search(r'href="/chuong-trinh/nghi-quyet-06/van-ban/\?muc=', text)
