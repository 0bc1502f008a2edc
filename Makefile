# `make run` and `make test` set up what they need in .venv; nothing else is touched.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test check lint types format bench quality screenshot lock clean

run: $(READY)
	@$(BIN)/tanya run

# Most tests wait for processes and networks: three at a time on two cores. A file's tests share bots and browsers.
# `make test TEST_LONG=1` runs those that take minutes, too.
test: $(READY) lint types
	$(BIN)/python -m pytest -n 3 --dist loadfile $(if $(TEST_LONG),,-m "not long")

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache

types: $(READY)
	$(BIN)/mypy

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Minutes each, printed as tables. `make bench QUICK=1` leaves 100,000 questions out; TEST_POSTGRES adds PostgreSQL.
bench: $(READY)
	@$(BIN)/python -m tests.benchmarks.speed $(if $(QUICK),--quick)
	@$(BIN)/python -m tests.benchmarks.throughput
	@$(BIN)/python -m tests.benchmarks.rows

# QUESTIONS is the folder of the labelled sets.
quality: $(READY)
	@$(BIN)/python -m tests.benchmarks.quality "$(or $(QUESTIONS),$(error say where the labelled sets are: make quality QUESTIONS=folder))"

# Draws docs/images/page.png from the running page; needs Chromium.
screenshot: $(READY)
	@$(BIN)/python -m tests.browser.screenshot docs/images/page.png

# Needs uv; writes names, versions and hashes only.
lock:
	uv pip compile pyproject.toml --extra postgres --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q -o requirements.lock
	uv pip compile pyproject.toml --group dev -c requirements.lock --extra postgres --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --no-annotate -q \
		-o requirements-dev.lock

$(READY): requirements-dev.lock pyproject.toml
	@echo "Setting up .venv (once; takes a minute) ..."
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Tanya needs Python 3.11 or newer: make PYTHON=python3.12 run")'
	@$(PYTHON) -m venv --clear .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis
