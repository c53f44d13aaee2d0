# Collectif. `make run` and `make test` do all their own set-up on a machine with Python 3.11+, make and git.

PORT ?= 5000
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test check format bench assets docs-table clean

help:  ## what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.venv/.ready: pyproject.toml .ci/constraints.txt .ci/setup
	@bash .ci/setup
	@touch $@

.venv/.ready-dev: .venv/.ready
	@bash .ci/setup --dev
	@touch $@

run: .venv/.ready  ## the course with a demo cohort, on loopback (PORT, DATABASE)
	@exec $(BIN)/collectif demo --port $(PORT) $(if $(DATABASE),--database "$(DATABASE)")

test: .venv/.ready-dev check  ## everything: both databases, a real browser, the house's promises
	@bash .ci/browser
	@TMPDIR=$$(bash .ci/scratch) $(BIN)/pytest -n auto --dist loadfile -q

check: .venv/.ready-dev  ## format, lint, types, import contracts, course files
	@$(BIN)/ruff format --check --quiet . && echo "format: good"
	@$(BIN)/ruff check --quiet . && echo "lint: good"
	@$(BIN)/mypy --no-error-summary -p collectif.course -p collectif.lrs && echo "types: good"
	@$(BIN)/lint-imports --no-logo > .venv/contracts.txt 2>&1 || { cat .venv/contracts.txt; exit 1; }; echo "contracts: good"
	@$(BIN)/collectif check

format: .venv/.ready-dev  ## put the code in form
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

bench: .venv/.ready-dev  ## what pages and statements cost, as ratios against a baseline of the same run
	@$(BIN)/python bench/pages.py
	@$(BIN)/python bench/statements.py

docs-table: .venv/.ready-dev  ## docs/conformance.md anew: requirement and tests
	@$(BIN)/python -m tests.conformance.table

clean:  ## remove what was made
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
