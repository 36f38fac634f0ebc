"""The entry for the production web server."""

from ortenaudigital.web.shared.serving import BufferedApp
from wsgi import app as shop

app = BufferedApp(shop.wsgi_app)
