.DEFAULT_GOAL := help
PYTHON := .venv/bin/python
# Done in a moment when nothing is to install.
INSTALLED := packages
INSTALLED_FOR_THE_DEMO := packages-of-the-demo

# The address's port of the demo, the articles of the benchmark, the processes of the tests.
PORT ?= 8000
N ?= 2000
JOBS ?= 2
UPGRADE ?= --upgrade
# Whoever has done their tests takes some of another's.
PYTEST = $(PYTHON) -m pytest -n $(JOBS) --dist worksteal

# Where containers forbid it, each process that a test starts would compile all modules again.
export PYTHONDONTWRITEBYTECODE =

.PHONY: help
help: ## Say what can be done here
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: demo
demo: $(INSTALLED_FOR_THE_DEMO) ## Open a newsroom with something to read, at 127.0.0.1:8000 (PORT=…)
	@exec $(PYTHON) manage.py demo --settings demo.settings --port $(PORT)

.PHONY: test
test: $(INSTALLED) ## Run every test, in Chromium too (JOBS=…, the number of processes)
	@$(PYTHON) tests/chromium.py
	@$(PYTHON) tests/programs.py
	@exec $(PYTEST)

.PHONY: test-fast
test-fast: $(INSTALLED) ## Run the tests that take no seconds and need no browser
	@exec $(PYTEST) -m "not slow and not browser"

.PHONY: test-unit
test-unit: $(INSTALLED) ## Run the quick tests that need no database
	@exec $(PYTEST) -m unit tests/unit

.PHONY: search-quality
search-quality: $(INSTALLED) ## Say how often the search puts first what an editor would
	@exec $(PYTHON) -m pytest -q -rP tests/search/test_quality.py

# One of these is a hook of .pre-commit-config.yaml each.
CHECKS := lint-python lint-templates lint-static lint-imports lint-types lint-migrations lint-licences

.PHONY: lint $(CHECKS)
lint: $(CHECKS) ## Check style, types, imports, migrations and licences
lint-python: $(INSTALLED)
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .
lint-templates: $(INSTALLED)
	@git ls-files -z '*.html' | xargs -0 -r .venv/bin/djade --check
lint-static:
	@scripts/biome check --error-on-warnings
lint-imports: $(INSTALLED)
	@.venv/bin/lint-imports --no-cache --no-logo
lint-types: $(INSTALLED)
	@.venv/bin/mypy | .venv/bin/mypy-baseline filter || \
		{ echo "New errors are listed above. If there are none, some are gone: make types-baseline"; exit 1; }
lint-migrations: $(INSTALLED)
	@$(PYTHON) manage.py makemigrations --check --dry-run
	@$(PYTHON) -m tests.migration_linter
	@$(PYTHON) manage.py check --database default --fail-level WARNING

lint-licences: $(INSTALLED)
	@$(PYTHON) -m tests.licences

.PHONY: format
format: $(INSTALLED) ## Put code, templates, scripts and styles into that style
	@$(PYTHON) -m ruff check --fix .
	@$(PYTHON) -m ruff format .
	@git ls-files -z '*.html' | xargs -0 -r .venv/bin/djade
	@scripts/biome check --write

.PHONY: types-baseline
types-baseline: $(INSTALLED) ## Have lint know the errors of types that are there now, and no others
	@.venv/bin/mypy | .venv/bin/mypy-baseline sync

.PHONY: migrations
migrations: $(INSTALLED) ## Write the migrations that the models ask for
	@$(PYTHON) manage.py makemigrations
	@$(PYTHON) -m ruff format --quiet */migrations

.PHONY: messages
messages: $(INSTALLED) ## Bring the words in locale/ up to the code (BEGIN=pl, for a further language too)
	@$(PYTHON) -m tests.catalogue $(BEGIN)

.PHONY: migrate
migrate: $(INSTALLED_FOR_THE_DEMO) ## Bring the database up to date
	@$(PYTHON) manage.py migrate

