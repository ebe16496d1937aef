#!/bin/bash
# SPDX-License-Identifier: MIT
# parlab data: sets of made-up texts, books from a server with faults, and
# what verify says about both.

set -u
. "$TOP/tests/tap.sh"

export HOME=$folder/home
mkdir "$HOME"
unset XDG_DATA_HOME http_proxy https_proxy all_proxy ALL_PROXY HTTPS_PROXY
export no_proxy='*'

# files FOLDER TEXT NAME: what is in a folder, in one line.
files() {
    found=$(ls -A "$1" 2>/dev/null | tr '\n' ' ')
    [ "$found" = "$2" ] || { echo "# there is: $found" && false; }
    ok $? "$3"
}

has() {
    cat "$folder/out" "$folder/err" | grep -qF -- "$1"
    ok $? "$2"
}

# wait_for CONDITION...: until it holds, or the process in $pid ends.
wait_for() {
    until "$@"; do
        kill -0 "$pid" 2>/dev/null || return 1
        sleep 0.02
    done
}

# --- usage
run data
expect 0 "Usage: parlab data" "data alone explains itself"
run data --help
expect 0 "Examples:" "data --help has examples"
run data fecth
expect 2 "synth, fetch or verify" "another word is refused"
run data synth --size 12Q "$folder/s"
expect 2 "32M" "a size that is none is refused"
run data synth --size 99999999999999999999 "$folder/s"
expect 2 "32M" "a size without end is refused"
run data synth --texts 64 --size 100K "$folder/s"
expect 2 "too small" "a set too small for its texts is refused"
run data synth --texts 0 "$folder/s"
expect 2 "whole number" "no texts are refused"
run data fetch --seed 3 "$folder/s"
expect 2 "--seed goes with synth" "an option of another word is refused"
run data synth --exact "$folder/s"
expect 2 "--exact goes with fetch and verify" "and the other way round"
run data synth a b
expect 2 "one folder" "two folders are refused"
run data fetch --from ftp://example.org/ "$folder/s"
expect 2 "https://" "a URL of another kind is refused"
run data verify "$folder/none"
expect 2 "is no folder" "verify needs a folder that is there"
run data verify
expect 1 "no texts" "verify without any texts says so"
[ ! -e "$folder/s" ]
ok $? "wrong usage makes no folder"

# --- synth
run data synth --seed 1 --texts 5 --size 200K "$folder/s"
expect 0 "5 texts of seed 1" "a set is made"
files "$folder/s" "SHA256SUMS synth01.txt synth02.txt synth03.txt \
synth04.txt synth05.txt " "with its list and nothing else"
(cd "$folder/s" && sha256sum --strict --quiet -c SHA256SUMS) >"$folder/out"
ok $? "sha256sum -c reads the list"
bytes=$(cat "$folder/s/"*.txt | wc -c)
[ "$bytes" -le 204800 ] && [ "$bytes" -gt 200000 ]
ok $? "the texts have the size that was asked for, not more ($bytes)"
grep -qF "parlab data synth --seed 1 --texts 5 --size 204800" \
    "$folder/s/SHA256SUMS"
ok $? "the list says how the set was made"
sum=$(cat "$folder/s/"*.txt | sha256sum | cut -c 1-16)
[ "$sum" = b72fabf5c133ec63 ] || { echo "# $sum" && false; }
ok $? "the bytes are the same on every machine"
run data synth --seed 1 --texts 5 --size 200K "$folder/again"
diff -r "$folder/s" "$folder/again" >"$folder/out"
ok $? "and in every run"
run data synth --seed 2 --texts 5 --size 200K "$folder/again"
! cmp -s "$folder/s/synth01.txt" "$folder/again/synth01.txt"
ok $? "another seed makes other texts"
run data verify "$folder/s"
expect 0 "5 texts as they should be" "verify finds the set whole"
echo mine >"$folder/s/note.txt"
run data synth --seed 7 --texts 2 --size 60K "$folder/s"
expect 0 "2 texts of seed 7" "a smaller set takes the place of a larger one"
files "$folder/s" "SHA256SUMS note.txt synth01.txt synth02.txt " \
    "what belonged to the larger set is gone, other files stay"
