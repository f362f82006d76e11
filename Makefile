# `make run` and `make test` are all a newcomer needs: python3 (3.11 or newer), make and git.

PYTHON ?= python3
SAMPLES := tests/samples/files
OUT := out
GOLD :=
SPECS := Specs
SCORER := ../shared/gold/specs_score.py
COUNT := 5000
MINUTES := 25
FOLDER := $(OUT)/archive
CORPUS :=
PEERS :=

ifeq ($(OS),Windows_NT)
BIN := .venv/Scripts
else
BIN := .venv/bin
endif
LOCK := $(subst .venv,.venv/.lock,$(BIN))
READY := .venv/.ready

.PHONY: setup run test score specs judge calibrate lint format bench archive peers stages growth endure fuzz torture lock clean help

help: ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST)

setup: $(READY) ## make .venv with everything pinned in requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "shengjun needs Python 3.11 or newer; set PYTHON=")'
	$(PYTHON) -c 'import ensurepip' || { echo "this Python cannot make environments; on Debian: apt install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

run: setup ## the main job on the sample documents: records in out/, and what was found on the screen
	$(BIN)/shengjun run $(SAMPLES) -o $(OUT); status=$$?; $(BIN)/shengjun show $(OUT) && exit $$status

test: setup ## the tests, the gate on the gold scores among them
	$(BIN)/python -m pytest -n auto

score: setup ## precision, recall and F1 against the gold annotations, or those of GOLD, folders of texts with gold
	$(BIN)/python tests/score.py $(GOLD)

judge: setup ## the audit's findings against the relations in audit.gold.json, or those of GOLD
	$(BIN)/python tests/judge.py $(GOLD)

specs: setup ## numbers in general, by an outside suite: SPECS its folder, SCORER the program that scores
	$(BIN)/python $(SCORER) tests.specs:extract --specs $(SPECS) --domain-only

calibrate: setup ## measure confidences anew into pipeline/confidence.json, on the gold or that of GOLD
	$(BIN)/python tests/calibrate.py --pin $(GOLD)

lint: setup ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup ## put the code into the house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup ## speed and memory in ratios, measured in one run
	$(BIN)/python -m benchmarks.run

archive: setup ## a made-up archive with its truth beside it: COUNT files in FOLDER
	$(BIN)/python -m benchmarks.generator $(COUNT) $(FOLDER)

peers: setup .venv-peers/.ready ## the bulk job side by side with other programs, on a made-up archive of COUNT files
	$(BIN)/python -m benchmarks.peers --bulk $(COUNT)

.venv-peers/.ready: benchmarks/peers.txt
	$(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/peers.txt
	@touch $@

stages: setup ## where the time goes, by type of file
	$(BIN)/python -m benchmarks.stage

growth: setup ## 1,000, 10,000 and 50,000 files: is the cost a file the same, is memory flat; ten million on paper
	mkdir -p $(OUT)
	$(BIN)/python -m benchmarks.growth --save $(OUT)/growth.json
	$(BIN)/python -m benchmarks.estimate $(OUT)/growth.json

endure: setup ## what a bulk job endures: kills, crashes, full disks, shares gone; half an hour
	$(BIN)/python -m tests.endure

torture: setup ## every file below CORPUS: read or refused in words, and no less text than others find; see docs/robustness.md
	$(BIN)/python -m benchmarks.torture $(CORPUS) $(PEERS)

fuzz: setup ## mutated inputs for the readers, the splitter and the number reader; MINUTES for all of them
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

lock: ## renew requirements.lock from pyproject.toml, for every platform
	$(PYTHON) -m venv .venv/.lock
	$(LOCK)/python -m pip install --quiet --upgrade uv
	$(LOCK)/python -m uv pip compile --quiet --universal --python-version 3.11 --extra dev --upgrade \
		--custom-compile-command 'make lock' pyproject.toml --output-file requirements.lock

clean: ## remove what the commands made
	rm -rf $(OUT) build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
