# Every target sets up what it needs. The only things needed beforehand: Python 3.11 or newer, and make.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
HOST ?= 127.0.0.1
LOCALES = fr es de ru ar zh_Hans

serve: export GLOSSARY_HOST = $(HOST)
serve: export GLOSSARY_PORT = $(PORT)
# Tests start hundreds of processes of the program: let them find it compiled.
test test-all: export PYTHONDONTWRITEBYTECODE =

.DEFAULT_GOAL = help
.PHONY: help install serve publish test test-all test-clients test-cluster lint types format messages messages-check terms compile build screenshots bench clean lock

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(VENV)/.created:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: locks/run.lock setup.cfg setup.py pyproject.toml | $(VENV)/.created
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r locks/run.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r locks/icu.lock || echo "Without ICU on this platform: lists are ordered by a built-in table."
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.tools: locks/dev.lock $(VENV)/.installed
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r locks/dev.lock
	@touch $@

MO = $(patsubst %,translations/%/LC_MESSAGES/messages.mo,$(LOCALES))
%.mo: %.po | $(VENV)/.installed
	$(BIN)/pybabel -q compile -l $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $@))) -i $< -o $@

install: $(VENV)/.installed $(MO) ## Set up the environment and compile the interface's catalogs

publish: install ## Publish vocabularies and catalogs as a new generation of the index
	$(BIN)/glossary publish

serve: install ## Set everything up and serve the bundled glossary (PORT=8000)
	@$(BIN)/glossary publish --if-changed
	@$(BIN)/glossary serve

test: $(VENV)/.tools $(MO) ## Set everything up and run the tests
	$(BIN)/python -m pytest -q -n auto --dist worksteal -m "not slow and not programs and not clients and not cluster" $(ARGS)

test-all: $(VENV)/.tools $(MO) ## Run also the tests that take long
	$(BIN)/python -m pytest -q -n auto --dist worksteal $(ARGS)

CLIENTS = .clients
$(CLIENTS)/.installed: tests/clients/requirements.txt tests/clients/package.json | $(VENV)/.created
	$(PYTHON) -m venv $(CLIENTS)
	$(CLIENTS)/bin/python -m pip install -q --disable-pip-version-check -r tests/clients/requirements.txt
	cp tests/clients/package.json $(CLIENTS)/
	cd $(CLIENTS) && npm install --silent --no-audit --no-fund
	@touch $@

# The program with its optional extras, as a user has it.
$(CLIENTS)/extras/.installed: tests/clients/extras.txt locks/run.lock setup.cfg | $(CLIENTS)/.installed
	$(PYTHON) -m venv $(CLIENTS)/extras
	$(CLIENTS)/extras/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r locks/run.lock
	$(CLIENTS)/extras/bin/python -m pip install -q --disable-pip-version-check -r tests/clients/extras.txt
	$(CLIENTS)/extras/bin/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

test-clients: $(VENV)/.tools $(MO) $(CLIENTS)/.installed $(CLIENTS)/extras/.installed ## Run real programs of others against the service (needs Node for some)
	GLOSSARY_CLIENTS=$(CLIENTS) $(BIN)/python -m pytest -q -m "clients" tests/clients $(ARGS)

test-cluster: $(VENV)/.tools $(MO) ## Run the tests of the index at OpenSearch on three real nodes (needs Java 17 and Maven)
	$(BIN)/python tests/opensearch/nodes.py fetch
	$(BIN)/python tests/opensearch/nodes.py run 21500 3 -- $(BIN)/python -m pytest -q -m "cluster" tests $(ARGS)

lint: $(VENV)/.tools ## Check style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/.tools ## Put the code into its style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(VENV)/.tools ## Check types
	$(BIN)/mypy

EXTRACT = $(BIN)/pybabel -q extract -F babel.cfg -k N_ -k NN_:1,2 -c i18n: --add-location=file --no-wrap --project=convergence-glossary --version=1 --copyright-holder="the contributors of the Convergence Glossary" --msgid-bugs-address=""

messages: install ## Extract the interface's messages and bring its catalogs up to date
	$(EXTRACT) -o translations/messages.pot .
	for locale in $(LOCALES); do $(BIN)/pybabel -q update -i translations/messages.pot -d translations -l $$locale --previous --no-fuzzy-matching --no-wrap --ignore-pot-creation-date --init-missing; done

messages-check: install ## Check that the template of the interface is up to date and its catalogs are complete
	$(BIN)/python -m tests.messages

terms: install ## Bring the catalogs of terms up to the vocabularies
	$(BIN)/glossary catalogs update

compile: install ## Compile the interface's catalogs

build: $(VENV)/.tools ## Build the source package and the wheel
	rm -rf build dist
	$(BIN)/python -m build

screenshots: $(VENV)/.tools $(MO) ## Take the pictures of the documentation (needs Chromium)
	@$(BIN)/glossary publish --if-changed --quiet
	$(BIN)/python docs/screenshots.py

bench: $(VENV)/.tools $(MO) ## Measure the doors against a bare Flask route
	$(BIN)/python benchmarks/doors.py

lock: $(VENV)/.tools ## Lock exact versions of all dependencies
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o locks/run.lock setup.cfg locks/build.in
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o locks/icu.lock locks/icu.in
	$(BIN)/pip-compile -q --strip-extras --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --extra dev -o locks/dev.lock setup.cfg locks/build.in

clean: ## Remove what was made, except published data
	rm -rf $(VENV) $(CLIENTS) build dist *.egg-info $(MO)
