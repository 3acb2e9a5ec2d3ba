# SPDX-License-Identifier: EUPL-1.2
"""Backend and callers of bench/attachments: they stream, and keep nothing."""

import http.client
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

BLOCK = bytes(range(256)) * 256  # 64 KiB
ENVELOPE = (
    b'<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:a="urn:archive"><e:Body>%s</e:Body></e:Envelope>'
)
INCLUDE = b'<i:Include xmlns:i="http://www.w3.org/2004/08/xop/include" href="cid:f"/>'
RELATED = 'multipart/related; type="application/xop+xml"; start-info="text/xml"; start="<r>"; boundary=bbb'


def blocks(mib):
    for _ in range(mib * 16):
        yield BLOCK


def package(envelope, mib):
    yield b'--bbb\r\nContent-Type: application/xop+xml; type="text/xml"\r\nContent-ID: <r>\r\n\r\n' + envelope
    yield b"\r\n--bbb\r\nContent-ID: <f>\r\nContent-Type: video/mp4\r\n\r\n"
    yield from blocks(mib)
    yield b"\r\n--bbb--\r\n"


class Backend(BaseHTTPRequestHandler):
    """Counts what it gets. Answers `show` with a film, everything else with a number."""

    protocol_version = "HTTP/1.1"
    mib = 0

    def body(self):
        if self.headers.get("transfer-encoding", "").lower() == "chunked":
            while size := int(self.rfile.readline(), 16):
                while size:
                    size -= len(piece := self.rfile.read(min(size, 1 << 16)))
                    yield piece
                self.rfile.readline()
            self.rfile.readline()
        else:
            left = int(self.headers.get("content-length", 0))
            while left:
                left -= len(piece := self.rfile.read(min(left, 1 << 16)))
                yield piece

    def do_POST(self):
        count = sum(len(piece) for piece in self.body())
        if b"show" in self.headers.get("soapaction", "").encode():
            self.send_response(200)
            self.send_header("content-type", RELATED)
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            film = ENVELOPE % (b"<a:film><a:film>" + INCLUDE + b"</a:film></a:film>")
            for piece in package(film, self.mib):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
            self.wfile.write(b"0\r\n\r\n")
        else:
            answer = ENVELOPE % (b"<a:done><a:number>%d</a:number></a:done>" % (count >> 20))
            self.send_response(200)
            self.send_header("content-type", "text/xml")
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    def log_message(self, *_):
        pass


def memory(pid, field):
    with open(f"/proc/{pid}/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(field))


def ticks(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def call(port, path, headers, body):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=600)
    connection.request("POST", path, body=body, headers=headers, encode_chunked=not isinstance(body, bytes))
    answer = connection.getresponse()
    count, first = 0, b""
    while piece := answer.read(1 << 16):
        count += len(piece)
        first = first or piece[:300]
    return answer.status, count, first


def form(mib):
    message = b'{"title":"x","data":"cid:d"}'
    yield b'--xyz\r\nContent-Disposition: form-data; name="message"\r\nContent-Type: application/json\r\n\r\n' + message
    yield b'\r\n--xyz\r\nContent-Disposition: form-data; name="d"; filename="d"\r\n\r\n'
    yield from blocks(mib)
    yield b"\r\n--xyz--\r\n"


def measure(port, mib, pid):
    json = {"content-type": "application/json"}
    chunked = {"transfer-encoding": "chunked"}
    multipart = {"content-type": "multipart/form-data; boundary=xyz"} | chunked
    soap = {"content-type": RELATED, "soapaction": '"urn:send"'} | chunked
    show = ENVELOPE % b"<a:show><a:title>x</a:title></a:show>"
    send = ENVELOPE % (b"<a:send><a:title>x</a:title><a:data>" + INCLUDE + b"</a:data></a:send>")
    title = b'{"title":"x"}'
    number, members = b"<a:number>%d<" % mib, b'"number":%d}'
    ways = [
        ("SOAP -> SOAP, request", "/soap", soap, lambda size: package(send, size), number),
        ("SOAP -> SOAP, answer", "/soap", {"content-type": "text/xml", "soapaction": '"urn:show"'}, lambda _: show, b""),
        ("REST multipart -> MTOM", "/Archive/send", multipart, form, members % mib),
        ("REST multipart -> base64 in the envelope", "/Archive/keep", multipart, form, members % (mib * 4 // 3)),
        ("MTOM -> REST multipart/related", "/Archive/show", json | {"accept": "multipart/related"}, lambda _: title, b""),
        ("MTOM -> REST content alone", "/Archive/show", json | {"accept": "video/mp4"}, lambda _: title, b""),
    ]
    for _, path, headers, body, _ in ways[:1] + ways[2:4]:
        call(port, path, headers, body(1))
    print(f"{mib} MiB: {'way':<42} {'before KiB':>10} {'peak KiB':>10} {'more KiB':>10} {'CPU s':>7}")
    for name, path, headers, body, expected in ways:
        with open(f"/proc/{pid}/clear_refs", "w") as clear:
            clear.write("5")
        before, cpu = memory(pid, "VmRSS"), ticks(pid)
        status, count, first = call(port, path, headers, body(mib))
        whole = expected in first if expected else count >= mib << 20
        if status != 200 or not whole:
            sys.exit(f"{name}: {status}, {count} bytes: {first}")
        peak = memory(pid, "VmHWM")
        print(f"{mib} MiB: {name:<42} {before:>10} {peak:>10} {peak - before:>10} {ticks(pid) - cpu:>7.2f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        Backend.mib = int(sys.argv[3])
        ThreadingHTTPServer(("127.0.0.1", int(sys.argv[2])), Backend).serve_forever()
    measure(int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
