"""What each process that answers requests does."""

import asyncio
import signal
from functools import partial

import uvloop
from flask import Flask
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server.embed import Server

from ortenaudigital.web.shared.requests.serving import BufferedApp


def answer_requests(app: Flask, host: str, port: int) -> None:
    """Answer requests until told to stop, whole ones only: see `BufferedApp`.

    All processes listen at the same address, and the kernel spreads connections over them.
    """
    # A sixth less for a request that does nothing than by asyncio's own.
    uvloop.run(_answer(app, host, port))


async def _answer(app: Flask, host: str, port: int) -> None:
    server = Server(
        BufferedApp(app.wsgi_app),
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        websockets=False,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=10_000, max_buffer_size=65_536),
        backlog=2048,
        backpressure=4000,
        # It warns that to be embedded is an experiment of granian's.
        log_level=LogLevels.error,
    )
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, partial(server.stop))
    await server.serve()
