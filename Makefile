# `make run` opens the app, `make test` proves the project; both set everything up on a fresh machine.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8501
PATHS := app.py rag ui eval benchmarks tests
BASELINE := eval/baseline

.PHONY: help run test check format lint types tests eval clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Plumbline needs Python 3.11 or later; name one with PYTHON=..."; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/run.done: requirements.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet -r requirements.txt
	@touch $@

$(VENV)/dev.done: requirements.txt requirements-dev.txt | $(BIN)/python
	$(BIN)/python -m pip install --quiet -r requirements-dev.txt
	@touch $@ $(VENV)/run.done

run: $(VENV)/run.done ## Open the app in the browser, with the sample stories on the first start
	@[ -e "$${PLUMBLINE_DATA:-data}/plumbline.db" ] || { echo "First start: adding the sample stories (invented events)."; $(BIN)/python -m rag add sample_data/articles; }
	$(BIN)/python -m streamlit run app.py --server.port $(PORT)

test: check ## Set everything up and run all checks
check: format lint types tests

format: $(VENV)/dev.done ## Check the formatting
	$(BIN)/ruff format --check $(PATHS)

lint: $(VENV)/dev.done ## Look for mistakes
	$(BIN)/ruff check $(PATHS)

types: $(VENV)/dev.done ## Check the types, strictly
	$(BIN)/mypy

tests: $(VENV)/dev.done browser ## Run the tests
	$(BIN)/python -m pytest -n 2 --dist worksteal

eval: $(VENV)/run.done ## Measure all suites on the sample stories, and hold them against the baseline
	$(BIN)/python -m eval run all --out build/eval
	$(BIN)/python -m eval gate build/eval --baseline $(BASELINE)

.PHONY: browser
browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null \
	  || { [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null && apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium >/dev/null; } \
	  || echo "No Chromium here: the browser test will be skipped (it fails with CI=true)."

clean: ## Remove the environment and what the checks left behind (never your library)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
