"""The ribbon: what it names exists, once, with the right signature, in both languages."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tieout import excel, procedures
from tieout.excel.actions import ACTIONS
from tieout.excel.addin_file import modules
from tieout.excel.ribbon import GROUPS, NAMESPACE, TAB, ribbon_xml
from tieout.excel.ui_texts import ui_texts
from tieout.texts import LANGUAGES, text

SIGNATURES = {
    "onLoad": r"ByVal \w+ As Object",
    "onAction": r"ByVal \w+ As Object",
    "getLabel": r"ByVal \w+ As Object, ByRef \w+ As Variant",
    "getScreentip": r"ByVal \w+ As Object, ByRef \w+ As Variant",
    "getSupertip": r"ByVal \w+ As Object, ByRef \w+ As Variant",
}
PICTURES = {
    "FileDocumentInspect", "ReviewCompareAndMerge", "ErrorChecking", "Help", "AcceptInvitation",
    "FileViewDigitalSignatures", "FilePrintPreview", "FileSaveAsExcelXlsx", "EnvelopesAndLabelsDialog",
    "CalendarInsert", "FileNew", "ClearAll", "ReviewNewComment", "Translate",
    "AccessTableContacts", "AccessTableEvents", "AccessTableIssues", "AccessTableTasks", "AccountingFormat", "DateAndTimeInsert",
    "FileCheckIn", "MailMergeStartLetters", "PropertySheet", "ReviewEditComment", "ReviewRejectChange",
    "ReviewTrackChanges", "ControlsGallery", "TableRelationshipsDialog", "DeclineInvitation", "Undo", "MacroSecurity", "ImportTextFile", "RecordsSaveRecord", "FindDialog", "ReviewAcceptChange", "Lock",
}  # fmt: skip
"""Pictures of the gallery Microsoft publishes for Office 2010 and later."""
NOT_PRESSED = {
    "Which", "actions", "decisions", "open_items_of", "proposed", "reconcile", "reconcile_files", "rules",
}  # fmt: skip
"""What is no button: values, what other procedures do, and what the sheets Decisions and Rules show."""
LABEL_MAX, SCREENTIP_MAX, SUPERTIP_MAX = 24, 1024, 1024


def elements():
    return list(ElementTree.fromstring(ribbon_xml().encode()).iter())


def test_it_is_of_office_2010_and_later():
    assert elements()[0].tag == f"{{{NAMESPACE}}}customUI"
    assert NAMESPACE == "http://schemas.microsoft.com/office/2009/07/customui"


def test_every_id_is_there_once():
    ids = [each.get("id") for each in elements() if each.get("id")]
    assert len(ids) == len(set(ids)) == len(elements()) - 3


def test_no_control_has_both_a_text_and_its_callback():
    for each in elements():
        for name in ("label", "screentip", "supertip", "image"):
            assert not (each.get(name) and each.get(f"get{name.capitalize()}"))


def callbacks():
    return [
        (attribute, name)
        for each in elements()
        for attribute, name in each.attrib.items()
        if attribute.startswith(("get", "on"))
    ]


@pytest.mark.parametrize(("attribute", "name"), sorted(set(callbacks())))
def test_every_callback_exists_with_its_signature(attribute, name):
    source = "\n".join(module.source for module in modules())
    assert len(re.findall(rf"^Public Sub {name}\({SIGNATURES[attribute]}\)$", source, re.M)) == 1


def test_every_callback_can_be_seen_from_outside_its_module():
    hidden = "\n".join(m.source for m in modules() if "Option Private Module" in m.source)
    assert not [name for _, name in callbacks() if f"Sub {name}(" in hidden]


def test_a_beginner_sees_one_large_button_a_group_and_few_beside_it():
    for group in GROUPS:
        large = [each for each in group.controls if getattr(each, "large", False)]
        assert large == list(group.controls[:1])
        assert len(group.controls) <= 7
    assert len({b.name for g in GROUPS for b in g.buttons}) == sum(len(g.buttons) for g in GROUPS)


def test_buttons_have_a_size_but_in_menus_and_pictures_but_there():
    for parent in elements():
        for each in parent:
            in_menu = parent.tag.endswith("}menu")
            if each.tag.rpartition("}")[2] in ("button", "menu"):
                assert (each.get("size") is None) == in_menu
                assert each.get("imageMso") or in_menu


def test_every_picture_is_one_of_offices():
    used = {each.get("imageMso") for each in elements() if each.get("imageMso")}
    assert used <= PICTURES


def test_every_text_is_there_in_both_languages_and_fits():
    carried = {key for key, _, _ in ui_texts()}
    for group in GROUPS:
        for button in (*group.buttons, *group.menus):
            for language in LANGUAGES:
                assert len(text(f"ribbon.{button.name}.label", language)) <= LABEL_MAX
                assert len(text(f"ribbon.{button.name}.help", language)) <= SUPERTIP_MAX
            assert {f"ribbon.{button.name}.label", f"ribbon.{button.name}.help"} <= carried
        assert f"ribbon.{group.name}.label" in carried
    assert f"ribbon.{TAB}.label" in carried


def test_the_checklist_names_every_group_and_menu_that_is_there():
    page = Path(excel.__file__).parents[2] / "docs" / "windows-checklist.md"
    words = " ".join(page.read_text(encoding="utf-8").split())
    for group in GROUPS:
        for each in (group, *group.menus):
            zh, en = (text(f"ribbon.{each.name}.label", language) for language in ("zh", "en"))
            assert f"{zh} {en}" in words


def test_every_tag_is_a_name_the_callbacks_can_look_up():
    tags = {each.get("tag") for each in elements() if each.get("tag")}
    named = {each.name for group in GROUPS for each in (*group.buttons, *group.menus)}
    assert tags == named | {group.name for group in GROUPS} | {TAB}


def test_a_button_of_a_procedure_is_there_only_with_its_procedure():
    folder = Path(excel.__file__).parent
    source = "".join(file.read_text(encoding="utf-8") for file in folder.glob("*action*.py"))
    asked = set(re.findall(r"procedures\.(\w+)\(", source)) - {"Which"}
    assert asked >= set(procedures.__all__) - NOT_PRESSED
    assert asked <= set(procedures.__all__)


def test_every_button_that_calls_python_has_an_action_and_every_action_a_button():
    pressed = {b.name for group in GROUPS for b in group.buttons if b.pressed == "TieoutPressed"}
    assert pressed == set(ACTIONS)
