"""Write the sample ledgers that ship with the package: `python -m tests.samples`."""

from pathlib import Path

from tests.samples import chinese, english

FOLDER = Path(__file__).parents[2] / "addin" / "tieout" / "samples"

if __name__ == "__main__":
    for language, pair in (("zh", chinese), ("en", english)):
        (FOLDER / language).mkdir(parents=True, exist_ok=True)
        pair.write(FOLDER / language)
