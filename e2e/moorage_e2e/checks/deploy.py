"""What deploy/ has: the Helm chart, the alerts and the dashboard, the systemd unit, and the Debian package.

The chart is rendered with Helm's library from Maven Central. As root, the Debian package is installed, run as its user, and removed.
Needs promtool, systemd-analyze and dpkg-deb.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import pathlib
import pwd
import re
import shutil
import subprocess
import tarfile

from moorage_e2e import places
from moorage_e2e import work as folders
from moorage_e2e.client.connection import Connection
from moorage_e2e.failures import Unavailable, Unexpected
from moorage_e2e.report import Report
from moorage_e2e.servers.moorage import Server
from moorage_e2e.servers.process import Process, free_port

DEPLOY = places.SOURCE / "deploy"
IMAGE = places.BUILT / "moorage-image.tar"
METRIC = re.compile(r"\b(?:registry|moorage|jvm|process)_[a-z0-9_]+")
# Tenths of the exposure that systemd-analyze finds in the sandbox of the unit.
MOST_EXPOSURE = 25


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace, report: Report) -> None:
    with folders.folder("deploy", report) as work:
        check_chart(report)
        check_alerts(options.package, work, report)
        check_image(report)
        check_debian_package(options.package, work, report)


def does(command: list[str], **more: object) -> str:
    """What the command printed. It must end with 0."""
    if shutil.which(command[0]) is None:
        raise Unavailable(f"{command[0]} is not installed")
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=600, **more)  # type: ignore
    if ended.returncode != 0:
        raise Unexpected(f"{' '.join(command)} ended with {ended.returncode}:\n{ended.stdout[-4000:]}")
    return str(ended.stdout)


def check_chart(report: Report) -> None:
    tests = DEPLOY / "helm" / "tests"
    with report.check("the chart renders objects that Kubernetes knows, from its own values and from those of another chart") as details:
        does([str(places.MAVEN), "-B", "-ntp", "-q", "-f", str(tests), "clean", "test"])
        for result in tests.glob("target/surefire-reports/*.txt"):
            details += re.findall(r"Tests run: .*", result.read_text())


def check_alerts(package: str, work: str, report: Report) -> None:
    alerts = DEPLOY / "prometheus"
    with report.check("each alert rises when it must"):
        does(["promtool", "test", "rules", "alerts_test.yml"], cwd=alerts)
    with report.check("alerts and the dashboard ask for metrics that the server has"):
        asked = set(METRIC.findall((alerts / "alerts.yml").read_text()))
        for panel in json.loads((DEPLOY / "grafana" / "moorage.json").read_text())["panels"]:
            for target in panel["targets"]:
                asked |= set(METRIC.findall(target["expr"]))
        known = scraped(package, work)
        missing = sorted(name for name in asked if name not in known)
        if missing:
            raise Unexpected(f"the server has no {', '.join(missing)}")


def scraped(package: str, work: str) -> str:
    variables = {
        "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY": f"{work}/scraped",
        "REGISTRY_HTTP_DEBUG_PROMETHEUS_ENABLED": "true",
        "REGISTRY_NOTIFICATIONS_ENDPOINTS": '[{name: nowhere, url: "http://127.0.0.1:1/"}]',
    }
    with Server(package, work, variables) as server:
        push(server.address)  # Calls to storage have metrics from the first one on.
        connection = Connection(server.debug_address)
        text = connection.request("GET", "/metrics").content.decode()
        connection.close()
    return text


def check_image(report: Report) -> None:
    with report.check("the image runs as a user who may write to its volume"):
        if not IMAGE.exists():
            raise Unavailable("./mvnw package -DskipTests -Dimage makes the image")
        config = json.loads(does(["skopeo", "inspect", "--config", f"oci-archive:{IMAGE}"]))["config"]
        if (config["User"], config["Volumes"]) != ("1000:1000", {"/var/lib/registry": {}}):
            raise Unexpected(str(config))
        if modes_of("var/lib/registry") != {0o777}:
            raise Unexpected(f"/var/lib/registry has the modes {modes_of('var/lib/registry')}")


def modes_of(folder: str) -> set[int]:
    """The modes that a folder has in the layers of the image."""
    modes = set()
    with tarfile.open(IMAGE) as image:
        for member in image.getmembers():
            blob = image.extractfile(member)
            # The other blobs are JSON.
            with contextlib.suppress(tarfile.ReadError):
                if blob is not None:
                    with tarfile.open(fileobj=blob) as layer:
                        modes |= {file.mode & 0o777 for file in layer.getmembers() if file.name.strip("./") == folder}
    return modes


def check_debian_package(package: str, work: str, report: Report) -> None:
    with report.check("the Debian package is built"):
        file = does([str(DEPLOY / "debian" / "build"), package, work]).strip()
    if not os.path.isfile(file):
        return
    with report.check("systemd finds no fault in the unit, and its sandbox holds"):
        root = os.path.join(work, "unpacked")
        does(["dpkg-deb", "-x", file, root])
        unit = f"{root}/lib/systemd/system/moorage.service"
        shutil.copy(unit, f"{work}/moorage.service")
        text = pathlib.Path(unit).read_text().replace("/usr/lib/moorage/bin", f"{root}/usr/lib/moorage/bin").replace("file:", "man:")
        pathlib.Path(work, "moorage.service").write_text(text)
        said = does(["systemd-analyze", "verify", "--man=no", f"{work}/moorage.service"])
        if "moorage.service" in said:
            raise Unexpected(said)
        does(["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSURE}", f"{work}/moorage.service"])
    if os.geteuid() != 0:
        report.skip("the Debian package is installed, runs, and is removed", "only root installs packages")
    elif shutil.which("moorage"):
        report.skip("the Debian package is installed, runs, and is removed", "moorage is installed on this machine")
    else:
        check_installed(file, work, report)


def check_installed(file: str, work: str, report: Report) -> None:
    with report.check("the Debian package is installed, with a user of its own"):
        does(["dpkg", "-i", file])
        user = pwd.getpwnam("moorage")
        for path in ["/etc/moorage/config.yml", "/etc/default/moorage"]:
            status = os.stat(path)
            if status.st_mode & 0o777 != 0o640 or status.st_gid != user.pw_gid:
                raise Unexpected(f"{path}: {status.st_mode:o} of group {status.st_gid}")
    try:
        with report.check("its command checks its configuration"):
            does(["moorage", "check-config", "/etc/moorage/config.yml"])
        with report.check("the service's command runs as its user, and takes a push") as details:
            details.append(push_to_service(work))
        with report.check("a second installation keeps the configuration"):
            pathlib.Path("/etc/moorage/config.yml").open("a").write("# mine\n")
            does(["dpkg", "-i", "--force-confold", file])
            if "# mine" not in pathlib.Path("/etc/moorage/config.yml").read_text():
                raise Unexpected("the configuration was overwritten")
    finally:
        with report.check("it is removed, and the images stay"):
            does(["dpkg", "--purge", "moorage"])
            if not os.path.isdir("/var/lib/moorage/docker") or os.path.exists("/usr/lib/moorage"):
                raise Unexpected(f"left: {os.listdir('/var/lib/moorage')}, {os.path.exists('/usr/lib/moorage')}")
        shutil.rmtree("/var/lib/moorage", ignore_errors=True)
        subprocess.run(["deluser", "--quiet", "--system", "moorage"], check=False, capture_output=True)


def push_to_service(work: str) -> str:
    """Starts ExecStart of the unit as the user of the unit: there is no systemd to start it in a container."""
    unit = pathlib.Path("/lib/systemd/system/moorage.service").read_text()
    started = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)[0].split()
    port = free_port()
    variables = {"REGISTRY_HTTP_ADDR": f"127.0.0.1:{port}", "REGISTRY_HTTP_DEBUG_ADDR": f"127.0.0.1:{free_port()}"}
    command = ["setpriv", "--reuid=moorage", "--regid=moorage", "--clear-groups", "--no-new-privs", *started]
    with Process(command, port, os.path.join(work, "service.log"), variables) as service:
        push(service.address)
        owner = os.stat("/var/lib/moorage/docker").st_uid
        return f"/var/lib/moorage/docker belongs to {pwd.getpwuid(owner).pw_name}"


def push(address: str) -> None:
    """Pushes a blob, and pulls it."""
    connection = Connection(address)
    digest = "sha256:5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    pushed = connection.request("POST", f"/v2/deploy/blobs/uploads/?digest={digest}", b"hello\n")
    pulled = connection.request("GET", f"/v2/deploy/blobs/{digest}")
    connection.close()
    if (pushed.status, pulled.status, pulled.content) != (201, 200, b"hello\n"):
        raise Unexpected(f"push {pushed.status}, pull {pulled.status} {pulled.content!r}")
