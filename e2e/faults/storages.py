"""The storages that the server is killed over, and what is left in them."""

import hashlib
import os
import subprocess
import time

from faults.server import Unexpected, free_port


class Filesystem:
    def __init__(self, work):
        self.root = os.path.join(work, "root")
        self.variables = {"REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY": self.root}

    def published(self, digest):
        """Whether the blob's bytes are in their place, whole."""
        value = digest.removeprefix("sha256:")
        path = os.path.join(self.root, "docker/registry/v2/blobs/sha256", value[:2], value, "data")
        try:
            with open(path, "rb") as data:
                return hashlib.file_digest(data, "sha256").hexdigest() == value
        except FileNotFoundError:
            return False

    def remains(self):
        """Files that belong to uploads, and temporary ones."""
        return self.files("docker/registry/v2/repositories", "_uploads"), self.files(".moorage/tmp", "")

    def files(self, below, part):
        found = []
        for folder, _, names in os.walk(os.path.join(self.root, below)):
            found += [os.path.join(folder, name) for name in names if part in folder]
        return found

    def age_temporary_files(self):
        for file in self.files(".moorage/tmp", ""):
            os.utime(file, (time.time() - 7200,) * 2)

    def close(self):
        pass


class S3:
    """S3Proxy, in a bucket of its own."""

    published = None

    def __init__(self, work):
        port = free_port()
        program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "s3proxy")
        self.log = open(os.path.join(work, "s3proxy.log"), "w+")
        self.process = subprocess.Popen([program, str(port)], stdout=self.log, stderr=self.log)
        self.variables = {
            "REGISTRY_STORAGE": "s3",
            "REGISTRY_STORAGE_S3_BUCKET": "moorage",
            "REGISTRY_STORAGE_S3_FORCEPATHSTYLE": "true",
            "REGISTRY_STORAGE_S3_REGIONENDPOINT": f"http://127.0.0.1:{port}",
            "REGISTRY_STORAGE_S3_ACCESSKEY": "moorage",
            "REGISTRY_STORAGE_S3_SECRETKEY": "moorage-secret",
        }
        self.await_answer(port)

    def await_answer(self, port):
        for _ in range(300):
            if subprocess.run(["curl", "-s", "-o", "/dev/null", f"http://127.0.0.1:{port}/"]).returncode == 0:
                return
            time.sleep(0.1)
        raise Unexpected("S3Proxy does not start")

    def remains(self):
        return None, None

    def age_temporary_files(self):
        pass

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.log.close()
