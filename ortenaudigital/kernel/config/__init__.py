"""Configuration: one frozen value read from the environment, with all its faults said at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from ortenaudigital.kernel.config.environment import Mode, Reader
from ortenaudigital.kernel.config.mail import (
    MailServer,
    ReportMailbox,
    read_bounce_token,
    read_mail,
    read_reports,
)

__all__ = ["Config", "ConfigError", "MailServer", "Mode", "ReportMailbox", "read_config"]


class ConfigError(Exception):
    """The environment is not fit to start with; `faults` names every reason."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        super().__init__("\n".join(["The configuration has faults:", *(f"  {f}" for f in faults)]))


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


def read_config(environment: Mapping[str, str]) -> Config:
    """Build the configuration from environment variables.

    Raises ConfigError, which lists every fault at once.
    """
    reader = Reader(environment)
    mode = reader.mode()
    data_dir = Path(reader.text("DATA_DIR", "data")).absolute()
    config = Config(
        mode=mode,
        database_url=_database_url(reader, data_dir),
        secret_key=reader.secret("SECRET_KEY", mode),
        ticket_key=reader.secret("TICKET_KEY", mode),
        base_url=_base_url(reader, mode),
        data_dir=data_dir,
        mail=read_mail(reader),
        reports=read_reports(reader),
        bounce_token=read_bounce_token(reader),
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


def _database_url(reader: Reader, data_dir: Path) -> str:
    url = reader.text("DATABASE_URL", f"sqlite:///{data_dir}/ortenaudigital.sqlite3")
    if url.startswith(("postgres://", "postgresql://")):
        url = "postgresql+psycopg://" + url.split("://", 1)[1]
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        reader.faults.append("DATABASE_URL: must begin with sqlite:/// or postgresql://")
    return url


def _base_url(reader: Reader, mode: Mode) -> str:
    url = reader.text("BASE_URL", "" if mode == "production" else "http://localhost:8000")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        reader.faults.append(
            f"BASE_URL: {url!r} is no web address such as https://tickets.example.org"
        )
    return url


def _networks(reader: Reader) -> tuple[IPv4Network | IPv6Network, ...]:
    found = []
    for text in reader.text("LIMIT_SHARED_NETWORKS", "").replace(",", " ").split():
        try:
            found.append(ip_network(text))
        except ValueError as error:
            reader.faults.append(f"LIMIT_SHARED_NETWORKS: {error}; a network is 192.0.2.0/24")
    return tuple(found)
