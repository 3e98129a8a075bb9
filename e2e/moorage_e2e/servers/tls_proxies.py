"""Reverse proxies that end TLS, with the samples of deploy/proxies."""

from __future__ import annotations

import os
import pathlib
import socket
import subprocess

from moorage_e2e import places
from moorage_e2e.failures import Unexpected
from moorage_e2e.servers.process import Process, free_port

SAMPLES = places.SOURCE / "deploy" / "proxies"
HOST = "registry.example.org"
BACKEND = "127.0.0.1:5000"
IN_NGINX = """\
daemon off;
master_process off;
pid {work}/nginx.pid;
error_log stderr warn;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi;
    scgi_temp_path {work}/scgi;
{sample}
}}
"""
IN_CADDY = """\
{{
    admin off
    auto_https off
    storage file_system {work}/caddy
}}
{sample}
"""


def make_certificate(work: str) -> None:
    """Makes registry.pem and registry.key, and both.pem with the two."""
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=registry.example.org "
        "-addext subjectAltName=DNS:registry.example.org,IP:127.0.0.1 -keyout registry.key -out registry.pem"
    )
    subprocess.run(command.split(), cwd=work, check=True, capture_output=True)
    both = pathlib.Path(work, "registry.pem").read_text() + pathlib.Path(work, "registry.key").read_text()
    pathlib.Path(work, "both.pem").write_text(both)


class TlsProxy(Process):
    def answers(self) -> bool:
        """Whether it accepts connections."""
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=10).close()
            return True
        except OSError:
            return False

    def stop(self) -> None:
        self.end()  # HAProxy and Caddy end with another status than 0.


def nginx(work: str, backend: str) -> TlsProxy:
    port = free_port()
    sample = replaced("nginx.conf", {"443": f"127.0.0.1:{port}", BACKEND: backend, "/etc/nginx/": f"{work}/"})
    file = written(work, "nginx.conf", IN_NGINX.format(work=work, sample=sample))
    return TlsProxy(["nginx", "-e", os.path.join(work, "nginx-error.log"), "-c", file], port, os.path.join(work, "nginx.log"))


def haproxy(work: str, backend: str) -> TlsProxy:
    port = free_port()
    changes = {":443": f"127.0.0.1:{port}", BACKEND: backend, "/etc/haproxy/registry.pem": f"{work}/both.pem"}
    file = written(work, "haproxy.cfg", replaced("haproxy.cfg", changes))
    return TlsProxy(["haproxy", "-db", "-f", file], port, os.path.join(work, "haproxy.log"))


def caddy(work: str, backend: str) -> TlsProxy:
    port = free_port()
    changes = {HOST: f"https://127.0.0.1:{port}, https://{HOST}:{port}", BACKEND: backend, "/etc/caddy/": f"{work}/"}
    file = written(work, "Caddyfile", IN_CADDY.format(work=work, sample=replaced("Caddyfile", changes)))
    command = ["caddy", "run", "--config", file, "--adapter", "caddyfile"]
    variables = {"XDG_DATA_HOME": work, "XDG_CONFIG_HOME": work}
    return TlsProxy(command, port, os.path.join(work, "caddy.log"), variables)


def replaced(sample: str, changes: dict[str, str]) -> str:
    """The sample, in which each text that is to be changed must be."""
    text = (SAMPLES / sample).read_text()
    for old, new in changes.items():
        if old not in text:
            raise Unexpected(f"deploy/proxies/{sample} has no {old}")
        text = text.replace(old, new)
    return text


def written(work: str, name: str, text: str) -> str:
    file = pathlib.Path(work, name)
    file.write_text(text)
    return str(file)
