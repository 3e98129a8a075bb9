"""Clients that pull and push with a login or without: skopeo, podman, buildah, docker, ctr of containerd, crane, cosign and oras."""

from __future__ import annotations

import base64
import json
import os
import pathlib
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import Protocol

from moorage_e2e.failures import Unexpected
from moorage_e2e.programs import require
from moorage_e2e.servers.dockerd import Daemon, Dockerd

# A user and a password, or none.
Login = tuple[str, str] | None


class Client(Protocol):
    """A client of one registry. pull and push return whether they succeeded, and the output."""

    name: str
    asks_without_credentials_first: bool
    repeats_refused_pushes: bool

    def pull(self, repository: str, login: Login) -> tuple[bool, str]: ...

    def push(self, repository: str, login: Login) -> tuple[bool, str]: ...

    def close(self) -> None: ...


def run(command: Sequence[str], work: str, **variables: str) -> tuple[bool, str]:
    """Each command has a file of logins of its own, so that none is remembered."""
    environment = dict(os.environ, REGISTRY_AUTH_FILE=os.path.join(work, "no-logins.json"), HOME=work, **variables)
    ended = subprocess.run(command, env=environment, cwd=work, capture_output=True, text=True, timeout=300)
    return ended.returncode == 0, ended.stdout + ended.stderr


class Skopeo:
    name = "skopeo"
    asks_without_credentials_first = False
    repeats_refused_pushes = False

    def __init__(self, address: str, work: str, layout: str) -> None:
        require("skopeo")
        self.address, self.work, self.layout = address, work, layout

    def _copy(self, side: str, login: Login, source: str, target: str) -> tuple[bool, str]:
        credentials = [f"--{side}-creds={login[0]}:{login[1]}"] if login else []
        options = ["--quiet", f"--{side}-tls-verify=false", *credentials]
        return run(["skopeo", "--insecure-policy", "copy", *options, source, target], self.work)

    def pull(self, repository: str, login: Login) -> tuple[bool, str]:
        return self._copy("src", login, f"docker://{self.address}/{repository}", f"dir:{self.work}/pulled")

    def push(self, repository: str, login: Login) -> tuple[bool, str]:
        return self._copy("dest", login, f"oci:{self.layout}", f"docker://{self.address}/{repository}")

    def close(self) -> None:
        shutil.rmtree(os.path.join(self.work, "pulled"), ignore_errors=True)


class Containers:
    """podman and buildah: both have a store of images. An image is pushed that the store got from a layout."""

    asks_without_credentials_first = False
    repeats_refused_pushes = False

    def __init__(self, name: str, address: str, work: str, layout: str) -> None:
        require(name)
        self.name, self.address, self.work = name, address, work
        self.folder = os.path.join(work, name)
        policy = pathlib.Path(work, "policy.json")
        policy.write_text('{"default":[{"type":"insecureAcceptAnything"}]}')
        self.signatures = ["--signature-policy", str(policy)]
        self.image = self._require(["pull", "--quiet", *self.signatures, f"oci:{layout}"]).split()[-1]

    def _run(self, arguments: Sequence[str]) -> tuple[bool, str]:
        store = ["--root", f"{self.folder}/root", "--runroot", f"{self.folder}/run", "--storage-driver", "vfs"]
        return run([self.name, *store, *arguments], self.work)

    def _require(self, arguments: Sequence[str]) -> str:
        succeeded, output = self._run(arguments)
        if not succeeded:
            raise Unexpected(f"{self.name} {' '.join(arguments)}: {output}")
        return output

    def _options(self, login: Login) -> list[str]:
        credentials = [f"--creds={login[0]}:{login[1]}"] if login else []
        return ["--quiet", *self.signatures, "--tls-verify=false", *credentials]

    def pull(self, repository: str, login: Login) -> tuple[bool, str]:
        # buildah asks the registry only for what its store lacks, unless it is to ask always.
        always = ["--policy", "always"] if self.name == "buildah" else []
        return self._run(["pull", *always, *self._options(login), f"docker://{self.address}/{repository}"])

    def push(self, repository: str, login: Login) -> tuple[bool, str]:
        return self._run(["push", *self._options(login), self.image, f"docker://{self.address}/{repository}"])

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Containerd:
    """ctr, with a daemon of its own. It sends a password only to a registry that asks for credentials."""

    name = "ctr"
    asks_without_credentials_first = True
    repeats_refused_pushes = False

    def __init__(self, address: str, work: str, archive: str) -> None:
        require("ctr")
        require("containerd")
        self.address, self.work, self.image = address, work, "example.org/logins:pushed"
        self.socket = os.path.join(work, "containerd.sock")
        configuration = pathlib.Path(work, "containerd.toml")
        configuration.write_text(
            f'version = 2\nroot = "{work}/containerd"\nstate = "{work}/containerd-state"\n'
            f'disabled_plugins = ["io.containerd.grpc.v1.cri"]\n[grpc]\naddress = "{self.socket}"\n'
        )
        self.daemon = Daemon(["containerd", "--config", str(configuration)], os.path.join(work, "containerd.log"))
        try:
            self.daemon.wait_for(lambda: self._run(["version"])[0])
            succeeded, output = self._run(["images", "import", "--no-unpack", "--index-name", self.image, archive])
            if not succeeded:
                raise Unexpected(f"ctr images import: {output}")
        except BaseException:
            self.close()
            raise

    def _run(self, arguments: Sequence[str]) -> tuple[bool, str]:
        return run(["ctr", "--address", self.socket, *arguments], self.work)

    def _options(self, login: Login) -> list[str]:
        return ["--plain-http", *(["--user", f"{login[0]}:{login[1]}"] if login else [])]

    def pull(self, repository: str, login: Login) -> tuple[bool, str]:
        return self._run(["content", "fetch", *self._options(login), f"{self.address}/{repository}"])

    def push(self, repository: str, login: Login) -> tuple[bool, str]:
        return self._run(["images", "push", *self._options(login), f"{self.address}/{repository}", self.image])

    def close(self) -> None:
        self.daemon.close()