.PHONY: bench
bench: $(INSTALLED_FOR_THE_DEMO) ## Measure speed and queries with many articles (N=…)
	@exec $(PYTHON) manage.py bench --settings demo.settings --articles $(N)

.PHONY: attack
attack: $(INSTALLED_FOR_THE_DEMO) ## Attack a newsroom behind nginx, and say what its readers meet
	@exec $(PYTHON) manage.py attack --settings demo.settings

.PHONY: bench-freshness
bench-freshness: $(INSTALLED_FOR_THE_DEMO) ## Measure how soon a publication is with every reader
	@exec $(PYTHON) manage.py bench_freshness --settings demo.settings

.PHONY: bench-history
bench-history: $(INSTALLED_FOR_THE_DEMO) ## Measure what keeping every save of a long interview costs
	@exec $(PYTHON) manage.py bench_history --settings demo.settings

.PHONY: bench-uploads
bench-uploads: $(INSTALLED_FOR_THE_DEMO) ## Measure readers and memory while people upload pictures from phones
	@exec $(PYTHON) manage.py bench_uploads --settings demo.settings

.PHONY: chaos
chaos: $(INSTALLED_FOR_THE_DEMO) ## Break and kill what the site needs, and say who noticed (N=…, PAIRS=…, times)
	@mkdir -p var
	@$(PYTHON) manage.py chaos --settings demo.settings $(if $(filter command line,$(origin N)),--kills $(N)) \
		$(if $(PAIRS),--pairs $(PAIRS)) \
		2>var/chaos.log || { tail -n 5 var/chaos.log; exit 1; }

.PHONY: bench-desk
bench-desk: $(INSTALLED_FOR_THE_DEMO) ## Measure the desk, and Wagtail on the same work beside it
	@exec $(PYTHON) manage.py bench_desk --settings demo.settings

.PHONY: bench-peers
bench-peers: $(INSTALLED_FOR_THE_DEMO) ## Measure the readers' pages beside other sites (PEERS=espreso,wagtail)
	@exec $(PYTHON) manage.py bench_peers --settings demo.settings $(if $(PEERS),--only $(PEERS))

.PHONY: bench-search
bench-search: $(INSTALLED_FOR_THE_DEMO) ## Measure the search in both languages, at 2,000 and 100,000 articles
	@exec $(PYTHON) manage.py bench_search --settings demo.settings

.PHONY: screens
screens: $(INSTALLED) ## Photograph the pages of the running demo for the docs (PORT=…)
	@$(PYTHON) -m tests.screens http://127.0.0.1:$(PORT)

.PHONY: bars
bars: $(INSTALLED) ## Measure the pages of the demo against the bars of quality (PORT=…)
	@$(PYTHON) tests/chromium.py
	@exec $(PYTHON) -m tests.bars $(PORT)

.PHONY: lock
lock: $(INSTALLED) ## Lock the newest allowed versions of the packages (UPGRADE= keeps those locked)
	@compile() { \
		group=$$1; shift; \
		"$$(command -v uv || echo .tools/uv/bin/uv)" pip compile pyproject.toml "$$@" \
			--universal --generate-hashes --no-header --python-version 3.12 $(UPGRADE) --quiet \
			--output-file requirements/$$group.lock; \
	}; \
	compile production && \
	compile heic --group heic --constraint requirements/production.lock && \
	compile demo --group demo --constraint requirements/heic.lock && \
	compile dev --group dev --constraint requirements/demo.lock

.PHONY: clean
clean: ## Remove what was installed and what was cached; articles and pictures stay
	@rm -f .venv/.installed
	@rm -rf .venv .tools .mypy_cache .pytest_cache .ruff_cache .hypothesis var/static \
		node_modules tests/bars/node_modules
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.PHONY: packages packages-of-the-demo
packages:
	@scripts/install dev
packages-of-the-demo:
	@scripts/install demo
