"""Calendars on real servers: a Radicale (CalDAV, Debian's), and an https server that misbehaves.

    with Radicale(folder, "nino", "secret") as radicale:
        radicale.put("work.ics", text)
        radicale.url                    # of the collection
    with Website(folder) as site:
        site.calendar = text            # what it serves at site.url
        site.behaviour = "html"         # see Website.answer()

Both listen on loopback only, with the certificates of certificates.make().
"""

import base64
import http.server
import pathlib
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request

CONF = """\
[server]
hosts = 127.0.0.1:{port}
ssl = True
certificate = {folder}/tls/good.pem
key = {folder}/tls/good.key
[auth]
type = htpasswd
htpasswd_filename = {folder}/radicale.users
htpasswd_encryption = plain
delay = 0
[storage]
filesystem_folder = {folder}/radicale
[logging]
level = warning
"""
COLLECTION = """\
<?xml version="1.0" encoding="utf-8"?><C:mkcalendar xmlns:D="DAV:"
xmlns:C="urn:ietf:params:xml:ns:caldav"><D:set><D:prop><D:displayname>Work</D:displayname>
</D:prop></D:set></C:mkcalendar>"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Radicale:
    def __init__(self, folder, user, password):
        self.folder = pathlib.Path(folder)
        self.user, self.password = user, password
        self.port = free_port()
        self.url = f"https://localhost:{self.port}/{user}/own/"
        self.context = ssl.create_default_context(cafile=self.folder / "tls/ca.pem")
        (self.folder / "radicale.users").write_text(f"{user}:{password}\n")
        (self.folder / "radicale.conf").write_text(CONF.format(port=self.port, folder=self.folder))

    def __enter__(self):
        self.start()
        self.ask("MKCALENDAR", self.url, COLLECTION)
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self):
        with open(self.folder / "radicale.log", "ab") as log:
            self.process = subprocess.Popen(
                ["/usr/bin/radicale", "--config", self.folder / "radicale.conf"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)  # fmt: skip
        deadline = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError((self.folder / "radicale.log").read_text()) from None
                time.sleep(0.1)

    def stop(self):
        self.process.terminate()
        self.process.wait()

    def ask(self, method, url, body):
        request = urllib.request.Request(url, data=body.encode(), method=method)
        token = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        request.add_header("Authorization", f"Basic {token}")
        request.add_header("Content-Type", "text/calendar; charset=utf-8" if method == "PUT"
            else "application/xml")  # fmt: skip
        with urllib.request.urlopen(request, context=self.context, timeout=20) as answer:
            return answer.read()

    def put(self, name, text):
        self.ask("PUT", self.url + name, text)

    def delete(self, name):
        self.ask("DELETE", self.url + name, "")


class Website:
    """One calendar at url; asked is what it was asked, its method and whether it had an ETag."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.port = free_port()
        self.url = f"https://localhost:{self.port}/secret-9f2c/nino.ics"
        self.calendar = ""
        self.behaviour = "good"
        self.asked = []
        self.server = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    def start(self, certificate="good"):
        site = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                site.asked.append(("GET", self.headers.get("If-None-Match")))
                site.answer(self)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, *_):
                pass  # who hangs up, hangs up

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / f"tls/{certificate}.pem", self.folder / f"tls/{certificate}.key")
        self.server = Server(("127.0.0.1", self.port), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True,
            do_handshake_on_connect=False)  # fmt: skip
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self):
        if self.server is not None:
            self.server.shutdown()
            self.server.server_close()
            self.server = None

    def answer(self, to):
        body, kind, status = self.calendar.encode(), "text/calendar", 200
        tag = f'"{abs(hash(self.calendar))}"'
        if self.behaviour == "good" and to.headers.get("If-None-Match") == tag:
            to.send_response(304)
            to.send_header("ETag", tag)
            to.end_headers()
            return
        if self.behaviour == "html":
            body, kind = b"<!DOCTYPE html><html><body>Please log in</body></html>", "text/html"
        if self.behaviour == "cut":
            body = body[: body.rindex(b"END:VEVENT")]
        if self.behaviour == "locked":
            status = 401
        if self.behaviour == "away":
            status = 302
        to.send_response(status)
        to.send_header("Content-Type", kind)
        if self.behaviour == "good":
            to.send_header("ETag", tag)
        if self.behaviour == "locked":
            to.send_header("WWW-Authenticate", 'Basic realm="x"')
        if self.behaviour == "away":
            to.send_header("Location", f"https://127.0.0.1:{self.port}/x.ics")
        if self.behaviour not in ("endless", "slow"):
            to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        if self.behaviour == "endless":
            while True:
                to.wfile.write(b"BEGIN:VCALENDAR\r\n" * 4096)
        if self.behaviour == "slow":
            for byte in body:
                to.wfile.write(bytes([byte]))
                to.wfile.flush()
                time.sleep(0.5)
        to.wfile.write(body)
