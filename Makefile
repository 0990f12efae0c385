# `make demo` and `make test` are all a newcomer needs; both set up what they use.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

# What is compiled is kept, wherever Python is told otherwise: half of what collecting the tests costs.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test quick bench fuzz golden addin pictures clean

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt hatchling editables
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --no-build-isolation --editable '.[test]'
	touch $(READY)

demo: $(READY)  ## reconcile the sample ledgers and say what was found
	$(BIN)/tieout demo --out demo

# ENGINES=all runs every test of procedures in LibreOffice too, and keeps what it printed in ./printed
test: $(READY) check  ## everything that must hold
	$(if $(filter all,$(ENGINES)),TIEOUT_EVERY_ENGINE=$(CURDIR)/printed) $(BIN)/python -m pytest -n 2 --dist worksteal

quick: $(READY) check  ## what can be known in under a minute
	$(BIN)/python -m pytest -n 2 --dist worksteal -m 'not slow and not calc and not law'

.PHONY: check
check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY)  ## right, fast and beside others, up to 3,000,000 rows a side
	$(BIN)/python -m tests.benchmarks.run

FUZZ_SECONDS ?= 60
fuzz: $(READY)  ## files that atheris makes up, against the reader; longer with FUZZ_SECONDS=3600
	$(BIN)/python -m pip install --quiet --constraint constraints.txt atheris
	$(BIN)/python -m tests.ledger.fuzz -max_total_time=$(FUZZ_SECONDS)

golden: $(READY)  ## rewrite the expected files; read the diff before you commit it
	TIEOUT_GOLDEN=write $(BIN)/python -m pytest -n 2 -q tests

pictures: $(READY)  ## the pictures in the README, rendered by LibreOffice
	$(BIN)/python -m tests.pictures

addin: $(READY)  ## the Excel add-in, built from text
	$(BIN)/tieout addin build -o dist/Tieout.xlam

clean:
	rm -rf $(VENV) demo dist build
