# Verbs for people. What they do stands in pyproject.toml, client_pwa/build.py and tests/.
BIN = .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# A hundred servers are started by the tests: each would compile all of itself anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run app test test-postgres test-engines test-looks test-long lighthouse bench check screenshots

# Serves the example city on http://localhost:7270.
run: .venv/.run app
	@$(BIN)/field727 serve --example

# Builds the phone app when one of its sources changed.
app: .venv/.run
	@$(BIN)/python client_pwa/build.py

# Everything the suite needs, then the whole suite. Nothing is ever skipped quietly.
test: .venv/.dev app
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.faults.strace
	$(BIN)/pytest -n 3 --dist loadgroup

# What the suite tells on SQLite alone, for its statements are said to Postgres beside it: on Postgres too, the oldest.
test-postgres: .venv/.dev app
	$(BIN)/python -m tests.browser.chromium
	FIELD727_TEST_POSTGRES=oldest $(BIN)/pytest -n 3 --dist loadgroup -m "long and told_on"

# The offline journey at the sizes of phones: Chromium, Firefox and WebKitGTK, of which Linux alone has the last.
test-engines: .venv/.dev app
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.engines
	$(BIN)/pytest -n 3 --dist loadgroup -m engines tests/browser/engines

# How screens look, sound and are worked: each in both languages and every theme and width; taps, keys, what is said.
test-looks: .venv/.dev app
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/pytest -n 3 --dist loadgroup -m "looks and not long" tests/browser/looks

# The same with many more random schedules.
test-long: .venv/.dev app
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.faults.strace
	$(BIN)/pytest -n 3 --dist loadgroup -m "not engines" --hypothesis-profile=long

# A picture of every screen, both languages, light and dark, and those of the README.
screenshots: .venv/.dev app
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.screenshots

# What Lighthouse says of the sign-in page and of an opened home; its package is fetched for this alone.
lighthouse: .venv/.dev app
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.lighthouse

# What this machine does, on either engine: make bench ENGINE=postgres.
bench: .venv/.dev
	$(BIN)/python -m tests.bench --engine $(or $(ENGINE),sqlite)

# Lint, types, floors, freshness, weight.
check: .venv/.dev app
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m schemas --check
	$(BIN)/python client_pwa/build.py --run tsc -p tsconfig.json
	$(BIN)/python client_pwa/build.py --run tsc -p tsconfig.sw.json
	$(BIN)/python client_pwa/build.py --run tsc -p tsconfig.tests.json
	$(BIN)/python client_pwa/build.py --run biome check --error-on-warnings
	$(BIN)/python client_pwa/build.py --check-budget

# Made anew only when pyproject.toml changed; with `make PYTHON=/usr/bin/python3 …` from the interpreter one likes.
.venv/.run: pyproject.toml
	@for p in $(PYTHON) python3 python3.13 python3.12 python3.11 python3.14; do \
	  if $$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	  then exec $$p -m venv .venv; fi; \
	done; echo 'Python 3.11 or newer with venv is needed (Debian: apt install python3-venv).' >&2; exit 1
	@echo 'Installing into .venv: once, about a minute.'
	@$(BIN)/python -m pip install --quiet hatchling
	@$(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[app]'
	@touch $@

.venv/.dev: .venv/.run
	@$(BIN)/python -m pip install --quiet --no-build-isolation --editable '.[app,dev]'
	@touch $@
