# make demo   the portal with Quảng Nam's real data, in its own environment
# make test   everything that does not take long, with a real browser and a real PostgreSQL
.DEFAULT_GOAL := help
.PHONY: help demo test test-all check lock messages clean

help:
	@sed -n 's/^# make/make/p' Makefile
	@echo 'make test-all, make check, make lock, make messages, make clean'

.venv/.runtime: requirements/runtime.txt pyproject.toml
	@tools/setup venv runtime

.venv/.development: requirements/development.txt pyproject.toml
	@tools/setup venv development

demo: .venv/.runtime
	@.venv/bin/dothi --workspace workspace demo

test: .venv/.development
	@tools/setup system
	@tools/test

test-all: .venv/.development
	@tools/setup system
	@tools/test --all

check: .venv/.development
	@tools/setup system
	@tools/check

lock:
	@requirements/lock

messages: .venv/.development
	@.venv/bin/python tools/messages.py

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -prune -not -path './.venv/*' -exec rm -rf {} +
