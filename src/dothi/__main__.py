"""``python -m dothi`` is the ``dothi`` command."""

from dothi.cli.main import run

run()
