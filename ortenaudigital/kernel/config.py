"""Configuration: one frozen value read from the environment, with all its faults said at once."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from ortenaudigital.kernel.addresses import NotAnAddress, read_mailbox
from ortenaudigital.kernel.key_strength import weakness

Mode = Literal["production", "demo", "test"]
SECRET_LENGTH = 32
TRUE_WORDS = {"1", "true", "yes", "on"}
FALSE_WORDS = {"0", "false", "no", "off"}


class ConfigError(Exception):
    """The environment is not fit to start with; `faults` names every reason."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(["The configuration has faults:", *(f"  {f}" for f in faults)]))


@dataclass(frozen=True)
class MailServer:
    """Where letters go out; the names are those of Flask-Mail."""

    server: str = "127.0.0.1"
    port: int = 25
    use_tls: bool = False
    use_ssl: bool = False
    username: str | None = None
    password: str | None = None
    sender: str = "Ortenau Digital <tickets@example.org>"
    ehlo_name: str | None = None
    # RFC 5321, 4.5.3.2: five minutes for an answer, ten after the letter itself.
    timeout_seconds: int = 300
    data_timeout_seconds: int = 600


# Whoever knows it can mark addresses as wrong.
LEAST_TOKEN = 32


@dataclass(frozen=True)
class ReportMailbox:
    """The mailbox in which mail servers report what did not arrive; read by IMAP over TLS."""

    server: str
    port: int
    username: str
    password: str
    folder: str


@dataclass(frozen=True)
class Config:
    """Everything that differs between one installation and another."""

    mode: Mode
    database_url: str
    secret_key: str
    ticket_key: str
    base_url: str
    data_dir: Path
    mail: MailServer = field(default_factory=MailServer)
    reports: ReportMailbox | None = None
    bounce_token: str = field(default="", repr=False)
    trusted_proxies: int = 0
    page_cache_seconds: float = 1.0
    rate_limits: bool = True
    limit_shared_networks: tuple[IPv4Network | IPv6Network, ...] = ()
    form_seconds: float = 0.0
    worker_lease_seconds: int = 120
    # Whether owners do nothing before they have a second factor.
    second_factor_for_owners: bool = False

    @property
    def secure(self) -> bool:
        """Say whether browsers reach the shop by https."""
        return self.base_url.startswith("https://")

    @property
    def public_base(self) -> str:
        """Return the address of the shop without a slash at its end."""
        return self.base_url.rstrip("/")


