"""One connection to a registry: what all the checks that are written in Python ask it by."""

import http.client
import urllib.parse

# What a request raises when there was no answer, or half of one.
NOBODY_ANSWERED = (OSError, http.client.HTTPException)


class Answer:
    def __init__(self, status, headers, content):
        self.status = status
        self.headers = headers
        self.content = content

    def location(self):
        """Path and query of where it goes on."""
        where = urllib.parse.urlsplit(self.headers["Location"])
        return where.path + ("?" + where.query if where.query else "")


class Connection:
    """Opened when it is needed, and opened again when the server has closed it."""

    def __init__(self, address, timeout=60):
        """address: HOST:PORT"""
        self.address = address
        self.timeout = timeout
        self.connection = None

    def request(self, method, path, body=b"", headers=None):
        """Asks, and reads the answer to its end. A body that is no bytes is sent in chunks, as it comes."""
        if self.connection is None:
            self.connection = http.client.HTTPConnection(self.address, timeout=self.timeout)
        try:
            chunked = not isinstance(body, bytes)
            self.connection.request(method, path, body=body, headers=headers or {}, encode_chunked=chunked)
            answer = self.connection.getresponse()
            content = answer.read()
        except NOBODY_ANSWERED:
            self.close()
            raise
        if answer.will_close:
            self.close()
        return Answer(answer.status, answer.headers, content)

    def close(self):
        if self.connection is not None:
            self.connection.close()
            self.connection = None
