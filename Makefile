# On Record. `make help` lists what there is.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PY := .venv/bin/python
BIN := .venv/bin
# Airflow and dbm caches must not leave the project folder.
export AIRFLOW_HOME ?= $(CURDIR)/data/airflow
export PYTHONPATH := $(CURDIR)
# Where `make train` finds the quotations it learns from.
CORPUS ?= ../shared/data/quotes

# Nothing is sent anywhere but to the sources themselves.
export AIRFLOW__USAGE_DATA_COLLECTION__ENABLED := False

.PHONY: help setup lock run up down restart test test-all browser shots cluster-setup cluster-test check format generate bench fuzz mutate train

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

setup: ## install everything into .venv from the lock, in a minute or two; PYTHON=... names the interpreter
	@.ci/install .venv requirements.txt

LOCK := $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --python-version 3.11

lock: setup ## write the locks anew from the requirements*.in; UPGRADE=--upgrade takes newer releases
	$(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	cp requirements.txt requirements-cluster.txt
	$(LOCK) $(UPGRADE) requirements.in requirements-cluster.in -o requirements-cluster.txt
	$(LOCK) $(UPGRADE) requirements-browser.in -c requirements.txt -o requirements-browser.txt
	echo uv | $(LOCK) $(UPGRADE) --no-annotate - -o requirements-uv.txt

run: setup ## the main job, offline: the bundled sample through the DAGs into data/sample
	@$(PY) -m dags.inprocess

up: setup ## start the scheduled service with Airflow's UI on loopback; prints address and login
	@$(PY) -m dags.service up

down: ## stop the scheduled service
	@$(PY) -m dags.service down

restart: down up ## stop the scheduled service and start it again, as after an upgrade

test: setup ## run the tests (set-up included), with a short walk through the site where a browser can be installed
	@.ci/install-browser --if-possible
	@$(BIN)/pytest -n 2 --dist loadfile

# The package is only unpacked, for the schema in it: see requirements-tei.txt.
TEI_SCHEMA := $(BIN)/uv pip install --quiet --python $(PY) --no-deps --no-build-isolation --require-hashes --target build/tei

test-all: setup browser ## run every test, also the slow ones: kill points, long fuzzing, the service
	@test -d build/tei || $(TEI_SCHEMA) -r requirements-tei.txt
	@$(BIN)/pytest -n 2 --dist loadfile -m "not cluster"
	@$(MAKE) --no-print-directory cluster-test

cluster-setup: setup ## install what an archive on several machines needs into .venv-cluster
	@.ci/install .venv-cluster requirements-cluster.txt

cluster-test: cluster-setup ## run a backfill on two workers over PostgreSQL, Redis and S3 on loopback; kill one midway
	@tests/cluster/install-servers
	@.venv-cluster/bin/pytest -m cluster tests/cluster

browser: setup ## install what the tests in a real browser need: Debian's chromium, playwright, and axe
	@.ci/install-browser

shots: browser ## walk Airflow's pages and the site in the browser, and write the screenshots in docs/images anew
	@ONRECORD_SHOTS=$(CURDIR)/docs/images $(BIN)/pytest -m browser tests/dags/test_pages.py tests/site/test_browser.py

check: setup ## format, lint, types, import contracts, generated files, tests
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache | tail -n +11
	@$(BIN)/pytest -n 2 --dist loadfile

format: setup ## format the code and fix what ruff can fix
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

generate: setup ## write the generated files anew: schema.sql, docs/cli.md, docs/DAGS.md, docs/openapi.json, the sample's WARC
	@$(PY) -m storage.database.schema > storage/schema.sql.new && mv storage/schema.sql.new storage/schema.sql
	@$(PY) -m pipeline.cli.command_reference > docs/cli.md.new && mv docs/cli.md.new docs/cli.md
	@$(PY) -m dags.dag_reference > docs/DAGS.md.new && mv docs/DAGS.md.new docs/DAGS.md
	@$(PY) -m pipeline.site.api > docs/openapi.json.new && mv docs/openapi.json.new docs/openapi.json
	@$(PY) -m pipeline.sample.build

bench: setup ## measure speed beside named peers, all or those named: make bench search [QUOTES=1000000]
	@$(PY) -m benchmarks $(filter-out bench,$(MAKECMDGOALS)) $(QUOTES)

ifeq (bench,$(firstword $(MAKECMDGOALS)))
$(filter-out bench setup,$(MAKECMDGOALS)): bench
	@:
endif

# How many changes of the code are tried, and which: another seed tries others.
MUTANTS ?= 300
SEED ?= 1

mutate: setup ## change the code in 300 places, one at a time, and count what the tests notice (MUTANTS=, SEED=); takes an hour or more
	@$(PY) -m mutation --sample $(MUTANTS) --seed $(SEED) --minutes 600 --least 80

fuzz: setup ## mutate our own fixtures and put them through every reader; FUZZ_MINUTES=30 FUZZ_SEED=1
	@$(PY) -m fuzzing

train: setup ## learn the quote model anew (docs/quote-model.md says from what; CORPUS=folder)
	@test -d "$(CORPUS)" || { echo "No folder $(CORPUS): the corpus is not part of the project. Name it: make train CORPUS=folder" >&2; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(PY) -r training/requirements.txt
	@$(PY) -m training "$(CORPUS)"
