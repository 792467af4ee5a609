# Two commands matter: `make run` and `make test`. Each does all of its own set-up.

export CARGO_TARGET_DIR ?= $(HOME)/.cache/uketsuke/target
export PATH := $(HOME)/.cargo/bin:$(PATH)

.PHONY: run desk test test-long test-fhir stress accessibility assistive test-camera-vm visits gallery heard build setup \
	models voices package test-package deny advisories bom fuzz bench

# The practice terminal in a window; without a display a scripted visit that leaves pictures.
run: build
	@tools/run.sh

# The desk of the practice terminal: its page's address is printed.
desk: build
	@"$(CARGO_TARGET_DIR)/debug/uketsuke" desk --practice

# Formatting, lints as errors, all tests.
test: setup
	cargo fmt --check
	@$(MAKE) --no-print-directory deny
	cargo clippy --all-targets -- -D warnings
	cargo build --bins --tests
	@$(MAKE) --no-print-directory models voices
	cargo test
	@$(MAKE) --no-print-directory assistive
	@tools/eyes.sh
	@tests/paper/check.sh
	@tests/fhir/check.sh
	@tests/desk/page.sh
	@tests/desk/panel.sh

# What takes too long for every time: thirty times as many random visits, and every script in the real window.
test-long: test visits
	PROPTEST_CASES=20000 cargo test --lib session::
	@tools/assistive.sh --dialogs
	@tools/eyes.sh all
	@$(MAKE) --no-print-directory test-package
	@tests/cage/keys.sh

# Faults at every step, thousands of visits, and what they leave behind, into target/stress.md: about an hour.
stress: build
	@tools/stress.sh

# The FHIR bundles before a stranger's models (PyPI fhir.resources, in an environment below target/).
test-fhir: setup
	cargo test --lib hospital::fhir
	@tests/fhir/check.sh

# What the tests have measured, criterion by criterion, into target/accessibility.md.
accessibility: build
	cargo test --test it
	@tools/eyes.sh all
	cargo test --test it -- --ignored accessibility::table

# The kiosk through the platform's assistive technology: a stranger's visits by AT-SPI, and Orca.
assistive:
	@tools/assistive.sh
	@tools/assistive.sh --orca

# The camera against real drivers of Linux, in a virtual machine without KVM.
test-camera-vm: build
	CARGO_TARGET_X86_64_UNKNOWN_LINUX_GNU_RUNNER=$(CURDIR)/tools/camera-vm/run.sh \
		cargo test --test it -- --ignored --test-threads=1 --nocapture contract::camera::vm

# Every script of tools/visits, into target/visits.
visits: build
	@tools/run-visits.sh

# Pictures of every screen, on one page: target/gallery/index.html. GALLERY=all: in every combination, for hours.
gallery: build
	@tools/gallery.sh target/gallery $(GALLERY)

# A whole visit as it sounds, into target/heard.ogg, with captions.
heard: build
	@tools/heard.sh

# The Debian package of the appliance, into target/package; docs/operator.md is for whoever installs it.
package: setup
	@tools/package.sh

# The package in a fresh Debian (as root): its sandbox's score, installed, a visit, purged; then booted, with its own systemd.
test-package: package
	@tests/package/units.sh
	@tests/package/install.sh
	@tests/package/boot.sh

# How fast, beside others: a table in target/bench.md, and docs/budget.svg. A quarter of an hour after a release build.
bench:
	@tools/setup.sh --bench
	@tests/bench/run.sh

# One set of features for everything: otherwise Bevy would be built twice.
build: setup
	@tools/say-first-build.sh
	cargo build --bins --tests
	@$(MAKE) --no-print-directory models voices

# Licences, sources and bans of all dependencies, as deny.toml has them.
deny:
	@tools/deny.sh check

# Their known defects, where the list of them can be reached.
advisories:
	@tools/deny.sh advisories

# The bill of materials, in CycloneDX: target/bom.json.
bom:
	@tools/bom.sh

# Hostile cards, centres, desks, cameras and files for so many minutes; says how many of each it were.
MINUTES ?= 5
fuzz: setup
	@tools/fuzz.sh $(MINUTES)

# The networks of the face check, into the user's data folder; nothing where they are.
models:
	@"$(CARGO_TARGET_DIR)/debug/uketsuke" models install

# The voices and their dictionary, the same way.
voices:
	@"$(CARGO_TARGET_DIR)/debug/uketsuke" voices install

setup:
	@tools/setup.sh
