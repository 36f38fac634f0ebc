"""The Flask extensions, made once and bound to the app by the factory."""

from flask_mail import Mail
from flask_migrate import Migrate
from flask_security import Security
from flask_wtf.csrf import CSRFProtect

from ortenaudigital.kernel.sentences import SentencesBabel

babel = SentencesBabel()
csrf = CSRFProtect()
mail = Mail()
migrate = Migrate()
security = Security()
