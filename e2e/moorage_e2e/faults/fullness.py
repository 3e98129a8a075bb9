"""Disks that are full, have no names left, turn read-only, and a process that has no descriptors left."""

from __future__ import annotations

import os
import resource

from moorage_e2e.client.pushes import digest_of
from moorage_e2e.failures import Unexpected
from moorage_e2e.faults.scene import Scene
from moorage_e2e.faults.volumes import Ext4, Tmpfs
from moorage_e2e.servers.moorage import Client

FULL = [507]


def in_a_patch(scene: Scene, disk: Tmpfs) -> None:
    upload = scene.upload(3_000_000, 100_000)
    disk.fill(leave=200_000)
    scene.require_error(scene.patch(upload, 2_900_000), FULL)
    scene.others_go_on()
    answer = scene.client.request("GET", upload.location)
    if answer.status != 204:
        scene.require_error(answer, FULL)
    disk.free()
    scene.goes_on(upload)


def at_commit(scene: Scene, disk: Tmpfs) -> None:
    upload = scene.upload(500_000, 500_000)
    disk.fill(leave=0)
    scene.require_error(scene.put(upload), FULL)
    scene.others_go_on()
    disk.free()
    scene.pusher.finish(upload)
    scene.pull(upload.content)


def for_a_small_blob_and_a_manifest(scene: Scene, disk: Tmpfs) -> None:
    blob = scene.choices.randbytes(30_000)
    disk.fill(leave=0)
    scene.require_error(scene.push(blob, [507]), FULL)
    scene.require_error(scene.manifest("full"), FULL)
    scene.others_go_on()
    scene.client.request("GET", "/v2/failed/one/manifests/full", expected=[404])
    disk.free()
    scene.push(blob)
    scene.pull(blob)
    scene.manifest("full", [201])


def of_names(scene: Scene, disk: Tmpfs) -> None:
    upload = scene.upload(500_000, 100_000)
    disk.fill_inodes()
    scene.require_error(scene.push(scene.choices.randbytes(30_000), [507]), FULL)
    scene.require_error(scene.manifest("names"), FULL)
    scene.require_error(scene.patch(upload, 400_000), FULL)
    fresh = scene.upload(500_000, 0)
    scene.require_error(scene.patch(fresh, 100_000), FULL)
    scene.others_go_on()
    disk.free()
    scene.goes_on(upload)
    scene.goes_on(fresh)
    scene.manifest("names", [201])


def when_the_server_starts(scene: Scene, disk: Tmpfs) -> None:
    disk.fill(leave=0)
    scene.restart()
    scene.others_go_on()
    disk.free()
    scene.push(scene.choices.randbytes(30_000))


def without_names_when_the_server_starts(scene: Scene, disk: Tmpfs) -> None:
    disk.fill_inodes()
    scene.restart()
    scene.others_go_on()
    disk.free()
    scene.push(scene.choices.randbytes(30_000))


def turned_read_only(scene: Scene, disk: Ext4) -> None:
    upload = scene.upload(500_000, 100_000)
    scene.server.require_readiness(True)
    disk.turn_read_only()
    scene.server.require_readiness(False)
    scene.require_error(scene.push(scene.choices.randbytes(30_000), range(500, 600)))
    scene.require_error(scene.manifest("late"))
    scene.require_error(scene.patch(upload, 100_000))
    scene.require_error(scene.put(upload))
    scene.others_go_on()


def out_of_descriptors(scene: Scene, _: Tmpfs) -> None:
    upload = scene.upload(500_000, 100_000)
    pid = scene.server.pid
    before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
    taken = len(os.listdir(f"/proc/{pid}/fd"))
    highest = max(int(fd) for fd in os.listdir(f"/proc/{pid}/fd"))
    resource.prlimit(pid, resource.RLIMIT_NOFILE, (highest + 1, before[1]))
    crowd = [Client(scene.server, timeout=2) for _ in range(highest + 1 - taken + 20)]
    for client in crowd:
        try:
            client.request("GET", "/v2/")
        except OSError:
            pass  # There is no descriptor left for it.
    scene.require_error(scene.patch(upload, 100_000))
    scene.require_error(scene.push(scene.choices.randbytes(30_000), range(500, 600)))
    scene.require_error(scene.manifest("crowd"))
    scene.client.request("GET", "/v2/", expected=[200])
    for client in crowd:
        client.close()
    resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
    scene.others_go_on()
    scene.goes_on(upload)
    scene.manifest("crowd", [201])


def purged_while_full(scene: Scene, disk: Tmpfs) -> None:
    """Unfinished uploads are removed from a disk with no room for a byte."""
    committed = scene.upload(600_000, 500_000)
    scene.pusher.finish(committed)
    scene.upload(3_000_000, 2_000_000)
    disk.fill(leave=0)
    purge(scene)
    scene.push(scene.choices.randbytes(1_000_000))
    disk.free()


def purged_without_names(scene: Scene, disk: Tmpfs) -> None:
    """No file can be made, not even an empty one."""
    committed = scene.upload(600_000, 500_000)
    scene.pusher.finish(committed)
    scene.upload(3_000_000, 2_000_000)
    disk.fill_inodes()
    purge(scene)
    disk.free()


def purge(scene: Scene) -> None:
    status, out, err = scene.server.run("purge", "--older-than", "0s")
    if status != 0:
        raise Unexpected(f"purge ended with {status}: {out} {err}")
    left = [file for folder, _, files in os.walk(scene.root) for file in files if "/_uploads/" in folder]
    if left:
        raise Unexpected(f"purge has left {left}: {out} {err}")


def deleted_while_full(scene: Scene, disk: Tmpfs) -> None:
    """A client that has filled the disk can cancel its upload. Tags, manifests and blobs can be deleted."""
    scene.manifest("second", [201])
    upload = scene.upload(3_000_000, 2_000_000)
    disk.fill(leave=0)
    scene.client.request("DELETE", "/v2/failed/one/manifests/second", expected=[202])
    scene.client.request("DELETE", upload.location, expected=[204])
    scene.client.request("GET", upload.location, expected=[404])
    scene.push(scene.choices.randbytes(1_000_000))
    disk.free()
    upload = scene.upload(300_000, 200_000)
    disk.fill_inodes()
    scene.client.request("DELETE", upload.location, expected=[204])
    scene.client.request("GET", upload.location, expected=[404])
    scene.client.request("DELETE", f"/v2/failed/one/blobs/{digest_of(scene.there)}", expected=[202])
    disk.free()
