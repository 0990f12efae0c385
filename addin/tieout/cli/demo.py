"""`tieout demo`: the sample ledgers that come with the package, reconciled before a newcomer's eyes."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from tieout import procedures
from tieout.assets import asset
from tieout.cli.progress_bar import progress_bar
from tieout.cli.summary import print_summary
from tieout.cli.targets import check_target, write_json
from tieout.errors import TieoutError
from tieout.matching.document import as_document
from tieout.matching.reconciliation import Reconciliation
from tieout.texts import Language, current_language, text


@dataclass(frozen=True)
class Sample:
    """Two ledgers of one account, and in which language their result is written."""

    language: Language
    folder: str
    ours: str
    theirs: str
    result: str


SAMPLES = (
    Sample("zh", "中文样例", "我方应收账款明细账.xlsx", "对方应付账款明细账.xlsx", "对账结果.xlsx"),
    Sample(
        "en",
        "English sample",
        "Our receivables.xlsx",
        "Their supplier account.csv",
        "Reconciliation.xlsx",
    ),
)


def demo(out: Path) -> None:
    """Reconcile every sample into a folder of its own, that of the user's language first."""
    samples = sorted(SAMPLES, key=lambda sample: sample.language != current_language())
    for sample in samples:
        _reconciled(sample, _folder(out / sample.folder))
    first = out / samples[0].folder / samples[0].result
    print(text("cli.demo.open_first", file=first))


def _folder(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        raise TieoutError("cli.not_a_folder", folder=folder) from None
    except OSError as error:
        raise TieoutError("cli.not_written", file=folder, why=error.strerror) from None
    return folder


def _reconciled(sample: Sample, folder: Path) -> None:
    """Copy the ledgers beside the result, so that both can be opened and compared."""
    result_file = folder / sample.result
    json_file = result_file.with_suffix(".json")
    ledgers = [folder / name for name in (sample.ours, sample.theirs)]
    for target in (result_file, json_file, *ledgers):
        check_target(target, ())
    for ledger in ledgers:
        shutil.copyfile(asset("samples", f"{sample.language}/{ledger.name}"), ledger)
    print(text("cli.demo.heading", ours=sample.ours, theirs=sample.theirs))
    result = _with_progress(ledgers, result_file, sample.language)
    write_json(as_document(result), json_file)
    print_summary(result, result_file, json_file)
    print()


def _with_progress(ledgers: list[Path], result_file: Path, language: Language) -> Reconciliation:
    with progress_bar() as progress:
        return procedures.reconcile_files(
            ledgers[0], ledgers[1], result_file, language=language, progress=progress
        )
