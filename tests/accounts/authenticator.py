"""A passkey in software: it answers what a server asks as browsers and devices do together."""

import base64
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40
# It may lie on several devices, and does.
SYNCED = 0x08 | 0x10


def text_of(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


class SoftPasskey:
    """One key pair for one host."""

    def __init__(self, host: str = "localhost", origin: str = "http://localhost") -> None:
        self.host, self.origin = host, origin
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.credential_id = secrets.token_bytes(16)
        self.count = 0
        self.synced = False

    def make(self, options: dict[str, Any]) -> str:
        """Answer `navigator.credentials.create`."""
        public = self.key.public_key().public_numbers()
        cose = {1: 2, 3: -7, -1: 1, -2: public.x.to_bytes(32), -3: public.y.to_bytes(32)}
        own = (
            bytes(16) + len(self.credential_id).to_bytes(2) + self.credential_id + cbor2.dumps(cose)
        )
        data = self._data(PRESENT | VERIFIED | WITH_KEY) + own
        statement = {"fmt": "none", "attStmt": {}, "authData": data}
        client = self._client("webauthn.create", options["challenge"])
        return self._sent(client, attestationObject=cbor2.dumps(statement))

    def use(self, options: dict[str, Any], verified: bool = True) -> str:
        """Answer `navigator.credentials.get`."""
        self.count += 1
        data = self._data(PRESENT | (VERIFIED if verified else 0))
        client = self._client("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(client).digest()
        signature = self.key.sign(signed, ec.ECDSA(SHA256()))
        return self._sent(client, authenticatorData=data, signature=signature)

    def _data(self, flags: int) -> bytes:
        flags |= SYNCED if self.synced else 0
        return hashlib.sha256(self.host.encode()).digest() + bytes([flags]) + self.count.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _sent(self, client: bytes, **own: bytes) -> str:
        response = {name: text_of(value) for name, value in own.items()}
        answer = {"id": text_of(self.credential_id), "rawId": text_of(self.credential_id)}
        response["clientDataJSON"] = text_of(client)
        return json.dumps({**answer, "type": "public-key", "response": response})
