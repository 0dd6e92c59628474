"""`portal run` and `portal worker`."""

from __future__ import annotations

import os
import sys

import click

from portal.settings import load


@click.command()
def run() -> None:
    """Serve the portal: web server and worker, supervised, until Ctrl-C.

    Outside demo mode and loopback it refuses to start with the faults that
    `portal check --deploy` names.
    """
    from portal.server import supervise

    settings = load()
    if not settings.local:
        from portal.deploy_check import refuse_weak

        refuse_weak(settings)
    sys.exit(supervise(settings))


@click.command()
def worker() -> None:
    """Run the work that takes time: PDFs, mail, the nightly re-scoring."""
    from portal.jobs import run_worker
    from portal.processes import die_with_parent

    die_with_parent()
    run_worker(load())
    # A job that still runs is taken up at the next start; waiting for its thread could take a
    # minute, and a PDF's own process ends with this one.
    sys.stderr.flush()
    os._exit(0)
