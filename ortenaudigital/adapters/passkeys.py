"""Passkeys by `webauthn`: what a browser is asked for, and whether what it sends is right."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    CredentialDeviceType,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)


class NotOurs(Exception):
    """What a browser sent is no passkey, or not one that answers what was asked."""


@dataclass(frozen=True)
class Asked:
    """What was asked: the challenge, and the address of the shop it was asked from."""

    challenge: bytes
    base_url: str

    @property
    def host(self) -> str:
        """Return the host that passkeys belong to."""
        return urlsplit(self.base_url).hostname or ""

    @property
    def origin(self) -> str:
        """Return what browsers name as the page that asked."""
        parts = urlsplit(self.base_url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Owner:
    """Whose a new passkey is: a handle that names nobody, and how the device lists it."""

    handle: bytes
    email: str
    name: str


@dataclass(frozen=True)
class Key:
    """What is stored of a passkey: its id, its public key, and how often it signed."""

    credential_id: bytes
    public_key: bytes
    sign_count: int


def creation_options(asked: Asked, owner: Owner, there: Collection[bytes]) -> dict[str, Any]:
    """Return what the browser needs to make a passkey; `there`: those that the account has."""
    options = generate_registration_options(
        rp_id=asked.host,
        rp_name="Ortenau Digital",
        user_id=owner.handle,
        user_name=owner.email,
        user_display_name=owner.name or owner.email,
        challenge=asked.challenge,
        exclude_credentials=_described(there),
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.PREFERRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
    )
    return _plain(options_to_json(options))


def request_options(asked: Asked, of: Collection[bytes], alone: bool) -> dict[str, Any]:
    """Return what the browser needs to use a passkey; `alone`: in place of a password as well."""
    verification = UserVerificationRequirement.PREFERRED
    if alone:
        verification = UserVerificationRequirement.REQUIRED
    options = generate_authentication_options(
        rp_id=asked.host,
        challenge=asked.challenge,
        allow_credentials=_described(of),
        user_verification=verification,
    )
    return _plain(options_to_json(options))


def _described(ids: Collection[bytes]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=each) for each in ids]


def _plain(text: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text)
    return found


def read_new(text: str, asked: Asked) -> Key:
    """Return the passkey that a browser has made. Raises NotOurs."""
    try:
        made = verify_registration_response(
            credential=text,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.host,
            expected_origin=asked.origin,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise NotOurs() from error
    return Key(made.credential_id, made.credential_public_key, made.sign_count)


def read_id(text: str) -> bytes:
    """Return the id of the passkey that a browser says it used. Raises NotOurs."""
    try:
        return base64url_to_bytes(json.loads(text)["rawId"])
    except (ValueError, TypeError, KeyError) as error:
        raise NotOurs() from error


def read_used(text: str, asked: Asked, key: Key, alone: bool) -> int:
    """Look whether a passkey has answered; return how often it signed. Raises NotOurs.

    `alone`: it must have asked its owner for a finger, a face or a PIN.
    """
    try:
        used = verify_authentication_response(
            credential=text,
            expected_challenge=asked.challenge,
            expected_rp_id=asked.host,
            expected_origin=asked.origin,
            credential_public_key=key.public_key,
            # Compared below: of a passkey that lies on several devices, each counts by itself.
            credential_current_sign_count=0,
            require_user_verification=alone,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError) as error:
        raise NotOurs() from error
    bound = used.credential_device_type is CredentialDeviceType.SINGLE_DEVICE
    if bound and key.sign_count and used.new_sign_count <= key.sign_count:
        raise NotOurs()
    return used.new_sign_count
