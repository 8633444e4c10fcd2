# make run     open the shop on http://127.0.0.1:7860 (PORT and HOST change it)
# make test    the whole test suite
# make check   format, lint and types; writes nothing       make fix     writes what can be mended by itself
# make bench   the benchmarks, as ratios in one run          make clean   back to a fresh clone
# make audit   known holes of the pinned packages; needs a line to PyPI's own API

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := run
.PHONY: run test check audit fix bench clean

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Of pip's hundreds of lines: the big downloads, what is compiled, and its errors.
INSTALL = $(PY) -m pip install --progress-bar off --disable-pip-version-check
SIGNS = { grep --line-buffered -oE '^ *Downloading [^ ]+ \([0-9.]+ [MG]B\)|^ *Building wheel .*|^Installing collected packages' || true; }

run: $(VENV)/shop.done
	@HOST="$${HOST:-127.0.0.1}" $(PY) serve.py

test: $(VENV)/tests.done
	@command -v chromium chromium-browser google-chrome > /dev/null || echo "No Chromium on this machine: the browser tests are skipped."
	@$(PY) -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

check: $(VENV)/tests.done
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -m pip check --disable-pip-version-check

# Asks PyPI's own API, which a mirror may lack, so nothing else depends on it.
audit: $(VENV)/tests.done
	@$(INSTALL) --quiet pip-audit==2.10.1
	@$(PY) -m pip_audit --requirement requirements.txt

fix: $(VENV)/tests.done
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: $(VENV)/tests.done
	@$(PY) -m tests.bench

clean:
	@rm -rf $(VENV) data/index tests/bench/out .pytest_cache .mypy_cache .ruff_cache
	@find app models data tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A .done file is written last, so an interrupted step is taken up again and a finished one is not repeated.
$(VENV)/made.done:
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(not (3, 10) <= v <= (3, 12) and "Armario needs Python 3.10 to 3.12 and found %d.%d. Try: make run PYTHON=python3.12" % v)'
	@echo "Creating the environment in $(VENV) (a few seconds)"
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/shop.done: requirements.txt $(VENV)/made.done
	@echo "Installing requirements.txt into $(VENV): once, some 5 to 10 minutes, most of them compiling llama.cpp"
	@$(INSTALL) -r requirements.txt | $(SIGNS)
	@touch $@

$(VENV)/tests.done: tests/requirements.txt $(VENV)/shop.done
	@echo "Installing tests/requirements.txt into $(VENV): once, under a minute"
	@$(INSTALL) -r requirements.txt -r tests/requirements.txt | $(SIGNS)
	@touch $@
