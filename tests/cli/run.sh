#!/bin/sh
# Golden tests of the command line: run.sh [NAME...]
#
# A case is NAME.sh; beside it stand NAME.out, NAME.err and NAME.exit: what it
# must print and return, exactly (no file: nothing, and 0). It runs with `set
# -u`, in an empty folder of its own, with copydesk on the PATH and $CASES
# naming this folder. Status 77 means that a tool it needs is not installed.
# Only seconds and rates at the end of a line are replaced by N.
#
#   COPYDESK=FILE   the program under test (build/copydesk)
#   UPDATE=1        rewrite what is expected; read the diff before you commit it
#   VERBOSE=1       show the difference of failing cases
set -u
CASES=$(cd "$(dirname "$0")" && pwd)
program=${COPYDESK:-$CASES/../../build/copydesk}
if ! test -x "$program"; then
    echo "$0: $program is not there; run make" >&2
    exit 2
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
mkdir "$scratch/bin"
ln -s "$(cd "$(dirname "$program")" && pwd)/$(basename "$program")" "$scratch/bin/copydesk"
PATH=$scratch/bin:$PATH
LC_ALL=C TERM=dumb
export CASES PATH LC_ALL TERM
unset NO_COLOR
update=${UPDATE:-} verbose=${VERBOSE:-}
unset UPDATE VERBOSE COPYDESK
without=$(copydesk --version | sed -n 's/^built without //p')

# "      2.31 s  22.7 MB/s" at the end of a line
settle() {
    sed -E -i 's,( |^) *[0-9]+\.[0-9]+ s(  [0-9.]+ [KMGTP]?B/s)?$,\1N s,' "$1"
}

run_case() {   # name: fills out, err, exit in $scratch
    rm -rf "$scratch/work"
    mkdir "$scratch/work"
    (cd "$scratch/work" && exec sh -u "$CASES/$1.sh") \
        > "$scratch/out" 2> "$scratch/err" < /dev/null
    echo $? > "$scratch/exit"
    settle "$scratch/out"
    settle "$scratch/err"
}

rewrite() {   # name
    for part in out err; do
        rm -f "$CASES/$1.$part"
        test ! -s "$scratch/$part" || cp "$scratch/$part" "$CASES/$1.$part"
    done
    rm -f "$CASES/$1.exit"
    test "$(cat "$scratch/exit")" = 0 || cp "$scratch/exit" "$CASES/$1.exit"
}

compare() {   # name: prints which of out, err, exit differ
    echo 0 > "$scratch/none.exit"
    : > "$scratch/none.out"
    : > "$scratch/none.err"
    for part in out err exit; do
        expected=$CASES/$1.$part
        test -e "$expected" || expected=$scratch/none.$part
        cmp -s "$expected" "$scratch/$part" && continue
        printf ' %s' "$part"
        test -z "$verbose" || diff -u "$expected" "$scratch/$part" >&2
    done
}

passed=0 failed=0
test $# -gt 0 || set -- $(cd "$CASES" && ls -- *.sh | sed 's/\.sh$//' | grep -v -x run)
for name in "$@"; do
    needs=$(sed -n 's/^# needs //p' "$CASES/$name.sh")
    absent=
    for need in $needs; do
        case " $without " in *" $need "*) absent=$need ;; esac
    done
    [ -z "$absent" ] || { echo "SKIP $name: built without $absent"; continue; }
    run_case "$name"
    if test "$(cat "$scratch/exit")" = 77; then
        echo "SKIP $name"
        continue
    fi
    test -z "$update" || rewrite "$name"
    differs=$(compare "$name")
    if test -z "$differs"; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAIL $name:$differs"
    fi
done
echo "$passed passed, $failed failed"
test "$failed" -eq 0
