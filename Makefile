# The two commands of the README, and a few for developers. Each sets up what it needs.
# On Windows, or without make, see "Installing without make" in the README.

PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
READY := $(VENV)/.ready
RUN := PATH="$(BIN):$$PATH"

.DEFAULT_GOAL := help
.PHONY: help repro test browser-tests check format bench weights boundaries review import import-codebook terms stanza-models lock clean

help:  ## Show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

repro: $(READY)  ## Refresh themes and code suggestions (dvc repro)
	$(RUN) dvc repro

test: $(READY)  ## Run all tests, without network
	$(RUN) python -m pytest

browser-tests: $(READY)  ## Test the review page in a real browser (Chromium must be installed)
	$(RUN) python -m pip install --quiet playwright==1.65.2 axe-playwright-python==0.1.8
	$(RUN) python -m pytest tests/review

check: $(READY)  ## Look at style, types and formatting
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) mypy

format: $(READY)  ## Put the code into its format
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

bench: $(READY)  ## Compare the themes with BERTopic's and others; also: make bench DATA="a.tsv b.tsv"
	$(RUN) python -m tests.measure_themes $(if $(DATA),--data $(DATA))

weights: $(READY)  ## Fit the weights of the evidence on the corpus' codings
	$(RUN) python -m pipeline.fit_weights

boundaries: $(READY)  ## Learn sentence boundaries from lexicons/sentences (six minutes)
	$(RUN) python -m pipeline.fit_boundaries

review: $(READY)  ## Go through the suggestions on a page of this computer; also: make review ARGS="--coder Aya"
	$(RUN) python -m pipeline.review $(ARGS)

import: $(READY)  ## Take in what was coded elsewhere: make import FILE=project.qdpx; also ARGS="--kept accepted"
	$(RUN) python -m pipeline.import_codings "$(FILE)" $(ARGS)

import-codebook: $(READY)  ## Take in a codebook (.qdc, .qdpx): make import-codebook FILE=…; also ARGS="--language ru"
	$(RUN) python -m pipeline.import_codebook "$(FILE)" $(ARGS)

terms: $(READY)  ## Find terms: make terms TEXT="…" or FILE=…; also LATIN=… or CYRILLIC=…
	$(RUN) python -m pipeline.terms $(if $(FILE),--file "$(FILE)") $(if $(LATIN),--latin $(LATIN)) \
		$(if $(CYRILLIC),--cyrillic $(CYRILLIC)) $(if $(TEXT),-- "$(TEXT)")

stanza-models: $(READY)  ## Download the models for segment.tools: stanza (needs a network)
	$(RUN) python -m pipeline.stanza_models

# torch's CUDA packages are left out: on a laptop's processor nothing uses them.
lock: $(READY)  ## Write requirements.lock anew from pyproject.toml
	$(RUN) pip install --quiet uv
	$(RUN) uv pip compile --universal --python-version 3.11 --extra dev --no-header --no-annotate \
		--no-emit-index-url --quiet pyproject.toml -o requirements.lock
	sed -i.bak -E '/^(nvidia|cuda|triton)/d' requirements.lock && rm requirements.lock.bak

clean:  ## Delete everything that is made from the transcripts (not the transcripts, nor Stanza's models)
	find models -mindepth 1 -maxdepth 1 ! -name stanza -exec rm -rf {} + 2>/dev/null || true
	rm -rf results .dvc/cache .dvc/tmp
	rm -rf transcripts/canonical transcripts/*.parquet transcripts/*.sha256

# DVC works in a folder that is no Git repository, such as an unpacked download, once told so.
$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info[:2] >= (3, 11) else "Python 3.11 or later is needed; say which with: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(RUN) python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(RUN) python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	git rev-parse --git-dir >/dev/null 2>&1 || $(RUN) dvc config --local core.no_scm true
	touch $(READY)
