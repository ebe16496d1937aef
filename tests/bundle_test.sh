#!/bin/bash
# SPDX-License-Identifier: MIT
# The kit for students: what is in it and what is not, that the same tree
# gives the same bytes, and that it can be built and used as it is.

set -u
. "$TOP/tests/tap.sh"

# A tree of our own, since things are put into it.
tree=$folder/a\ tree
mkdir "$tree"
tar -C "$TOP" -cf - --exclude=./build --exclude=./.git --exclude=./parlab . |
    tar -C "$tree" -xf -
export PARLAB_ROOT=$tree

cd "$folder" || exit 99
run bundle --output one.tar.gz
expect 0 "sha256" "bundle makes a tarball"
tar -tzf one.tar.gz | sort >names
kit=$(head -n 1 names | tr -d /)
grep -qE '/(solutions|specimens|blind|hostile|unit)/|_test\.c$' names
[ $? -eq 1 ]
ok $? "without solutions and tests"
grep -v '/$' names | sed "s|^$kit/||" >files
for file in bootstrap README.md labs/threads/gaussian/gaussian.c \
    skeletons/threads/gaussian.c grader/exercises/threads/gaussian_cases.c \
    labs/acf/words/words.h docs/diagnoses/race.md; do
    grep -qxF "$file" files || echo "$file"
done >out
[ ! -s out ]
ok $? "with labs, skeletons, cases and texts"

