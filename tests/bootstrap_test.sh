#!/bin/bash
# SPDX-License-Identifier: MIT
# What bootstrap does about missing packages, on machines that are made of a
# PATH with few programs and package managers that only note what they are
# asked for. Nothing is installed and nothing is built.

set -u
. "$TOP/tests/tap.sh"

tools="bash sh awk cat cut dirname env head id mkdir nproc printf rm sed sort
    tail tr uname xargs gcc"
mkdir "$folder/tree" "$folder/bare"
cp "$TOP/bootstrap" "$folder/tree"
for tool in $tools; do
    path=$(command -v "$tool") && ln -sf "$path" "$folder/bare/$tool"
done

# machine NAME PROGRAM...: a PATH with these stand-ins, which note their
# arguments and fail.
machine() {
    local name=$1 program
    cp -R "$folder/bare" "$folder/$name"
    shift
    for program; do
        printf '#!/bin/sh\necho "%s $*" >>"%s"\nexit 1\n' \
            "$program" "$folder/asked" >"$folder/$name/$program"
        chmod +x "$folder/$name/$program"
    done
}

bootstrap_on() {
    : >"$folder/asked"
    code=0
    (
        unset MODULESHOME LMOD_CMD
        unset -f module ml
        PATH="$folder/$1" "$folder/tree/bootstrap"
    ) >"$folder/out" 2>"$folder/err" </dev/null || code=$?
}

asked() {
    grep -q -- "$1" "$folder/asked" || {
        sed 's/^/# asked: /' "$folder/asked"
        false
    }
    ok $? "$2"
}

machine apt apt-get dpkg-query sudo
bootstrap_on apt
expect 3 "sudo apt-get install --no-install-recommends" \
    "with apt that fails the line to run is printed"
asked "apt-get.* install .*libcunit1-dev" "and apt was asked for packages"
! grep -q mpich "$folder/asked"
ok $? "but not for what only tests need"
expect 3 "nothing was built" "and it is said that nothing was built"

machine dnf dnf rpm sudo
bootstrap_on dnf
expect 3 "sudo dnf install" "with dnf that fails the line to run is printed"
asked "dnf.* install .*CUnit-devel" "and dnf was asked for its own names"

machine slurm apt-get dpkg-query sudo sbatch
bootstrap_on slurm
expect 3 "module load" "on a cluster the line for modules is printed"
expect 3 "spack install" "and the one for spack"
[ ! -s "$folder/asked" ]
ok $? "and neither sudo nor a package manager is run"

machine nothing
bootstrap_on nothing
expect 3 "missing:" "elsewhere it is said what is missing"

"$folder/tree/bootstrap" chek >"$folder/out" 2>"$folder/err" </dev/null
code=$?
expect 2 'no command "chek"' "a mistyped command is wrong usage"
mkdir "$folder/it's a tree"
cp "$TOP/bootstrap" "$folder/it's a tree"
"$folder/it's a tree/bootstrap" >"$folder/out" 2>"$folder/err" </dev/null
code=$?
expect 3 "move this folder" "a path that Automake cannot work in is named"
done_testing
