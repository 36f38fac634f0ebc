"""Build the app: configuration, then extensions, then views, then error pages."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from ortenaudigital.accounts.commands import LEAST_PASSWORD, datastore
from ortenaudigital.accounts.team.letters import know_titles
from ortenaudigital.bookings.changes import know_who_entered, know_who_is_inside
from ortenaudigital.bookings.holds.commands import holds_expired
from ortenaudigital.bookings.lists.presence import know_who_was_let_in
from ortenaudigital.bookings.organising.merging import bookings_merged
from ortenaudigital.bookings.reminders.commands import know_who_came
from ortenaudigital.bookings.undelivered import mark_undelivered
from ortenaudigital.bookings.wait_list.offers import end_expired, keep_freed
from ortenaudigital.checkin.queries import count_let_in, find_inside, find_let_in, tickets_let_in
from ortenaudigital.cli import register_commands
from ortenaudigital.event_changes.copying import register as register_transfers
from ortenaudigital.events.places import places_freed
from ortenaudigital.events.queries import title_of_event
from ortenaudigital.exports.registry import register as register_exports
from ortenaudigital.fair.contacts.commands import follow_booking
from ortenaudigital.fair.inventory.editing.holding import know_who_holds
from ortenaudigital.fair.placement.keeping import holders_of
from ortenaudigital.jobs.worker import register as register_job
from ortenaudigital.kernel.addresses import ascii_host
from ortenaudigital.kernel.config import Config, read_config
from ortenaudigital.kernel.db import db
from ortenaudigital.kernel.db.connections import engine_options
from ortenaudigital.kernel.db.migrations import init_migrations
from ortenaudigital.kernel.extensions import babel, csrf, mail, security
from ortenaudigital.outbox.commands import undelivered
from ortenaudigital.outbox.texts.registry import register as register_guest_letters
from ortenaudigital.outbox.worker import register as register_letter
from ortenaudigital.outbox.worker import register_batch
from ortenaudigital.privacy.registry import register as register_personal_data
from ortenaudigital.web.demo.mailbox import demo
from ortenaudigital.web.door import door
from ortenaudigital.web.exhibitors import exhibitors
from ortenaudigital.web.organiser import organiser
from ortenaudigital.web.public import public
from ortenaudigital.web.shared.access.logins import init_logins
from ortenaudigital.web.shared.access.sessions import Sessions
from ortenaudigital.web.shared.answers.assets import init_assets, serve_assets
from ortenaudigital.web.shared.answers.compiled import init_compiled
from ortenaudigital.web.shared.answers.encodings import init_packing, read_encodings
from ortenaudigital.web.shared.answers.pagecache import init_page_cache
from ortenaudigital.web.shared.checks import init_checks
from ortenaudigital.web.shared.errors import init_errors
from ortenaudigital.web.shared.headers import init_headers
from ortenaudigital.web.shared.house import init_house
from ortenaudigital.web.shared.language import choose_language, init_language
from ortenaudigital.web.shared.own_pages import init_own_pages
from ortenaudigital.web.shared.page_links import init_page_links
from ortenaudigital.web.shared.requests.serving import MOST_BODY_BYTES
from ortenaudigital.web.shared.requests.sizes import init_json
from ortenaudigital.web.shared.requests.values import init_values
from ortenaudigital.wiring import (
    BATCH_LETTERS,
    EXPORTS,
    GUEST_LETTERS,
    JOBS,
    LETTERS,
    PERSONAL_DATA,
    TRANSFERS,
)

ROOT = Path(__file__).parent.parent
# The same algorithm, with next to no work: hundreds of logins in tests need not resist anybody.
CHEAP_HASHES = {"argon2__rounds": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}


def create_app(config: Config | None = None) -> Flask:
    """Build the app. Raises ConfigError if the environment is not fit to start with."""
    config = config or read_config(os.environ)
    config.data_dir.mkdir(parents=True, exist_ok=True)
    app = Flask("ortenaudigital", template_folder=str(ROOT / "templates"), static_folder=None)
    app.config.from_mapping(_settings(config))
    app.session_interface = Sessions()
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    init_json(app)
    init_values(app)
    _init_extensions(app)
    register_commands(app)
    init_language(app)
    init_house(app)
    init_page_links(app)
    init_own_pages(app)
    init_assets(app)
    init_page_cache(app)
    init_errors(app)
    for blueprint in (public, exhibitors, door, organiser):
        app.register_blueprint(blueprint)
    if config.mode == "demo":
        app.register_blueprint(demo)
    init_logins(app)
    init_checks(app)
    init_headers(app)
    init_compiled(app)
    _wire()
    _wrap(app, config)
    return app


def _init_extensions(app: Flask) -> None:
    db.init_app(app)
    init_migrations(app)
    babel.init_app(
        app,
        default_locale="de",
        default_timezone="Europe/Berlin",
        default_translation_directories=str(ROOT / "ortenaudigital" / "translations"),
        locale_selector=choose_language,
    )
    csrf.init_app(app)
    mail.init_app(app)
    init_packing(app)
    security.init_app(app, datastore)


def _wire() -> None:
    for kind, composer in LETTERS.items():
        register_letter(kind, composer)
    for kind, of_batch in BATCH_LETTERS.items():
        register_batch(kind, of_batch)
    for kind, maker in JOBS.items():
        register_job(kind, maker)
    register_personal_data(PERSONAL_DATA)
    register_transfers(TRANSFERS)
    register_exports(EXPORTS)
    register_guest_letters(GUEST_LETTERS)
    know_titles(title_of_event)
    know_who_is_inside(find_inside)
    know_who_was_let_in(tickets_let_in, count_let_in)
    know_who_entered(find_let_in)
    know_who_holds(holders_of)
    know_who_came(find_let_in)
    places_freed.connect(keep_freed)
    bookings_merged.connect(follow_booking)
    holds_expired.connect(end_expired)
    undelivered.connect(mark_undelivered)


def _wrap(app: Flask, config: Config) -> None:
    files: Any = read_encodings(serve_assets(app.wsgi_app))
    app.wsgi_app = files  # type: ignore[method-assign]  # how Flask takes a middleware
    if config.trusted_proxies:
        hops = config.trusted_proxies
        proxied = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
        app.wsgi_app = proxied  # type: ignore[method-assign]  # how Flask takes a middleware


def _settings(config: Config) -> dict[str, Any]:
    return {
        "CONFIG": config,
        "MODE": config.mode,
        "TESTING": config.mode == "test",
        "SECRET_KEY": config.secret_key,
        "TICKET_KEY": config.ticket_key,
        "BASE_URL": config.public_base,
        "TRUSTED_HOSTS": _hosts(config),
        "PAGE_CACHE_SECONDS": config.page_cache_seconds,
        "MAX_CONTENT_LENGTH": MOST_BODY_BYTES,
        "SQLALCHEMY_DATABASE_URI": config.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(config.database_url),
        "RATE_LIMITS": config.rate_limits,
        **_cookies(config),
        **_mail(config),
        **_security(config),
    }


def _hosts(config: Config) -> list[str] | None:
    # A demo may be reached in ways that nobody has thought of, and holds nothing.
    if config.mode == "demo":
        return None
    # The machine itself asks for /readyz.
    return [urlsplit(config.base_url).hostname or "", "localhost", "127.0.0.1", "[::1]"]


def _cookies(config: Config) -> dict[str, Any]:
    return {
        # The prefix makes browsers refuse the cookie from anywhere but this very host.
        "SESSION_COOKIE_NAME": "__Host-session" if config.secure else "session",
        "SESSION_COOKIE_SECURE": config.secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Asked for by our own checks, for the organisers' forms only.
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        # Every message of our forms is our own, and its catalogues are read for each request.
        "WTF_I18N_ENABLED": False,
        "WTF_CSRF_SSL_STRICT": False,
    }


def _mail(config: Config) -> dict[str, Any]:
    server = config.mail
    return {
        "MAIL_SERVER": server.server,
        "MAIL_PORT": server.port,
        "MAIL_USE_TLS": server.use_tls,
        "MAIL_USE_SSL": server.use_ssl,
        "MAIL_USERNAME": server.username,
        "MAIL_PASSWORD": server.password,
        "MAIL_DEFAULT_SENDER": server.sender,
        "MAIL_TIMEOUT_SECONDS": server.timeout_seconds,
        "MAIL_DATA_TIMEOUT_SECONDS": server.data_timeout_seconds,
        "MAIL_EHLO_NAME": server.ehlo_name,
        "MAIL_SUPPRESS_SEND": False,
        "MAIL_DOMAIN": ascii_host(urlsplit(config.base_url).hostname or "localhost"),
    }


def _security(config: Config) -> dict[str, Any]:
    return {
        "SECURITY_PASSWORD_SALT": config.secret_key,
        "SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS": CHEAP_HASHES if config.mode == "test" else {},
        "SECURITY_LOGIN_URL": "/orga/anmelden",
        "SECURITY_LOGOUT_URL": "/orga/abmelden",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_POST_LOGIN_VIEW": "/orga/",
        "SECURITY_POST_LOGOUT_VIEW": "/orga/anmelden",
        # No view asks for the password a second time, so none is offered for it.
        "SECURITY_FRESHNESS": timedelta(seconds=-1),
        "SECURITY_LOGIN_USER_TEMPLATE": "organiser/login.html",
        "SECURITY_PASSWORD_LENGTH_MIN": LEAST_PASSWORD,
        # They change accounts without a word in the history; `user` is ours.
        "SECURITY_CLI_USERS_NAME": False,
        "SECURITY_CLI_ROLES_NAME": False,
        "SECURITY_PASSWORD_COMPLEXITY_CHECKER": "zxcvbn",
        # Theirs reads `private=True`, which no browser knows; ours is no-store.
        "SECURITY_CACHE_CONTROL": None,
        "SECURITY_STATIC_FOLDER": None,
        "SECURITY_FLASH_MESSAGES": False,
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        # One message for both, so that nobody learns who has an account.
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        "REMEMBER_COOKIE_SECURE": config.secure,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
    }
