"""S3Proxy, an S3 store in files, on 127.0.0.1 until it is ended: e2e/check s3proxy PORT [FOLDER]

Maven copies the program. The bucket is "moorage", the access key "moorage", the secret key "moorage-secret".
"""

from __future__ import annotations

import argparse
import os
import pathlib
import signal
import subprocess
import tempfile

from moorage_e2e import places
from moorage_e2e.servers import storages
from moorage_e2e.servers.process import Process, free_port

ARTIFACT = "org.gaul:s3proxy:4.1.0:jar:jar-with-dependencies"
JAR = places.SOURCE / "adapters-storage-s3" / "target" / "s3proxy.jar"
PROPERTIES = """\
s3proxy.authorization=aws-v2-or-v4
s3proxy.endpoint=http://127.0.0.1:{port}
s3proxy.identity={identity}
s3proxy.credential={credential}
jclouds.provider=filesystem-nio2
jclouds.identity=unused
jclouds.credential=unused
jclouds.filesystem.basedir={store}
"""


class S3Proxy(Process):
    """store: the folder of its objects."""

    def __init__(self, work: str, store: str | None = None, port: int | None = None) -> None:
        port = port or free_port()
        store = store or os.path.join(work, "store")
        os.makedirs(os.path.join(store, storages.S3_BUCKET), exist_ok=True)
        properties = pathlib.Path(work, "s3proxy.properties")
        properties.write_text(
            PROPERTIES.format(port=port, identity=storages.S3_ACCESS_KEY, credential=storages.S3_SECRET_KEY, store=store)
        )
        command = ["java", "-jar", str(JAR), "--properties", str(properties)]
        super().__init__(command, port, os.path.join(work, "s3proxy.log"))

    def start(self, *_: object) -> None:
        if not JAR.is_file():
            copy = [str(places.MAVEN), "-q", "-ntp", "-f", str(places.SOURCE / "pom.xml"), "-N", "dependency:copy"]
            copy += [f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={JAR.parent}", "-Dmdep.stripVersion=true", "-Dmdep.stripClassifier=true"]
            subprocess.run(copy, check=True)
        super().start()

    def stop(self) -> None:
        self.end()  # With another status than 0 in some versions.


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("port", type=int)
    where = "where its objects are; a temporary folder without it"
    parser.add_argument("folder", nargs="?", type=lambda path: os.path.abspath(path), help=where)


def main(options: argparse.Namespace) -> int:
    with tempfile.TemporaryDirectory(prefix="moorage-s3proxy-") as work:
        with S3Proxy(work, options.folder, options.port) as server:
            keys = f"accesskey {storages.S3_ACCESS_KEY} secretkey {storages.S3_SECRET_KEY}"
            print(f"S3Proxy: http://{server.address} bucket {storages.S3_BUCKET} {keys}", flush=True)
            signal.pause()
    return 0
