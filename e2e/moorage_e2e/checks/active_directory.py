"""Logins with Active Directory (Debian's Samba): nested groups, users that are disabled, and passwords that change, over TLS.

The configuration is that of docs/access.md. Needs root, samba-ad-dc, samba-ad-provision, samba-dsdb-modules, ldap-utils and openssl.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib

from moorage_e2e import work as folders
from moorage_e2e.client.authorization import basic, bearer
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Client, Server
from moorage_e2e.servers.samba import BASE, Samba, write_password
from moorage_e2e.waiting import wait_for

TTL = 2
PUSH = "/v2/prod/app/blobs/uploads/"
PULL = "/v2/prod/app/tags/list"
# From the outermost group to that with the user.
NESTED = ["registry", "engineers", "backend"]
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}}}
auth:
  ldap:
    url: {url}
    cafile: {authority}
    binddn: "CN=Administrator,CN=Users,{base}"
    base: "CN=Users,{base}"
    nameattribute: sAMAccountName
    filter: "(&(objectCategory=person)(sAMAccountName={{user}})(!(userAccountControl:1.2.840.113556.1.4.803:=2)))"
    groups: {{filter: "(member:1.2.840.113556.1.4.1941:={{dn}})", base: "CN=Users,{base}", name: cn}}
    ttl: {ttl}s
  issuer: {{enabled: true}}
access:
  rules:
    - {{who: "@ldap:registry", may: push, repositories: "prod/**"}}
    - {{who: "ldap:*", may: pull}}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("active-directory", report) as work, Samba(work) as domain:
        prepare(domain)
        config = pathlib.Path(work, "config.yml")
        config.write_text(CONFIGURATION.format(work=work, url=domain.url, authority=domain.authority, base=BASE, ttl=TTL))
        os.mkdir(os.path.join(work, "root"))
        variables = {"REGISTRY_CONFIGURATION_PATH": str(config), "REGISTRY_AUTH_LDAP_BINDPASSWORD_FILE": write_password(work)}
        with Server(options.package, work, variables) as server:
            client = Client(server)
            with report.check("a user pushes by the group that holds the group of its group"):
                nested(client)
            with report.check("wrong, empty and hostile logins are refused"):
                refused(client)
            with report.check("a user that leaves the innermost group loses what the outermost one may"):
                left(client, domain)
            with report.check("a changed password ends a token"):
                changed(client, domain)
            with report.check("a user that is disabled is refused, and its token ends"):
                disabled(client, domain)
            client.close()


def prepare(domain: Samba) -> None:
    for user in ("alice", "bob", "carol"):
        domain.tool("user", "create", user, password_of(user))
    for group in NESTED:
        domain.tool("group", "add", group)
    for outer, inner in zip(NESTED, NESTED[1:]):
        domain.tool("group", "addmembers", outer, inner)
    domain.tool("group", "addmembers", NESTED[-1], "alice,carol")


def password_of(user: str) -> str:
    return f"Wonder-land-of-{user}-1"


def expect(client: Client, method: str, path: str, user: str, password: str, status: int) -> None:
    client.request(method, path, headers=basic(user, password), expected=[status])


def nested(client: Client) -> None:
    for name in ("alice", "ALICE"):
        expect(client, "POST", PUSH, name, password_of("alice"), 202)
    expect(client, "GET", PULL, "bob", password_of("bob"), 404)
    expect(client, "POST", PUSH, "bob", password_of("bob"), 403)


def refused(client: Client) -> None:
    for password in ("", " ", password_of("bob"), password_of("alice").lower(), password_of("alice") + "\0"):
        expect(client, "GET", "/v2/", "alice", password, 401)
    for user in ("*", "a*", "alice)(cn=*", f"CN=alice,CN=Users,{BASE}", "ACME\\alice", "krbtgt"):
        expect(client, "GET", "/v2/", user, password_of("alice"), 401)


def token(client: Client, user: str, password: str) -> dict[str, str]:
    path = "/v2/token?scope=repository:prod/app:pull,push"
    answer = client.request("GET", path, headers=basic(user, password), expected=[200])
    return bearer(str(json.loads(answer.content)["token"]))


def left(client: Client, domain: Samba) -> None:
    issued = token(client, "alice", password_of("alice"))
    client.request("POST", PUSH, headers=issued, expected=[202])
    domain.modify(f"dn: CN={NESTED[-1]},CN=Users,{BASE}\nchangetype: modify\ndelete: member\nmember: CN=alice,CN=Users,{BASE}\n")
    wait_for(lambda: client.request("POST", PUSH, headers=issued).status == 401, "the token ends")
    wait_for(lambda: client.request("POST", PUSH, headers=basic("alice", password_of("alice"))).status == 403, "the right ends")
    expect(client, "GET", PULL, "alice", password_of("alice"), 404)


def changed(client: Client, domain: Samba) -> None:
    issued = token(client, "carol", password_of("carol"))
    client.request("POST", PUSH, headers=issued, expected=[202])
    domain.tool("user", "setpassword", "carol", "--newpassword=Another-of-carol-2")
    wait_for(lambda: client.request("POST", PUSH, headers=issued).status == 401, "the token ends")
    expect(client, "POST", PUSH, "carol", "Another-of-carol-2", 202)
    former = basic("carol", password_of("carol"))
    wait_for(lambda: client.request("GET", "/v2/", headers=former).status == 401, "the former password is wrong")


def disabled(client: Client, domain: Samba) -> None:
    issued = token(client, "carol", "Another-of-carol-2")
    domain.tool("user", "disable", "carol")
    wait_for(lambda: client.request("POST", PUSH, headers=issued).status == 401, "the token ends")
    wait_for(lambda: client.request("GET", "/v2/", headers=basic("carol", "Another-of-carol-2")).status == 401, "the login ends")
