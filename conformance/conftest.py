"""Loads the suite's own plugin; the fixtures are there."""

pytest_plugins = ["harness.plugin"]