run data verify "$folder/s"
expect 0 "1 more" "verify counts texts that no list knows"
echo more >>"$folder/s/synth02.txt"
run data verify "$folder/s"
expect 1 "synth02.txt: was changed" "verify names a text that was changed"
cp -r "$folder/s" "$folder/before"
run data synth --seed 1 --texts 5 --size 200K "$folder/s"
expect 3 "move it away" "a text that was changed is not overwritten"
diff -r "$folder/s" "$folder/before" >"$folder/out"
ok $? "and the folder is as it was"
rm "$folder/s/synth02.txt"
run data verify "$folder/s"
expect 1 "synth02.txt: is gone" "verify names a text that is gone"
mkdir "$folder/own"
echo mine >"$folder/own/synth03.txt"
run data synth --texts 3 --size 60K "$folder/own"
expect 3 "not a text that" "a person's own file is not overwritten"
files "$folder/own" "synth03.txt " "and nothing is added"
echo nonsense >"$folder/own/SHA256SUMS"
run data synth --texts 2 --size 60K "$folder/own"
expect 3 "SHA256SUMS:1:" "a list that is none is refused with its line"
run data verify "$folder/own"
expect 3 "SHA256SUMS:1:" "also by verify"
run data synth "$folder/own/synth03.txt"
expect 3 "is a file" "a file is no folder"
run data synth "$folder/own/synth03.txt/x"
expect 3 "cannot make the folder" "a folder below a file cannot be made"
if [ "$(id -u)" = 0 ]; then
    skip "a folder that is not writable" "root may write everywhere"
else
    mkdir "$folder/closed"
    chmod a-w "$folder/closed"
    run data synth --texts 2 --size 60K "$folder/closed"
    expect 3 "Permission denied" "a folder that is not writable"
fi
run data synth --texts 2 --size 60K
expect 0 "$HOME/.local/share/parlab/synth" "without a folder it has its place"
XDG_DATA_HOME=$folder/xdg run data synth --texts 2 --size 60K
expect 0 "$folder/xdg/parlab/synth" "which XDG_DATA_HOME may move"
run data verify
expect 0 "2 texts as they should be" "verify looks there, too"
run check --reference --seed 1 --books "$HOME/.local/share/parlab/synth" \
    acf/openmp
expect 0 "2 workers at work" "a set serves as books"

mkdir -p "$folder/killed/synth.part"
echo half >"$folder/killed/synth.part/synth01.txt"
run data synth --texts 2 --size 60K "$folder/killed"
expect 0 "2 texts of seed 1" "what a killed run left is cleared away"
mkdir "$folder/killed/synth.part"
echo mine >"$folder/killed/synth.part/mine.txt"
run data synth --texts 2 --size 60K "$folder/killed"
expect 3 "synth.part; move it away" "what a person put there is not"

# --- no room, and Ctrl-C
(ulimit -f 40 && "$PARLAB" data synth --texts 3 --size 300K "$folder/full") \
    >"$folder/out" 2>"$folder/err"
code=$?
expect 3 "File too large; the folder is as it was" "a limit of size is an error"
files "$folder/full" "" "and leaves nothing"
full_disk() {
    mount -t tmpfs -o size=1m none "$1" &&
        "$PARLAB" data synth --texts 4 --size 2M "$1"
    code=$?
    echo "left: $(ls -A "$1")"
    exit $code
}
export -f full_disk
export PARLAB folder
if unshare -rm true 2>/dev/null; then
    unshare -rm bash -c 'full_disk "$folder/full"' \
        >"$folder/out" 2>"$folder/err"
    code=$?
    expect 3 "No space left on device; the folder is" "a full disk is an error"
    grep -qx "left: " "$folder/out"
    ok $? "and leaves nothing"
else
    skip "a full disk is an error" "no user namespace to mount a small disk in"
fi
"$PARLAB" data synth --size 1G "$folder/stop" >"$folder/out" 2>"$folder/err" &
pid=$!
wait_for test -e "$folder/stop/synth.part/synth01.txt"
kill -TERM "$pid"
wait "$pid"
code=$?
expect 143 "nothing is left running" "a signal ends it"
files "$folder/stop" "" "and leaves nothing"

# --- fetch
if ! command -v curl >/dev/null || ! command -v python3 >/dev/null; then
    skip "fetch" "needs curl and python3"
    done_testing
    exit
fi
"$PARLAB" data synth --texts 3 --size 240K "$folder/shelf" >"$folder/out"
python3 "$TOP/tests/data/book_server.py" "$folder/shelf" "$folder/log" \
    >"$folder/port" 2>"$folder/server" &
server=$!
trap 'kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
pid=$server
wait_for test -s "$folder/port"
url=http://127.0.0.1:$(cat "$folder/port")
list=$folder/books.list
(
    cd "$folder/shelf" || exit
    echo "# three books"
    for name in synth0?.txt; do
        echo "$name $(wc -c <"$name") $(sha256sum "$name" | cut -d ' ' -f 1)" \
            "$url/good/$name"
    done
) >"$list"

