"""The entry for WSGI servers and for `flask --app wsgi`."""

from dotenv import load_dotenv

from ortenaudigital.factory import create_app

load_dotenv()
app = create_app()
