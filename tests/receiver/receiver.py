"""An OTLP receiver that shares no code with the exporter: HTTP and gRPC on free ports, one JSON line for each export.

The first line holds the ports, and with --tls the paths of the certificate and its key; with --mutual a client has to show
that certificate, too. With --refuse=STATUS spans over gRPC are refused, and with --reject one is rejected of each export.
It ends when its standard input does.
"""

import concurrent.futures
import gzip
import http.server
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading

import grpc
from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2, metrics_service_pb2_grpc
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2, trace_service_pb2_grpc

REQUESTS = {
    "/v1/traces": trace_service_pb2.ExportTraceServiceRequest,
    "/v1/metrics": metrics_service_pb2.ExportMetricsServiceRequest,
}
LOCK = threading.Lock()


def say(**line):
    with LOCK:
        print(json.dumps(line), flush=True)


def hexed(value):
    """The JSON form has ids in base64; tests compare hex."""
    import base64

    if isinstance(value, dict):
        return {
            key: base64.b64decode(item).hex() if key in ("traceId", "spanId", "parentSpanId") else hexed(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [hexed(item) for item in value]
    return value


def export(transport, path, headers, message, size):
    say(transport=transport, path=path, headers=headers, size=size, body=hexed(MessageToDict(message)))


class Http(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        sent = self.rfile.read(int(self.headers["content-length"]))
        body = gzip.decompress(sent) if self.headers.get("content-encoding") == "gzip" else sent
        kind = REQUESTS.get(self.path)
        if kind is None:
            self.answer(404)
            return
        headers = {name.lower(): value for name, value in self.headers.items()}
        export("http", self.path, headers, kind.FromString(body), len(sent))
        self.answer(200)

    def answer(self, status):
        self.send_response(status)
        self.send_header("content-type", "application/x-protobuf")
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Traces(trace_service_pb2_grpc.TraceServiceServicer):
    def Export(self, request, context):
        export("grpc", "/v1/traces", dict(context.invocation_metadata()), request, request.ByteSize())
        refused = next((it.split("=")[1] for it in sys.argv if it.startswith("--refuse=")), None)
        if refused:
            context.abort(grpc.StatusCode[refused], "tenant is not known")
        answer = trace_service_pb2.ExportTraceServiceResponse()
        if "--reject" in sys.argv:
            answer.partial_success.rejected_spans = 1
            answer.partial_success.error_message = "one is too old"
        return answer


class Metrics(metrics_service_pb2_grpc.MetricsServiceServicer):
    def Export(self, request, context):
        export("grpc", "/v1/metrics", dict(context.invocation_metadata()), request, request.ByteSize())
        return metrics_service_pb2.ExportMetricsServiceResponse()


def certificate(directory):
    """A certificate for localhost that is its own authority."""
    key, pem = directory / "key.pem", directory / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
        + ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE"]
        + ["-keyout", key, "-out", pem],
        check=True,
        capture_output=True,
    )
    return key, pem


def main():
    mutual = "--mutual" in sys.argv
    tls = mutual or "--tls" in sys.argv
    port = next((int(it.split("=")[1]) for it in sys.argv if it.startswith("--http-port=")), 0)
    with tempfile.TemporaryDirectory() as directory:
        web = http.server.ThreadingHTTPServer(("127.0.0.1", port), Http)
        calls = grpc.server(concurrent.futures.ThreadPoolExecutor(4))
        trace_service_pb2_grpc.add_TraceServiceServicer_to_server(Traces(), calls)
        metrics_service_pb2_grpc.add_MetricsServiceServicer_to_server(Metrics(), calls)
        key = pem = None
        if tls:
            key, pem = certificate(pathlib.Path(directory))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(pem, key)
            if mutual:
                context.verify_mode = ssl.CERT_REQUIRED
                context.load_verify_locations(pem)
            web.socket = context.wrap_socket(web.socket, server_side=True)
            pair, authority = (key.read_bytes(), pem.read_bytes()), pem.read_bytes() if mutual else None
            credentials = grpc.ssl_server_credentials([pair], authority, mutual)
            grpc_port = calls.add_secure_port("localhost:0", credentials)
        else:
            grpc_port = calls.add_insecure_port("127.0.0.1:0")
        calls.start()
        threading.Thread(target=web.serve_forever, daemon=True).start()
        files = {"certificate": str(pem), "key": str(key)} if pem else {}
        say(http=web.server_address[1], grpc=grpc_port, **files)
        sys.stdin.read()
        calls.stop(None)


main()
