"""``dothi audit``: checking, reading and erasing in the record of who did what."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dothi.cli.django import start_django

if TYPE_CHECKING:
    from dothi.registry.audit.chain import Verification
    from dothi.registry.audit.models import AuditEntry

_ANCHOR = re.compile(r"(\d+):([0-9a-f]{64})")
JSON = click.option("--json", "as_json", is_flag=True, help="Kết quả dạng JSON. / Result as JSON.")


@click.group()
def audit() -> None:
    """Nhật ký. / The audit record."""


@audit.command()
@click.option(
    "--anchor",
    default="",
    help="Mốc SỐ:MÃ đã ghi lại từ lần kiểm tra trước. / An anchor NUMBER:HASH noted at an earlier check.",
)
@JSON
@click.pass_obj
def verify(workspace: Path, anchor: str, as_json: bool) -> None:
    """Kiểm tra chuỗi nhật ký (thoát 0 nếu nguyên vẹn, 1 nếu không). / Check the chain (exit 0 or 1)."""
    start_django(workspace)
    from dothi.registry.audit.chain import verify as check

    outcome = check(_read_anchor(anchor))
    if as_json:
        click.echo(json.dumps(_described(outcome), ensure_ascii=False, indent=2))
    elif outcome.broken is None:
        click.echo(f"Nhật ký nguyên vẹn: {outcome.count} bản ghi. / The record is whole.")
        click.echo(f"Mốc để lần sau đối chiếu / Anchor for the next check: {outcome.sequence}:{outcome.hash}")
    else:
        click.echo(
            f"Nhật ký không nguyên vẹn tại bản ghi {outcome.broken.sequence}: {outcome.broken.vi}. "
            f"/ {outcome.broken.en}.",
            err=True,
        )
    click.get_current_context().exit(0 if outcome.whole else 1)


@audit.command("list")
@click.option("--action", default="", help="Chỉ một loại việc. / One kind of action only.")
@click.option("--user", default="", help="Chỉ việc của một tài khoản. / What one account did.")
@click.option("--subject", default="", help="Chỉ một đối tượng. / One subject only.")
@click.option("--limit", default=50, show_default=True, help="Số bản ghi mới nhất. / How many, newest first.")
@click.option("--personal", is_flag=True, help="Mở cả dữ liệu cá nhân. / Open what is personal.")
@JSON
@click.pass_obj
def list_(  # noqa: PLR0917 - one for each option
    workspace: Path, action: str, user: str, subject: str, limit: int, personal: bool, as_json: bool
) -> None:
    """Đọc nhật ký, mới nhất trước. / Read the record, newest first."""
    start_django(workspace)
    from dothi.registry.accounts.services import find_user
    from dothi.registry.audit.models import AuditEntry

    entries = AuditEntry.objects.order_by("-sequence")
    wanted = {"action": action, "subject": subject, "actor_id": find_user(user).pk if user else ""}
    entries = entries.filter(**{name: value for name, value in wanted.items() if value != ""})
    rows = [_entry(entry, personal) for entry in entries[:limit]]
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        who = "–" if row["actor"] is None else f"#{row['actor']}"
        line = f"{row['sequence']:>7}  {row['at']}  {who:>6}  {row['action']}  {row['subject']}"
        extra = json.dumps(row["details"], ensure_ascii=False) if row["details"] else ""
        click.echo(f"{line}  {extra}".rstrip())
        for person, values in row.get("personal", {}).items():
            click.echo(f"{'':>9}#{person}: {'đã xóa / erased' if values is None else values}")


@audit.command()
@click.argument("user")
@click.option("--yes", is_flag=True, help="Không hỏi lại. / Do not ask again.")
@click.pass_obj
def erase(workspace: Path, user: str, yes: bool) -> None:
    """Xóa dữ liệu cá nhân của một người; không lấy lại được. / Erase a person's data for good.

    Khóa riêng của người đó bị hủy, tài khoản thành vô danh; chuỗi nhật ký vẫn nguyên vẹn. / Their key is
    destroyed and the account made nobody's; the chain stays whole.
    """
    start_django(workspace)
    from dothi.registry.accounts.services import find_user
    from dothi.registry.audit.erasure import erase_person

    found = find_user(user)
    if not yes:
        click.confirm(f"Xóa dữ liệu cá nhân của {found.username}? / Erase this person's data?", abort=True)
    erase_person(found)
    click.echo(f"Đã xóa; tài khoản còn lại là {found.username}. / Erased.")


def _read_anchor(text: str) -> tuple[int, str] | None:
    if not text:
        return None
    found = _ANCHOR.fullmatch(text.strip())
    if found is None:
        raise click.BadParameter(
            "viết SỐ:MÃ (64 ký tự) / write NUMBER:HASH (64 characters)", param_hint="--anchor"
        )
    return int(found[1]), found[2]


def _described(outcome: Verification) -> dict[str, Any]:
    broken = outcome.broken
    return {
        "whole": outcome.whole,
        "entries": outcome.count,
        "anchor": f"{outcome.sequence}:{outcome.hash}",
        "broken": None
        if broken is None
        else {"sequence": broken.sequence, "kind": broken.kind, "vi": broken.vi, "en": broken.en},
    }


def _entry(entry: AuditEntry, personal: bool) -> dict[str, Any]:
    from django.utils import timezone

    row: dict[str, Any] = {
        "sequence": entry.sequence,
        "at": timezone.localtime(entry.at).isoformat(timespec="seconds"),
        "actor": entry.actor_id,
        "action": entry.action,
        "subject": entry.subject,
        "details": entry.details,
    }
    if personal:
        from dothi.registry.audit.trail import readable_personal

        row["personal"] = {str(person): values for person, values in readable_personal(entry).items()}
    return row
