"""Tokens made by hand (RFC 7515), with openssl for signatures: what a token server signs, and what an attacker forges."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
from collections.abc import Mapping, Sequence
from typing import Any

EC_COORDINATE = 32


def encoded(data: bytes) -> str:
    """Base64 for URLs without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decoded(part: str) -> dict[str, Any]:
    """The object in the header or the claims of a token."""
    found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    assert isinstance(found, dict)
    return found


def joined(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """What is signed."""
    return ".".join(encoded(json.dumps(part).encode()) for part in (header, claims))


def unsigned(header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """A token without a signature."""
    return joined(header, claims) + "."


def with_secret(secret: bytes, header: Mapping[str, Any], claims: Mapping[str, Any]) -> str:
    """A token of HS256."""
    text = joined(header, claims)
    return text + "." + encoded(hmac.digest(secret, text.encode(), hashlib.sha256))


def openssl(*arguments: str, data: bytes = b"") -> bytes:
    return subprocess.run(["openssl", *arguments], input=data, check=True, capture_output=True).stdout


class Key:
    """A private key of RS256 or ES256 in a file, which is made."""

    def __init__(self, work: str, name: str, algorithm: str) -> None:
        self.algorithm = algorithm
        self.file = os.path.join(work, f"{name}.key")
        kind = ["RSA", "-pkeyopt", "rsa_keygen_bits:2048"] if algorithm == "RS256" else ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        openssl("genpkey", "-algorithm", *kind, "-out", self.file)
        self.public = openssl("pkey", "-in", self.file, "-pubout", "-outform", "DER")

    def public_pem(self) -> bytes:
        return openssl("pkey", "-in", self.file, "-pubout")

    def sign(self, claims: Mapping[str, Any], **header: Any) -> str:
        """A token. header: its parameters besides alg and typ."""
        text = joined({"typ": "JWT", "alg": self.algorithm, **header}, claims)
        signature = openssl("dgst", "-sha256", "-sign", self.file, data=text.encode())
        return text + "." + encoded(signature if self.algorithm == "RS256" else raw(signature))

    def jwk(self) -> dict[str, str]:
        """Its public members (RFC 7518, section 6)."""
        if self.algorithm == "RS256":
            modulus = openssl("rsa", "-in", self.file, "-noout", "-modulus").decode().strip().partition("=")[2]
            return {"kty": "RSA", "e": "AQAB", "n": encoded(bytes.fromhex(modulus))}
        point = self.public[-2 * EC_COORDINATE :]
        return {"kty": "EC", "crv": "P-256", "x": encoded(point[:EC_COORDINATE]), "y": encoded(point[EC_COORDINATE:])}

    def thumbprint(self) -> str:
        """RFC 7638, which Distribution 3 takes for kid."""
        return encoded(hashlib.sha256(json.dumps(self.jwk(), sort_keys=True, separators=(",", ":")).encode()).digest())

    def libtrust(self) -> str:
        """What Distribution 2 takes for kid."""
        text = base64.b32encode(hashlib.sha256(self.public).digest()[:30]).decode()
        return ":".join(text[i : i + 4] for i in range(0, len(text), 4))

    def certificate(self, subject: str) -> bytes:
        """A certificate of its own, in PEM."""
        return openssl("req", "-x509", "-key", self.file, "-days", "2", "-subj", f"/CN={subject}")

    def certify(self, other: Key, subject: str) -> bytes:
        """A certificate for another key, in PEM. This key is that of the certificate in ca."""
        request = openssl("req", "-new", "-key", other.file, "-subj", f"/CN={subject}")
        authority = pathlib.Path(self.file + ".ca.pem")
        if not authority.exists():
            authority.write_bytes(self.certificate("authority"))
        return openssl("x509", "-req", "-CA", str(authority), "-CAkey", self.file, "-set_serial", "7", "-days", "2", data=request)


def raw(signature: bytes) -> bytes:
    """The two numbers of an ECDSA signature (RFC 7518, section 3.4), out of its DER."""
    numbers, at = [], 2
    for _ in range(2):
        length = signature[at + 1]
        numbers.append(int.from_bytes(signature[at + 2 : at + 2 + length]))
        at += 2 + length
    return b"".join(number.to_bytes(EC_COORDINATE) for number in numbers)


def x5c(certificates: Sequence[bytes]) -> list[str]:
    """The header x5c of certificates in PEM."""
    return ["".join(pem.decode().split("-----")[2].split()) for pem in certificates]
