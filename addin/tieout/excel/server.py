"""The program Windows starts when Excel asks for the bridge: `python -I -m tieout.excel.server`."""

import json
import sys


def main() -> None:
    """Serve; with `--check` only say which Python this is, for the doctor."""
    if "--check" in sys.argv[1:]:
        print(json.dumps(check()))
        return
    from tieout.excel.com import serve

    serve()


def check() -> dict[str, object]:
    """Which Python serves, which versions, and from which folders it takes its modules."""
    from importlib.metadata import version
    from importlib.util import find_spec

    import openpyxl

    import tieout

    return {
        "python": sys.executable,
        "bits": 64 if sys.maxsize > 2**32 else 32,
        "version": version("tieout"),
        "isolated": bool(sys.flags.isolated),
        "com": find_spec("pythoncom") is not None,
        "path": sys.path,
        "modules": [str(tieout.__file__), str(openpyxl.__file__)],
    }


if __name__ == "__main__":
    main()
