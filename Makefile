# The doors of the project. `make help` lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
export PYTHONDONTWRITEBYTECODE := 1

.PHONY: help run test check format bench messages lock

help:  ## List the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

run: $(VENV)/run.stamp  ## Set everything up and start web, worker, beat and the sample supplier
	@exec $(BIN)/python manage.py up

test: $(VENV)/dev.stamp  ## Set everything up and run every test
	@$(BIN)/python -m tests.everything

check: $(VENV)/dev.stamp  ## Lint, types, imports, templates, migrations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy && $(BIN)/lint-imports --no-cache
	@$(BIN)/djlint --quiet --lint templates
	@DATA_DIR=var/check $(BIN)/python manage.py makemigrations --check --dry-run

format: $(VENV)/dev.stamp  ## Format code and templates
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format . ; $(BIN)/djlint --quiet --reformat templates

bench: $(VENV)/dev.stamp  ## Measure the figures that the product promises (about 15 minutes)
	@$(BIN)/python -m bench

messages: $(VENV)/dev.stamp  ## Collect and compile the words on screen (needs gettext)
	@$(BIN)/python manage.py makemessages -l ja --no-obsolete --add-location file --ignore .venv
	@$(BIN)/python manage.py compilemessages -l ja

lock:  ## Compile the pinned requirements (needs uv)
	@for list in requirements requirements-dev; do \
	  uv pip compile --quiet --python-version 3.11 --generate-hashes --no-emit-index-url \
	    --no-header $$list.in -o $$list.txt; done

$(VENV)/run.stamp: requirements.txt scripts/install.sh
	@PYTHON="$(PYTHON)" scripts/install.sh requirements.txt
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements-dev.txt
	@PYTHON="$(PYTHON)" scripts/install.sh requirements-dev.txt
	@touch $@
