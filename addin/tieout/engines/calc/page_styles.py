"""How is a sheet of LibreOffice printed: by a page style, which another workbook does not have."""

from typing import Any

_READ_ONLY = 16
_OWN = {"DisplayName", "FollowStyle", "ParentStyle", "Name", "IsPhysical"}


def copy_page_style(source: Any, target: Any) -> None:
    """Gives a sheet of another workbook a page style like that of this one, and its repeated rows."""
    styles = target.book.document.StyleFamilies.getByName("PageStyles")
    name = f"Tieout {target.name}"
    number = 1
    while styles.hasByName(name):
        number += 1
        name = f"Tieout {target.name} {number}"
    style = target.book.document.createInstance("com.sun.star.style.PageStyle")
    styles.insertByName(name, style)
    family = source.book.document.StyleFamilies.getByName("PageStyles")
    _copy_properties(family.getByName(source.native.PageStyle), style)
    target.native.PageStyle = name
    if source.native.getPrintTitleRows():
        target.native.setTitleRows(source.native.getTitleRows())
        target.native.setPrintTitleRows(True)


def _copy_properties(source: Any, target: Any) -> None:
    """What is on comes first: margins and texts of a header are only taken where there is one."""
    known = source.getPropertySetInfo().getProperties()
    names = [one.Name for one in known if not one.Attributes & _READ_ONLY and one.Name not in _OWN]
    for name in sorted(
        names, key=lambda name: (not name.endswith("IsOn"), name.startswith("ScaleTo"))
    ):
        value = source.getPropertyValue(name)
        if value is not None and value != target.getPropertyValue(name):
            target.setPropertyValue(name, value)
