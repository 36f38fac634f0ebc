"""The entry for WSGI servers and for `flask --app wsgi`."""

import sys

from dotenv import load_dotenv

from ortenaudigital.config import ConfigError
from ortenaudigital.factory import create_app

load_dotenv()
try:
    app = create_app()
except ConfigError as error:
    # What is to be mended must not drown in a traceback.
    sys.exit(str(error))
