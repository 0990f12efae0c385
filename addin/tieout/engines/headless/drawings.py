"""Which pictures stand on an openpyxl sheet, and how are they put there."""

from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl.drawing.image import Image

from tieout.engines.headless.places import Place, anchor, place_of
from tieout.engines.shared.finding import Gathered
from tieout.engines.shared.measures import POINTS_PER_PIXEL
from tieout.engines.shared.unsupported import Speaking


class Placed(Speaking):
    """Something that stands on a sheet: where, how large, and its name."""

    __slots__ = ("native", "parent")
    ENGINE = "headless"
    KIND = ""

    def __init__(self, parent: Any, native: Any) -> None:
        self.parent = parent
        self.native = native

    @property
    def api(self) -> Any:
        """The object as openpyxl holds it."""
        return self.native

    def _siblings(self) -> list[Any]:
        raise NotImplementedError

    @property
    def index(self) -> int:
        """Its place among its like."""
        return self._siblings().index(self.native) + 1

    @property
    def name(self) -> str:
        """Its name."""
        own = getattr(self.native, "tieout_name", None)
        return own or f"{self.KIND} {self.index}"

    @name.setter
    def name(self, value: str) -> None:
        self.native.tieout_name = value
        self.parent.touched("drawing")

    def _place(self) -> Place:
        return place_of(self.parent.native, self.native)

    def _move(self, **changes: float) -> None:
        left, top, width, height = self._place()
        place = {"left": left, "top": top, "width": width, "height": height, **changes}
        self.native.anchor = anchor(
            self.parent.native, (place["left"], place["top"], place["width"], place["height"])
        )
        self.parent.touched("drawing")

    @property
    def left(self) -> float:
        """Points from the left edge."""
        return self._place()[0]

    @left.setter
    def left(self, value: float) -> None:
        self._move(left=value)

    @property
    def top(self) -> float:
        """Points from the top."""
        return self._place()[1]

    @top.setter
    def top(self, value: float) -> None:
        self._move(top=value)

    @property
    def width(self) -> float:
        """The width in points."""
        return self._place()[2]

    @width.setter
    def width(self, value: float) -> None:
        self._move(width=value)

    @property
    def height(self) -> float:
        """The height in points."""
        return self._place()[3]

    @height.setter
    def height(self, value: float) -> None:
        self._move(height=value)

    def delete(self) -> None:
        """Takes it away."""
        siblings = self._siblings()
        del siblings[self.index - 1]
        self.parent.touched("drawing")


class Picture(Placed):
    """A picture on a sheet."""

    __slots__ = ()
    KIND = "Picture"

    def _siblings(self) -> list[Any]:
        return self.parent.native._images

    @property
    def lock_aspect_ratio(self) -> bool:
        """Whether width and height change together."""
        return bool(getattr(self.native, "tieout_locked", True))

    @lock_aspect_ratio.setter
    def lock_aspect_ratio(self, value: bool) -> None:
        self.native.tieout_locked = value

    def _move(self, **changes: float) -> None:
        _, _, width, height = self._place()
        if self.lock_aspect_ratio and width and height and len(changes) == 1:
            if "width" in changes:
                changes["height"] = height * changes["width"] / width
            elif "height" in changes:
                changes["width"] = width * changes["height"] / height
        super()._move(**changes)

    def update(self, filename: str) -> "Picture":
        """Shows another picture in the same place."""
        old = self.native
        self.native = image(Path(filename).read_bytes())
        self.native.anchor = old.anchor
        self.native.tieout_name = getattr(old, "tieout_name", None)
        siblings = self._siblings()
        siblings[siblings.index(old)] = self.native
        self.parent.touched("drawing")
        return self


class Pictures(Gathered):
    """The pictures of a sheet."""

    __slots__ = ()
    ENGINE = "headless"

    def _all(self) -> list[Picture]:
        return [Picture(self.parent, native) for native in self.parent.native._images]

    def add(
        self,
        filename: str,
        link_to_file: bool,
        save_with_document: bool,
        left: float | None,
        top: float | None,
        width: float,
        height: float,
        anchor: Any = None,
    ) -> Picture:
        """Puts a picture on the sheet, in its own size where none is given."""
        del link_to_file, save_with_document
        native = image(Path(filename).read_bytes())
        size = (native.width * POINTS_PER_PIXEL, native.height * POINTS_PER_PIXEL)
        if anchor is not None:
            left, top = anchor.impl.left, anchor.impl.top
        picture = Picture(self.parent, native)
        place = (
            left or 0.0,
            top or 0.0,
            width if width > 0 else size[0],
            height if height > 0 else size[1],
        )
        native.anchor = place_anchor(self.parent, place)
        self.parent.native.add_image(native)
        self.parent.touched("drawing")
        return picture


def image(content: bytes) -> Image:
    """A picture that does not depend on an open file."""
    return Image(BytesIO(content))


def place_anchor(sheet: Any, place: Place) -> Any:
    """An anchor on a sheet of the engine."""
    return anchor(sheet.native, place)
