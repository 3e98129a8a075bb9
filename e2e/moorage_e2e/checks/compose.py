"""The compose files of deploy/, run by Docker Compose: with a password file alone, and with nginx and TLS in front.

The files are used as they are, but for their ports and for how often the health is asked for. Two things of the machine take the place
of what would be pulled: the base of the image, where it was built without one, is the machine's C library, and nginx is the machine's.
The registry sends traces, and is reached by skopeo. Needs root, dockerd, docker-compose, skopeo, nginx and openssl.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import random
import re
import shutil
import subprocess
import tarfile
import time
from collections.abc import Iterator

from moorage_e2e import places, programs
from moorage_e2e import work as folders
from moorage_e2e.checks.access import hash_of
from moorage_e2e.client import images
from moorage_e2e.client.skopeo import skopeo
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.collector import Collector, SERVER
from moorage_e2e.servers.dockerd import Dockerd
from moorage_e2e.servers.process import free_port
from moorage_e2e.servers.tls_proxies import make_certificate

IMAGE = places.BUILT / "moorage-image.tar"
PASSWORD = "a password"
SECONDS_TO_BE_HEALTHY = 60
# What stands in for the base of the image and for the image of nginx. The network has a known gateway, where the collector is. The
# health is asked for each second, so that the check does not wait for ten.
OF_THE_MACHINE = """\
services:
  registry:
    volumes: ["/lib:/lib:ro", "/lib64:/lib64:ro"]
    healthcheck: {{interval: 1s}}
    environment: {{OTEL_EXPORTER_OTLP_ENDPOINT: "http://{gateway}:{collector}"}}
networks:
  default: {{ipam: {{config: [{{subnet: {subnet}}}]}}}}
"""
NGINX_OF_THE_MACHINE = """\
services:
  proxy:
    volumes: ["/usr:/usr:ro", "/lib:/lib:ro", "/lib64:/lib64:ro"]
