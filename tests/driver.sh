#!/bin/bash
# SPDX-License-Identifier: MIT
# Automake's driver of tests that print TAP: "make -j2 check" runs some beside
# each other. Those that ALONE_TESTS names look at how workers share the machine
# or at how long things take, so nothing else of the suite runs meanwhile.

driver=$1
shift
[ "$1" = --test-name ] || exit 99
mode=--shared
case " $ALONE_TESTS " in
*" $2 "*) mode=--exclusive ;;
esac
command -v flock >/dev/null || exec bash "$driver" "$@"
exec flock --close "$mode" "$BUILD/tests.lock" bash "$driver" "$@"
