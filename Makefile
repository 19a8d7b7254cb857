# Larder's targets. On a fresh machine `make run` and `make test` do everything they need first.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
SQL := dbt $(wildcard pantry/*.sql)

.DEFAULT_GOAL := help
.PHONY: help setup setup-test run test lint bench screenshots docs lock train recognition-report clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-12s %s\n", $$1, $$2}'

setup: ## Install what running needs into .venv
	@$(or $(PYTHON),$(error Python 3.11, 3.12 or 3.13 is needed; install one, or say make PYTHON=/path/to/python3)) tools/set_up.py run

setup-test: ## Install what the tests need too
	@$(or $(PYTHON),$(error Python 3.11, 3.12 or 3.13 is needed; install one, or say make PYTHON=/path/to/python3)) tools/set_up.py dev

run: setup ## Serve the dashboard on port 8501 and Dagster on port 3000
	@$(BIN)/larder up

test: setup-test ## Run all tests, a file at a time on each core
	@$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

lint: setup-test ## Check style, types and SQL
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/sqlfluff lint --processes 2 --disable-progress-bar $(SQL)

bench: setup-test ## Measure speed, memory and accuracy (writes tables to standard output)
	@for name in slice live pantry truth belief foods shelf_life recipes receipts photos dashboard; do echo "== $$name"; $(BIN)/python -m bench.$$name || exit 1; done

screenshots: setup-test ## Write each page at two widths to screenshots/
	@$(BIN)/python tools/screenshots.py

docs: setup ## Build the warehouse's documentation into dbt/target
	@$(BIN)/larder refresh
	@cd dbt && ../$(BIN)/dbt docs generate --profiles-dir . && echo "open dbt/target/index.html"

train: ## Fit the photo model again (DATA=folder)
	@$(BIN)/python -m recognition.train --data $(DATA)

recognition-report: ## Draw again what the photo model confuses
	@$(BIN)/python -m recognition.report

lock: ## Resolve the three locks again
	@for name in run dev train; do $(BIN)/uv pip compile requirements/$$name.in --universal --python-version 3.11 \
	  $$(test $$name = run || echo -c requirements/run.txt) \
	  --generate-hashes --no-header --no-annotate --no-emit-index-url -q -o requirements/$$name.txt || exit 1; done

clean: ## Remove caches and the environment; data stays
	@rm -rf .venv .pytest_cache .mypy_cache .ruff_cache dbt/target
