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
    image: str
    large: bool = False
    pressed: str = "TieoutPressed"


@dataclass(frozen=True)
class Group:
    """Buttons that belong together."""

    name: str
    buttons: tuple[Button, ...]


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
        ),
    ),
    Group(
        "settle_group",
        (
            Button("settle", "TableRelationshipsDialog", large=True),
            Button("unsettle", "DeclineInvitation"),
            Button("accept", "AcceptInvitation"),
            Button("undo", "Undo"),
            Button("clear", "ClearAll"),
        ),
    ),
    Group(
        "reports_group",
        (
            Button("statement", "FilePrintPreview", large=True),
            Button("statements", "FileSaveAsExcelXlsx"),
            Button("letters", "EnvelopesAndLabelsDialog"),
            Button("aging", "CalendarInsert"),
        ),
    ),
    Group(
        "books_group",
        (
            Button("post", "RecordsSaveRecord", large=True),
            Button("query", "FindDialog"),
            Button("review", "ReviewAcceptChange"),
            Button("close_month", "Lock"),
        ),
    ),
    Group(
        "help_group",
        (
            Button("why", "ErrorChecking", large=True, pressed="TieoutWhyPressed"),
            Button("guide", "Help"),
            Button("sample", "FileNew"),
            Button("doctor", "MacroSecurity"),
            Button("details", "FileViewDigitalSignatures"),
            Button("feedback", "ReviewNewComment"),
            Button("language", "Translate", pressed="TieoutLanguagePressed"),
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
    buttons = "\n".join(_button(button) for button in group.buttons)
    return (
        f'        <group id="Tieout_{group.name}" tag="{group.name}" getLabel="TieoutLabel">\n'
        f"{buttons}\n        </group>"
    )


def _button(button: Button) -> str:
    attributes = {
        "id": f"Tieout_{button.name}",
        "tag": button.name,
        "size": "large" if button.large else "normal",
        "imageMso": button.image,
        "getLabel": "TieoutLabel",
        "getScreentip": "TieoutScreentip",
        "getSupertip": "TieoutSupertip",
        "onAction": button.pressed,
    }
    written = " ".join(f"{name}={quoteattr(value)}" for name, value in attributes.items())
    return f"          <button {written}/>"
