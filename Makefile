# make lab        installs the course into .venv and opens JupyterLab
# make test       the same set-up, then every test and every notebook cell
# make lint       ruff, mypy, codespell
# make test-browser  every notebook in a real JupyterLab and a real Chromium, which must be installed
# make notebooks  executes the sources and writes the notebooks (ONLY="01 04" for some)
# make solutions  the same with the exercises solved, into the ignored folder solutions
# make results    computes the scoreboard over five seeds (QUICK=1 for a short run)
# make publish    stamps the address of your fork: REPO=https://github.com/owner/name REF=main
# make bench      one table: how fast and how good, against the alternatives
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: lab test test-browser lint notebooks solutions results publish bench constraints clean

lab: $(READY)
	$(BIN)/jupyter lab --notebook-dir=. notebooks/00_start_here.ipynb

test: $(READY)
	$(BIN)/python -m pytest

test-browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[browser]"
	$(BIN)/python -m pytest tests/browser -n 1

test-faults: $(READY)
	$(BIN)/python -m pytest tests/faults -n 1

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell

notebooks: $(READY)
	$(BIN)/python tools/notebooks.py $(ONLY)

solutions: $(READY)
	$(BIN)/python tools/notebooks.py --solutions $(ONLY)

results: $(READY)
	$(BIN)/python tools/results.py $(if $(QUICK),--quick)

publish:
	@$(PYTHON) tools/publish.py "$(REPO)" "$(or $(REF),main)"

bench: $(READY)
	$(BIN)/python tools/bench.py

# The environment: made once, renewed when what it is made from changes. The mark is written last.
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else \
	  "The course needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d: run make with PYTHON=python3.12, say." % v)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[lab,test]"
	@touch $@

# Renew the exact versions from the newest that pyproject.toml allows.
constraints:
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[lab,test]"
	(echo '# Exact versions of everything, written by "make constraints".'; \
	  $(BIN)/python -m pip freeze --exclude-editable --exclude setuptools) > constraints.txt
	@touch $(READY)

clean:
	rm -rf .venv data/cache solutions build *.egg-info
