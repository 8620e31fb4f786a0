"""The entities of a drawing with blocks taken apart: nested, repeated and transformed ones too.

Entities of a block that lie on layer 0 belong to the layer of the reference. Counts and depth are bounded,
for a few references inside one another can stand for billions of lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ezdxf.document import Drawing
from ezdxf.entities.dxfentity import DXFEntity
from ezdxf.entities.dxfgfx import DXFGraphic
from ezdxf.entities.insert import Insert

from dothi.base.errors import Fault, UnusableError
from dothi.intake.reading.cad.document import DRAWING_ERRORS, layer_state, whole
from dothi.intake.reading.reader import Source

_DEEPEST = 16
_HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Placed:
    """One entity where it stands. ``key`` is its handle, with a number for pieces of a block reference.

    ``block`` names the blocks it lies in, outermost first. ``state`` is ``off``, ``frozen`` or ``hidden``,
    empty for what shows.
    """

    entity: DXFGraphic
    key: str
    layer: str
    block: str = ""
    state: str = ""


@dataclass(slots=True)
class Walk:
    """One walk through a drawing; ``passed_over`` counts what could not be read, by kind."""

    drawing: Drawing
    source: Source
    passed_over: Counter[str] = field(default_factory=Counter)
    states: dict[str, str] = field(default_factory=dict)
    seen: int = 0

    def entities(self) -> Iterator[Placed]:
        """Every entity of the model, in drawing order."""
        for entity in self.drawing.modelspace():
            yield from self._placed(entity, entity.dxf.get("handle", "") or f"#{self.seen}")

    def _placed(self, entity: DXFEntity, key: str) -> Iterator[Placed]:
        if not isinstance(entity, DXFGraphic):
            self.passed_over[entity.dxftype()] += 1
            return
        layer = whole(str(entity.dxf.get("layer", "0")))
        state = self._state(layer) or (_HIDDEN if entity.dxf.get("invisible", 0) else "")
        if isinstance(entity, Insert):
            yield from self._reference(Placed(entity, key, layer, "", state), entity, 0)
        else:
            yield self._counted(Placed(entity, key, layer, "", state))

    def _reference(self, at: Placed, insert: Insert, depth: int) -> Iterator[Placed]:
        """Take a block reference apart."""
        name = whole(str(insert.dxf.get("name", "")))
        path = f"{at.block}/{name}" if at.block else name
        if depth >= _DEEPEST:
            self.passed_over["INSERT"] += 1
            return
        definition = self.drawing.blocks.get(insert.dxf.get("name", ""))
        if definition is None or definition.block is None or definition.block.is_xref:
            self.passed_over["XREF" if definition is not None else "INSERT"] += 1
            return
        number = 0
        for one in self._repeated(insert):
            for attrib in one.attribs:
                number += 1
                yield self._counted(self._piece(attrib, f"{at.key}/{number}", at, path))
            for piece in self._pieces(one):
                number += 1
                placed = self._piece(piece, f"{at.key}/{number}", at, path)
                if isinstance(piece, Insert):
                    yield from self._reference(placed, piece, depth + 1)
                else:
                    yield self._counted(placed)

    def _piece(self, entity: DXFGraphic, key: str, at: Placed, path: str) -> Placed:
        """A piece of a block where its reference puts it; what lies on layer 0 goes with the reference."""
        own = whole(str(entity.dxf.get("layer", "0")))
        layer = at.layer if own == "0" else own
        state = at.state or self._state(layer) or (_HIDDEN if entity.dxf.get("invisible", 0) else "")
        return Placed(entity, key, layer, path, state)

    def _repeated(self, insert: Insert) -> Iterable[Insert]:
        if insert.mcount <= 1:
            return (insert,)
        if insert.mcount > self.source.limits.entities:
            raise UnusableError(self._too_many())
        return insert.multi_insert()

    def _pieces(self, insert: Insert) -> list[DXFGraphic]:
        try:
            return list(insert.virtual_entities(skipped_entity_callback=self._skipped))
        except MemoryError:
            raise
        except DRAWING_ERRORS:
            self.passed_over["INSERT"] += 1
            return []

    def _skipped(self, entity: DXFGraphic, reason: str) -> None:
        del reason
        self.passed_over[entity.dxftype()] += 1

    def _state(self, layer: str) -> str:
        if layer not in self.states:
            self.states[layer] = layer_state(self.drawing, layer)
        return self.states[layer]

    def _counted(self, placed: Placed) -> Placed:
        self.seen += 1
        if self.seen > self.source.limits.entities:
            raise UnusableError(self._too_many())
        if self.seen % 10_000 == 0:
            self.source.progress("Đọc bản vẽ / Reading the drawing", self.seen, 0)
        return placed

    def _too_many(self) -> Fault:
        most = self.source.limits.entities
        return Fault(
            "intake.too-many",
            f"Bản vẽ có nhiều hơn {most} đối tượng sau khi tách khối (block)",
            f"The drawing has more than {most} entities once its blocks are taken apart",
            self.source.where,
            "Xóa các khối không thuộc quy hoạch, hoặc chia bản vẽ thành nhiều phần",
            "Delete blocks that are not part of the plan, or split the drawing",
        )
