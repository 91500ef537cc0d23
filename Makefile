# unknot's commands for people who work on it or try it. `make` alone lists them.
# Everything goes into .venv beside this file; the rest of the machine is left as it is.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
USER_STAMP := $(VENV)/.installed
DEV_STAMP  := $(VENV)/.installed-dev
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

.PHONY: help demo test bench clean
.DEFAULT_GOAL := help

help:  ## show this list
	@echo "unknot finds the interleaving that ties concurrent kernel code in a knot."
	@echo
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1	\2/' | expand -t 16
	@echo
	@echo "It needs make, Python 3.11 or later with venv, and on the first run the network."
	@echo "Another Python: make PYTHON=python3.12 ..."

demo: $(USER_STAMP)  ## install into .venv, check a selection of the shipped systems, show the first bug's trace
	@echo "== unknot demo --selection: what tells the story of each shipped system, and the trace of the first bug"
	@$(BIN)/unknot demo --selection

test: $(DEV_STAMP)  ## run everything that must pass: ruff, mypy, all tests
	@echo "== ruff: style and simple mistakes"
	@$(BIN)/ruff check .
	@echo "== mypy: types"
	@$(BIN)/mypy
	@echo "== pytest: unit, litmus, differential, systems"
	@$(BIN)/pytest -n auto --dist loadgroup

bench: $(DEV_STAMP)  ## measure states per second and bytes per state, beside SPIN if it is installed
	@$(BIN)/python benchmarks/run.py

clean:  ## delete .venv and all that the tools left behind
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis build src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "unknot needs Python 3.11 or later, and $(PYTHON) is: $$($(PYTHON) --version 2>&1)"; \
	  echo "If there is a newer one, name it: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  version=$$($(PYTHON) -c 'import sys; print("%d.%d" % sys.version_info[:2])'); \
	  echo "This Python cannot make virtual environments. On Debian and Ubuntu:"; \
	  echo "    sudo apt-get install python$$version-venv"; exit 1; }
	@echo "== creating $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); exit 1; }

$(USER_STAMP): pyproject.toml | $(BIN)/python
	@echo "== installing unknot into $(VENV)"
	@$(PIP) --editable .
	@touch $@

$(DEV_STAMP): pyproject.toml | $(BIN)/python
	@echo "== installing unknot and the tools of its tests into $(VENV)"
	@$(PIP) --editable '.[dev]'
	@touch $@ $(USER_STAMP)
