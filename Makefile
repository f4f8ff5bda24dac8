# `make` alone prints what there is. Needs only make and Python 3.11 or later; everything else is fetched into this
# folder on first use, from whatever package index this machine is set up for.

.DEFAULT_GOAL := help
.PHONY: help run test pictures lint format docs requirements bench demo manage reset lock environment assets browser

# Byte code is made once, with the environment: without it every start takes three times as long.
export UV_COMPILE_BYTECODE := 1
unexport PYTHONDONTWRITEBYTECODE
unexport VIRTUAL_ENV
unexport PYTHONPATH

SUITS = import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))
# Of several, one that can install packages and is as quick as Python can be: pyenv, unless it is told otherwise, builds
# one with which everything takes half as long again or more.
QUICK = import ensurepip, sys, sysconfig; sys.exit(not (3, 11) <= sys.version_info < (3, 15) or ".pyenv" in sys.prefix \
	and "--enable-optimizations" not in str(sysconfig.get_config_var("CONFIG_ARGS")))
FOUND = $(shell for wanted in '$(QUICK)' '$(SUITS)'; do \
	for python in python3 python3.14 python3.13 python3.12 python3.11 /usr/bin/python3; do \
	$$python -c "$$wanted" 2>/dev/null && { echo $$python; exit; }; done; done)
NONE = echo 'Python 3.11 to 3.14 was not found. Install it (Debian: apt-get install python3 python3-venv; macOS: brew install \
python), or name one: make $@ PYTHON=/path/to/python3' >&2; exit 1;
# Asked for only when a target needs it.
PYTHON ?= $(FOUND)
LAUNCH = @python='$(PYTHON)'; [ -n "$$python" ] || { $(NONE) }; exec "$$python" -m cpp_portal.launcher
IN = .venv/bin/python -m

help:  ## this list
	@awk 'BEGIN { FS = ":.*## " } /^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

run:  ## start the portal, everything it needs included; Ctrl-C stops it (PORT=8001 make run for another port)
	$(LAUNCH) run

# While style and types are looked at, what the tests need besides is fetched.
test: environment  ## every check and every test, in the browser too (TESTS="tests/visits -x" for some of them)
	@$(MAKE) --no-print-directory --jobs=3 lint assets browser
	$(LAUNCH) test -n 2 --dist loadfile --no-loadscope-reorder $(TESTS)

pictures: export CPP_PICTURES = 1
pictures: environment browser  ## every page at both widths into .local/screenshots, to be looked at
	$(LAUNCH) test tests/journeys/test_every_page.py

lint: environment  ## style, templates, types, who imports whom, migrations, printed pages
	$(IN) ruff check .
	$(IN) ruff format --check .
	$(IN) djlint templates --check --quiet
	$(IN) djlint templates --lint --quiet
	$(IN) mypy
	.venv/bin/python .venv/bin/lint-imports --no-cache
	$(IN) cpp_portal.launcher migrations
	$(IN) deadlines.printed --check
	$(IN) accounts.printed --check
	$(IN) returns.census.printed --check

format: environment  ## put code and templates into the one style
	$(IN) ruff check --fix .
	$(IN) ruff format .
	$(IN) djlint templates --reformat --quiet

docs:  ## print the timetable and the permissions into docs/ again
	$(LAUNCH) manage print_docs

requirements: environment  ## every row of the requirements with the tests that prove it
	$(IN) tests.proofs

bench:  ## speed and scale, against a database of their own (BENCH="pages" for some of them)
	$(LAUNCH) bench $(BENCH)

demo:  ## grow the demo borough: make demo CHILDREN=2000
	$(LAUNCH) manage demo --children $(or $(CHILDREN),500)

manage:  ## a command of manage.py: make manage DO="import_cin census.xml"
	$(LAUNCH) manage $(DO)

reset:  ## forget the demo: remove this checkout's databases
	$(LAUNCH) reset

lock: environment  ## write the lock files anew from pyproject.toml
	$(LAUNCH) lock

environment:
	$(LAUNCH) environment

assets: environment
	$(LAUNCH) assets

browser: environment
	$(LAUNCH) browser
