"""Short signs on the drawing: ``O-12`` for the twelfth housing unit, ``LK3-05`` for a terrace plot."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import geopandas as gpd

STREETS: Mapping[int, str] = {
    1: "Đường chính",
    2: "Đường liên khu vực",
    3: "Đường khu vực",
    4: "Đường phân khu vực",
    5: "Đường nhóm nhà ở",
}
"""What a street of each rank is called."""

SIGNS: Mapping[str, str] = {
    "don-vi-o": "ĐVO",
    "nhom-nha-o": "O",
    "hon-hop": "HH",
    "lang-xom": "LX",
    "dich-vu-cong-cong": "DVCC",
    "dich-vu": "DV",
    "co-quan-do-thi": "CQ",
    "co-quan": "CQ",
    "cay-xanh-cong-cong": "CX",
    "cay-xanh-han-che": "CXHC",
    "cay-xanh-chuyen-dung": "CXCD",
    "giao-thong-do-thi": "GT",
    "giao-thong-doi-ngoai": "GTDN",
    "duong-giao-thong": "GT",
    "bai-do-xe": "P",
    "htkt-khac": "HTKT",
    "htkt-doi-ngoai": "HTKT",
    "cong-nghiep": "CN",
    "cong-nghiep-kho-tang": "CN",
    "dao-tao": "DT",
    "y-te": "YT",
    "van-hoa": "VH",
    "van-hoa-the-thao": "VHTT",
    "the-duc-the-thao": "TDTT",
    "truong-hoc": "TH",
    "truong-thpt": "THPT",
    "du-lich": "DL",
    "di-tich": "DTI",
    "di-tich-ton-giao": "TG",
    "dan-cu-nong-thon": "DCNT",
    "an-ninh": "AN",
    "quoc-phong": "QP",
    "nong-nghiep": "NN",
    "thuy-san": "TS",
    "nuoi-trong-thuy-san": "TS",
    "rung-san-xuat": "RSX",
    "rung-phong-ho": "RPH",
    "rung-dac-dung": "RDD",
    "chua-su-dung": "CSD",
    "ho-nuoc": "MN",
    "ho-ao": "MN",
    "song-suoi": "SS",
    "mat-nuoc-bien": "MNB",
    "nghia-trang": "NT",
}
"""Sign by the part of a function's key behind the dot."""

TERRACE, VILLA, FLATS = "LK", "BT", "CC"


def symbols(zones: gpd.GeoDataFrame) -> list[str]:
    """Number the zones of each function; plots are numbered within their block."""
    count: Counter[str] = Counter()
    found = []
    for function, part, block, area in zip(
        zones["function"], zones["part"], zones["block"], zones.geometry.area, strict=True
    ):
        sign = SIGNS[str(function).split(".")[1]]
        if part == "plot" and sign == "O":
            sign = TERRACE if area < 190 else VILLA if area < 900 else FLATS
        if part == "plot":
            sign += str(int(block) + 1)
        count[sign] += 1
        found.append(f"{sign}-{count[sign]:02d}")
    return found
