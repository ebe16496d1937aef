#!/bin/bash
# SPDX-License-Identifier: MIT
# parlab watch: every save is checked, whatever an editor does; the screen,
# the keys, and the terminal as it was, in every ending.

set -u
. "$TOP/tests/tap.sh"
export PARLAB_WORK=$folder/work
mine=$PARLAB_WORK/labs/threads/gaussian/gaussian.c
good=$TOP/solutions/threads/gaussian.c

if ! python3 -c 'import pty, termios, os; os.waitstatus_to_exitcode' \
    2>/dev/null; then
    echo "1..0 # SKIP there is no python3 (3.9 or later)"
    exit 0
fi
"$PARLAB" reset threads/gaussian >/dev/null
cat >"$folder/test.py" <<'PYTHON'
import os, signal, subprocess, sys
sys.path.insert(0, os.environ["TOP"] + "/tests")
from terminal import Terminal, ok, done

mine, good = sys.argv[1], open(sys.argv[2]).read()
parlab = os.environ["PARLAB"]
wrong = good.replace("out[i] =", "out[i] = 1.5 *")


def save(text):
    """As editors do it: a new file takes the old one's name."""
    with open(mine + ".new", "w") as new:
        new.write(text)
    os.rename(mine + ".new", mine)


def starts():
    return Terminal([parlab, "watch", "--seed", "1", "threads/gaussian"], 40)


save(good)
t = starts()
ok(t.until("33 of 33 cases") and t.until(" checked "), "it checks at once", t)
ok(t.second and t.mode() == (False, False), "on a screen of its own")
ok("h hint  e explain  g grade  n next  q quit" in t.text().split("\n")[-1],
   "the last line has the keys", t)
save(wrong)
ok(t.until("60 points fewer.") and t.until("Fails now: "),
   "a save is checked, and what has changed is said", t)
save(good)
ok(t.until("60 points more.") and t.until("Passes now: "), "both ways", t)
with open(mine, "w") as same_file:
    same_file.write(good.replace("out[i] =", "out[i] = ="))
ok(t.until("does not compile") and t.until("expected expression"),
   "a file written in its place is seen; a syntax error is shown", t)
ok(t.until("It does not run any more."), "and what that means", t)
save(good)
ok(t.until("It runs now."), "and when it is mended", t)
before = t.text()
os.utime(mine)
with open(mine, "a"):
    pass
ok(t.until("As before."), "a save that changes nothing is checked too", t)

t.resize(12, 60)
ok(t.until_true(lambda: " checked " in t.text().split("\n")[-1]),
   "another size of the terminal: it is drawn anew", t)
t.resize(40, 80)
ok(t.until("33 of 33 cases"), "and again", t)

t.press("h")
ok(t.until("Hint 1 of 3"), "h shows a hint", t)
t.press("\033[A")
ok(t.until("33 of 33 cases"), "any key goes back, an arrow too", t)
t.press("e")
ok(t.until("nothing that has a name"), "e says that there is nothing", t)
t.press(" ")
t.press("g")
# Another test may be timing, and this one has to wait for it.
if t.until_true(lambda: "(Enter: no guess)" in t.text() or
                "Any key goes on" in t.text(), 600) and "guess" in t.text():
    t.press("\n")
ok(t.until("Any key goes on", 600) and "of 100" in t.text() and not t.second,
   "g grades, on the terminal's own screen", t)
t.press(" ")
ok(t.until_true(lambda: t.second and "33 of 33 cases" in t.text()),
   "then it goes on", t)
t.press("n")
ok(t.until("There is no ") and t.until("parlab reset pools/pool"),
   "n goes on with the next, which is not begun", t)
t.press("q")
code = t.end()
ok(code == 1 and not t.second and t.mode() == (True, True),
   "q quits, and the terminal is as it was")

# One worker does the work: e shows the page, in the user's pager.
os.environ["PAGER"] = "cat"
save(open(os.environ["TOP"] + "/labs/threads/gaussian/serial.c").read())
t = Terminal([parlab, "watch", "--seed", "1", "threads/gaussian"], 40)
t.until("one worker did the work")
if os.cpu_count() > 1:
    t.press("e")
    ok(t.until("What to read") and t.until("Any key goes on"),
       "e shows the page of what was found", t)
    t.press("\n")
    t.until_true(lambda: t.second and "checked" in t.text())
    t.press("h")
    ok(t.until("found: not-parallel"), "h the hint that fits", t)
t.press("q")
t.end()

# A save during a check: one that would take its whole time ends at once.
endless = good.replace("#pragma", "for (;;)\n        ;\n#pragma")
save(endless)
t = starts()
ok(t.until("checking"), "a check of a program that never returns runs", t)
save(good)
ok(t.until("33 of 33 cases"), "a save ends it and starts another", t)
ok("did not return" not in t.text() and "had not returned" not in t.text(),
   "of the new file", t)
t.press("\x1a")
ok(t.until_true(t.is_stopped), "Ctrl-Z stops it")
t.until_true(lambda: not t.second)
ok(not t.second and t.mode() == (True, True), "with the terminal as it was")
os.kill(t.pid, signal.SIGCONT)
ok(t.until_true(lambda: t.second and "33 of 33 cases" in t.text()) and
   t.mode() == (False, False), "it goes on where it was", t)
t.press("\x03")
code = t.end()
ok(code == -signal.SIGINT and not t.second and t.mode() == (True, True),
   "Ctrl-C ends it as it should, and the terminal is as it was")
for number in (signal.SIGTERM, signal.SIGHUP):
    save(endless)
    t = starts()
    t.until("checking")
    os.kill(t.pid, number)
    code = t.end()
    ok(code == -number and not t.second and t.mode() == (True, True),
       f"so does {number.name}, during a check")

# Without a terminal: plain lines.
save(good)
for poll in ([], ["--poll"]):
    p = subprocess.Popen([parlab, "watch", "--seed", "1"] + poll +
                         ["threads/gaussian"], stdout=subprocess.PIPE,
                         stdin=subprocess.DEVNULL, text=True)
    seen = ""
    while "33 of 33 cases" not in seen:
        seen += p.stdout.readline()
    save(wrong)
    while "Fails now" not in seen:
        seen += p.stdout.readline()
    save(good)
    while "Passes now" not in seen:
        seen += p.stdout.readline()
    p.send_signal(signal.SIGTERM)
    rest = p.stdout.read()
    ok("\033" not in seen + rest and p.wait() == -signal.SIGTERM,
       " ".join(["without a terminal it prints lines"] + poll))
done()
PYTHON
timeout 1800 python3 "$folder/test.py" "$mine" "$good"
[ $? -eq 0 ] || echo "not ok - the test came to its end"