# --- against the list, by the shell's own patterns
{
    for lab in acf mpi pools shared threads; do
        for exercise in "$tree/labs/$lab"/*/hints.md; do
            stem=$(basename "$(dirname "$exercise")")
            sed -n "/LAB\/EX/s|LAB/EX|$lab/$stem|gp" \
                "$tree/grader/kit/allowed.list" | sed "s|EX|$stem|g"
        done
        sed -n "/LAB\/[^EL]/s|LAB|$lab|gp" "$tree/grader/kit/allowed.list"
    done
    echo 'labs/acf/words/*.[ch]'
    grep -v 'LAB' "$tree/grader/kit/allowed.list"
} | grep -v '^#' | sed 's/.* -> //' | grep . >patterns
while read -r file; do
    while read -r pattern; do
        # shellcheck disable=SC2053
        [[ $file == $pattern && ${file//[^\/]/} == "${pattern//[^\/]/}" ]] &&
            continue 2
    done <patterns
    echo "$file"
done <files >out
[ ! -s out ]
ok $? "every file in it is on the list"

# --- nobody's work, and no bytes that depend on where and when
echo '/* my work */' >>"$tree/labs/threads/gaussian/gaussian.c"
echo '/* my try */' >"$tree/labs/threads/gaussian/other.c"
echo '/* my copy */' >"$tree/labs/threads/gaussian/gaussian.c~"
mkdir -p "$tree/labs/.parlab"
cat >>"$tree/labs/course.conf" <<'CONF'
exercises = ({ name = "threads"; deadline = "2026-11-06"; });
extensions = ({ student = "Ada"; deadline = "2026-12-01"; });
CONF
find "$tree" -exec touch -d '2001-02-03 04:05' {} +
chmod -R g-rwx,o-rwx "$tree/labs"
(umask 077 && TZ=Asia/Tokyo LC_ALL=C run bundle --output two.tar.gz)
cmp one.tar.gz two.tar.gz >out
ok $? "somebody's work and deadlines, times and modes change no byte"
tar -tvzf one.tar.gz | awk '{print $1, $2, $4}' | sort | uniq -c >out
[ "$(wc -l <out)" -eq 3 ] && ! grep -v ' 0/0 1980-01-01$' out
ok $? "one owner, one time, and the modes of folders, files and programs"

mkdir unpacked
tar -C unpacked -xzf one.tar.gz
here=$folder/unpacked/$kit
grep -rlE '^ *//(>|\|)' --include='*.[ch]' "$here/labs" "$here/skeletons" |
    grep -v '/examples/\|/start/\|serial\.c$\|\.h$' >out
[ ! -s out ]
ok $? "no skeleton shows how it was made"
cmp "$here/labs/mpi/matvec/matvec.c" "$TOP/labs/mpi/matvec/matvec.c" &&
    cmp "$here/skeletons/mpi/matvec.c" "$TOP/labs/mpi/matvec/matvec.c"
ok $? "skeletons are the course's"
grep -oh '](\.*[a-zA-Z/][^):#]*' "$here/README.md" "$here/labs/README.md" |
    sort -u >links
(cd "$here" && while read -r link; do
    [ -e "${link#](}" ] || [ -e "labs/${link#](}" ] || echo "$link"
done <"$folder/links") >out
[ ! -s out ]
ok $? "the first texts lead nowhere that is not there"

# --- what is refused
ln -sf /etc/passwd "$tree/labs/threads/gaussian/gaussian.svg"
run bundle --output bad.tar.gz
expect 3 "symbolic link" "a link in the tree is refused"
rm "$tree/labs/threads/gaussian/gaussian.svg"
run bundle --output bad.tar.gz
expect 3 "gaussian.svg" "what is missing is named"
[ ! -e bad.tar.gz ]
ok $? "and nothing is written"
cp "$TOP/labs/threads/gaussian/gaussian.svg" "$tree/labs/threads/gaussian"
run bundle more
expect 2 "too many" "a word too many is wrong usage"
run bundle --solutions nothing
expect 2 "there is no exercise" "a lab that is not there is wrong usage"
run bundle --solutions threads/gaussian
expect 2 "a whole lab" "so is a single exercise"
run bundle --output /proc/nowhere/kit.tar.gz
expect 3 "cannot" "a file that cannot be written is an error"

run bundle --solutions threads
expect 0 "solutions/threads" "the solutions of a lab are another tarball"
tar -tzf parlab-solutions-threads.tar.gz | grep -v '/$' >out
[ "$(cat out)" = "$kit/solutions/threads/gaussian.c" ]
ok $? "which holds that lab's only"

# --- built and used, as a student would
if [ -n "${PARLAB_QUICK-}" ]; then
    done_testing
    exit 0
fi
mkdir "$here/build"
(cd "$here" && autoreconf -i && cd build && ../configure CFLAGS=-O0 &&
    make -j2) >out 2>err
ok $? "the kit can be built"
unset PARLAB_ROOT
PARLAB=$here/build/parlab
run check --baseline threads/gaussian
expect 1 "33 of 33 cases" "and checks programs"
cp "$TOP/solutions/threads/gaussian.c" "$here/labs/threads/gaussian"
run check threads/gaussian
expect 0 "60 of 60" "a right solution that is copied in passes"
run reset threads/gaussian
expect 0 "is the skeleton again" "reset gives the skeleton"
cmp "$here/labs/threads/gaussian/gaussian.c" \
    "$TOP/labs/threads/gaussian/gaussian.c"
ok $? "whole"
run
expect 0 "Next: threads/gaussian" "which counts as not begun"
run check --reference threads/gaussian
expect 2 "without the solutions" "the reference is said to be missing"
run bundle --output three.tar.gz
expect 0 "sha256" "the kit makes a kit"
cmp one.tar.gz three.tar.gz >out
ok $? "of the same bytes"
run bundle --solutions threads
expect 3 "without solutions" "but no solutions"
tar -C unpacked -xzf parlab-solutions-threads.tar.gz
run check --reference threads/gaussian
expect 0 "60 of 60" "until they are unpacked beside it"
run check --skeleton threads/gaussian
[ "$code" -eq 1 ]
ok $? "and the skeleton stays the skeleton"
make -C "$here/build" install DESTDIR="$folder/installed" >out 2>err &&
    find installed -path '*skeletons/threads/gaussian.c' | grep -q .
ok $? "it can be installed"
done_testing
