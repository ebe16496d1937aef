#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh FOLDER: grade what was handed in, which is in FOLDER: a file
# EXERCISE.c, or handin.tar with several. The last line that is printed is the
# result for Autolab. An image that has parlab in /opt/parlab, or where
# PARLAB_HOME says, saves building it each time.

set -u
here=$(cd "$(dirname "$0")" && pwd)
submission=$1
home=${PARLAB_HOME:-/opt/parlab}
[ -x "$home/parlab" ] || home=$here/parlab

if ! bash "$here/build.sh" "$here/parlab.tar.gz" "$home" \
    >"$here/build.log" 2>&1; then
    tail -n 20 "$here/build.log"
    echo "parlab could not be built here; please tell your instructor"
    exit 3
fi
if [ -f "$submission/handin.tar" ]; then
    mkdir -p "$here/handin"
    tar -xf "$submission/handin.tar" -C "$here/handin" --no-same-owner
    submission=$here/handin
elif [ -f "$submission/handin.c" ] &&
    [ "$(wc -l <"$here/exercises")" -eq 1 ]; then
    mkdir -p "$here/handin"
    exercise=$(cat "$here/exercises")
    cp -P "$submission/handin.c" "$here/handin/${exercise#*/}.c"
    submission=$here/handin
fi
bash "$here/grade.sh" "$home/parlab" "$submission" autolab - 2>&1
