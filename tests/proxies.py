"""The reverse proxies as docs/operations.md sets them up, in front of a server of a test."""

import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.servers import ROOT, START_SECONDS, process

HOST = "tickets.example.org"
NGINX = """
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log stderr emerg;
events {{ worker_connections 4096; }}
http {{
    # So it stands in Debian's own file.
    gzip on;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    {documented}
}}
"""


def documented(language: str, mark: str) -> str:
    """Return the block of the page that sets up a proxy."""
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    blocks: list[str] = re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL)
    return next(block for block in blocks if mark in block)


def nginx_command(folder: Path, port: int, server_port: int) -> list[str]:
    """Write nginx's file as documented, but for names, ports and certificate."""
    text = documented("nginx", "proxy_pass").split("\n\nserver {\n    listen 80;")[0]
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = re.sub(r"\n *ssl_certificate.*", "", text).replace(":8000", f":{server_port}")
    file = folder / "nginx.conf"
    file.write_text(NGINX.format(folder=folder, documented=text), encoding="utf-8")
    # Without -e it would first open the log of the machine's own nginx.
    return ["/usr/sbin/nginx", "-e", "stderr", "-p", str(folder), "-c", str(file)]


def caddy_command(folder: Path, port: int, server_port: int) -> list[str]:
    """Write Caddy's file as documented, but for names, ports and certificate."""
    text = documented("text", "reverse_proxy").replace(":8000", f":{server_port}")
    text = text.replace(HOST, f"http://:{port}")
    text = text.replace("{\n\tservers", "{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\tservers", 1)
    file = folder / "Caddyfile"
    file.write_text(text, encoding="utf-8")
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]


COMMANDS = {"nginx": nginx_command, "caddy": caddy_command}


@contextmanager
def proxy(kind: str, folder: Path, port: int, server_port: int) -> Iterator[None]:
    """Run a proxy on `port` of this machine in front of the server on `server_port`."""
    command = COMMANDS[kind](folder, port, server_port)
    env = {**os.environ, "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with process(command, env) as running:
        _wait_until_open(port, running)
        yield


def _wait_until_open(port: int, running: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + START_SECONDS
    while time.monotonic() < ends:
        assert running.poll() is None, "the proxy ended while it started"
        with socket.socket() as line:
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the proxy did not start")
