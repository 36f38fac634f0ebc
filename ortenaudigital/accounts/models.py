"""The tables of people who log in, in the shape that Flask-Security expects."""

from datetime import datetime

from flask_security.core import RoleMixin, UserMixin
from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from ortenaudigital.kernel.db import Base, Model

ORGANISER = "organiser"

user_roles = Table(
    "user_role",
    Base.metadata,
    Column("user_id", Integer, ForeignKey("user.id"), primary_key=True),
    Column("role_id", Integer, ForeignKey("role.id"), primary_key=True),
)


class Role(Model, RoleMixin):
    """What someone may do."""

    __tablename__ = "role"
    __table_args__ = (UniqueConstraint("name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


class User(Model, UserMixin):
    """Someone who logs in with an e-mail address and a password."""

    __tablename__ = "user"
    __table_args__ = (UniqueConstraint("email"), UniqueConstraint("fs_uniquifier"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str]
    name: Mapped[str] = mapped_column(default="")
    password: Mapped[str]
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str]

    roles: Mapped[list[Role]] = relationship(  # type: ignore[assignment]  # narrower than the mixin
        secondary=user_roles, lazy="selectin"
    )


class LoginSession(Model):
    """One browser in which somebody is logged in. It ends here, whatever the browser keeps."""

    __tablename__ = "login_session"
    __table_args__ = (Index(None, "user_id"),)

    token_hash: Mapped[bytes] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    remembered: Mapped[bool]
    started_at: Mapped[datetime]
    seen_at: Mapped[datetime]
