#!/bin/bash
# SPDX-License-Identifier: MIT
# Every fuzz target survives its seeds, and a moment of chance. "make fuzz"
# gives them more time.

set -u
. "$TOP/tests/tap.sh"
skip_when_quick

cat >"$folder/try.c" <<'EOF'
int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long n);
int LLVMFuzzerTestOneInput(const unsigned char *data, unsigned long n)
{
    return n > 0 && data[0] == 'x' ? 0 : 0;
}
EOF
if ! clang -fsanitize=fuzzer,address,undefined "$folder/try.c" \
    -o "$folder/try" >"$folder/out" 2>"$folder/err"; then
    echo "1..0 # SKIP clang is not installed, or has no libFuzzer"
    exit 0
fi
make -C "$BUILD" -j2 fuzz-programs >"$folder/out" 2>"$folder/err"
ok $? "the targets build"
for target in "$TOP"/tests/fuzz/corpus/*/; do
    target=$(basename "$target")
    if [ "$target" = collect ] &&
        ! "$PARLAB" class status --help >/dev/null 2>&1; then
        skip "collect" "this parlab cannot grade a class"
        continue
    fi
    make -s -C "$BUILD" "fuzz-$target" SECONDS=1 >"$folder/out" \
        2>"$folder/err"
    ok $? "$target: $(sed -n 's/^fuzz-[a-z]*: //p' "$folder/out" | head -n 1)"
done
done_testing
