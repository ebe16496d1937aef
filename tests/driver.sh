#!/bin/bash
# SPDX-License-Identifier: MIT
# Automake's driver of tests that print TAP: "make -j2 check" runs some beside
# each other. Those that ALONE_TESTS names look at how workers share the machine
# or at how long things take, so nothing else of the suite runs meanwhile. The
# others have a lock of parlab's own each, as they need not wait for a quiet
# machine.

driver=$1
shift
[ "$1" = --test-name ] || exit 99
mode=--shared
case " $ALONE_TESTS " in
*" $2 "*) mode=--exclusive ;;
esac
command -v flock >/dev/null || exec bash "$driver" "$@"
if [ $mode = --exclusive ]; then
    exec flock --close $mode "$BUILD/tests.lock" bash "$driver" "$@"
fi
XDG_RUNTIME_DIR=$(mktemp -d "${TMPDIR:-/tmp}/tests-XXXXXX") || exit 99
export XDG_RUNTIME_DIR
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
flock --close $mode "$BUILD/tests.lock" bash "$driver" "$@"
