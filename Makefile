# One command to serve, one to check. Plain `make` says what there is.
# Works with make and Python 3.11 or newer, and nothing else.

.DEFAULT_GOAL := help
SHELL := /bin/sh

# What `make test` takes: PG=16|18   TENANT_SETTING=session|local   ENGINE=true|false
# T=tests/db/test_x.py::test_y (all but T reach the programs through the environment.)
T ?=
PYTEST_ARGS ?= $(if $(T),,-n auto --dist loadfile --no-loadscope-reorder)

# PYTHON=… names the interpreter that .venv is made with.
PYTHONS := $(or $(PYTHON),python3 python3.14 python3.13 python3.12 python3.11)
SUITS := import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))

BIN := .venv/bin
APP := $(BIN)/python -m app
RUN_WHOLE := $(if $(T),,checked)
# The suite runs twice: on the newest PostgreSQL, and on the oldest with the tenant told the other
# way and without the engine.
ONCE := $(T)$(PG)$(TENANT_SETTING)$(ENGINE)
# What knows no PostgreSQL is the same both times.
AGAIN := -m "not once" --ignore tests/engine --ignore tests/house
# To count lines makes tests up to six times as slow, and what these run the others run as well.
UNCOUNTED := $(addprefix tests/,attacks bench browser clients engine house isolation process)
# Every branch of these rooms is tested; what starts other processes is run by them.
GATED := auth/*,db/*,resolvers/*
UNGATED := db/embedded.py,db/postmaster.py

EXPLORER := app/graphiql
# What it is built from, in short: it is built anew when that changes.
FRONT = cat $(addprefix $(EXPLORER)/,package-lock.json index.html *.js src/*) | cksum
# npm trusts whom the system trusts, takes what it has already, and gives up soon where nobody answers.
CERTIFICATES := $(wildcard /etc/ssl/certs/ca-certificates.crt)
ifneq ($(CERTIFICATES),)
export NODE_EXTRA_CA_CERTS ?= $(CERTIFICATES)
endif
export npm_config_prefer_offline = true
export npm_config_fetch_retries = 1
export npm_config_fetch_retry_mintimeout = 500
export npm_config_fetch_timeout = 20000
BUILD = { npm --prefix $(EXPLORER) ci && npm --prefix $(EXPLORER) run build; }
# The bench is run without those of its peers that cannot be installed.
PEERS := $(patsubst %/package-lock.json,%/node_modules/.package-lock.json,\
	$(wildcard bench/peers/*/package-lock.json))
DRIVER := tests/browser/node_modules/.package-lock.json

# What generates clients has environments of its own; each is as old as what it was made from.
NODE_MODULES := clients/typescript/node_modules/.package-lock.json
ARIADNE := clients/python/.venv/installed.lock

LOCK_COMMAND = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-config --no-emit-index-url --custom-compile-command "make lock"

##@ Every day

.PHONY: serve
serve: setup graphiql ## Start the server with its own PostgreSQL and demo data (PORT=8000)
	@$(APP) serve

.PHONY: test
test: setup $(RUN_WHOLE) ## The whole check; T=…, PG=16 or TENANT_SETTING=local runs only such tests
	$(BIN)/python -m pytest $(PYTEST_ARGS) $(if $(ONCE),,--cov --cov-report= $(addprefix --ignore ,$(UNCOUNTED))) $(T)
	$(if $(ONCE),,$(BIN)/coverage report --include="$(GATED)" --omit="$(UNGATED)" --fail-under=100)
	$(if $(ONCE),,$(BIN)/python -m pytest $(PYTEST_ARGS) $(UNCOUNTED))
	$(if $(ONCE),,PG=16 TENANT_SETTING=local ENGINE=false $(BIN)/python -m pytest $(PYTEST_ARGS) $(AGAIN))

