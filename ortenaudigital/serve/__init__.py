"""The processes of production, forked from one that has loaded the app: they share its memory.

That one then becomes another program (`watch`), which holds nothing of the app: whatever the others
use they come to have copies of, and the first's would only be in the way.
"""

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo

from ortenaudigital.cli.worker import run_worker
from ortenaudigital.kernel.config import ConfigError
from ortenaudigital.serve.answering import answer_requests
from ortenaudigital.serve.watch import WATCHED
from ortenaudigital.web.shared.access.key_guard import check_before_start

WATCH = Path(__file__).with_name("watch.py")
# Whoever comes in the place of one that died loads the app by itself.
WORKER = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]


@click.command()
@click.option("--host", default="127.0.0.1", help="Where to listen.")
@click.option("--port", default=8000, help="Where to listen.")
@click.option("--processes", default=2, help="How many answer requests: one a core, at least two.")
@click.option("--with-worker", is_flag=True, help="Send letters and do jobs as well.")
@click.pass_obj
def serve(info: ScriptInfo, host: str, port: int, processes: int, with_worker: bool) -> None:
    """Serve the pages until told to stop."""
    app = info.load_app()
    try:
        check_before_start(app)
    except ConfigError as error:
        raise click.ClickException(str(error)) from error
    # Whoever makes the first document would load it, in each process for itself.
    import_module("weasyprint")
    # So are templates: 8 MB that would be made by each, and the rubbish of making them.
    for name in app.jinja_env.list_templates():
        app.jinja_env.get_template(name)
    gc.collect()
    # What is there now is looked through no more, and so it stays shared.
    gc.freeze()
    # Signals wait until `watch` takes them.
    signal.pthread_sigmask(signal.SIG_BLOCK, WATCHED)
    answering = [_fork(lambda: answer_requests(app, host, port)) for _ in range(processes)]
    workers = [_fork(lambda: _work(app))] if with_worker else []
    _become_watch(answering, workers)


def _become_watch(answering: list[int], workers: list[int]) -> None:
    """Go on as another program in this process: these stay its children."""
    pids = [",".join(map(str, group)) for group in (answering, workers)]
    # Without what is installed (-S) and without settings (-I): 9 MB, most of them shared.
    command = [sys.executable, "-I", "-S", str(WATCH), *pids, *WORKER]
    os.execv(sys.executable, command)  # noqa: S606 (no shell is wanted)


def _work(app: Flask) -> None:
    with app.app_context():
        run_worker(once=False)


def _fork(work: Callable[[], None]) -> int:
    def begin() -> None:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, WATCHED)
        work()

    process = multiprocessing.get_context("fork").Process(target=begin)
    process.start()
    return process.pid or 0