class DockerConfigured:
    """Clients that read docker's file of logins: docker itself, crane, cosign and oras."""

    asks_without_credentials_first = False
    repeats_refused_pushes = False

    def __init__(self, name: str, address: str, work: str, layout: str) -> None:
        require(name)
        self.name, self.address, self.work, self.layout = name, address, work, layout
        self.folder = os.path.join(work, name)

    def _run(self, arguments: Sequence[str], login: Login) -> tuple[bool, str]:
        shutil.rmtree(self.folder, ignore_errors=True)
        os.makedirs(self.folder)
        auth = {"auth": base64.b64encode(":".join(login or ()).encode()).decode()}
        logins = {"auths": {self.address: auth} if login else {}}
        pathlib.Path(self.folder, "config.json").write_text(json.dumps(logins))
        return run([self.name, *arguments], self.work, DOCKER_CONFIG=self.folder, COSIGN_PASSWORD="")

    def close(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


class Docker(DockerConfigured):
    """docker, with a daemon of its own that has no network. It keeps an image that skopeo has put into an archive."""

    repeats_refused_pushes = True

    def __init__(self, address: str, work: str, layout: str) -> None:
        super().__init__("docker", address, work, layout)
        require("skopeo")
        self.daemon = Dockerd(os.path.join(work, "dockerd"))
        self.image = "example.org/logins:pushed"
        try:
            archive = f"{self.daemon.state}/image.tar"
            self._require(run(["skopeo", "--insecure-policy", "copy", f"oci:{layout}", f"docker-archive:{archive}:{self.image}"], work))
            self._require(self._run(["load", "--input", archive], None))
        except BaseException:
            self.close()
            raise

    def _run(self, arguments: Sequence[str], login: Login) -> tuple[bool, str]:
        return super()._run(["--host", self.daemon.host, *arguments], login)

    def _require(self, ended: tuple[bool, str]) -> None:
        if not ended[0]:
            raise Unexpected(ended[1])

    def pull(self, repository: str, login: Login) -> tuple[bool, str]:
        return self._run(["pull", "--quiet", f"{self.address}/{repository}"], login)

    def push(self, repository: str, login: Login, quiet: bool = True) -> tuple[bool, str]:
        self._require(self._run(["tag", self.image, f"{self.address}/{repository}"], None))
        options = ["--quiet"] if quiet else []
        return self._run(["push", *options, f"{self.address}/{repository}"], login)

    def log_in(self, login: tuple[str, str]) -> tuple[bool, str]:
        """The command login."""
        return self._run(["login", "--username", login[0], "--password", login[1], self.address], None)

    def close(self) -> None:
        self.daemon.close()
        super().close()


class Crane(DockerConfigured):
    def __init__(self, address: str, work: str, layout: str) -> None:
        super().__init__("crane", address, work, layout)

    def pull(self, repository: str, login: Login) -> tuple[bool, str]:
        return self._run(["pull", "--format=oci", f"{self.address}/{repository}", f"{self.folder}/pulled"], login)

    def push(self, repository: str, login: Login) -> tuple[bool, str]:
        # crane pushes the index of a layout, and the image with it.
        return self._run(["push", "--index", self.layout.rpartition(":")[0], f"{self.address}/{repository}"], login)


class Cosign(DockerConfigured):
    """Signs with a key of its own and without a log of signatures. A signature is a referrer of the image."""

    def __init__(self, address: str, work: str) -> None:
        super().__init__("cosign", address, work, "")
        self._run(["generate-key-pair", f"--output-key-prefix={work}/cosign"], None)

    def push(self, repository: str, login: Login) -> tuple[bool, str]:
        options = ["--yes", f"--key={self.work}/cosign.key", "--use-signing-config=false", "--tlog-upload=false"]
        return self._run(["sign", *options, "--allow-http-registry", f"{self.address}/{repository}"], login)

    def pull(self, repository: str, login: Login) -> tuple[bool, str]:
        options = [f"--key={self.work}/cosign.pub", "--insecure-ignore-tlog=true"]
        return self._run(["verify", *options, "--allow-http-registry", f"{self.address}/{repository}"], login)


class Oras(DockerConfigured):
    asks_without_credentials_first = True
    repeats_refused_pushes = False

    def __init__(self, address: str, work: str, layout: str) -> None:
        super().__init__("oras", address, work, layout)

    def pull(self, repository: str, login: Login) -> tuple[bool, str]:
        options = ["--from-plain-http", "--to-oci-layout"]
        return self._run(["cp", *options, f"{self.address}/{repository}", f"{self.folder}/pulled:one"], login)

    def push(self, repository: str, login: Login) -> tuple[bool, str]:
        options = ["--from-oci-layout", "--to-plain-http"]
        return self._run(["cp", *options, self.layout, f"{self.address}/{repository}"], login)


def skopeo_and_podman(address: str, work: str, layout: str) -> dict[str, Callable[[], Client]]:
    """Two clients with different ways to log in. layout: the image that is pushed."""
    return {
        "skopeo": lambda: Skopeo(address, work, layout),
        "podman": lambda: Containers("podman", address, work, layout),
    }