class _Reader:
    """Reads values from the environment and keeps every fault it meets."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = environment
        self.faults: list[str] = []

    def text(self, name: str, default: str) -> str:
        return self.environment.get(name) or default

    def number(self, name: str, default: float) -> float:
        raw = self.environment.get(name)
        try:
            value = float(raw) if raw else default
        except ValueError:
            value = math.nan
        if not (math.isfinite(value) and value >= 0):
            self.faults.append(f"{name}: {raw!r} is no number")
            return default
        return value

    def whole(self, name: str, default: int, least: int = 0, most: int = 2**31) -> int:
        raw = self.environment.get(name, "").strip()
        if not raw:
            return default
        value = int(raw) if raw.isascii() and raw.isdecimal() and len(raw) < 11 else -1
        if not least <= value <= most:
            self.faults.append(f"{name}: {raw!r} is no whole number from {least} to {most}")
            return default
        return value

    def switch(self, name: str, default: bool) -> bool:
        raw = self.environment.get(name)
        word = (raw or "").strip().lower()
        if word and word not in TRUE_WORDS | FALSE_WORDS:
            self.faults.append(f"{name}: {raw!r} is neither on nor off")
        return word in TRUE_WORDS if word else default

    def secret(self, name: str, mode: Mode) -> str:
        value = self.environment.get(name, "")
        weak = weakness(value) if mode == "production" else None
        if weak:
            self.faults.append(
                f"{name}: {weak}; take "
                'the output of: python -c "import secrets; print(secrets.token_hex(32))"'
            )
        return value or f"{mode}-only-{name.lower()}".ljust(SECRET_LENGTH, ".")

    def mode(self) -> Mode:
        raw = self.text("ORTENAUDIGITAL_MODE", "production")
        for mode in get_args(Mode):
            if raw == mode:
                return mode  # type: ignore[no-any-return]  # get_args is typed as Any
        self.faults.append(f"ORTENAUDIGITAL_MODE: {raw!r} is none of {', '.join(get_args(Mode))}")
        return "production"


def read_config(environment: Mapping[str, str]) -> Config:
    """Build the configuration from environment variables.

    Raises ConfigError, which lists every fault at once.
    """
    reader = _Reader(environment)
    mode = reader.mode()
    data_dir = Path(reader.text("DATA_DIR", "data")).absolute()
    config = Config(
        mode=mode,
        database_url=_database_url(reader, data_dir),
        secret_key=reader.secret("SECRET_KEY", mode),
        ticket_key=reader.secret("TICKET_KEY", mode),
        base_url=_base_url(reader, mode),
        data_dir=data_dir,
        mail=_mail(reader),
        reports=_reports(reader),
        bounce_token=_bounce_token(reader),
        trusted_proxies=reader.whole("TRUSTED_PROXIES", 0),
        page_cache_seconds=reader.number("PAGE_CACHE_SECONDS", 0.0 if mode == "test" else 1.0),
        rate_limits=reader.switch("RATE_LIMITS", mode != "test"),
        limit_shared_networks=_networks(reader),
        form_seconds=reader.number("FORM_SECONDS", 0.0 if mode == "test" else 2.0),
        worker_lease_seconds=reader.whole("WORKER_LEASE_SECONDS", 120, least=1),
        second_factor_for_owners=reader.switch("SECOND_FACTOR_FOR_OWNERS", mode == "production"),
    )
    if mode == "production" and config.secret_key == config.ticket_key:
        reader.faults.append("TICKET_KEY: is the same as SECRET_KEY; draw another one")
    if reader.faults:
        raise ConfigError(reader.faults)
    return config


def _database_url(reader: _Reader, data_dir: Path) -> str:
    url = reader.text("DATABASE_URL", f"sqlite:///{data_dir}/ortenaudigital.sqlite3")
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        reader.faults.append("DATABASE_URL: must begin with sqlite:/// or postgresql://")
    return url


def _base_url(reader: _Reader, mode: Mode) -> str:
    url = reader.text("BASE_URL", "" if mode == "production" else "http://localhost:8000")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        reader.faults.append(
            f"BASE_URL: {url!r} is no web address such as https://tickets.example.org"
        )
    return url


def _mail(reader: _Reader) -> MailServer:
    default = MailServer()
    server = MailServer(
        server=reader.text("MAIL_SERVER", default.server),
        port=reader.whole("MAIL_PORT", default.port, least=1, most=65535),
        use_tls=reader.switch("MAIL_USE_TLS", default.use_tls),
        use_ssl=reader.switch("MAIL_USE_SSL", default.use_ssl),
        username=reader.environment.get("MAIL_USERNAME") or None,
        password=reader.environment.get("MAIL_PASSWORD") or None,
        sender=reader.text("MAIL_DEFAULT_SENDER", default.sender),
        ehlo_name=reader.environment.get("MAIL_EHLO_NAME") or None,
        timeout_seconds=reader.whole("MAIL_TIMEOUT_SECONDS", default.timeout_seconds, least=1),
        data_timeout_seconds=reader.whole(
            "MAIL_DATA_TIMEOUT_SECONDS", default.data_timeout_seconds, least=1
        ),
    )
    reader.faults += _mail_faults(server)
    return server


def _reports(reader: _Reader) -> ReportMailbox | None:
    server = reader.text("BOUNCE_IMAP_SERVER", "")
    mailbox = ReportMailbox(
        server=server,
        port=reader.whole("BOUNCE_IMAP_PORT", 993, least=1, most=65535),
        username=reader.text("BOUNCE_IMAP_USERNAME", ""),
        password=reader.text("BOUNCE_IMAP_PASSWORD", ""),
        folder=reader.text("BOUNCE_IMAP_FOLDER", "INBOX"),
    )
    if server and not (mailbox.username and mailbox.password):
        reader.faults.append("BOUNCE_IMAP_SERVER: needs BOUNCE_IMAP_USERNAME and _PASSWORD too")
    return mailbox if server else None


def _bounce_token(reader: _Reader) -> str:
    token = reader.text("BOUNCE_TOKEN", "")
    if token and len(token) < LEAST_TOKEN:
        reader.faults.append(f"BOUNCE_TOKEN: needs at least {LEAST_TOKEN} characters")
    return token


def _mail_faults(server: MailServer) -> list[str]:
    faults = []
    try:
        sender = read_mailbox(server.sender)
    except NotAnAddress as error:
        faults.append(f"MAIL_DEFAULT_SENDER: {server.sender!r} is not one address: {error}")
    else:
        if not sender.address.isascii():
            faults.append("MAIL_DEFAULT_SENDER: few servers take umlauts before the @")
    if server.use_tls and server.use_ssl:
        faults.append("MAIL_USE_TLS: is on together with MAIL_USE_SSL; a server wants one of them")
    if bool(server.username) != bool(server.password):
        faults.append("MAIL_USERNAME: needs MAIL_PASSWORD, and the other way round")
    if not f"{server.username}{server.password}".isascii():
        faults.append("MAIL_PASSWORD: a login in letters beyond ASCII cannot be sent")
    if not re.fullmatch(r"[A-Za-z0-9.:\[\]-]*", server.ehlo_name or ""):
        faults.append(f"MAIL_EHLO_NAME: {server.ehlo_name!r} is no host name in ASCII")
    return faults


def _networks(reader: _Reader) -> tuple[IPv4Network | IPv6Network, ...]:
    found = []
    for text in reader.text("LIMIT_SHARED_NETWORKS", "").replace(",", " ").split():
        try:
            found.append(ip_network(text))
        except ValueError as error:
            reader.faults.append(f"LIMIT_SHARED_NETWORKS: {error}; a network is 192.0.2.0/24")
    return tuple(found)
