"""Keycloak in its mode for development, unpacked from its archive into a folder of its own, with a realm that a file describes."""

from __future__ import annotations

import base64
import glob
import json
import os
import pathlib
import subprocess
import urllib.parse
from collections.abc import Mapping
from typing import Any

from moorage_e2e import places
from moorage_e2e.client.connection import NO_ANSWER, Connection
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.servers import process
from moorage_e2e.servers.process import Process, free_port

REALM = "ships"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Keycloak(Process):
    def __init__(self, archive: str, work: str, realm: Mapping[str, Any]) -> None:
        folder = os.path.join(work, "keycloak")
        try:
            subprocess.run(["unzip", "-q", archive, "-d", folder], check=True, capture_output=True)
        except (OSError, subprocess.CalledProcessError) as e:
            raise Unavailable(f"{archive} cannot be unpacked: {e}") from None
        home = glob.glob(os.path.join(folder, "keycloak-*"))[0]
        imported = os.path.join(home, "data", "import")
        os.makedirs(imported)
        pathlib.Path(imported, "realm.json").write_text(json.dumps({"realm": REALM, "enabled": True, "sslRequired": "none", **realm}))
        port = free_port()
        options = ["--features=docker", "--import-realm", "--cache=local", "--http-host=127.0.0.1", f"--http-port={port}"]
        java = subprocess.run([str(places.SOURCE / ".mvn" / "jdk25")], check=True, capture_output=True, text=True).stdout.strip()
        variables = {"JAVA_HOME": java, "KC_BOOTSTRAP_ADMIN_USERNAME": "admin", "KC_BOOTSTRAP_ADMIN_PASSWORD": "of-the-admin"}
        super().__init__([os.path.join(home, "bin", "kc.sh"), "start-dev", *options], port, os.path.join(work, "keycloak.log"), variables)
        self.issuer = f"http://127.0.0.1:{port}/realms/{REALM}"

    def start(self, before: Any = None) -> None:
        """The first start builds the server, which takes minutes on a busy machine."""
        process.SECONDS_TO_START, usual = 600, process.SECONDS_TO_START
        try:
            super().start(before)
        finally:
            process.SECONDS_TO_START = usual

    def answers(self) -> bool:
        try:
            return self._status(f"/realms/{REALM}") == 200
        except NO_ANSWER:
            return False

    def stop(self) -> None:
        """It ends with the status of a Java program that was asked to end by a signal."""
        self.end()

    def _status(self, path: str) -> int:
        connection = Connection(self.address, timeout=10)
        try:
            return connection.request("GET", path).status
        finally:
            connection.close()

    def _json(self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Any:
        connection = Connection(self.address, timeout=60)
        try:
            answer = connection.request(method, path, body, headers)
        finally:
            connection.close()
        if answer.status != 200:
            raise Unexpected(f"Keycloak answers {answer.status} to {path}: {answer.content[:300]!r}")
        return json.loads(answer.content)

    def keys(self) -> str:
        """The JSON Web Key Set of the realm."""
        return json.dumps(self._json("GET", f"/realms/{REALM}/protocol/openid-connect/certs"))

    def token_of_client(self, client: str, secret: str) -> str:
        """The access token of a client's service account (RFC 6749, section 4.4)."""
        form = urllib.parse.urlencode({"grant_type": "client_credentials", "client_id": client, "client_secret": secret})
        return str(self._json("POST", f"/realms/{REALM}/protocol/openid-connect/token", form.encode(), FORM)["access_token"])

    def docker_token(self, service: str, user: str, password: str, scope: str) -> str:
        """What docker asks a token server for, after a challenge."""
        query = urllib.parse.urlencode({"service": service, "account": user, "scope": scope})
        basic = base64.b64encode(f"{user}:{password}".encode()).decode()
        headers = {"Authorization": f"Basic {basic}"}
        return str(self._json("GET", f"/realms/{REALM}/protocol/docker-v2/auth?{query}", headers=headers)["token"])
