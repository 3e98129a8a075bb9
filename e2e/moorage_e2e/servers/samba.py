"""Samba as a domain controller of Active Directory, with a folder of its own. It answers LDAP alone.

The ports are those of LDAP, so each domain has a loopback address of its own.
"""

from __future__ import annotations

import os
import pathlib
import shutil
import socket
import subprocess

from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.servers.process import Process

BASE = "DC=acme,DC=example"
PASSWORD = "of-the-Administrator-1"
LDAPS = 636


class Samba(Process):
    def __init__(self, work: str) -> None:
        for program in ("samba", "samba-tool", "ldapmodify", "openssl"):
            if shutil.which(program) is None:
                raise Unavailable(f"{program} is not installed")
        if os.geteuid() != 0:
            raise Unavailable("samba needs root")
        self.folder = os.path.join(work, "domain")
        pid = os.getpid()
        host = f"127.77.{pid // 250 % 250 + 1}.{pid % 250 + 1}"
        for name in ("run", "ncalrpc", "log"):
            os.makedirs(os.path.join(self.folder, name))
        self.authority = self._certify(host)
        self._provision(host)
        options = [
            f"interfaces={host}/8",
            "bind interfaces only=yes",
            "server services=ldap",
            f"pid directory={self.folder}/run",
            f"ncalrpc dir={self.folder}/ncalrpc",
            f"log file={self.folder}/log/samba.log",
            # Otherwise a former password is right for an hour, so that other machines of a user may learn the new one.
            "old password allowed period=0",
            "tls enabled=yes",
            f"tls keyfile={self.folder}/dc.key",
            f"tls certfile={self.folder}/dc.pem",
            f"tls cafile={self.authority}",
        ]
        self.configuration = os.path.join(self.folder, "etc", "smb.conf")
        command = ["samba", "--interactive", "--debug-stdout", "--model=single", f"--configfile={self.configuration}"]
        super().__init__([*command, *(f"--option={option}" for option in options)], LDAPS, os.path.join(work, "samba.log"))
        self.host = host
        self.url = f"ldaps://{host}"

    def _certify(self, host: str) -> str:
        """A key, and a certificate for the address that is its own authority. Samba wants a key that its user alone reads."""
        key, certificate = (os.path.join(self.folder, name) for name in ("dc.key", "dc.pem"))
        subject = ["-subj", "/CN=dc1.acme.example", "-addext", f"subjectAltName=IP:{host}", "-days", "2"]
        made = subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, *subject],
            capture_output=True,
            text=True,
        )
        if made.returncode != 0:
            raise Unexpected(f"openssl: {made.stderr}")
        os.chmod(key, 0o600)
        return certificate

    def _provision(self, host: str) -> None:
        domain = ["--realm=ACME.EXAMPLE", "--domain=ACME", "--server-role=dc", "--dns-backend=NONE", "--host-name=dc1"]
        options = [f"--host-ip={host}", f"--option=interfaces={host}/8", "--option=bind interfaces only=yes"]
        self._tool("domain", "provision", *domain, *options, f"--adminpass={PASSWORD}", f"--targetdir={self.folder}")

    def _tool(self, *arguments: str) -> None:
        ended = subprocess.run(["samba-tool", *arguments], capture_output=True, text=True, timeout=300)
        if ended.returncode != 0:
            raise Unexpected(f"samba-tool {arguments[0]} {arguments[1]}: {ended.stdout}{ended.stderr}")

    def tool(self, *arguments: str) -> None:
        """Changes the domain: a command of samba-tool, such as user or group."""
        self._tool(*arguments, f"--configfile={self.configuration}")

    def modify(self, ldif: str) -> None:
        """Changes entries by LDAP."""
        command = ["ldapmodify", "-x", "-H", self.url, "-D", f"CN=Administrator,CN=Users,{BASE}", "-w", PASSWORD]
        variables = dict(os.environ, LDAPTLS_CACERT=self.authority)
        ended = subprocess.run(command, input=ldif, capture_output=True, text=True, timeout=60, env=variables)
        if ended.returncode != 0:
            raise Unexpected(f"ldapmodify: {ended.stderr}")

    def answers(self) -> bool:
        try:
            socket.create_connection((self.host, self.port), timeout=10).close()
            return True
        except OSError:
            return False

    def stop(self) -> None:
        """samba ends with a status of its own when it is asked to end."""
        self.end()


def write_password(work: str) -> str:
    """A file with the administrator's password."""
    file = pathlib.Path(work, "administrator")
    file.write_text(PASSWORD + "\n")
    return str(file)
