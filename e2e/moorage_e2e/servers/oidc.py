"""An issuer of OpenID Connect on 127.0.0.1: the package oidc-provider of npm, which is installed if it is missing. Needs node and npm."""

from __future__ import annotations

import json
import os
import pathlib
import ssl
import subprocess
import sys
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Mapping
from typing import Any

from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.servers.process import Process, free_port

VERSION = "9.13.3"
HOME = pathlib.Path(os.environ.get("MOORAGE_OIDC_HOME") or os.path.join(tempfile.gettempdir(), f"moorage-oidc-provider-{VERSION}"))
MODULE = HOME / "node_modules" / "oidc-provider" / "lib" / "index.js"
SCRIPT = pathlib.Path(__file__).with_name("oidc_issuer.mjs")


def make_authority(work: str) -> None:
    """Makes ca.pem, an authority that no trust store has, and issuer.pem and issuer.key, which it has certified for 127.0.0.1."""
    pathlib.Path(work, "san").write_text("subjectAltName=IP:127.0.0.1\n")
    ec = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
    for command in [
        f"openssl req -x509 {ec} -days 2 -subj /CN=authority -keyout ca.key -out ca.pem",
        f"openssl req {ec} -subj /CN=issuer -keyout issuer.key -out issuer.csr",
        "openssl x509 -req -in issuer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile san -out issuer.pem",
    ]:
        subprocess.run(command.split(), cwd=work, check=True, capture_output=True)


class Issuer(Process):
    """jobs: those that ask for tokens, each with the claims of its tokens.

    issuer: iss of its tokens where it is not the address. bearer: what it wants with each request for its keys.
    """

    def __init__(
        self,
        work: str,
        name: str,
        jobs: Mapping[str, Mapping[str, Any]],
        tls: bool = True,
        algorithm: str = "RS256",
        issuer: str | None = None,
        bearer: str = "",
    ) -> None:
        port = free_port()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{port}"
        self.issuer = issuer or self.url
        self.jwks = "/openid/v1/jwks"
        self.keys = os.path.join(work, f"{name}-keys.json")
        configuration = {
            "issuer": self.issuer,
            "port": port,
            "jwks": self.jwks,
            "algorithm": algorithm,
            "keys": self.keys,
            "bearer": bearer,
            "jobs": {job: {"life": 300, "list": False, **each} for job, each in jobs.items()},
            "tls": {"key": f"{work}/issuer.key", "certificate": f"{work}/issuer.pem"} if tls else None,
        }
        file = pathlib.Path(work, f"{name}-issuer.json")
        file.write_text(json.dumps(configuration))
        # The authority of this run is that of this process too.
        self.context = ssl.create_default_context(cafile=f"{work}/ca.pem") if tls else None
        super().__init__(["node", str(SCRIPT), str(MODULE), str(file)], port, os.path.join(work, f"{name}-issuer.log"))

    def start(self, *_: object) -> None:
        if not MODULE.exists():
            HOME.mkdir(parents=True, exist_ok=True)
            install = ["npm", "install", "--prefix", str(HOME), "--no-audit", "--no-fund", "--silent", f"oidc-provider@{VERSION}"]
            try:
                subprocess.run(install, check=True, stdout=sys.stderr)
            except FileNotFoundError:
                raise Unavailable("npm is not installed") from None
        super().start()

    def answers(self) -> bool:
        try:
            self.fetches()
            return True
        except OSError:
            return False

    def token(self, job: str, audience: str) -> str:
        """A token for a job, as it gets one from the service that runs it."""
        form = {"grant_type": "client_credentials", "client_id": job, "client_secret": "of-a-job", "resource": f"https://{audience}"}
        return str(self._ask("/token", urllib.parse.urlencode(form).encode())["access_token"])

    def rotate(self) -> None:
        """Signs with a new key from now on. The previous one is still published."""
        self._ask("/control/rotate", b"")

    def withdraw(self) -> None:
        """Signs with a new key from now on, and publishes no other one."""
        self._ask("/control/withdraw", b"")

    def fetches(self) -> int:
        """How often its keys were asked for."""
        return int(self._ask("/control/fetches", b"")["keys"])

    def _ask(self, path: str, body: bytes) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(self.url + path, body, timeout=30, context=self.context) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as e:
            raise Unexpected(f"the issuer answers {e.code} to {path}: {e.read()!r}") from None
        if not isinstance(found, dict):
            raise Unexpected(f"the issuer answers {found} to {path}")
        return found

    def stop(self) -> None:
        self.end()
