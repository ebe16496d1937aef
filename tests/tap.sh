# SPDX-License-Identifier: MIT
# Sourced by the shell tests: TAP lines, a private folder, and the command.
# Needs: PARLAB (the command), TOP (the source tree).

# Checkers take seconds, and have a test of their own.
: "${PARLAB_CHECKERS=no}"
export PARLAB_CHECKERS

# What a test makes is no part of the make that runs the tests.
unset MAKEFLAGS MFLAGS MAKELEVEL

n_done=0
folder=$(mktemp -d "${TMPDIR:-/tmp}/parlab-test-XXXXXX")
chmod 755 "$folder" # candidates that root grades run as other users
trap 'rm -rf "$folder"' EXIT

# ok STATUS NAME: one TAP line; what was printed is shown when it is not ok.
ok() {
    n_done=$((n_done + 1))
    if [ "$1" -eq 0 ]; then
        echo "ok $n_done - $2"
    else
        echo "not ok $n_done - $2"
        sed 's/^/# out: /' "$folder/out" 2>/dev/null | head -n 20
        sed 's/^/# err: /' "$folder/err" 2>/dev/null | head -n 20
    fi
}

skip() {
    n_done=$((n_done + 1))
    echo "ok $n_done - $1 # SKIP $2"
}

# skip_when_quick: end here where only the build is tested (make distcheck).
skip_when_quick() {
    if [ -n "${PARLAB_QUICK-}" ]; then
        echo "1..0 # SKIP not among the quick tests"
        exit 0
    fi
}

# run ARGUMENT...: run parlab, keep its output; its exit code is in $code.
run() {
    run_with /dev/null "$@"
}

# run_with FILE ARGUMENT...: the same with FILE as its input.
run_with() {
    code=0
    "$PARLAB" "${@:2}" >"$folder/out" 2>"$folder/err" <"$1" || code=$?
}

# expect CODE TEXT NAME: after run, the exit code and a text in its output.
expect() {
    if [ "$code" -ne "$1" ]; then
        echo "# exit code $code, expected $1"
        ok 1 "$3"
    elif ! cat "$folder/out" "$folder/err" | grep -qF -- "$2"; then
        echo "# \"$2\" is not in the output"
        ok 1 "$3"
    else
        ok 0 "$3"
    fi
}

done_testing() {
    echo "1..$n_done"
}
