#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A server for the tests of "parlab data fetch", with the faults of real ones.

usage: book_server.py FOLDER LOG

It serves FOLDER on a free port of this computer, prints the port, and writes
a line "path, range, agent" to LOG for every request. /MANNER/NAME is the file
NAME, sent in one of these manners:

good      as it should be, ranges too
norange   whole, whatever range was asked for
cut       at most half of what is left, but at least 20,000 bytes of it, and
          then the connection ends
dead      the first bytes, always the same ones, and then the connection ends
stuck     the first 5,000 bytes, and then nothing
other     another edition: a line more at the start
splice    half of the file, later the rest of the other edition
page      a web page about something else
binary    zeros
endless   more and more text, without saying how much
busy      503
moved     sent on to good
"""

import http.server
import os
import re
import sys

folder, log = sys.argv[1:3]
asked = set()


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *args):
        pass

    def answer(self, status, body, whole=None, headers=()):
        """Send BODY and end; WHOLE is the length that is announced."""
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", len(body) if whole is None else whole)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def answer_range(self, text, most=None):
        start = 0
        asked_range = re.match(r"bytes=(\d+)-$", self.headers.get("Range", ""))
        if asked_range:
            start = int(asked_range[1])
            if start >= len(text):
                return self.answer(416, b"")
        rest = text[start:]
        sent = rest[: max(20000, len(rest) // 2)] if most == "half" else rest
        headers = []
        if start:
            headers = [("Content-Range",
                        f"bytes {start}-{len(text) - 1}/{len(text)}")]
        self.answer(206 if start else 200, sent, len(rest), headers)

    def endless(self):
        self.send_response(200)
        self.end_headers()
        self.close_connection = True
        try:
            while True:
                self.wfile.write(b"more and more\n" * 65536)
        except OSError:
            pass

    def stuck(self, text):
        self.send_response(200)
        self.send_header("Content-Length", len(text))
        self.end_headers()
        self.wfile.write(text[:5000])
        self.rfile.read(1)  # returns when the client leaves
        self.close_connection = True

    def do_GET(self):
        with open(log, "a") as to:
            print(self.path, self.headers.get("Range", "-"),
                  self.headers.get("User-Agent", "-"), sep=", ", file=to)
        _, manner, name = self.path.split("/")
        path = os.path.join(folder, name)
        if not os.path.exists(path):
            return self.answer(404, b"not here\n")
        with open(path, "rb") as file:
            text = file.read()
        other = b"Second edition\n" + text
        is_first = self.path not in asked
        asked.add(self.path)
        if manner == "good":
            self.answer_range(text)
        elif manner == "norange":
            self.answer(200, text)
        elif manner == "cut":
            self.answer_range(text, "half")
        elif manner == "dead":
            self.answer(206 if "Range" in self.headers else 200, b"", len(text))
        elif manner == "stuck":
            self.stuck(text)
        elif manner == "other":
            self.answer_range(other)
        elif manner == "splice":
            if is_first:
                self.answer_range(text, "half")
            else:
                self.answer_range(other)
        elif manner == "page":
            self.answer(200, b" <!DOCTYPE html>\n<title>Log in</title>\n")
        elif manner == "binary":
            self.answer(200, bytes(len(text)))
        elif manner == "endless":
            self.endless()
        elif manner == "busy":
            self.answer(503, b"")
        elif manner == "moved":
            self.answer(302, b"", None, [("Location", f"/good/{name}")])
        else:
            self.answer(400, b"")


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
server.daemon_threads = True
print(server.server_port, flush=True)
server.serve_forever()