# fetch MANNER FOLDER [OPTION...]
fetch() {
    manner=$1 into=$2
    shift 2
    : >"$folder/log"
    run data fetch --pause 0 --list "$list" --from "$url/$manner" "$@" "$into"
}
same() {
    for name in synth01.txt synth02.txt synth03.txt; do
        cmp "$folder/shelf/$name" "$1/$name" >"$folder/out" 2>&1 || return 1
    done
}
three="SHA256SUMS synth01.txt synth02.txt synth03.txt "

run data fetch --pause 0 --list "$list" "$folder/b"
expect 0 "3 of 3 books" "books are fetched by the URLs of the list"
files "$folder/b" "$three" "with a list of checksums and nothing else"
same "$folder/b"
ok $? "byte for byte"
grep -q "/good/synth02.txt, -, parlab/.*one file at a time" "$folder/log"
ok $? "the server is told who asks"
run data verify --list "$list" --exact "$folder/b"
expect 0 "3 texts as they should be" "verify finds them whole"
fetch dead "$folder/b"
expect 0 "3 of 3 books" "what is there is not fetched again"
[ ! -s "$folder/log" ]
ok $? "and nobody is asked for it"
rm "$folder/b/synth02.txt"
run data verify --list "$list" "$folder/b"
expect 1 "synth02.txt: is gone" "verify misses a book"
fetch good "$folder/b"
expect 0 "synth02.txt: fetched" "only what is missing is fetched"
[ "$(wc -l <"$folder/log")" = 1 ]
ok $? "with one request"
fetch moved "$folder/moved"
expect 0 "3 of 3 books" "a book that has moved is found"

fetch cut "$folder/cut"
expect 0 "3 of 3 books" "a connection that is cut is taken up again"
same "$folder/cut"
ok $? "where it ended, byte for byte"
grep -q "/cut/synth01.txt, bytes=[1-9]" "$folder/log"
ok $? "not from the start"
mkdir "$folder/rest"
head -c 5000 "$folder/shelf/synth01.txt" >"$folder/rest/synth01.txt.part"
cp "$folder/shelf/synth02.txt" "$folder/rest/synth02.txt.part"
run data verify --list "$list" "$folder/rest"
expect 1 "synth01.txt.part: not finished" "verify names what is not finished"
fetch good "$folder/rest"
expect 0 "3 of 3 books" "what an earlier run began is finished"
same "$folder/rest"
ok $? "byte for byte"
grep -q "/good/synth01.txt, bytes=5000-" "$folder/log"
ok $? "from where it ended"
! grep -q synth02 "$folder/log"
ok $? "and what was complete is not asked for"
mkdir "$folder/norange"
head -c 5000 "$folder/shelf/synth01.txt" >"$folder/norange/synth01.txt.part"
fetch norange "$folder/norange"
expect 0 "3 of 3 books" "a server without ranges is asked for all of it"
same "$folder/norange"
ok $? "byte for byte"
mkdir "$folder/long"
cat "$folder/shelf/synth01.txt" "$folder/shelf/synth02.txt" \
    >"$folder/long/synth01.txt.part"
fetch good "$folder/long"
expect 0 "3 of 3 books" "a part that is longer than the book is dropped"
fetch dead "$folder/dead"
expect 3 "broke off the connection" "a server that sends nothing is left alone"
has "parlab data fetch --from=$url/dead" "with the command to go on"

fetch other "$folder/other"
expect 0 "synth01.txt: fetched, another edition" "another edition is taken"
has "3 of them in another edition" "and said so at the end"
head -n 1 "$folder/other/synth01.txt" | grep -q "Second edition"
ok $? "it is what the server has"
run data verify --list "$list" "$folder/other"
expect 0 "3 of another edition" "verify knows it from a damaged one"
run data verify --list "$list" --exact "$folder/other"
expect 1 "3 of another edition" "with --exact it is a problem"
echo x >>"$folder/other/synth03.txt"
run data verify --list "$list" "$folder/other"
expect 1 "synth03.txt: was changed" "a damaged one is one in any case"
fetch other "$folder/exact" --exact
expect 1 "not kept" "with --exact no other edition is taken"
files "$folder/exact" "" "and nothing is kept of it"
fetch splice "$folder/splice"
expect 0 "another edition" "two halves of two editions are found out"
head -n 1 "$folder/splice/synth01.txt" | grep -q "Second edition" &&
    [ "$(wc -c <"$folder/splice/synth01.txt")" = \
        $(($(wc -c <"$folder/shelf/synth01.txt") + 15)) ]
