# On Record. `make help` lists what there is.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PY := .venv/bin/python
BIN := .venv/bin
# Airflow and dbm caches must not leave the project folder.
export AIRFLOW_HOME ?= $(CURDIR)/data/airflow
export PYTHONPATH := $(CURDIR)

.PHONY: help setup lock run up down test test-all check format bench train clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: .venv/installed ## install everything into .venv from the pins (minutes at most)

.venv/installed: requirements.txt pyproject.toml
	@test -x $(PY) || python3 -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/pip install --quiet uv
	@echo "Installing the pinned libraries into .venv ..."
	@$(BIN)/uv pip install --quiet --compile-bytecode --python $(PY) -r requirements.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation --python $(PY) -e .
	@touch $@

lock: .venv/installed ## pin requirements.in into requirements.txt
	$(BIN)/uv pip compile --quiet --no-header --no-emit-index-url --python-version 3.11 requirements.in -o requirements.txt

test: setup ## run the tests (set-up included)
	@$(BIN)/pytest -n 2 --dist loadfile

check: setup ## format, lint, types, import contracts, generated files, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache | tail -n +11
	@$(BIN)/pytest -q -n 2 --dist loadfile

format: setup ## format the code and fix what ruff can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .
