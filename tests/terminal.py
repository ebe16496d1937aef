# SPDX-License-Identifier: MIT
"""A program on a terminal, for the shell tests: keys go in, and what a person
would see is kept as a screen of characters. Waiting ends when something is
there, or after a limit that no machine should need."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

LIMIT_S = 120


def lead(argv):
    """Be the shell: a program can be stopped only where somebody is there to
    let it go on. Ends as the program does."""
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    pid = os.fork()
    if pid == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execvp(argv[0], argv)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code < 0:
        signal.signal(-code, signal.SIG_DFL)
        os.kill(os.getpid(), -code)
    os._exit(code)


class Terminal:
    """Understands what parlab writes, and refuses what it does not know."""

    def __init__(self, argv, rows=24, columns=80):
        self.rows, self.columns = rows, columns
        self.second = False  # the screen of full-screen programs
        self.clear()
        self.raw = b""
        self.leader, self.fd = pty.fork()
        if self.leader == 0:
            lead(argv)
        self.resize(rows, columns)
        # The program's own group is in front once the program is there.
        while (front := os.tcgetpgrp(self.fd)) in (0, self.leader):
            time.sleep(0.001)
        self.pid = front

    def is_stopped(self):
        with open(f"/proc/{self.pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] == "T"

    def clear(self):
        self.cells = [[" "] * self.columns for _ in range(self.rows)]
        self.row = self.column = 0

    def resize(self, rows, columns):
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size)
        self.rows, self.columns = rows, columns
        self.clear()

    def text(self):
        return "\n".join("".join(row).rstrip() for row in self.cells)

    def mode(self):
        """Whether keys come at once, and whether they are shown."""
        local = termios.tcgetattr(self.fd)[3]
        return bool(local & termios.ICANON), bool(local & termios.ECHO)

    def press(self, keys):
        os.write(self.fd, keys.encode())

    def until(self, text, limit_s=LIMIT_S):
        """Wait until a text is on the screen."""
        return self.until_true(lambda: text in self.text(), limit_s)

    def until_true(self, holds, limit_s=LIMIT_S):
        end = time.monotonic() + limit_s
        while not holds():
            if time.monotonic() > end or not self.take(0.1):
                return holds()
        return True

    def take(self, seconds):
        """Take what was written. False: the program has closed it."""
        if not select.select([self.fd], [], [], seconds)[0]:
            return True
        try:
            new = os.read(self.fd, 65536)
        except OSError:
            return False
        self.raw += new
        self.write(self.raw.decode("utf-8", "ignore"))
        self.raw = b""
        return bool(new)

    def write(self, text):
        pattern = r"\x1b\[(\?)?([0-9;]*)([A-Za-z])|(.)"
        for private, numbers, letter, other in re.findall(pattern, text, re.S):
            if letter:
                self.control(private, numbers, letter)
            elif other == "\r":
                self.column = 0
            elif other == "\n":
                self.down()
            elif other >= " ":
                self.put(other)

    def down(self):
        if self.row + 1 < self.rows:
            self.row += 1
        else:
            self.cells = self.cells[1:] + [[" "] * self.columns]

    def put(self, character):
        if self.column == self.columns:
            self.column = 0
            self.down()
        self.cells[self.row][self.column] = character
        self.column += 1

    def control(self, private, numbers, letter):
        n = [int(x) for x in numbers.split(";") if x]
        if private and n == [1049]:
            self.second = letter == "h"
            self.clear()
        elif private or letter == "m":
            pass
        elif letter == "H":
            self.row = min((n[0] if n else 1), self.rows) - 1
            self.column = min((n[1] if len(n) > 1 else 1), self.columns) - 1
        elif letter in "KJ":
            if n == [2]:
                self.cells = [[" "] * self.columns for _ in range(self.rows)]
            else:
                self.wipe(letter == "J")
        else:
            raise ValueError(f"unknown sequence {numbers}{letter}")

    def wipe(self, and_below):
        for column in range(self.column, self.columns):
            self.cells[self.row][column] = " "
        if and_below:
            for row in range(self.row + 1, self.rows):
                self.cells[row] = [" "] * self.columns

    def end(self):
        """Wait for the program. Returns its exit code, or minus a signal."""
        self.until_true(lambda: False, LIMIT_S)
        status = os.waitpid(self.leader, 0)[1]
        return os.waitstatus_to_exitcode(status)


n_done = 0


def ok(holds, name, terminal=None):
    """One TAP line."""
    global n_done
    n_done += 1
    print(f"{'ok' if holds else 'not ok'} {n_done} - {name}")
    if not holds and terminal is not None:
        for line in terminal.text().split("\n"):
            print(f"# {line}")
    sys.stdout.flush()


def done():
    print(f"1..{n_done}")
