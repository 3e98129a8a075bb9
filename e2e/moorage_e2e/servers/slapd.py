"""OpenLDAP's server, as Debian packages it, with a folder of its own and no daemon."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess

from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.process import Process, free_port

BASE = "dc=acme"
ADMIN = "cn=admin,dc=acme"
PASSWORD = "of-the-admin"
CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload ppolicy
database mdb
suffix "{base}"
rootdn "{admin}"
rootpw {password}
directory {work}/directory
overlay memberof
overlay ppolicy
access to attrs=userPassword by anonymous auth by * none
access to * by * read
"""


class Slapd(Process):
    def __init__(self, work: str) -> None:
        os.mkdir(os.path.join(work, "directory"))
        config = pathlib.Path(work, "slapd.conf")
        config.write_text(CONFIGURATION.format(work=work, base=BASE, admin=ADMIN, password=PASSWORD))
        config.chmod(0o600)
        port = free_port()
        self.url = f"ldap://127.0.0.1:{port}"
        super().__init__(["/usr/sbin/slapd", "-d", "0", "-f", str(config), "-h", self.url], port, os.path.join(work, "slapd.log"))

    def answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=10).close()
            return True
        except OSError:
            return False

    def add(self, ldif: str) -> None:
        """Adds entries."""
        self._run("ldapadd", ldif)

    def modify(self, ldif: str) -> None:
        """Changes entries."""
        self._run("ldapmodify", ldif)

    def _run(self, program: str, ldif: str) -> None:
        command = [program, "-x", "-H", self.url, "-D", ADMIN, "-w", PASSWORD]
        ended = subprocess.run(command, input=ldif, capture_output=True, text=True, timeout=60)
        if ended.returncode != 0:
            raise Unexpected(f"{program}: {ended.stderr}")
