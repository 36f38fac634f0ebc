"""The entry for the production web server (`wsgi:server`) and for `flask --app wsgi`."""

import sys

import click
from dotenv import load_dotenv
from flask.cli import ScriptInfo

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.config import ConfigError
from ortenaudigital.web.shared.access.key_guard import check_before_start
from ortenaudigital.web.shared.requests.serving import BufferedApp

load_dotenv()
# Commands check the key where they need it: one of them sets it right.
context = click.get_current_context(silent=True)
is_command = context is not None and context.find_object(ScriptInfo) is not None
try:
    app = create_app()
    if not is_command:
        check_before_start(app)
except ConfigError as error:
    # What is to be mended must not drown in a traceback.
    sys.exit(str(error))
server = BufferedApp(app.wsgi_app)