.PHONY: fuzz-http
fuzz-http: setup ## Send the server what nobody thought of, for ten minutes (FUZZ_SECONDS=600 FUZZ_SEED=…)
	FUZZ_SECONDS=$(or $(FUZZ_SECONDS),600) FUZZ_SEED=$(or $(FUZZ_SEED),$$(date +%s)) \
		$(BIN)/python -m pytest tests/attacks/test_fuzz.py -o log_cli=true --log-cli-level=INFO \
		--log-disable=httpx2 --log-disable=alembic.runtime.migration

.PHONY: fuzz
fuzz: setup ## Ask 50,000 things with the engine and without (FUZZ_OPERATIONS=50000 FUZZ_SEED=…)
	FUZZ_OPERATIONS=$(or $(FUZZ_OPERATIONS),50000) FUZZ_SEED=$(or $(FUZZ_SEED),$$(date +%s)) \
		$(BIN)/python -m pytest tests/engine/difference -o faulthandler_timeout=0

.PHONY: format
format: setup ## Put the code into its one form
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

##@ The parts of the check

.PHONY: checked
checked: setup formatted linted typed stairs

.PHONY: formatted
formatted: setup ## Is the code in its one form?
	$(BIN)/ruff format --check . || { echo 'make format puts it right.' >&2; exit 1; }

.PHONY: linted
linted: setup ## Does ruff find nothing?
	$(BIN)/ruff check .

.PHONY: typed
typed: setup ## Does mypy --strict find nothing?
	$(BIN)/mypy

.PHONY: stairs
stairs: setup ## Do imports go down only?
	$(BIN)/lint-imports --no-logo

.PHONY: drill
drill: setup ## Kill it 200 times, stop it 50 times under load, cut 2000 connections: half an hour
	DRILL_KILLS=200 DRILL_STOPS=50 DRILL_CUTS=2000 DRILL_LEAVES=2000 $(BIN)/python -m pytest -o faulthandler_timeout=0 \
		tests/process tests/api/test_cancelled.py

##@ How fast it is

.PHONY: bench
bench: setup $(PEERS) ## What a request costs, ours and others (BENCH_ONLY=dashboard BENCH_SECONDS=3 MEMORY=1)
	$(BIN)/python -m bench $(if $(BENCH_ONLY),--only $(BENCH_ONLY)) $(if $(MEMORY),--memory) \
		$(if $(BENCH_SECONDS),--seconds $(BENCH_SECONDS)) \
		$(if $(BENCH_ROUNDS),--rounds $(BENCH_ROUNDS))

.PHONY: bench-finding
bench-finding: setup ## How fast a million customers are found (the first run lays them: minutes)
	$(BIN)/python -m bench.finding

##@ Making things

.PHONY: migration
migration: setup ## Write a new migration (M="add notes")
	@test -n "$(M)" || { echo 'Say what it does: make migration M="add notes"' >&2; exit 2; }
	$(APP) migrate --new "$(M)"

.PHONY: schema
schema: setup ## Write schema/schema.graphql from the code
	$(APP) schema > schema/schema.graphql.new
	mv schema/schema.graphql.new schema/schema.graphql

.PHONY: lock
lock: ## Pin the newest versions that requirements.in allows (needs uv)
	@command -v uv >/dev/null || { echo 'make lock needs uv: python3 -m pip install uv' >&2; exit 2; }
	$(LOCK_COMMAND) --upgrade requirements.in -o requirements.lock
	$(LOCK_COMMAND) --constraints requirements.lock requirements-run.in -o requirements-run.lock
	cd clients/python && $(LOCK_COMMAND) --upgrade requirements.in -o requirements.lock

.PHONY: graphiql
graphiql: ## Build GraphiQL, where Node is there
	@$(FRONT) | cmp -s - $(EXPLORER)/dist/built.from || $(MAKE) --no-print-directory bundle

