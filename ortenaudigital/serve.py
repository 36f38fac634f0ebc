"""The processes of production, forked from one that has loaded the app: they share its memory.

Forked so, web server and worker take 161 MB as they start; loaded each by itself, 287 MB.
"""

import gc
import multiprocessing
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType

import click
from flask import Flask
from flask.cli import ScriptInfo
from granian import Granian
from granian.constants import HTTPModes, Interfaces, Loops
from granian.http import HTTP1Settings
from granian.log import LogLevels

from ortenaudigital.cli.worker import run_worker
from ortenaudigital.kernel.config import ConfigError
from ortenaudigital.web.shared.access.key_guard import check_before_start
from ortenaudigital.web.shared.requests.serving import BufferedApp

# How long a request may still be answered when the server is told to stop.
END_SECONDS = 5
PAUSE_SECONDS = 2.0


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
    if with_worker:
        sys.exit(_serve_and_work(app, host, port, processes))
    _serve_pages(app, host, port, processes)


def _serve_pages(app: Flask, host: str, port: int, processes: int) -> None:
    """Answer requests from some processes; each works on whole requests, see `BufferedApp`."""
    server = Granian(
        "ortenaudigital",
        address=host,
        port=port,
        workers=processes,
        interface=Interfaces.ASGINL,
        # A sixth less for a request that does nothing than by asyncio's own.
        loop=Loops.uvloop,
        websockets=False,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=65_536),
        backlog=2048,
        backpressure=4000,
        workers_kill_timeout=END_SECONDS,
        log_level=LogLevels.warning,
    )
    server.serve(target_loader=lambda: BufferedApp(app.wsgi_app), wrap_loader=False)


def _serve_and_work(app: Flask, host: str, port: int, processes: int) -> int:
    """Run the web server, and a worker for as long as it runs; return the status to exit by."""
    signal.signal(signal.SIGTERM, _interrupt)
    web = _fork(lambda: _serve_pages(app, host, port, processes))
    worker = _fork(lambda: _work(app))
    with suppress(KeyboardInterrupt):
        while web.sentinel not in wait([web.sentinel, worker.sentinel]):
            # Whatever ended the worker, letters are not given up.
            worker.join()
            time.sleep(PAUSE_SECONDS)
            worker = _fork(lambda: _work(app))
    for process in (web, worker):
        process.terminate()
    for process in (web, worker):
        process.join()
    return web.exitcode or 0


def _work(app: Flask) -> None:
    with app.app_context():
        run_worker(once=False)


def _fork(work: Callable[[], None]) -> ForkProcess:
    process = multiprocessing.get_context("fork").Process(target=work)
    process.start()
    return process


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
