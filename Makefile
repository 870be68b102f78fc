# Two commands for a newcomer: `make demo` does the main job on the shipped examples, `make test` passes the tests.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt
ALPHA := datasette==1.0a41
DEMO_DB := build/demo.db

.PHONY: help demo test lint fix docs bench checksums clean

help: ## this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

# torch goes first and alone: the constraints name a build without CUDA where one is at hand
$(VENV)/.installed: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "installing attrib into $(VENV): a minute or two"
	$(PIP) pip
	$(PIP) torch
	$(PIP) --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	$(PIP) --group dev
	touch $@

$(VENV)/.installed-train: $(VENV)/.installed-dev
	$(PIP) --editable '.[train,bench]'
	touch $@

demo: $(VENV)/.installed ## ingest the examples and ask who said "combat mission"
	@mkdir -p build
	@rm -f $(DEMO_DB)
	$(BIN)/attrib ingest examples --db $(DEMO_DB)
	$(BIN)/attrib who-said "combat mission" --db $(DEMO_DB)
	@echo "Look at it in a browser: $(BIN)/attrib serve --db $(DEMO_DB)"

# the coming Datasette, beside the one that is used: pip says that the two do not go together, and they need not
$(VENV)/alpha: $(VENV)/.installed-dev
	$(BIN)/python -m pip --disable-pip-version-check install --quiet --no-warn-conflicts --target $@ "$(ALPHA)" \
		|| echo "$(ALPHA) could not be installed: its test is skipped"

test: $(VENV)/.installed-dev $(VENV)/alpha ## the whole test suite, with the real models
	$(BIN)/python -m pytest

bench: $(VENV)/.installed-train ## install what training and the benchmarks need besides

lint: $(VENV)/.installed-dev ## ruff and mypy --strict
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

fix: $(VENV)/.installed-dev ## what ruff can mend by itself
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

docs: $(VENV)/.installed-dev ## run the examples in README and docs again and write what they print
	$(BIN)/python -m cogapp -r -I . README.md docs/*.md

checksums: ## name the models that were measured, so that no other is loaded
	cd attribution/weights && find . -type f ! -name '*.md' ! -name CHECKSUMS | sed 's|^\./||' | LC_ALL=C sort | xargs sha256sum > CHECKSUMS

clean: ## all that make made
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache
