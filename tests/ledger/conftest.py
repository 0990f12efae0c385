"""Which files here are no tests: the fuzz target needs atheris, which few machines have."""

collect_ignore = ["fuzz.py"]
