"""The entry for `flask --app wsgi`: the app, and the command that serves it."""

import sys

from dotenv import load_dotenv

from ortenaudigital.factory import create_app
from ortenaudigital.kernel.config import ConfigError
from ortenaudigital.serve import serve

load_dotenv()
try:
    app = create_app()
except ConfigError as error:
    # What is to be mended must not drown in a traceback.
    sys.exit(str(error))
app.cli.add_command(serve)
