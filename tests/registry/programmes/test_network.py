"""What names stand for on record, and the network a map shows."""

from __future__ import annotations

from datetime import date

import pytest

from dothi.base.text import fold
from dothi.base.time import Bound, Period
from dothi.registry.places.models import Town, TownUnit, Unit
from dothi.registry.programmes.adopting import Adoption
from dothi.registry.programmes.importing import import_programme
from dothi.registry.programmes.network import network_on
from dothi.registry.programmes.records import Records

DAY = date(2024, 6, 1)
TEXT = """CHƯƠNG TRÌNH
phát triển đô thị tỉnh Quảng Nam

I. NHIỆM VỤ, GIẢI PHÁP

1. Phát triển hệ thống đô thị

(1) Đối với Cụm động lực số 3: Hình thành chuỗi đô thị phía Nam gồm Phú Ninh, Tam Kỳ, Núi Thành, định hướng \
xây dựng đô thị loại I trực thuộc tỉnh. Phấn đấu xây dựng thành phố Tam Kỳ đạt các tiêu chí của đô thị \
loại I vào năm 2025.
"""


@pytest.fixture
def network(world):
    start = Period(Bound(None, date(2019, 12, 31)))
    place = Unit(
        key="3c-518",
        code="518",
        name="Huyện Phú Ninh",
        kind="Huyện",
        level=2,
        folded="huyen phu ninh",
        longitude=108.42,
        latitude=15.51,
        source=world.source,
    )
    place.period = start
    place.save()
    Town.objects.filter(key="tam-ky").update(longitude=108.5, latitude=15.58)
    row = Town(key="nui-thanh", name="Núi Thành", folded=fold("Núi Thành"), source=world.source)
    row.period = start
    row.save()
    import_programme(
        "mot", "mot.txt", TEXT.encode(), Adoption(Bound.on(date(2022, 6, 1)), source=world.source)
    )
    return network_on(DAY)


def test_members_stand_in_the_order_of_the_text_with_their_records(network):
    chain = next(group for group in network.groups if group.kind == "chain")
    assert [
        (member.name, member.record and (member.record.kind, member.record.key)) for member in chain.members
    ] == [
        ("Phú Ninh", ("unit", "3c-518")),
        ("Tam Kỳ", ("town", "tam-ky")),
        ("Núi Thành", ("town", "nui-thanh")),
    ]
    points = [member.record.point for member in chain.members if member.record]
    assert points == [(108.42, 15.51), (108.5, 15.58), None]


def test_a_town_has_its_aims(network):
    town = next(town for town in network.towns if town.record.key == "tam-ky")
    assert {(item.fields["status"], item.fields["class"]) for item in town.items} == {("reach", "I")}


def test_a_town_without_a_point_lies_between_the_units_it_covers(world):
    start = Period(Bound(None, date(2019, 12, 31)))
    for key, longitude, latitude in (("3c-1", 108.0, 15.0), ("3c-2", 108.2, 15.4)):
        unit = Unit(
            key=key,
            code=key[3:],
            name=f"Xã {key}",
            kind="Xã",
            level=3,
            folded=key,
            longitude=longitude,
            latitude=latitude,
            source=world.source,
        )
        unit.period = start
        unit.save()
        cover = TownUnit(town_key="hoi-an", unit_key=key, coverage="unknown", source=world.source)
        cover.period = start
        cover.save()
    found = Records.load(DAY).find("town", "hoi-an")
    assert found is not None
    assert (found.point, found.position) == ((108.1, 15.2), "derived")


def test_one_unit_without_a_point_leaves_the_town_without_one(world):
    start = Period(Bound(None, date(2019, 12, 31)))
    cover = TownUnit(town_key="hoi-an", unit_key="3c-9", coverage="full", source=world.source)
    cover.period = start
    cover.save()
    found = Records.load(DAY).find("town", "hoi-an")
    assert found is not None
    assert (found.point, found.position) == (None, "")


def test_unknown_keys_and_days_without_a_programme(world):
    assert Records.load(DAY).find("town", "khong-co") is None
    assert Records.load(DAY).find("unit", "khong-co") is None
    assert network_on(date(1999, 1, 1)).groups == ()
