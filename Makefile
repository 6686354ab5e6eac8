# Every task of the house, a target each; `make` alone lists them.
PYTHON ?= python3
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
# pip reads the second of these from version 25.3 on: the tools that build the package are pinned too.
PIP := PIP_CONSTRAINT=constraints.txt PIP_BUILD_CONSTRAINT=constraints.txt $(BIN)/python -m pip --disable-pip-version-check install --quiet

# They open every page through everybody's eyes, or in another process: that measures nothing, and measuring takes three times as long.
WALKS := tests/drills tests/browser tests/house

NO_MEANING := Similarity cannot be installed here, so themes come from phrases alone. (Later: $(BIN)/pip install -e '.[meaning]')

.DEFAULT_GOAL := help
.PHONY: help install run test lint fmt bench drills

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

install: $(VENV)/.whole ## Install Voice with everything its tests and checks need

run: $(VENV)/.runtime ## Start the demonstration on port 5000 (make run PORT=8080 for another)
	@$(BIN)/voice demo --port $(PORT)

test: $(VENV)/.whole ## Run every test, and check what they cover
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not alone" $(WALKS:%=--ignore=%) --cov --cov-report=json:.coverage.json --cov-report=
	@$(BIN)/python -m pytest -n 2 --dist worksteal -m "not alone" $(WALKS)
	@$(BIN)/python -m pytest -m alone
	@$(BIN)/python -m tests.house.coverage_gate .coverage.json

lint: $(VENV)/.whole ## Check the code, the templates, the translations and the questions
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet templates
	@$(BIN)/voice i18n check
	@$(BIN)/voice questions check

fmt: $(VENV)/.whole ## Put the code into shape
	@$(BIN)/ruff check --fix --quiet . || true
	@$(BIN)/ruff format .

bench: $(VENV)/.whole ## Measure how fast answers are taken and themed
	@$(BIN)/python -m tests.bench.submissions
	@$(BIN)/python -m tests.bench.themes

drills: $(VENV)/.whole ## Kill the server again and again and count what was lost (VOICE_DRILL_N=100000 make drills for longer)
	@VOICE_ENDINGS=9 $(BIN)/python -m pytest -m drill -s -p no:cacheprovider --no-header

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Voice needs Python 3.11 or newer, and there is no $(PYTHON) here: install it, or name yours: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Voice needs Python 3.11 or newer, and $(PYTHON) is older. Name a newer one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Python cannot make a virtual environment. On Debian and Ubuntu: sudo apt install python3-venv"; exit 1; }
	@echo "Making a Python environment in $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Voice"
	@$(PIP) -e '.[meaning]' 2>/dev/null || { echo "$(NO_MEANING)"; $(PIP) -e .; }
	@touch $@

$(VENV)/.whole: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Voice and what its tests need"
	@$(PIP) -e '.[meaning,postgresql,dev]' 2>/dev/null || { echo "$(NO_MEANING)"; $(PIP) -e '.[postgresql,dev]'; }
	@touch $(VENV)/.runtime $@
