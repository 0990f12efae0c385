"""What do other ways make of the same two ledgers: pairs of row places, each by its own tool.

A peer gets the two frames as they are read: amounts in minor units, references and memos as written.
Splink, recordlinkage and datacompy need pandas 2, so they run in a second environment, whose python
`TIEOUT_BENCH_PEERS` names; there this file is run by itself, with frames in a folder.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

Pairs = tuple[np.ndarray, np.ndarray]
"""Places of our rows and of their rows that belong together."""
KEYS = ["customer", "reference", "amount"]


def merge(ours: pd.DataFrame, theirs: pd.DataFrame) -> Pairs:
    """One `pandas.merge` on customer, reference and amount."""
    both = pd.merge(_placed(ours), _placed(theirs), on=KEYS, suffixes=("_ours", "_theirs"))
    return both["place_ours"].to_numpy(), both["place_theirs"].to_numpy()


def lookup(ours: pd.DataFrame, theirs: pd.DataFrame) -> Pairs:
    """What is done in a sheet today: XLOOKUP of the reference, then of the amount, first hit taken."""
    found = _looked_up(ours["reference"], theirs["reference"], ours["reference"] != "")
    by_amount = _looked_up(ours["amount"], theirs["amount"], found < 0)
    found = np.where(found < 0, by_amount, found)
    place = np.flatnonzero(found >= 0)
    return place, found[place]


def datacompy(ours: pd.DataFrame, theirs: pd.DataFrame) -> Pairs:
    """datacompy joined on the same columns; its rows in common."""
    import datacompy as tool

    sides = [_placed(side)[[*KEYS, "place"]] for side in (ours, theirs)]
    compared = tool.PandasCompare(*sides, join_columns=KEYS, ignore_spaces=True)
    both = compared.intersect_rows
    return both["place_df1"].to_numpy(), both["place_df2"].to_numpy()


def recordlinkage(ours: pd.DataFrame, theirs: pd.DataFrame) -> Pairs:
    """recordlinkage: blocked on customer with reference or amount, classified by k-means."""
    import recordlinkage as tool

    sides = [_dated(_placed(side)) for side in (ours, theirs)]
    index = tool.Index()
    index.block(["customer", "amount"])
    index.block(["customer", "reference"])
    pairs = index.index(*sides)
    compare = tool.Compare()
    compare.exact("amount", "amount", label="amount")
    compare.string("reference", "reference", method="levenshtein", label="reference")
    compare.numeric("days", "days", offset=2, scale=5, label="date")
    features = compare.compute(pairs, *sides)
    chosen = tool.KMeansClassifier().fit_predict(features)
    best = features.loc[chosen].sum(axis=1)
    return _one_each(np.array([*best.index]), best.to_numpy())


def splink(ours: pd.DataFrame, theirs: pd.DataFrame) -> Pairs:
    """Splink on DuckDB: trained by expectation maximisation, threshold 0.9."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    sides = [
        _dated(_placed(side)).rename(columns={"place": "unique_id"})[
            ["unique_id", "customer", "reference", "amount", "days"]
        ]
        for side in (ours, theirs)
    ]
    settings = SettingsCreator(
        link_type="link_only",
        comparisons=[
            cl.LevenshteinAtThresholds("reference", [1, 3]),
            cl.ExactMatch("amount"),
            cl.ExactMatch("days"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("customer", "amount"),
            block_on("customer", "reference"),
        ],
    )
    database = DuckDBAPI()
    frames = [database.register(side) for side in sides] if hasattr(database, "register") else sides
    linker = Linker(frames, settings) if frames is not sides else Linker(sides, settings, database)
    linker.training.estimate_probability_two_random_records_match(
        [block_on("customer", "reference", "amount")], recall=0.7
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("amount"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("reference"))
    found = linker.inference.predict(threshold_match_probability=0.9).as_pandas_dataframe()
    pairs = found[["unique_id_l", "unique_id_r"]].to_numpy()
    return _one_each(pairs, found["match_probability"].to_numpy())


HERE: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Pairs]] = {
    "pandas.merge": merge,
    "XLOOKUP": lookup,
}
APART: dict[str, Callable[[pd.DataFrame, pd.DataFrame], Pairs]] = {
    "datacompy": datacompy,
    "recordlinkage": recordlinkage,
    "Splink (DuckDB)": splink,
}


def _placed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(place=np.arange(len(frame)))


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.assign(days=frame["date"].to_numpy("datetime64[D]").astype(np.int64))


def _looked_up(wanted: pd.Series, there: pd.Series, chosen: pd.Series | np.ndarray) -> np.ndarray:
    first = pd.Series(np.arange(len(there)), index=there.to_numpy())
    first = first[~first.index.duplicated()]
    found = first.reindex(wanted.to_numpy()).fillna(-1).to_numpy(np.int64)
    return np.where(chosen, found, -1)


def _one_each(pairs: np.ndarray, score: np.ndarray) -> Pairs:
    """The best pair of each row of ours, then of each row of theirs."""
    if not len(pairs):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    order = np.argsort(-score, kind="stable")
    ours, theirs = pairs[order, 0].astype(np.int64), pairs[order, 1].astype(np.int64)
    _, first = np.unique(ours, return_index=True)
    ours, theirs = ours[np.sort(first)], theirs[np.sort(first)]
    _, first = np.unique(theirs, return_index=True)
    return ours[first], theirs[first]


def _read(file: Path) -> pd.DataFrame:
    texts = ["type", "reference", "memo", "currency", "customer"]
    frame = pd.read_csv(file, dtype=dict.fromkeys(texts, str), parse_dates=["date"])
    return frame.assign(**{name: frame[name].fillna("") for name in texts})


def main(folder: Path, name: str) -> None:
    """Run one peer on the frames of a folder; its seconds and pairs are written there."""
    ours, theirs = (_read(folder / f"{side}.csv") for side in ("ours", "theirs"))
    start = time.perf_counter()
    pairs = APART[name](ours, theirs)
    seconds = time.perf_counter() - start
    np.save(folder / "pairs.npy", np.stack(pairs).astype(np.int64))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
