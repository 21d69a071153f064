# The first comment of a target is its help: `make help`.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory
unexport PYTHONDONTWRITEBYTECODE  # else each process of the tests compiles everything anew

# The first Python of at least 3.11 that really starts and can make virtual environments.
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo $$python && break; done)
BIN := .venv/bin
RUNTIME := .venv/.runtime
DEVELOPMENT := .venv/.development
BENCH := .venv/.bench
MUTANTS := .venv/.mutants
INSTALL := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check --require-hashes
FLASK := $(BIN)/flask --app run
CODE := rules models app views config.py run.py
# Two processes on two cores; who has nothing left to do takes from the other.
WORKERS ?= auto
PYTEST := $(BIN)/python -m pytest -q
PARALLEL := --numprocesses=$(WORKERS) --dist=worksteal
# By these `make test-all` measures the use cases, too: it costs them a third of their time.
COVERING := tests/rules tests/services tests/mail tests/views
COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-9s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: run
run: $(RUNTIME) ## The whole system with demo data on http://127.0.0.1:8080 (PORT=… for another)
	@exec $(FLASK) serve

.PHONY: setup
setup: $(RUNTIME) ## Environment, migrations, roles and reference data; no demo data, no server
	@$(FLASK) setup

.PHONY: test
test: test-rules ## All tests: rules first, then everything else (databases, mail, browser)
	@$(PYTEST) tests --ignore=tests/rules $(PARALLEL)

.PHONY: test-rules
test-rules: $(DEVELOPMENT)
	@$(PYTEST) tests/rules --cov=rules --cov-report=
	@$(BIN)/python scripts/check_coverage.py rules/

.PHONY: test-all
test-all: $(DEVELOPMENT) ## The same with all that repeats, on PostgreSQL too, and the floor of the use cases
	@$(PYTEST) $(COVERING) $(PARALLEL) --all-databases --cov --cov-report=
	@$(BIN)/python scripts/check_coverage.py rules/ app/services/
	@$(PYTEST) tests $(COVERING:%=--ignore=%) $(PARALLEL) --all-databases

.PHONY: browser
browser: $(DEVELOPMENT) ## Install the fast Chromium for the browser tests; without it another one will do
	@$(BIN)/python -m tests.browser.chromium --shell 2>/dev/null || { \
		if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; \
		then apt-get update -qq && export DEBIAN_FRONTEND=noninteractive && \
			{ apt-get install -qq -y chromium-headless-shell || $(BIN)/python -m tests.browser.chromium || \
				apt-get install -qq -y chromium; } >/dev/null; \
		else $(BIN)/playwright install --only-shell chromium; fi; }; $(BIN)/python -m tests.browser.chromium

.PHONY: mutants
mutants: $(MUTANTS) ## Which changes of the rules no test notices (docs/mutants.md); takes ten minutes and more
	@for part in rules helpers; do diff -rq --exclude=__pycache__ tests/$$part mutants/tests/$$part >/dev/null 2>&1 \
		|| rm -rf mutants; done  # else it goes on where it was interrupted
	@nice $(BIN)/mutmut run
	@$(BIN)/python -m scripts.mutants

.PHONY: lint
lint: $(DEVELOPMENT) ## Style, types, layers, templates, sizes and catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(CODE)
	$(BIN)/lint-imports --no-logo
	$(BIN)/djlint app/templates --lint --quiet
	$(BIN)/python scripts/check_size.py
	$(BIN)/python scripts/catalogues.py check

.PHONY: i18n
i18n: $(DEVELOPMENT) ## Bring the catalogues up to date with the sentences in code and templates
	$(BIN)/python scripts/catalogues.py update

.PHONY: bench
bench: $(BENCH) ## Benchmarks (docs/performance.md); the numbers go to var/bench.json
	$(BIN)/python -m bench $(ARGS)

.PHONY: screens
screens: $(DEVELOPMENT) ## Pictures of every screen into var/screens/; those that documents show are renewed
	$(BIN)/python -m scripts.screens

.PHONY: audit
audit: $(DEVELOPMENT) ## Known vulnerabilities in the locked libraries
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements/development.txt
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements/bench.txt
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements/mutants.txt

.PHONY: lock
lock: $(DEVELOPMENT) ## Lock the newest versions that requirements/*.in allow
	$(COMPILE) --upgrade requirements/runtime.in -o requirements/runtime.txt
	$(COMPILE) --upgrade requirements/development.in -c requirements/runtime.txt -o requirements/development.txt
	$(COMPILE) --upgrade requirements/saml.in -c requirements/runtime.txt -o requirements/saml.txt
	$(COMPILE) --upgrade requirements/bench.in -c requirements/runtime.txt -c requirements/development.txt \
		-o requirements/bench.txt
	$(COMPILE) --upgrade requirements/mutants.in -c requirements/runtime.txt -c requirements/development.txt \
		-o requirements/mutants.txt

.PHONY: vendor
vendor: ## Fetch the front-end libraries and the fonts of documents anew from npm (needs Node; the results are committed)
	cd scripts/vendor && npm ci --ignore-scripts && node vendor.mjs

$(BIN)/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer with venv is needed (Debian: apt install python3-venv)." >&2; exit 1; }
	@$(PYTHON) -m venv .venv

$(RUNTIME): requirements/runtime.txt | $(BIN)/python
	@echo "Installing the locked libraries …"
	@$(INSTALL) --requirement $<
	@touch $@

$(DEVELOPMENT): requirements/development.txt | $(BIN)/python $(RUNTIME)
	@echo "Installing the locked development tools …"
	@$(INSTALL) --requirement $<
	@touch $@

$(BENCH): requirements/bench.txt | $(DEVELOPMENT)
	@echo "Installing what the benchmarks are compared with …"
	@$(INSTALL) --requirement $<
	@touch $@

$(MUTANTS): requirements/mutants.txt | $(DEVELOPMENT)
	@echo "Installing what makes mutants …"
	@$(INSTALL) --requirement $<
	@touch $@
