# Everything a newcomer needs: `make report` for the first pages, `make test` for the whole suite.
# GNU make, Linux and macOS. On Windows, the conda way stands in the README.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?=

.PHONY: report test all validate benchmarks clean environment
.DELETE_ON_ERROR:

report: $(READY) ## ALL and two countries of every finished notebook, in both languages
	$(BIN)/mcee-eval run --quick $(if $(JOBS),--jobs $(JOBS))

all: $(READY) ## everything that is due
	$(BIN)/mcee-eval run $(if $(JOBS),--jobs $(JOBS))

test: $(READY) ## style, types, layers, tests, notebooks
	@if [ -x scripts/setup_browser.sh ]; then scripts/setup_browser.sh; fi
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -q -n $(or $(JOBS),2) --dist loadfile -p no:benchmark

validate: $(READY) ## do the methods do what they claim? (simulations, some minutes)
	$(BIN)/python -m benchmarks.validity

benchmarks: $(READY) ## how fast is it?
	$(BIN)/pytest benchmarks --benchmark-only

environment: $(READY)

# Made once, and again when the locked versions or the project's own declaration change.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v <= (3, 13) or sys.exit("Python 3.11, 3.12 or 3.13 is needed; $(PYTHON) is %d.%d. Try: make PYTHON=python3.11" % v)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m compileall -q mcee_eval
	@touch $(READY)

clean: ## what runs and tools left behind; the environment and your data stay
	find outputs -mindepth 1 ! -name .gitkeep -delete
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .benchmarks .coverage
