"""What do files call a newer worksheet function: people write XLOOKUP, files hold _xlfn.XLOOKUP."""

import re

_SHEET_FUNCTIONS = frozenset(
    "FILTER SORT SORTBY UNIQUE SEQUENCE RANDARRAY".split()  # noqa: SIM905
)
_FUTURE = frozenset(
    [
        "ACOT",
        "ACOTH",
        "AGGREGATE",
        "ANCHORARRAY",
        "ARABIC",
        "ARRAYTOTEXT",
        "BASE",
        "BETA.DIST",
        "BETA.INV",
        "BINOM.DIST",
        "BINOM.DIST.RANGE",
        "BINOM.INV",
        "BITAND",
        "BITLSHIFT",
        "BITOR",
        "BITRSHIFT",
        "BITXOR",
        "BYCOL",
        "BYROW",
        "CEILING.MATH",
        "CEILING.PRECISE",
        "CHISQ.DIST",
        "CHISQ.DIST.RT",
        "CHISQ.INV",
        "CHISQ.INV.RT",
        "CHISQ.TEST",
        "CHOOSECOLS",
        "CHOOSEROWS",
        "COMBINA",
        "CONCAT",
        "CONFIDENCE.NORM",
        "CONFIDENCE.T",
        "COT",
        "COTH",
        "COVARIANCE.P",
        "COVARIANCE.S",
        "CSC",
        "CSCH",
        "DAYS",
        "DECIMAL",
        "DROP",
        "ECMA.CEILING",
        "ERF.PRECISE",
        "ERFC.PRECISE",
        "EXPAND",
        "EXPON.DIST",
        "F.DIST",
        "F.DIST.RT",
        "F.INV",
        "F.INV.RT",
        "F.TEST",
        "FIELDVALUE",
        "FILTERXML",
        "FLOOR.MATH",
        "FLOOR.PRECISE",
        "FORECAST.ETS",
        "FORECAST.LINEAR",
        "FORMULATEXT",
        "GAMMA",
        "GAMMA.DIST",
        "GAMMA.INV",
        "GAMMALN.PRECISE",
        "GAUSS",
        "HSTACK",
        "HYPGEOM.DIST",
        "IFNA",
        "IFS",
        "IMAGE",
        "IMCOSH",
        "IMCOT",
        "IMCSC",
        "IMCSCH",
        "IMSEC",
        "IMSECH",
        "IMSINH",
        "IMTAN",
        "ISFORMULA",
        "ISO.CEILING",
        "ISOMITTED",
        "ISOWEEKNUM",
        "LAMBDA",
        "LET",
        "LOGNORM.DIST",
        "LOGNORM.INV",
        "MAKEARRAY",
        "MAP",
        "MAXIFS",
        "MINIFS",
        "MODE.MULT",
        "MODE.SNGL",
        "MUNIT",
        "NEGBINOM.DIST",
        "NETWORKDAYS.INTL",
        "NORM.DIST",
        "NORM.INV",
        "NORM.S.DIST",
        "NORM.S.INV",
        "NUMBERVALUE",
        "PDURATION",
        "PERCENTILE.EXC",
        "PERCENTILE.INC",
        "PERCENTRANK.EXC",
        "PERCENTRANK.INC",
        "PERMUTATIONA",
        "PHI",
        "POISSON.DIST",
        "QUARTILE.EXC",
        "QUARTILE.INC",
        "QUERYSTRING",
        "RANK.AVG",
        "RANK.EQ",
        "REDUCE",
        "RRI",
        "SCAN",
        "SEC",
        "SECH",
        "SHEET",
        "SHEETS",
        "SINGLE",
        "SKEW.P",
        "STDEV.P",
        "STDEV.S",
        "SWITCH",
        "T.DIST",
        "T.DIST.2T",
        "T.DIST.RT",
        "T.INV",
        "T.INV.2T",
        "T.TEST",
        "TAKE",
        "TEXTAFTER",
        "TEXTBEFORE",
        "TEXTJOIN",
        "TEXTSPLIT",
        "TOCOL",
        "TOROW",
        "UNICHAR",
        "UNICODE",
        "VALUETOTEXT",
        "VAR.P",
        "VAR.S",
        "VSTACK",
        "WEBSERVICE",
        "WEIBULL.DIST",
        "WORKDAY.INTL",
        "WRAPCOLS",
        "WRAPROWS",
        "XLOOKUP",
        "XMATCH",
        "XOR",
        "Z.TEST",
    ]
)
_UNPREFIXED = frozenset({"NETWORKDAYS.INTL", "WORKDAY.INTL"})
_CALL = re.compile(r"\"[^\"]*\"|'[^']*'|(?<![\w.])([A-Za-z][A-Za-z0-9.]*)(?=\()")
_PREFIX = re.compile(r"_xlfn\.(?:_xlws\.)?|_xlpm\.")


def with_prefixes(formula: str) -> str:
    """The formula as a file holds it; texts and sheet names in it are left alone.

    >>> with_prefixes('=IFS(A1="XOR(",XLOOKUP(1,A:A,B:B))')
    '=_xlfn.IFS(A1="XOR(",_xlfn.XLOOKUP(1,A:A,B:B))'
    """
    return _CALL.sub(_prefixed, formula)


def without_prefixes(formula: str) -> str:
    """The formula as people write it.

    >>> without_prefixes("=_xlfn._xlws.FILTER(A:A,B:B)")
    '=FILTER(A:A,B:B)'
    """
    return _PREFIX.sub("", formula) if "_xl" in formula else formula


def _prefixed(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return found[0]
    if name.upper() in _SHEET_FUNCTIONS:
        return f"_xlfn._xlws.{name}" if name.upper() in ("FILTER", "SORT") else f"_xlfn.{name}"
    wanted = name.upper() in _FUTURE and name.upper() not in _UNPREFIXED
    return f"_xlfn.{name}" if wanted else name
