"""What does a button do on a Mac: xlwings runs one line of Python there and brings nothing back."""

import xlwings as xw

from tieout.excel.bridge import Bridge
from tieout.excel.window import Window


def press(button: str, language: str) -> None:
    """Do what a button is for, with the workbook that called."""
    book = xw.Book.caller()
    Bridge(lambda _: window_of(book)).ask("press", (button, language), None)


def window_of(book: xw.Book) -> Window:
    """The window of a workbook; Esc is not heard there."""

    def tell(words: str | None) -> None:
        book.app.status_bar = False if words is None else words

    def show(words: str) -> None:
        book.app.alert(words, "Tieout 对账")

    def agreed(words: str) -> bool:
        return book.app.alert(words, "Tieout 对账", "yes_no") == "yes"

    return Window(book, show, tell, lambda: False, agreed)
