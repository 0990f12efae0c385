"""Which groups and buttons has the ribbon, and how are they told to Excel.

A button appears once what it does exists: to add one, add a line here, its texts
`ribbon.<name>.label` and `.help`, and what it does in `actions.py`.
"""

from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

NAMESPACE = "http://schemas.microsoft.com/office/2009/07/customui"


@dataclass(frozen=True)
class Button:
    """One button: its name, Office's picture for it, and the VBA procedure it calls."""

    name: str
    image: str = ""
    large: bool = False
    pressed: str = "TieoutPressed"


@dataclass(frozen=True)
class Menu:
    """Buttons behind one button, for what is needed now and then; a menu's buttons may have no picture."""

    name: str
    image: str
    buttons: tuple[Button, ...]


@dataclass(frozen=True)
class Group:
    """Buttons and menus that belong together."""

    name: str
    controls: tuple[Button | Menu, ...]

    @property
    def buttons(self) -> tuple[Button, ...]:
        """Every button, those of menus too."""
        return tuple(
            button
            for each in self.controls
            for button in (each.buttons if isinstance(each, Menu) else (each,))
        )

    @property
    def menus(self) -> tuple[Menu, ...]:
        """The menus."""
        return tuple(each for each in self.controls if isinstance(each, Menu))


TAB = "tab"
GROUPS = (
    Group(
        "data_group",
        (
            Button("import", "ImportTextFile", large=True),
            Button("reading_report", "FileDocumentInspect"),
            Button("cleaning_report", "ReviewTrackChanges"),
        ),
    ),
    Group(
        "reconcile_group",
        (
            Button("reconcile", "ReviewCompareAndMerge", large=True),
            Button("settings", "ControlsGallery"),
            Button("carry_forward", "DateAndTimeInsert"),
            Menu(
                "base_data",
                "AccessTableContacts",
                (Button("customers"), Button("products"), Button("upload", "FileCheckIn")),
            ),
        ),
    ),
    Group(
        "settle_group",
        (
            Button("settle", "TableRelationshipsDialog", large=True),
            Button("accept", "AcceptInvitation"),
            Button("unsettle", "DeclineInvitation"),
            Button("undo", "Undo"),
            Menu(
                "marks",
                "AccessTableIssues",
                (
                    Button("mark_dispute"),
                    Button("mark_timing"),
                    Button("mark_theirs"),
                    Button("mark"),
                    Button("note", "ReviewEditComment"),
                ),
            ),
            Menu(
                "decide",
                "AccessTableTasks",
                (Button("reject", "ReviewRejectChange"), Button("choose"), Button("split")),
            ),
            Button("clear", "ClearAll"),
        ),
    ),
    Group(
        "reports_group",
        (
            Button("statement", "FilePrintPreview", large=True),
            Button("proposals", "AccountingFormat"),
            Button("aging", "CalendarInsert"),
            Menu(
                "issue",
                "EnvelopesAndLabelsDialog",
                (
                    Button("statements", "FileSaveAsExcelXlsx"),
                    Button("letters", "MailMergeStartLetters"),
                    Button("difference_letter"),
                ),
            ),
        ),
    ),
    Group(
        "books_group",
        (
            Button("post", "RecordsSaveRecord", large=True),
            Button("query", "FindDialog"),
            Menu(
                "entering",
                "AccessTableEvents",
                (Button("entry_form", "FileNew"), Button("enter", "FileCheckIn")),
            ),
            Button("review", "ReviewAcceptChange"),
            Button("send_back", "ReviewRejectChange"),
            Button("close_month", "Lock"),
        ),
    ),
    Group(
        "help_group",
        (
            Button("why", "ErrorChecking", large=True, pressed="TieoutWhyPressed"),
            Button("guide", "Help"),
            Button("sample", "FileNew"),
            Button("language", "Translate", pressed="TieoutLanguagePressed"),
            Menu(
                "trouble",
                "PropertySheet",
                (
                    Button("doctor", "MacroSecurity"),
                    Button("details", "FileViewDigitalSignatures"),
                    Button("feedback", "ReviewNewComment"),
                ),
            ),
        ),
    ),
)


def ribbon_xml() -> str:
    """The customUI part of the add-in."""
    groups = "\n".join(_group(group) for group in GROUPS)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<customUI xmlns="{NAMESPACE}" onLoad="TieoutRibbonLoaded">\n'
        "  <ribbon>\n    <tabs>\n"
        f'      <tab id="TieoutTab" tag="{TAB}" getLabel="TieoutLabel">\n'
        f"{groups}\n"
        "      </tab>\n    </tabs>\n  </ribbon>\n</customUI>\n"
    )


def _group(group: Group) -> str:
    controls = "\n".join(
        _menu(each) if isinstance(each, Menu) else _button(each, _size(each))
        for each in group.controls
    )
    return (
        f'        <group id="Tieout_{group.name}" tag="{group.name}" getLabel="TieoutLabel">\n'
        f"{controls}\n        </group>"
    )


def _size(button: Button) -> dict[str, str]:
    return {"size": "large" if button.large else "normal"}


def _menu(menu: Menu) -> str:
    """In a menu no button has a size."""
    buttons = "\n".join(f"  {_button(button, {})}" for button in menu.buttons)
    told = _written({**_told(menu.name, menu.image), "size": "normal"})
    return f"          <menu {told}>\n{buttons}\n          </menu>"


def _button(button: Button, size: dict[str, str]) -> str:
    told = {**_told(button.name, button.image), **size, "onAction": button.pressed}
    return f"          <button {_written(told)}/>"


def _told(name: str, image: str) -> dict[str, str]:
    """What buttons and menus have in common."""
    return {
        "id": f"Tieout_{name}",
        "tag": name,
        **({"imageMso": image} if image else {}),
        "getLabel": "TieoutLabel",
        "getScreentip": "TieoutScreentip",
        "getSupertip": "TieoutSupertip",
    }


def _written(attributes: dict[str, str]) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
