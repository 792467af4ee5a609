# Two commands matter: `make run` and `make test`. Each does all of its own set-up.

export CARGO_TARGET_DIR ?= $(HOME)/.cache/uketsuke/target
export PATH := $(HOME)/.cargo/bin:$(PATH)

.PHONY: run test test-long visits gallery build setup

# The practice terminal in a window; without a display a scripted visit that leaves pictures.
run: build
	@tools/run.sh

# Formatting, lints as errors, all tests.
test: setup
	cargo fmt --check
	cargo clippy --all-targets -- -D warnings
	cargo test

# What takes too long for every time: thirty times as many random visits, and every script in the real window.
test-long: test visits
	PROPTEST_CASES=20000 cargo test --lib session::

# Every script of tools/visits, into target/visits.
visits: build
	@tools/run-visits.sh

# Pictures of every screen in both languages, portrait and landscape, into target/gallery.
gallery: build
	@tools/headless.sh gallery --format landscape --out target/gallery/landscape
	@tools/headless.sh gallery --format portrait --out target/gallery/portrait

# One set of features for everything: otherwise Bevy would be built twice.
build: setup
	@tools/say-first-build.sh
	cargo build --bins --tests

setup:
	@tools/setup.sh
