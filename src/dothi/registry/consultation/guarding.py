"""Keeping spam out without anybody else's service: a proof of work, counts per address and session, doubts.

Nothing is thrown away in silence. Over the limit a statement is refused with a sentence; what is only
doubtful comes in with the doubt written beside it, and a moderator looks. Addresses are counted by a keyed
mark that cannot be turned back.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache

from dothi.registry.audit import keys
from dothi.registry.consultation.models import Consultation
from dothi.registry.consultation.refusals import refusal

BITS = 15
"""Leading zero bits of the proof: some 33,000 digests, under a second on a phone."""
LASTS = 12 * 3600
PER_ADDRESS, PER_SESSION = 40, 6
"""Statements in an hour; many people may share the address of an office or a village."""
FAST = 4
"""Seconds in which nobody reads a form and writes."""
MANY_FROM_ONE = 5
_HOUR = 3600
_SALT = "dothi.consultation.proof"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_LINKS = 2

DOUBTS: dict[str, tuple[str, str]] = {
    "no-proof": ("Trình duyệt không tính bằng chứng", "The browser sent no proof of work"),
    "bad-proof": ("Bằng chứng sai, quá hạn hoặc dùng lại", "The proof is wrong, too old or used before"),
    "fast": ("Gửi quá nhanh sau khi mở trang", "Sent too fast after opening the page"),
    "links": ("Có nhiều địa chỉ trang mạng", "Holds several web addresses"),
    "busy": (
        "Nhiều ý kiến từ cùng một địa chỉ mạng trong một giờ",
        "Many from one network address in an hour",
    ),
}


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of who sends a form: network address, session, what the page's script computed."""

    address: str = ""
    session: str = ""
    token: str = ""
    nonce: str = ""


def new_token(consultation: Consultation) -> str:
    """What the page's script works on: signed, dated, good for one statement to one consultation."""
    return signing.dumps([consultation.pk, secrets.token_urlsafe(9)], salt=_SALT)


def solves(token: str, nonce: str, bits: int = BITS) -> bool:
    """Whether SHA-256 of ``token:nonce`` begins with so many zero bits."""
    digest = hashlib.sha256(f"{token}:{nonce}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - bits) == 0


def doubts_about(consultation: Consultation, sender: Sender, text: str, now: float) -> list[str]:
    """Why a moderator should look twice; counts the statement.

    Raises :class:`InputError` (``consultation.too-many``) over a limit.
    """
    found = [*_proof(consultation, sender, now)]
    if len(_LINK.findall(text)) >= _LINKS:
        found.append("links")
    if _count(sender, int(now // _HOUR)) > MANY_FROM_ONE:
        found.append("busy")
    return found


def _proof(consultation: Consultation, sender: Sender, now: float) -> Iterable[str]:
    if not sender.token or not sender.nonce:
        yield "no-proof"
        return
    try:
        about, _ = signing.loads(sender.token, salt=_SALT, max_age=LASTS)
        age = now - signing.b62_decode(sender.token.split(":")[-2])
    except (signing.BadSignature, ValueError, IndexError):
        yield "bad-proof"
        return
    used = f"consultation-proof:{hashlib.sha256(sender.token.encode()).hexdigest()}"
    if about != consultation.pk or not solves(sender.token, sender.nonce) or not cache.add(used, 1, LASTS):
        yield "bad-proof"
    if age < FAST:
        yield "fast"


def _count(sender: Sender, hour: int) -> int:
    """Statements from this address in this hour, this one included."""
    limits = [("address", sender.address, PER_ADDRESS), ("session", sender.session, PER_SESSION)]
    counted = {}
    for kind, value, most in limits:
        if not value:
            continue
        name = f"consultation-rate:{kind}:{keys.mark(value)}:{hour}"
        counted[kind] = cache.get(name, 0) + 1
        cache.set(name, counted[kind], _HOUR)
        if counted[kind] > most:
            raise refusal(
                "too-many",
                "",
                "Đã gửi quá nhiều ý kiến trong một giờ",
                "Too many statements were sent within an hour",
                (
                    "Chờ một giờ rồi gửi tiếp; nội dung đã viết vẫn ở đây",
                    "Wait an hour; what you wrote is here",
                ),
            )
    return counted.get("address", 0)
