"""What can be done with accounts."""

from uuid import uuid4

from flask_security import SQLAlchemyUserDatastore, hash_password
from sqlalchemy import select

from ortenaudigital.accounts.models import ORGANISER, Role, User
from ortenaudigital.db import db

datastore = SQLAlchemyUserDatastore(db, User, Role)


def create_organiser(email: str, name: str, password: str) -> User:
    """Create an organiser's account, or give the one with this address a new password."""
    role = db.session.scalar(select(Role).where(Role.name == ORGANISER))
    if role is None:
        role = Role(name=ORGANISER)
    address = email.strip().lower()
    user = db.session.scalar(select(User).where(User.email == address))
    if user is None:
        user = User(email=address, roles=[role])
        db.session.add(user)
    user.name = name
    user.password = hash_password(password)
    # A new one ends every session that was opened with the old password.
    user.fs_uniquifier = uuid4().hex
    return user
