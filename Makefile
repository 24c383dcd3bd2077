# make lab        installs the course into .venv and opens JupyterLab
# make test       the same set-up, then the unit tests and every notebook cell
# make lint       ruff, mypy, codespell
# make test-faults  programs killed, full and read-only disks, odd folders, no network, an interrupted kernel
# make test-browser  JupyterLab with every notebook, the projector, the web edition, accessibility: in a real Chromium
# make test-colab    every notebook alone, with the packages of Google Colab
# make test-versions  the tests of make test on each Python, with the oldest and the newest TensorFlow
# make site       the course as web pages, into the ignored folder build/site
# make notebooks  executes the sources and writes the notebooks (ONLY="01 04" for some)
# make solutions  the same with the exercises solved, into the ignored folder solutions
# make results    computes the scoreboard over five seeds (QUICK=1 for a short run)
# make pictures   the README's pictures: the projector in a real Chromium, figures of the stored notebooks
# make publish    stamps the address of your fork: REPO=https://github.com/owner/name REF=main
# make bench      one table: how fast and how good, against the alternatives
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
BROWSER_READY := .venv/.browser
COLAB_PYTHON ?= $(or $(shell $(PYTHON) tools/versions.py --find 3.13 3.12 3.11),$(PYTHON))
COLAB_READY := .venv-colab/.ready

.PHONY: lab test test-browser test-faults test-colab test-versions lint site notebooks solutions results pictures publish bench constraints clean

# Quiet but for errors and the address. What goes from the server to a kernel is encrypted; else each kernel warns.
LAB_OPTIONS ?=
lab: $(READY)
	@echo "JupyterLab opens in your browser; Control-C ends it."
	@$(BIN)/jupyter lab --notebook-dir=. --Application.log_level=ERROR --KernelManager.transport_encryption=auto $(LAB_OPTIONS) \
	  notebooks/00_start_here.ipynb

test: $(READY)
	$(BIN)/python -m pytest

test-browser: $(BROWSER_READY) site
	$(BIN)/python -m pytest tests/browser -n 1

test-faults: $(READY)
	$(BIN)/python -m pytest tests/faults -n 1

test-colab: $(READY) $(COLAB_READY)
	@.venv-colab/bin/python -c 'import sys; v = sys.version_info[:2]; v == (3, 13) or \
	  print("Colab has Python 3.13; there is none here, so the rehearsal runs on the newest found, %d.%d." % v)'
	$(BIN)/python -m pytest tests/colab --dist load

test-versions:
	$(PYTHON) tools/versions.py $(ONLY)

site: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[site]"
	rm -rf build/site
	$(BIN)/python -m sphinx --quiet --fresh-env --fail-on-warning --jobs auto --conf-dir site --doctree-dir build/site-cache . build/site
	@echo "The web edition is in build/site: open build/site/index.html"

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

pictures: $(BROWSER_READY)
	$(BIN)/python tools/pictures.py

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

# Colab's own versions, on its own Python where there is one.
$(COLAB_READY): tests/colab/packages.txt
	rm -rf .venv-colab
	$(COLAB_PYTHON) -m venv .venv-colab
	.venv-colab/bin/python -m pip install --quiet --disable-pip-version-check -r tests/colab/packages.txt
	@touch $@

# Chromium is Debian's: installed where that is allowed, else named.
$(BROWSER_READY): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[browser]"
	$(BIN)/python tools/browser.py
	@touch $@

# Renew the exact versions from the newest that pyproject.toml allows.
constraints:
	rm -rf .venv
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[lab,test,browser,site]"
	(echo '# Exact versions of everything, written by "make constraints".'; \
	  $(BIN)/python -m pip freeze --exclude-editable --exclude setuptools) > constraints.txt
	@touch $(READY)

clean:
	rm -rf .venv .venv-* data/cache solutions build *.egg-info
