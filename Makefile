# What there is to do with this repository. `make help` lists it; `make run` and `make test` install what they need.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run dev ui openapi build test check fmt lint unit rust docs python spelling dependencies texts web web-sizes conformance hostile crash e2e shots \
	sabotage bench pages-bench sync-shared tools clean

CACHE := $(or $(XDG_CACHE_HOME),$(HOME)/.cache)/perilune
STEP := scripts/step
# Cases to run and options of pytest, as in: make conformance PYTEST="-k nested -x"
PYTEST ?=
# Files of web/e2e and options of Playwright, as in: make e2e PLAYWRIGHT="team -g invited"
PLAYWRIGHT ?=
# Options of the command that is run, as in: make run ARGS="--data-dir elsewhere"
ARGS ?=
MODE ?= ingest
RUNS ?= 1000000

help: ## This list
	@sed -nE 's/^([a-z-]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 22

run: ui ## Builds the pages and the server, and starts it; ARGS="..." are its options
	cargo run --release --bin perilune -- serve $(ARGS)

dev: ## A debug server with the log of every request, and vite, which shows changes of the pages at once, on port 3334
	scripts/web-dev $(ARGS)

ui: ## Builds the web UI into web/dist, where the next build of the server finds it
	@scripts/web-build

openapi: ## Makes the types of the web UI's client from the OpenAPI document
	@scripts/web-packages
	@npm run --silent --prefix web openapi

# With the tests, because that is one set of features for the binary and them: nothing is compiled twice.
build: ## The dev build that all tests share
	@$(STEP) build cargo build --workspace --all-targets

check: fmt lint unit python spelling dependencies texts web ## The fast half, before every commit

test: check web-sizes rust docs conformance crash e2e texts ## All that CI runs
	@echo "make test: everything passed"

fmt:
	@$(STEP) fmt cargo fmt --all --check

lint:
	@$(STEP) clippy cargo clippy --workspace --all-targets -- -D warnings

unit:
	@$(STEP) "unit tests of the pure crates" cargo test -p model -p ingest -p query -p testkit -- --quiet

rust:
	@INSTA_UPDATE=no $(STEP) "rust tests" cargo test --workspace -- --quiet

docs:
	@RUSTDOCFLAGS="-D warnings" $(STEP) docs cargo doc --workspace --no-deps

python:
	@$(STEP) python scripts/check-python

spelling:
	@$(STEP) spelling scripts/check-spelling

dependencies:
	@$(STEP) dependencies python3 scripts/check_dependencies.py

texts:
	@$(STEP) texts python3 scripts/check_texts.py
	@$(STEP) "sabotage patches apply" scripts/sabotage --check

web:
	@$(STEP) "packages of the web UI" scripts/web-packages
	@$(STEP) "types of the web UI" npm run --silent --prefix web types
	@$(STEP) "lint of the web UI" npm run --silent --prefix web lint
	@$(STEP) "unit tests of the web UI" npm run --silent --prefix web unit
	@$(STEP) "contrast" npm run --silent --prefix web contrast
	@$(STEP) "client of the web UI is that of the server" npm run --silent --prefix web openapi -- --check

web-sizes: ui
	@$(STEP) "sizes of the web UI" npm run --silent --prefix web sizes

conformance: build ## The official SDKs against the server; PYTEST="..." are pytest's options
	@$(STEP) "client packages" scripts/client-packages
	@$(STEP) conformance scripts/pytest cases $(PYTEST)

e2e: ui build ## The pages in a browser, against the real server; PLAYWRIGHT="..." are files and Playwright's options
	@$(STEP) chromium scripts/need-chromium
	@$(STEP) "client packages" scripts/client-packages
	@$(STEP) "pages in a browser" npm run --silent --prefix web e2e -- $(PLAYWRIGHT)

hostile: ## Hostile questions to a release build with RUNS=1000000 seeded runs, each answered within a second
	@$(STEP) build cargo build --release --bin perilune
	@PERILUNE_BIN="$${CARGO_TARGET_DIR:-target}/release/perilune" HOSTILE_RUNS=$(RUNS) HOSTILE_SECONDS=1 \
		scripts/pytest volume/test_hostile_queries.py $(PYTEST)

shots: ## `make e2e`, and pictures of every page, light and dark, wide and narrow, go to web/e2e/shots
	@SHOTS=1 $(MAKE) --no-print-directory e2e

crash: build ## The durability tests: strace, kill -9, power cut, full disk
	@$(STEP) strace scripts/need-strace
	@$(STEP) durability scripts/pytest durability $(PYTEST)

sabotage: ## Takes away one guard after another and sees that a test notices; works on the last commit
	@scripts/sabotage

bench: ## Measures a release build; MODE=ingest|one|get|related, ARGS="..." are further options
	cargo run --release --bin perilune -- bench --mode $(MODE) $(ARGS)

pages-bench: ui build ## Measures the pages in a browser and writes bench/pages.md; PERILUNE_BIN names a release build
	@$(STEP) chromium scripts/need-chromium
	@$(STEP) "times of the pages" npm run --silent --prefix web perf

sync-shared: ## Takes over recordings from ../shared, where that is, and says what differs
	@scripts/sync-shared

tools: ## Installs what the tests need, without running any
	@scripts/python-venv
	@scripts/client-packages
	@scripts/web-packages
	@scripts/need-strace
	@scripts/need-chromium

clean: ## Removes what was built here and the caches of the tests
	cargo clean
	rm -rf conformance/node_modules conformance/.pytest_cache web/node_modules web/dist/assets web/dist/*.* "$(CACHE)"