ok $? "and the book is fetched in one piece"

for manner in page:"a web page" binary:"no UTF-8" endless:"too large" \
    none:"does not have it"; do
    fetch "${manner%%:*}" "$folder/bad"
    case ${manner%%:*} in none) status="HTTP status 400" ;; *) status="" ;; esac
    expect 1 "${manner#*:}" "${manner%%:*}: the reason is said"
    [ -z "$status" ] || has "$status" "with the status"
    files "$folder/bad" "" "${manner%%:*}: nothing is kept"
done
fetch busy "$folder/bad"
expect 3 "does not want to be asked now" "a server that is busy is left alone"
[ "$(wc -l <"$folder/log")" = 1 ]
ok $? "after one request"
mkdir "$folder/mine"
echo mine >"$folder/mine/synth02.txt"
fetch good "$folder/mine"
expect 1 "synth02.txt: a file of this name" "a person's own text stays"
has "2 of 3 books" "and the others are fetched"
[ "$(cat "$folder/mine/synth02.txt")" = mine ]
ok $? "it is as it was"
run data verify --list "$list" "$folder/mine"
expect 1 "synth02.txt: not the text of the list" "verify says so as well"

# --- no network, no curl, no room, Ctrl-C
rm "$folder/mine/synth03.txt"
run data fetch --list "$list" --from http://127.0.0.1:1/ "$folder/mine"
expect 3 "cannot be reached: no network" "without a network it says so"
has "1 of 3 books" "and what is there"
has "parlab data fetch --from=http://127.0.0.1:1" "and how to go on"
run data fetch --list "$list" --from http://me:secret@books.invalid/ "$folder/n"
expect 3 "books.invalid is not known here" "a name that is not known is named"
! grep -F secret "$folder/err" | grep -qv "^  parlab data fetch"
ok $? "without the password"
PATH=/nowhere run data fetch --list "$list" "$folder/none"
expect 3 "the program curl is missing" "without curl it says what to install"
(ulimit -f 20 && "$PARLAB" data fetch --pause 0 --list "$list" \
    "$folder/small") >"$folder/out" 2>"$folder/err"
code=$?
expect 3 "is the disk full" "a full disk is named"
! compgen -G "$folder/small/*.txt" >/dev/null
ok $? "and leaves no half book under its name"
fetch good "$folder/small"
expect 0 "3 of 3 books" "with room again it goes on"
same "$folder/small"
ok $? "byte for byte"
"$PARLAB" data fetch --list "$list" --from "$url/stuck" "$folder/stuck" \
    >"$folder/out" 2>"$folder/err" &
pid=$!
wait_for test -s "$folder/stuck/synth01.txt.part"
kill -TERM "$pid"
wait "$pid"
code=$?
expect 143 "parlab data fetch --from=$url/stuck" "a signal ends it, and how to go on"
files "$folder/stuck" "synth01.txt.part " "only the part is left"
! grep -l -a "$folder/stuc[k]" /proc/[0-9]*/cmdline 2>/dev/null | grep -q .
ok $? "and no curl"
fetch good "$folder/stuck"
expect 0 "3 of 3 books" "and the same folder is completed later"

# --- lists
echo "../evil.txt 5 $(printf %064d 0) $url/good/evil.txt" >"$folder/evil.list"
run data fetch --list "$folder/evil.list" "$folder/evil"
expect 3 "evil.list:1: the name must be plain" "a name with a path is refused"
[ ! -e "$folder/evil" ]
ok $? "before anything is made"
run data fetch --list "$folder/nowhere.list" "$folder/evil"
expect 3 "cannot read" "a list that is not there is named"

# --- the course's books
if [ -n "${PARLAB_BOOKS:-}" ]; then
    run data fetch --exact --pause 0 --from "file://$PARLAB_BOOKS" \
        "$folder/course"
    expect 0 "61 of 61 books" "the course's list fits the course's books"
    run data verify "$folder/course"
    expect 0 "61 texts as they should be" "and verify agrees"
    rm "$folder/course/SHA256SUMS" "$folder/course/pg13.txt"
    run data verify "$folder/course"
    expect 1 "1 of 61 books are not here" "without a list of sums as well"
else
    skip "the course's list fits the course's books" "PARLAB_BOOKS is not set"
fi
done_testing
