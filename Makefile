# make lab            installs the course into .venv, once and in two to three minutes, and opens JupyterLab on your own
#                     copies of the notebooks, in my_notebooks (FRESH=03 sets yours aside and starts 03 over)
# make test           the same set-up, then the unit tests and every notebook cell
# make lint           ruff, mypy, codespell
# make test-faults    programs killed, full and read-only disks, odd folders, no network, an interrupted kernel
# make test-browser   JupyterLab, the projector, the web edition, accessibility: in a real Chromium
# make test-results   the first rows of each measured table, computed again, agree with the committed ones
# make test-colab     every notebook alone, its exercises solved, with the packages of Google Colab
# make test-versions  the same tests on each Python with the oldest and the newest TensorFlow (ONLY=3.11-tf2.19)
# make site           the course as web pages, into the ignored folder build/site
# make notebooks      executes the sources and writes the notebooks (ONLY="01 04" for some); TAKE=1 first writes cells
#                     that were edited in a notebook into its source
# make solutions      the same with the exercises solved, into the ignored folder solutions
# make results        computes the measured tables over five seeds (ONLY=scoreboard for one, QUICK=1 for a short run)
# make pictures       the README's pictures: the projector in a real Chromium, figures of the stored notebooks
# make publish        stamps the address of your fork: REPO=https://github.com/owner/name REF=main
# make bench          one table: how fast and how good, against the alternatives
# make constraints    renews the exact versions from the newest that pyproject.toml allows
# make clean          removes what make has made
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
BROWSER_READY := .venv/.browser
SITE_READY := .venv/.site
VERSIONS_READY := .venv/.versions
COLAB_READY := .venv-colab/.ready

# The first of these that runs: pyenv puts a python3.13 on the search path that refuses to, before the one that does.
COLAB_PYTHON ?= $(shell for python in python3.13 ~/.pyenv/versions/3.13.*/bin/python python3.12 python3.11 $(PYTHON); \
  do $$python -c '' 2>/dev/null && echo $$python && break; done)
PYENV_PYTHONS := $(wildcard ~/.pyenv/versions/3.1[123].*/bin/python)

.PHONY: lab test test-browser test-faults test-results test-colab test-versions lint site notebooks solutions results pictures publish bench constraints clean

LAB_OPTIONS ?=
lab: $(READY)
	@$(BIN)/python -m course_utils lab $(if $(FRESH),--fresh $(FRESH)) $(LAB_OPTIONS)

test: $(READY)
	$(BIN)/python -m pytest

test-browser: $(BROWSER_READY) site
	$(BIN)/python -m pytest tests/browser

test-faults: $(READY)
	$(BIN)/python -m pytest tests/faults -n 1

test-results: $(READY)
	$(BIN)/python -m pytest tests/again -n 0

test-colab: $(READY) $(COLAB_READY)
	@.venv-colab/bin/python -c 'import sys; v = sys.version_info[:2]; v == (3, 13) or \
	  print("Colab has Python 3.13; there is none here, so the rehearsal runs on the newest found, %d.%d." % v)'
	$(BIN)/python -m pytest tests/colab --dist load

test-versions: $(VERSIONS_READY)
	$(BIN)/tox run $(if $(PYENV_PYTHONS),--discover $(PYENV_PYTHONS)) $(if $(ONLY),-e $(ONLY))

site: $(SITE_READY)
	rm -rf build/site
	$(BIN)/python -m sphinx --quiet --fresh-env --fail-on-warning --jobs auto --conf-dir site --doctree-dir build/site-cache . build/site
	@echo "The web edition is in build/site: open build/site/index.html"

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell

notebooks: $(READY)
	$(BIN)/python tools/notebooks.py $(if $(TAKE),--take) $(ONLY)

solutions: $(READY)
	$(BIN)/python tools/notebooks.py --solutions $(ONLY)

results: $(READY)
	$(BIN)/python tools/results.py $(if $(ONLY),--only $(ONLY)) $(if $(QUICK),--quick)

pictures: $(BROWSER_READY)
	$(BIN)/python tools/pictures.py

publish:
	@$(PYTHON) tools/publish.py "$(REPO)" "$(or $(REF),main)"

