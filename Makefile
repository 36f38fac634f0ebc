# Each target sets up what it needs by itself; set-up that is already done costs almost nothing.
PORT ?= 8000
DATA ?= .demo
HOST_PYTHON := $(or $(shell command -v python3.11),$(shell command -v python3))
BIN := .venv/bin
# The virtual environment comes first: it may hold the Node that the machine lacks.
# Compiled modules are kept, whatever the shell says: without them a start takes three times as long.
unexport PYTHONDONTWRITEBYTECODE
export PATH := $(CURDIR)/$(BIN):$(PATH)

# The fonts are for names beyond Latin on printed tickets.
RUNTIME_PACKAGES := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
	fonts-droid-fallback fonts-nanum fonts-noto-core \
	fonts-noto-color-emoji
# WebKitGTK is the nearest to an iPhone's browser; Xvfb is the screen that it wants. Caddy and nginx
# stand in front of the shop as docs/operations.md says.
TEST_PACKAGES := $(RUNTIME_PACKAGES) caddy chromium default-jre-headless gir1.2-webkit2-4.1 \
	nginx-light python3-gi xvfb

CATALOGUES := $(wildcard ortenaudigital/translations/*/LC_MESSAGES/messages.po)
FRONT_END := package-lock.json $(shell find static/src static/*.mjs static/*.py -type f) \
	$(shell find templates -name '*.html')

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast bench fmt lint lint-types lint-python lint-pages build lock \
	translations pictures hooks

help: ## say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: .venv/.runtime static/dist/.built $(CATALOGUES:.po=.mo) ## run the product with sample events on http://localhost:8000
	@.ci/system-packages $(RUNTIME_PACKAGES)
	@# What is left empty is not read from .env either: a demo must not reach into an installation.
	@ORTENAUDIGITAL_MODE=demo DATA_DIR="$(DATA)" BASE_URL="http://localhost:$(PORT)" \
		DATABASE_URL= MAIL_SERVER= MAIL_USERNAME= MAIL_USE_TLS= MAIL_USE_SSL= \
		MAIL_PORT="$$(( $(PORT) + 25 ))" flask --app wsgi demo --port "$(PORT)"

test: lint ## run every check, on SQLite and PostgreSQL
	@.ci/system-packages $(TEST_PACKAGES)
	node --test-reporter=dot tests/unit/js/all.mjs
	@# Some tests wait for a time-out or for a browser: two more processes work meanwhile.
	pytest -n 4 --dist=worksteal

test-fast: lint ## check style, rules and features on SQLite, within a minute
	node --test-reporter=dot tests/unit/js/all.mjs
	pytest -q -n 2 --dist=worksteal tests/unit tests/features -k "not postgresql"

bench: .venv/.dev static/dist/.built $(CATALOGUES:.po=.mo) ## measure what people and phones ask for; docs/benchmarks.md says what else
	@.ci/system-packages $(TEST_PACKAGES)
	python -m tests.benchmarks $(PARTS)

lint: .venv/.dev node_modules/.dev static/dist/.built $(CATALOGUES:.po=.mo) ## check style, types, floors, templates, scripts and style sheets
	@$(MAKE) --no-print-directory -j 3 --output-sync=target lint-types lint-python lint-pages

lint-types:
	mypy

lint-python:
	ruff format --check .
	ruff check .
	lint-imports
	@# A test that imports what is gone runs nowhere, and nobody may notice for a while. What is
	@# compiled here, the processes of `make test` need not compile, each for itself.
	@pytest --collect-only -qq > .venv/.collected || { tail -20 .venv/.collected; exit 1; }

lint-pages:
	djlint --lint --quiet templates
	node_modules/.bin/biome lint --error-on-warnings --reporter=concise
	node_modules/.bin/tsc
	node_modules/.bin/tsc -p tsconfig.workers.json

fmt: .venv/.dev ## bring the code into its form
	ruff format .
	ruff check --fix .

build: static/dist/.built $(CATALOGUES:.po=.mo) ## build all that the product needs to run
	@.ci/system-packages $(RUNTIME_PACKAGES)

lock: .venv/.uv .venv/.node ## pin the newest versions of all packages
	@for name in dev setup node; do \
		uv pip compile -q --upgrade --generate-hashes --no-emit-index-url --python-version 3.11 \
			requirements-$$name.in -o requirements-$$name.txt; done
	uv pip compile -q --generate-hashes --no-emit-index-url --python-version 3.11 \
		requirements.in -c requirements-dev.txt -o requirements.txt
	npm update --package-lock-only --silent
	@node -e 'const f = "package-lock.json", fs = require("fs"), lock = JSON.parse(fs.readFileSync(f)); \
		for (const entry of Object.values(lock.packages)) delete entry.funding; \
		fs.writeFileSync(f, JSON.stringify(lock, null, 2) + "\n")'

translations: .venv/.dev ## bring the catalogues up to date with the texts
	@pybabel -q extract -F pyproject.toml -k _l -c Translators: -s --sort-by-file --no-location \
		-o .venv/messages.pot .
	@pybabel -q update -D messages -i .venv/messages.pot -d ortenaudigital/translations \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date -w 100

hooks: ## have `git commit` check style, types and unit tests
	git config core.hooksPath .githooks

pictures: .venv/.dev static/dist/.built $(CATALOGUES:.po=.mo) ## take the pictures of the documentation anew
	@.ci/system-packages $(TEST_PACKAGES)
	python -m tests.browser.pictures

.venv/.uv: requirements-setup.txt
	@$(HOST_PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed"; exit 1; }
	@$(HOST_PYTHON) -c 'import ensurepip' 2>/dev/null || .ci/system-packages python3-venv
	@echo "Setting up .venv, which takes a minute or two once"
	@$(HOST_PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-setup.txt
	@touch $@

.venv/.runtime: requirements.txt .venv/.uv
	@if test -e .venv/.dev; then $(MAKE) -s .venv/.dev; \
		else echo "Installing the pinned Python packages"; \
		uv pip sync -q --compile-bytecode --require-hashes requirements.txt; fi
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.uv
	@echo "Installing the pinned Python packages, with those for tests"
	@uv pip sync -q --compile-bytecode --require-hashes requirements-dev.txt
	@touch $@ .venv/.runtime

.venv/.node: requirements-node.txt .venv/.uv
	@node --eval 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)' 2>/dev/null \
		|| uv pip install -q --require-hashes -r requirements-node.txt
	@touch $@

node_modules/.runtime: package-lock.json .npmrc .venv/.node
	@if test -e node_modules/.dev; then $(MAKE) -s node_modules/.dev; \
		else echo "Installing the pinned npm packages"; npm ci --omit=dev --silent; fi
	@touch $@

node_modules/.dev: package-lock.json .npmrc .venv/.node
	@npm ci --silent
	@touch $@ node_modules/.runtime

static/dist/.built: $(FRONT_END) .venv/.runtime node_modules/.runtime
	@echo "Building the front end"
	@PYTHON=$(CURDIR)/$(BIN)/python node static/build.mjs
	@touch $@

%.mo: %.po .venv/.runtime
	@pybabel -q compile -i $< -o $@
