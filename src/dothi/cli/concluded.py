"""What people concluded of the land that a command compares, read for it and told beside its answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from dothi.land.beside import Beside
    from dothi.land.overrides import Conclusion

ON_RECORD = ("plan:", "theme:")


def conclusions_for(addresses: Iterable[str], day: date, known_on: date | None) -> list[Conclusion]:
    """Conclusions that hold on a day; none for what is not on record, of which nobody can conclude.

    Whoever reads an address on record has started the registry before.
    """
    if not any(address.startswith(ON_RECORD) for address in addresses):
        return []
    from dothi.registry.land.overriding import conclusions_on

    return conclusions_on(day, known_on)


def print_beside(said: Sequence[Beside]) -> None:
    """Each conclusion as a line."""
    from dothi.land.beside import beside_text

    for one in said:
        click.echo(f"Kết luận số / conclusion {one.conclusion.said.number}: {' / '.join(beside_text(one))}")
