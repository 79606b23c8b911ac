# `make run` starts the assistant, `make test` tests it; both set up what they need first.
.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c

APP := .venv/bin/python
RASA := .venv-rasa/bin/python
TUNING := .venv-tuning/bin/python
UV_PINS := requirements/uv.txt
UV := $(shell command -v uv 2>/dev/null || echo .tools/bin/uv)

# Where pyenv keeps the interpreters, its shims answer only for the versions named here, the first one for plain python3.
ifneq ($(shell command -v pyenv 2>/dev/null),)
export PYENV_VERSION := $(shell pyenv versions --bare 2>/dev/null | sort -rV | paste -sd:)
endif
export RASA_TELEMETRY_ENABLED := false
ifdef CI
export UV_NO_PROGRESS := 1
endif

WIDGET := bot/web/widget
CONSOLE := bot/staff/console
FRONT_ENDS := $(patsubst %/package.json,%,$(wildcard $(WIDGET)/package.json $(CONSOLE)/package.json))
front_end_files = $(shell find $(1) -type d \( -name node_modules -o -name dist \) -prune -o -type f -print 2>/dev/null)

# Node.js 20.19 or newer of the machine; else one from the pins.
NODE_OK := $(shell node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a == 22 && b > 11) || (a == 20 && b > 18) ? 0 : 1)' 2>/dev/null && command -v npm >/dev/null && echo yes)
NODE := $(if $(NODE_OK),,.venv-node/.stamp)
export PATH := $(if $(NODE_OK),,$(CURDIR)/.venv-node/bin:)$(PATH)

.PHONY: help run setup train encoder test lint format evaluate bench bench-baseline clean pins

help:  ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

run: setup  ## Set up, train if needed, start everything and print the address
	@exec $(APP) -m bot run

setup: .venv/.stamp .venv-rasa/.stamp $(FRONT_ENDS:%=%/node_modules/.built)  ## Make both Python environments and build the front ends, all from pins

.tools/bin/uv: $(UV_PINS)
	@echo "Fetching uv …"
	@python3 -m venv .tools || { echo "Python 3 with venv is needed to begin: install python3 and python3-venv."; exit 1; }
	@.tools/bin/pip install --quiet --disable-pip-version-check --require-hashes -r $(UV_PINS)

.venv/.stamp: requirements/dev.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Setting up Python 3.12 for everything but Rasa (.venv) …"
	@$(UV) venv --quiet --allow-existing --python 3.12 .venv || { echo "Python 3.12 was neither found nor could it be fetched: install it, then try again."; exit 1; }
	@$(UV) pip sync --quiet --require-hashes --python $(APP) requirements/dev.txt
	@touch $@

.venv-rasa/.stamp: requirements/rasa.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Setting up Python 3.10 for Rasa (.venv-rasa) …"
	@$(UV) venv --quiet --allow-existing --python 3.10 .venv-rasa || { echo "Python 3.10 was neither found nor could it be fetched: install it, then try again."; exit 1; }
	@$(UV) pip sync --quiet --require-hashes --python $(RASA) requirements/rasa.txt
	@touch $@

.venv-tuning/.stamp: requirements/tuning.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Setting up Python 3.12 for tuning the encoder (.venv-tuning) …"
	@$(UV) venv --quiet --allow-existing --python 3.12 .venv-tuning
	@$(UV) pip sync --quiet --require-hashes --python $(TUNING) requirements/tuning.txt
	@touch $@

$(WIDGET)/node_modules/.built: $(call front_end_files,$(WIDGET))
$(CONSOLE)/node_modules/.built: $(call front_end_files,$(CONSOLE))
.venv-node/.stamp: requirements/node.txt | $(filter .tools/bin/uv,$(UV))
	@echo "Fetching Node.js for the front ends (.venv-node) …"
	@$(UV) venv --quiet --allow-existing --python 3.12 .venv-node
	@$(UV) pip sync --quiet --require-hashes --python .venv-node/bin/python requirements/node.txt
	@touch $@

$(FRONT_ENDS:%=%/node_modules/.built): $(NODE)
	@echo "Building $(patsubst %/node_modules/.built,%,$@) …"
	@cd $(patsubst %/node_modules/.built,%,$@) && npm ci --silent --no-audit --no-fund && npm run --silent build
	@touch $@

train: setup  ## Train the model if what it is made from has changed
	@$(APP) -m bot train

encoder: setup .venv-tuning/.stamp  ## Tune the sentence encoder on the training sentences (half an hour or more)
	@mkdir -p var
	@PYTHONWARNINGS=ignore $(RASA) -m bot.nlu.sentences var/sentences.json
	@$(TUNING) -m bot.tuning.tune var/sentences.json data/encoder/adapter.npz $(ROUNDS)

test: setup lint train .venv-tuning/.stamp  ## Lint, type-check and run every test, with coverage
	@$(RASA) -m unittest discover -q -s tests/nlu -t .
	@$(TUNING) -m unittest discover -q -s tests/tuning -t .
	@for each in $(FRONT_ENDS); do (cd $$each && npm test --silent) || exit 1; done
	@$(APP) -m tests.evaluation.evaluate --split test --check
	@$(APP) -m pytest -n 2 --dist loadfile --cov --cov-report=term --durations=8

lint: setup  ## ruff, mypy --strict and the front ends' checks
	@$(APP) -m ruff check .
	@$(APP) -m ruff format --check .
	@$(APP) -m mypy
	@for each in $(FRONT_ENDS); do (cd $$each && npm run --silent lint) || exit 1; done

format: setup  ## Put the code in order
	@$(APP) -m ruff check --fix .
	@$(APP) -m ruff format .

evaluate: train  ## Measure understanding on the held-out questions
	@$(APP) -m tests.evaluation.evaluate --split all

bench: train  ## Measure start, latency, throughput and memory
	@$(APP) -m tests.bench.bench

bench-baseline: setup  ## Measure Rasa's default pipeline on the same data, in an environment made for that
	@bash tests/bench/baseline.sh $(UV)

pins: .tools/bin/uv  ## Resolve the pins anew from requirements/*.in
	@$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header requirements/app.in -o requirements/app.txt
	@$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header requirements/dev.in -o requirements/dev.txt
	@$(UV) pip compile --quiet --universal --python-version 3.10 --generate-hashes --no-emit-index-url --no-header requirements/rasa.in --override requirements/rasa-overrides.txt -o requirements/rasa.txt
	@$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header requirements/node.in -o requirements/node.txt
	@$(UV) pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-header requirements/tuning.in -o requirements/tuning.txt

clean:  ## Remove environments, models and data of this checkout
	rm -rf $(FRONT_ENDS:%=%/dist) $(FRONT_ENDS:%=%/node_modules)
	rm -rf .venv .venv-rasa .venv-node .venv-tuning .venv-baseline .tools .rasa var models/*.tar.gz
