"""What is done with each kind of root."""

from __future__ import annotations

import os
import shutil
import stat

from moorage_e2e.client.pushes import digest_of
from moorage_e2e.faults.volumes import Tmpfs
from moorage_e2e.roots.scene import REPOSITORY, Scene, require

LAYOUT = "docker/registry/v2"
COMMANDS = [["verify"], ["purge", "--dry-run"], ["reindex", "--dry-run"]]
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


def on_a_read_only_mount(scene: Scene) -> None:
    scene.serve()
    scene.fill()
    scene.end()
    shutil.rmtree(os.path.join(scene.root, ".moorage"))  # As Distribution leaves a root.
    scene.bind(scene.root, scene.root, "ro")
    for command in COMMANDS:
        scene.run(*command)
    scene.run("purge", status=1)
    scene.serve(REGISTRY_STORAGE_MAINTENANCE_READONLY="{enabled: true}")
    scene.server.require_readiness(True)
    scene.pull()
    scene.pusher.expect(405, "POST", f"/v2/{REPOSITORY}/blobs/uploads/")
    scene.end()


def as_another_user(scene: Scene) -> None:
    scene.serve()
    scene.fill()
    before = scene.tree()
    scene.run("verify", user=NOBODY)
    scene.run("reindex", "--dry-run", user=NOBODY)
    said = scene.run("purge", "--dry-run", user=NOBODY, status=1)
    require("_uploads: permission denied" in said, f"a dry run of purge says {said}")
    require(len(scene.run("purge", user=NOBODY, status=1).splitlines()) == 1, "purge says more than a line")
    require(scene.tree() == before, "something was changed")
    scene.fill("other/app")
    hidden = os.path.join(scene.root, LAYOUT, "repositories/other/app")
    os.chmod(hidden, 0)
    for command in COMMANDS:
        said = scene.run(*command, user=NOBODY, status=1)
        require("repositories/other/app" in said and "permission denied" in said, f"{command} says {said}")
    os.chmod(hidden, 0o755)
    scene.end()
    scene.root += "-shared"
    scene.serve(REGISTRY_STORAGE_FILESYSTEM_PRIVATESTATE="false")
    scene.fill()
    scene.run("purge", "--dry-run", user=NOBODY)
    scene.end()


def while_a_server_runs(scene: Scene) -> None:
    scene.serve()
    scene.fill()
    for command in [*COMMANDS, ["purge"], ["reindex"], ["verify", "--repair"]]:
        scene.run(*command)
    scene.pull()
    scene.pusher.finish(scene.left, digest_of(b"left"))
    scene.end()


def of_a_volume_that_is_unmounted(scene: Scene) -> None:
    volume = os.path.join(scene.work, "volume")
    os.makedirs(volume)
    os.makedirs(scene.root)
    scene.bind(volume, scene.root)
    scene.serve(REGISTRY_STORAGE_CACHE_TTL="0s")
    scene.fill()
    scene.unmount(scene.root)
    digest = digest_of(scene.small)
    for method, path, body in [
        ("GET", f"/v2/{REPOSITORY}/blobs/{digest}", b""),
        ("GET", f"/v2/{REPOSITORY}/manifests/one", b""),
        ("GET", "/v2/_catalog", b""),
        ("PATCH", scene.left, b"more"),
        ("POST", f"/v2/{REPOSITORY}/blobs/uploads/?digest={digest}", scene.small),
    ]:
        scene.pusher.expect(503, method, path, body, {"Content-Type": "application/octet-stream"} if body else {})
    scene.server.require_readiness(False)
    require(os.listdir(scene.root) == [], "something was made where the volume is mounted")
    scene.bind(volume, scene.root)
    scene.server.require_readiness(True)
    scene.pull()
    scene.pusher.finish(scene.left, digest_of(b"left"))
    scene.end()


def with_parts_on_another_disk(scene: Scene) -> None:
    disk = Tmpfs(os.path.join(scene.work, "disk"), size="64m", inodes=10_000)
    scene.mounted.append(disk.folder)
    os.makedirs(os.path.join(scene.root, LAYOUT, "repositories"))
    for name in ("blobs", "repositories/team"):
        os.makedirs(os.path.join(disk.folder, name))
        os.symlink(os.path.join(disk.folder, name), os.path.join(scene.root, LAYOUT, name))
    follow = {"REGISTRY_STORAGE_FILESYSTEM_FOLLOWLINKS": "true"}
    scene.serve(**follow)
    for repository in (REPOSITORY, "other/app"):
        scene.fill(repository)
        scene.pull(repository)
    scene.run("verify")
    scene.run("purge", "--older-than", "0s")
    scene.pull("other/app")
    scene.end()
    require(os.path.islink(os.path.join(scene.root, LAYOUT, "repositories/team")), "the link was removed")
    scene.server.environment.pop("REGISTRY_STORAGE_FILESYSTEM_FOLLOWLINKS")
    for command in ["serve"], ["verify"]:
        said = scene.run(*command, status=1)
        require(f"{LAYOUT}/blobs is a symbolic link" in said and "followlinks" in said, said)
    os.remove(os.path.join(scene.root, LAYOUT, "blobs"))
    scene.serve()
    scene.pusher.expect(503, "GET", f"/v2/{REPOSITORY}/manifests/one")
    scene.pusher.post("third/app", b"goes on")
    listed = scene.pusher.request("GET", "/v2/_catalog")
    require(b"other/app" in listed.content and b"team" not in listed.content, f"the catalog is {listed.content!r}")
    for command in COMMANDS:
        said = scene.run(*command, status=1)
        require(f"{LAYOUT}/repositories/team" in said and "is a symbolic link" in said, f"{command} says {said}")
    scene.end()


def with_a_disk_that_is_mounted_in_the_root(scene: Scene) -> None:
    disk = Tmpfs(os.path.join(scene.root, LAYOUT, "blobs"), size="64m", inodes=10_000)
    scene.mounted.append(disk.folder)
    scene.serve()
    scene.fill()
    scene.pull()
    scene.run("verify")
    scene.end()


def with_modes(scene: Scene) -> None:
    scene.serve(REGISTRY_STORAGE_FILESYSTEM_DIRMODE="'2750'", REGISTRY_STORAGE_FILESYSTEM_FILEMODE="'0640'")
    scene.fill()
    scene.end()
    for folder, folders, files in os.walk(scene.root):
        own = any(part in folder + "/" for part in ("/.moorage/", "/_uploads/"))
        for name in files:
            mode = stat.S_IMODE(os.lstat(os.path.join(folder, name)).st_mode)
            expected = {0o600, 0o640} if own else {0o640}
            require(mode in expected, f"{folder}/{name} has {mode:o}")
        mode = stat.S_IMODE(os.lstat(folder).st_mode)
        require(mode & 0o777 == (0o700 if own else 0o750), f"{folder} has {mode:o}")


SCENARIOS = {
    "a root on a read-only mount": on_a_read_only_mount,
    "a root of another user": as_another_user,
    "commands while a server runs": while_a_server_runs,
    "a root on a volume that is unmounted and mounted again": of_a_volume_that_is_unmounted,
    "blobs and repositories that are links to another disk": with_parts_on_another_disk,
    "blobs on a disk that is mounted in the root": with_a_disk_that_is_mounted_in_the_root,
    "configured modes": with_modes,
}
