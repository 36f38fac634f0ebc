"""Configuration: one frozen value read from the environment, with all its faults said at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args
from urllib.parse import urlsplit

from ortenaudigital.key_strength import weakness

Mode = Literal["production", "demo", "test"]
SECRET_LENGTH = 32
TRUE_WORDS = {"1", "true", "yes", "on"}


class ConfigError(Exception):
    """The environment is not fit to start with; `faults` names every reason."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(["The configuration has faults:", *(f"  {f}" for f in faults)]))


@dataclass(frozen=True)
class Operator:
    """Who runs the shop: what the imprint and the privacy notice must name."""

    name: str = "Stadt Offenburg"
    address: str = "Hauptstraße 90, 77652 Offenburg"
    email: str = "digital@example.org"
    phone: str = ""


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
    timeout_seconds: int = 20


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
    operator: Operator = field(default_factory=Operator)
    trusted_proxies: int = 0
    page_cache_seconds: float = 1.0
    rate_limits: bool = True
    worker_lease_seconds: int = 120

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
            return float(raw) if raw else default
        except ValueError:
            self.faults.append(f"{name}: {raw!r} is no number")
            return default

    def switch(self, name: str, default: bool) -> bool:
        raw = self.environment.get(name)
        return default if not raw else raw.lower() in TRUE_WORDS

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
        operator=_operator(reader),
        trusted_proxies=int(reader.number("TRUSTED_PROXIES", 0)),
        page_cache_seconds=reader.number("PAGE_CACHE_SECONDS", 0.0 if mode == "test" else 1.0),
        rate_limits=reader.switch("RATE_LIMITS", mode != "test"),
        worker_lease_seconds=int(reader.number("WORKER_LEASE_SECONDS", 120)),
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
    return MailServer(
        server=reader.text("MAIL_SERVER", default.server),
        port=int(reader.number("MAIL_PORT", default.port)),
        use_tls=reader.switch("MAIL_USE_TLS", default.use_tls),
        use_ssl=reader.switch("MAIL_USE_SSL", default.use_ssl),
        username=reader.environment.get("MAIL_USERNAME") or None,
        password=reader.environment.get("MAIL_PASSWORD") or None,
        sender=reader.text("MAIL_DEFAULT_SENDER", default.sender),
        timeout_seconds=int(reader.number("MAIL_TIMEOUT_SECONDS", default.timeout_seconds)),
    )


def _operator(reader: _Reader) -> Operator:
    default = Operator()
    return Operator(
        name=reader.text("OPERATOR_NAME", default.name),
        address=reader.text("OPERATOR_ADDRESS", default.address),
        email=reader.text("OPERATOR_EMAIL", default.email),
        phone=reader.text("OPERATOR_PHONE", default.phone),
    )