bench: $(READY)
	$(BIN)/python tools/bench.py

# $(call install,ENVIRONMENT,ARGUMENTS): pip works for minutes, so a second process says how far it is: on a terminal
# every second, over what it said before, else every ten seconds. It ends with this shell.
define install
	@log=$(1)/pip.log; began=$$(date +%s); : > $$log; if [ -t 1 ]; then every=1 end='\r'; else every=10 end='\n'; fi; \
	say() { printf "  %d packages found, %d fetched, %d in place after %d s$$1" \
	  $$(grep -cE '^(Collecting|Obtaining|Processing) ' $$log) \
	  $$(grep -cE '^Obtaining |(Downloading|Using cached|Processing) .*(whl|gz|zip)( |$$)' $$log) \
	  $$(ls -d $(1)/lib/python3*/site-packages/*.dist-info | wc -l) $$(($$(date +%s) - began)); }; \
	while sleep $$every >/dev/null && kill -0 $$$$; do say "$$end"; done 2>/dev/null & \
	$(1)/bin/python -m pip install --disable-pip-version-check $(2) > $$log 2>&1; failed=$$?; \
	{ kill $$!; wait $$!; } 2>/dev/null; say '\n'; \
	if [ $$failed != 0 ]; then tail -n 20 $$log; echo "pip failed; all that it wrote is in $$log."; fi; \
	exit $$failed
endef

# The environment: made once, renewed when what it is made from changes. The mark is written last. When the folder has
# been moved or renamed, the environment, which pyvenv.cfg says was made elsewhere, leads to the old place: it is made anew.
MOVED := $(shell [ -e $(READY) ] && ! grep -qF " $$(cd .venv && pwd -P)" .venv/pyvenv.cfg && echo moved)
$(if $(MOVED),.PHONY: $(READY))
$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v < (3, 14) else \
	  "The course needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d: run make with PYTHON=python3.12, say." % v)'
	@$(if $(MOVED),echo "This folder has been moved or renamed: its environment is made anew."; rm -rf .venv)
	@echo "Installing the course into .venv: up to $(shell grep -c == constraints.txt) packages," \
	  "about 1,000 MB to fetch (3,300 MB on the disk), two to three minutes."
	@$(PYTHON) -m venv .venv
	$(call install,.venv,-c constraints.txt -e ".[test]")
	@touch $@

# Colab's own versions, on its own Python where there is one.
$(COLAB_READY): tests/colab/packages.txt
	@echo "Installing Colab's packages into .venv-colab: about 170 packages, about 1,000 MB to fetch," \
	  "two to three minutes."
	@rm -rf .venv-colab
	@$(COLAB_PYTHON) -m venv .venv-colab
	$(call install,.venv-colab,-r tests/colab/packages.txt)
	@touch $@

# Chromium is Debian's: installed where that is allowed, else named.
$(BROWSER_READY): $(READY)
	@echo "Installing what drives a browser into .venv: about 55 MB to fetch."
	$(call install,.venv,-c constraints.txt -e ".[browser]")
	$(BIN)/python tools/browser.py
	@touch $@

$(SITE_READY): $(READY)
	@echo "Installing what makes web pages into .venv: about 20 MB to fetch."
	$(call install,.venv,-c constraints.txt -e ".[site]")
	@touch $@

$(VERSIONS_READY): $(READY)
	@echo "Installing tox into .venv."
	$(call install,.venv,-c constraints.txt -e ".[versions]")
	@touch $@

# Renew the exact versions from the newest that pyproject.toml allows on the oldest Python, which need not be installed:
# pip would take what only the Python at hand allows.
constraints:
	$(PYTHON) -m venv .venv-constraints
	$(call install,.venv-constraints,uv)
	(echo '# Exact versions of everything, written by "make constraints".'; \
	  .venv-constraints/bin/uv pip compile --quiet --all-extras --python-version 3.11 --no-header --no-annotate \
	  --no-emit-package setuptools pyproject.toml) > .venv-constraints/new.txt
	mv .venv-constraints/new.txt constraints.txt

clean:
	rm -rf .venv .venv-* solutions build *.egg-info
