"""nginx as a proxy that sends requests to replicas in turn."""

from __future__ import annotations

import os
import pathlib
from collections.abc import Mapping, Sequence

from moorage_e2e.servers.process import Process, free_port

CONFIGURATION = """\
daemon off;
master_process off;
pid {work}/nginx.pid;
error_log stderr warn;
worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    client_max_body_size 0;
    client_body_temp_path {work}/body;
    proxy_temp_path {work}/proxy;
    fastcgi_temp_path {work}/fastcgi;
    uwsgi_temp_path {work}/uwsgi;
    scgi_temp_path {work}/scgi;
    upstream replicas {{
        {servers}
        keepalive 64;
    }}
    server {{
        listen 127.0.0.1:{port};
        location / {{
            proxy_pass http://replicas;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            {headers}
            proxy_request_buffering off;
            proxy_buffering off;
            proxy_read_timeout 300s;
            proxy_next_upstream off;
        }}
    }}
}}
"""


class Nginx(Process):
    """addresses: HOST:PORT of each replica. headers: of each request that it sends to them."""

    def __init__(self, work: str, addresses: Sequence[str], headers: Mapping[str, str] | None = None) -> None:
        port = free_port()
        configuration = pathlib.Path(work, "nginx.conf")
        servers = "\n        ".join(f"server {address} max_fails=0;" for address in addresses)
        lines = "\n            ".join(f"proxy_set_header {name} {value};" for name, value in (headers or {}).items())
        configuration.write_text(CONFIGURATION.format(work=work, servers=servers, port=port, headers=lines))
        command = ["nginx", "-e", os.path.join(work, "nginx-error.log"), "-c", str(configuration)]
        super().__init__(command, port, os.path.join(work, "nginx.log"))
