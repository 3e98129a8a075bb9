"""Logins with Debian's slapd: right, wrong and empty passwords, groups in rules, and a directory that stops and starts again.

Needs slapd and ldap-utils.
"""

from __future__ import annotations

import argparse
import json
import os
import pathlib

from moorage_e2e import work as folders
from moorage_e2e.client.authorization import basic
from moorage_e2e.failures import Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Client, Server
from moorage_e2e.servers.slapd import BASE, Slapd
from moorage_e2e.waiting import wait_for

TTL = 2
PUSH = "/v2/prod/app/blobs/uploads/"
PULL = "/v2/prod/app/tags/list"
ENTRIES = """\
dn: {base}
objectClass: domain
dc: acme

dn: ou=people,{base}
objectClass: organizationalUnit
ou: people

dn: ou=groups,{base}
objectClass: organizationalUnit
ou: groups
"""
PERSON = """\
dn: uid={name},ou=people,{base}
objectClass: inetOrgPerson
uid: {name}
cn: {name}
sn: {name}
userPassword: of-{name}
"""
GROUP = """\
dn: cn={name},ou=groups,{base}
objectClass: groupOfNames
cn: {name}
member: uid={member},ou=people,{base}
"""
CONFIGURATION = """\
version: 0.1
storage: {{filesystem: {{rootdirectory: {work}/root}}}}
auth:
  ldap:
    url: {url}
    starttls: false
    base: "ou=people,{base}"
    filter: "(&(objectClass=inetOrgPerson)(uid={{user}}))"
    groups: {{memberof: memberOf, base: "ou=groups,{base}", name: cn}}
    ttl: {ttl}s
  issuer: {{enabled: true}}
access:
  rules:
    - {{who: "@ldap:ops", may: push, repositories: "prod/**"}}
    - {{who: "ldap:*", may: pull}}
    - {{who: "ldap:carol", deny: [pull, push]}}
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    pass


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("ldap", report) as work, Slapd(work) as slapd:
        slapd.add(ENTRIES.format(base=BASE))
        for name in ["alice", "bob", "carol"]:
            slapd.add(PERSON.format(name=name, base=BASE))
        slapd.add(GROUP.format(name="ops", member="alice", base=BASE))
        slapd.add(GROUP.format(name="dev", member="bob", base=BASE))
        config = pathlib.Path(work, "config.yml")
        config.write_text(CONFIGURATION.format(work=work, url=slapd.url, base=BASE, ttl=TTL))
        os.mkdir(os.path.join(work, "root"))
        with Server(options.package, work, {"REGISTRY_CONFIGURATION_PATH": str(config)}) as server:
            client = Client(server)
            with report.check("logins are those of the directory, and its groups are those of rules"):
                logins(client)
            with report.check("a group that is taken away ends a token"):
                taken_away(client, slapd)
            with report.check("a directory that stops is an outage, and logins work when it starts again"):
                outage(client, slapd)
            client.close()


def expect(client: Client, method: str, path: str, user: str, password: str, status: int) -> None:
    client.request(method, path, headers=basic(user, password), expected=[status])


def logins(client: Client) -> None:
    expect(client, "GET", "/v2/", "alice", "of-alice", 200)
    expect(client, "POST", PUSH, "ALICE", "of-alice", 202)
    expect(client, "GET", PULL, "bob", "of-bob", 404)
    expect(client, "POST", PUSH, "bob", "of-bob", 403)
    expect(client, "GET", PULL, "CAROL", "of-carol", 403)
    for user, password in [("alice", "of-bob"), ("alice", ""), ("alice", " "), ("alice", "of-alice\0"), ("nobody", "of-alice")]:
        expect(client, "GET", "/v2/", user, password, 401)
    for user in ["*", "a*", "alice)(uid=*", "alice,ou=people"]:
        expect(client, "GET", "/v2/", user, "of-alice", 401)


def taken_away(client: Client, slapd: Slapd) -> None:
    answer = client.request("GET", "/v2/token?scope=repository:prod/app:pull,push", headers=basic("alice", "of-alice"), expected=[200])
    token = {"Authorization": "Bearer " + json.loads(answer.content)["token"]}
    client.request("POST", PUSH, headers=token, expected=[202])
    slapd.modify(f"dn: cn=ops,ou=groups,{BASE}\nchangetype: modify\nreplace: member\nmember: uid=bob,ou=people,{BASE}\n")
    wait_for(lambda: client.request("POST", PUSH, headers=token).status == 401, "the token ends")
    wait_for(lambda: client.request("POST", PUSH, headers=basic("bob", "of-bob")).status == 202, "the new member may push")
    expect(client, "POST", PUSH, "alice", "of-alice", 403)


def outage(client: Client, slapd: Slapd) -> None:
    expect(client, "GET", PULL, "alice", "of-alice", 404)
    slapd.end()
    answer = client.request("GET", "/v2/", headers=basic("bob", "a-new-password"), expected=[503])
    if not answer.headers["Retry-After"]:
        raise Unexpected("503 has no Retry-After")
    wait_for(lambda: client.request("GET", PULL, headers=basic("alice", "of-alice")).status == 503, "the time to live is over")
    slapd.start()
    wait_for(lambda: client.request("GET", PULL, headers=basic("alice", "of-alice")).status == 404, "logins work again")
    expect(client, "GET", "/v2/", "alice", "of-bob-too", 401)