# Nothing here stops a start: without GraphiQL there is the small page.
.PHONY: bundle
bundle:
	@if ! command -v npm >/dev/null; then \
		echo 'GraphiQL is not built, for Node is not here; without it a small page is shown.'; \
	elif ! npm view vite version --fetch-retries=0 --fetch-timeout=5000 >/dev/null 2>&1; then \
		echo 'GraphiQL is not built, for npm reaches no registry; without it a small page is shown.'; \
	elif echo 'Building GraphiQL, once' && ! $(BUILD) >$(EXPLORER)/build.log 2>&1; then \
		echo 'GraphiQL is not built ($(EXPLORER)/build.log says why); without it a small page is shown.'; \
	else \
		$(FRONT) > $(EXPLORER)/dist/built.from; \
	fi

.PHONY: clients
clients: generators ## Generate the sample clients and check their types (needs Node)
	cd clients/typescript && npm run generate && npm run check
	cd clients/python && .venv/bin/ariadne-codegen && .venv/bin/mypy .

##@ The demo

.PHONY: demo
demo: setup ## Fill the demo tenants if they are empty
	$(APP) demo

.PHONY: token
token: setup ## Print a token (TENANT=demo ROLE=admin)
	@$(APP) token --tenant "$(or $(TENANT),demo)" --role "$(or $(ROLE),admin)"

##@ The environment

.PHONY: setup
setup: ## Make .venv and install requirements.lock, if that is not done
	@cmp -s requirements.lock .venv/installed.lock || $(MAKE) --no-print-directory install

.PHONY: install
install: .venv/bin/python
	@echo 'Installing requirements.lock into .venv'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r requirements.lock
	@cp requirements.lock .venv/installed.lock

.PHONY: browser
browser: graphiql $(DRIVER) ## Install what the tests drive a browser with, if that is not done

$(DRIVER): tests/browser/package-lock.json
	@command -v npm >/dev/null || { echo 'Driving a browser needs Node with npm.' >&2; exit 2; }
	npm --prefix tests/browser ci
	@touch $@

bench/peers/%/node_modules/.package-lock.json: bench/peers/%/package-lock.json
	@if ! command -v npm >/dev/null; then \
		echo 'The bench leaves $* out, for Node with npm is not here.'; \
	elif npm --prefix bench/peers/$* ci; then \
		touch $@; \
	else \
		echo 'The bench leaves $* out, for npm could not install it.'; \
	fi

.PHONY: generators
generators: $(NODE_MODULES) $(ARIADNE) ## Install what generates clients, if that is not done

$(NODE_MODULES): clients/typescript/package-lock.json
	@command -v npm >/dev/null || { echo 'Clients in TypeScript need Node with npm.' >&2; exit 2; }
	cd clients/typescript && npm ci
	@touch $@

$(ARIADNE): clients/python/requirements.lock | .venv/bin/python
	$(BIN)/python -m venv --clear clients/python/.venv
	clients/python/.venv/bin/python -m pip install --quiet --disable-pip-version-check \
		--require-hashes -r clients/python/requirements.lock
	@cp clients/python/requirements.lock $@

.venv/bin/python:
	@for python in $(PYTHONS); do \
		if $$python -c '$(SUITS)' 2>/dev/null; then exec $$python -m venv --clear .venv; fi; \
	done; \
	echo 'Clientela needs Python 3.11 or newer with venv, and found none among: $(PYTHONS)' >&2; \
	echo 'Install one (Debian: apt install python3 python3-venv) or name it: make PYTHON=…' >&2; \
	exit 1

.PHONY: clean
clean: ## Throw away .venv and the caches (the data in .data stays)
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis htmlcov
	rm -rf $(EXPLORER)/node_modules $(EXPLORER)/dist tests/browser/node_modules
	rm -rf bench/peers/*/node_modules
	rm -f .coverage .coverage.*

.PHONY: help
help:
	@awk 'BEGIN { FS = ":.*## " } \
		/^##@ / { printf "\n%s\n", substr($$0, 5) } \
		/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile
