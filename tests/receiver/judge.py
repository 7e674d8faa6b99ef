"""Recomputes AWS's signatures with botocore, which shares no code with the exporter: a request a line in, a verdict a line out.

Over --proxy it is also X-Ray itself: a proxy whose every tunnel ends at a server with a certificate for X-Ray's host, which
prints what it receives. It ends when its standard input does.
"""

import http.server
import json
import pathlib
import socketserver
import ssl
import subprocess
import sys
import tempfile
import threading

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

HOST = "xray.us-east-1.amazonaws.com"
LOCK = threading.Lock()


def say(**line):
    with LOCK:
        print(json.dumps(line), flush=True)


def verdict(request):
    """The authorization as botocore writes it, and whether it is the one that was sent."""
    headers = {name.lower(): value for name, value in request["headers"]}
    sent = headers.pop("authorization", None)
    body = bytes.fromhex(request["body"])
    signed = AWSRequest(request["method"], request["url"], headers, body)
    signed.context["timestamp"] = headers.get("x-amz-date", "")
    keys = Credentials(request["id"], request["key"], request.get("session"))
    auth = SigV4Auth(keys, "xray", request["region"])
    if not signed.context["timestamp"]:
        return {"right": False, "expected": None}
    # What is between the sender and the receiver may add headers; only those that were signed are looked at.
    names = (sent or "").partition("SignedHeaders=")[2].partition(",")[0].split(";")
    for name in [name for name in signed.headers.keys() if request.get("wire") and name not in names]:
        del signed.headers[name]
    text = auth.string_to_sign(signed, auth.canonical_request(signed))
    auth._inject_signature_to_request(signed, auth.signature(text, signed))
    expected = signed.headers["Authorization"]
    return {"right": sent == expected, "expected": expected}


class Tunnel(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_CONNECT(self):
        self.send_response(200)
        self.end_headers()
        with self.server.tls.wrap_socket(self.connection, server_side=True) as inside:
            Xray(inside, self.path, self.server)
        self.close_connection = True

    def log_message(self, *_):
        pass


class Xray(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        say(tunnel=self.client_address, path=self.path, headers=list(self.headers.items()), body=body.hex())
        self.send_response(200)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Proxy(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True


def certificate(directory):
    """A certificate for X-Ray's host that is its own authority."""
    key, pem = directory / "key.pem", directory / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
        + ["-addext", f"subjectAltName=DNS:{HOST}", "-addext", "basicConstraints=critical,CA:FALSE"]
        + ["-keyout", key, "-out", pem],
        check=True,
        capture_output=True,
    )
    return key, pem


def main():
    with tempfile.TemporaryDirectory() as directory:
        hello = {}
        if "--proxy" in sys.argv:
            key, pem = certificate(pathlib.Path(directory))
            proxy = Proxy(("127.0.0.1", 0), Tunnel)
            proxy.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            proxy.tls.load_cert_chain(pem, key)
            threading.Thread(target=proxy.serve_forever, daemon=True).start()
            hello = {"proxy": proxy.server_address[1], "certificate": str(pem)}
        say(ready=True, **hello)
        for line in sys.stdin:
            say(**verdict(json.loads(line)))


main()