"""
NGINX = "error_log stderr; pid /tmp/nginx.pid; events { } http { access_log off; include /etc/nginx/conf.d/*.conf; }\n"
FOLDERS_OF_NGINX = ["etc/nginx/conf.d", "tmp", "var/lib/nginx", "var/log/nginx"]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("compose", report) as work:
        if not IMAGE.exists():
            raise Unavailable("./mvnw package -DskipTests -Dimage makes the image")
        for program in ("docker-compose", "skopeo", "nginx"):
            programs.require(program)
        third = random.randrange(256)
        with contextlib.closing(Dockerd(os.path.join(work, "dockerd"), "overlay2")) as docker, Collector("0.0.0.0") as collector:
            project = Project(docker, work, f"10.213.{third}", collector.port)
            project.load()
            images.make(os.path.join(work, "layouts"))
            layout = os.path.join(work, "layouts", "index")
            with project.running(report):
                check(project, layout, report)
            names = {span.name for span in collector.spans if span.kind == SERVER}
            report.result(
                "the image sends the spans of a push", [] if "PUT /v2/{name}/manifests/{reference}" in names else [str(sorted(names))]
            )


class Project:
    """The files of deploy/compose in a folder of their own, with free ports."""

    def __init__(self, docker: Dockerd, work: str, network: str, collector: int) -> None:
        self.docker, self.work = docker, work
        self.plain, self.tls = free_port(), free_port()
        self.folder = pathlib.Path(work, "deploy", "compose")
        shutil.copytree(places.SOURCE / "deploy" / "compose", self.folder)
        shutil.copytree(places.SOURCE / "deploy" / "proxies", self.folder.parent / "proxies")
        self.replace("compose.yml", '"127.0.0.1:5000:5000"', f'"127.0.0.1:{self.plain}:5000"')
        self.replace("tls.yml", '"443:443"', f'"127.0.0.1:{self.tls}:443"')
        gateway = {"gateway": f"{network}.1", "subnet": f"{network}.0/24", "collector": collector}
        (self.folder / "machine.yml").write_text(OF_THE_MACHINE.format(**gateway))
        (self.folder / "machine-nginx.yml").write_text(NGINX_OF_THE_MACHINE)
        (self.folder / "htpasswd").write_text(f"alice:{hash_of(PASSWORD)}\n")
        (self.folder / "http-secret").write_text("0123456789abcdef" * 4)
        make_certificate(str(self.folder))
        certificates = pathlib.Path(work, "certificates")
        certificates.mkdir()
        shutil.copy(self.folder / "registry.pem", certificates / "ca.crt")

    def replace(self, file: str, old: str, new: str) -> None:
        text = (self.folder / file).read_text()
        if old not in text:
            raise Unexpected(f"deploy/compose/{file} has no {old}")
        (self.folder / file).write_text(text.replace(old, new))

    def load(self) -> None:
        """Gives the daemon the image of the registry under the name in the file, and an image of nginx without programs."""
        name = re.findall(r"image: (moorage:\S+)", (self.folder / "compose.yml").read_text())[0]
        skopeo("copy", "--quiet", f"--dest-daemon-host={self.docker.host}", f"oci-archive:{IMAGE}", f"docker-daemon:{name}")
        nginx = re.findall(r"image: (nginx:\S+)", (self.folder / "tls.yml").read_text())[0]
        root = pathlib.Path(self.work, "nginx")
        for folder in FOLDERS_OF_NGINX:
            (root / folder).mkdir(parents=True)
        (root / "etc/passwd").write_text("root:x:0:0::/:/bin/false\nnobody:x:65534:65534::/:/bin/false\n")
        (root / "etc/group").write_text("root:x:0:\nnobody:x:65534:\n")
        (root / "etc/nginx/nginx.conf").write_text(NGINX)
        with tarfile.open(f"{self.work}/nginx.tar", "w") as archive:
            archive.add(root, ".")
        command = '["/usr/sbin/nginx", "-g", "daemon off; user nobody;"]'
        self.docker.docker("import", "--change", f"CMD {command}", f"{self.work}/nginx.tar", nginx)

    def compose(self, *arguments: str, files: tuple[str, ...] = ("compose.yml", "machine.yml")) -> str:
        """What docker-compose prints. It must succeed."""
        named = [option for file in files for option in ("-f", file)]
        command = ["docker-compose", "-p", f"moorage{self.plain}", *named, *arguments]
        environment = os.environ | {"DOCKER_HOST": self.docker.host, "HOME": self.work}
        ended = subprocess.run(
            command, cwd=self.folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=300
        )
        if ended.returncode != 0:
            raise Unexpected(f"{' '.join(command)}: {ended.stdout[-3000:]}")
        return ended.stdout

    def tls_files(self) -> tuple[str, ...]:
        return "compose.yml", "tls.yml", "machine.yml", "machine-nginx.yml"

    @contextlib.contextmanager
    def running(self, report: Report) -> Iterator[None]:
        """What runs afterwards is ended, and its volume goes."""
        try:
            yield
        finally:
            with report.check("it ends in order"):
                container = self.container()
                self.compose("stop", files=self.tls_files())
                status = json.loads(self.docker.docker("inspect", container))[0]["State"]["ExitCode"]
                self.compose("down", "-v", files=self.tls_files())
                if status != 0:
                    raise Unexpected(f"the registry ended with {status}")

    def container(self, service: str = "registry") -> str:
        found = self.docker.docker("ps", "-aq", "--filter", f"label=com.docker.compose.service={service}").split()
        if not found:
            raise Unexpected(f"there is no container of {service}")
        return found[0]

    def log_tail(self, service: str) -> str:
        return self.docker.docker("logs", self.container(service))[-2000:]

    def await_health(self) -> None:
        container, deadline = self.container(), time.monotonic() + SECONDS_TO_BE_HEALTHY
        while (health := json.loads(self.docker.docker("inspect", container))[0]["State"]["Health"])["Status"] != "healthy":
            if time.monotonic() > deadline:
                raise Unexpected(f"{health}\n{self.log_tail('registry')}")
            time.sleep(0.2)

    def await_nginx(self) -> None:
        """Compose does not wait for it."""
        deadline = time.monotonic() + SECONDS_TO_BE_HEALTHY
        while subprocess.run(["curl", "-sko", "/dev/null", f"https://127.0.0.1:{self.tls}/"]).returncode != 0:
            if time.monotonic() > deadline:
                raise Unexpected(f"nginx does not answer\n{self.log_tail('proxy')}")
            time.sleep(0.1)

    def copy(self, *arguments: str) -> None:
        skopeo("copy", "--quiet", "--all", *arguments)


def check(project: Project, layout: str, report: Report) -> None:
    user = f"alice:{PASSWORD}"
    plain = f"docker://127.0.0.1:{project.plain}/team/app:one"
    tls = f"docker://127.0.0.1:{project.tls}/team/app:one"
    with report.check("compose.yml starts a registry that is healthy"):
        project.compose("up", "-d")
        project.await_health()
    with report.check("a user pushes, and nobody else pulls"):
        project.copy("--dest-tls-verify=false", f"--dest-creds={user}", f"oci:{layout}:index", plain)
        with contextlib.suppress(Unexpected):
            project.copy("--src-tls-verify=false", plain, f"oci:{project.work}/stolen:one")
            raise AssertionError("an anonymous caller has pulled")
    with report.check("tls.yml puts nginx in front of it, once it is healthy"):
        project.compose("up", "-d", files=project.tls_files())
        project.await_health()
    certificates = f"{project.work}/certificates"
    with report.check("what was pushed before is pulled over TLS, and pushed again"):
        project.await_nginx()
        project.copy(f"--src-cert-dir={certificates}", f"--src-creds={user}", tls, f"oci:{project.work}/pulled:one")
        again = tls.replace(":one", ":two")
        project.copy(f"--dest-cert-dir={certificates}", f"--dest-creds={user}", f"oci:{project.work}/pulled:one", again)
