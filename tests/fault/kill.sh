#!/bin/sh
# kill.sh PROGRAM PRELOAD.so -- kills runs over a tree with SIGKILL, each at
# another of its system calls (before the n-th write, when half of it is
# written). After that every file of the output must be whole, and the next run
# must end as if nothing had happened and leave nothing else behind. Half of the
# runs begin with no output, half with one that is partly out of date.
set -u
program=$1 preload=$2
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
passed=0 failed=0 moments=9   # of each call and beginning; the calls are counted first

bad() { failed=$((failed + 1)); echo "FAILED $1, $2 output, call $3: $4"; }

# 60 articles: in the root, in 40 folders, in folders in them
mkdir "$work/in"
${CC:-cc} -std=c17 -D_DEFAULT_SOURCE -O1 -o "$work/gen" "$here/tests/bench/gen.c" || exit 1
"$work/gen" -n 60 -d "$work/gen.d" "$here/tests/bench/material.txt" || exit 1
n=0
for f in "$work"/gen.d/*/*.txt; do
    n=$((n + 1))
    case $((n % 6)) in
    0) to=in ;;
    1) to=in/site-$((n / 3))/sport/local ;;
    *) to=in/site-$((n / 3)) ;;
    esac
    mkdir -p "$work/$to" && mv "$f" "$work/$to/"
done

clean() {
    "$program" clean -j 2 -q "$work/in" -o "$work/out" --journal "$work/out.jsonl"
}

clean || { echo "FAILED undisturbed"; exit 1; }
mv "$work/out" "$work/whole"
mv "$work/out.jsonl" "$work/whole.jsonl"

# an output that is out of date: every third file has changed, every fifth is new
cp -r "$work/whole" "$work/old"
n=0
for f in $(cd "$work/old" && find . -type f | sort); do
    n=$((n + 1))
    [ $((n % 3)) -ne 0 ] || echo "as it was yesterday" >"$work/old/$f"
    [ $((n % 5)) -ne 0 ] || rm "$work/old/$f"
done
echo '{}' >"$work/old.jsonl"

begin() {   # none|old
    rm -rf "$work/out" "$work/out.jsonl" "$work/mark"
    [ "$1" = none ] || { cp -r "$work/old" "$work/out"; cp "$work/old.jsonl" "$work/out.jsonl"; }
}

is_whole() {   # FILE: as an undisturbed run leaves it, or as it was
    cmp -s "$work/$1" "$work/whole${1#out}" || cmp -s "$work/$1" "$work/old${1#out}"
}

# One kill; 9 when the run ended before.
try() {   # CALL BEGINNING NUMBER
    begin "$2"
    FAULT=$1:$3:-9 FAULT_MARK=$work/mark LD_PRELOAD=$preload clean 2>/dev/null
    [ -e "$work/mark" ] || return 9
    for f in $(cd "$work" && find out out.jsonl -name '.copydesk-*' -prune -o -type f -print 2>/dev/null); do
        is_whole "$f" || { bad "$@" "$f is not whole"; return 0; }
    done
    clean || { bad "$@" "the next run failed"; return 0; }
    if ! diff -r "$work/out" "$work/whole" >/dev/null || ! cmp -s "$work/out.jsonl" "$work/whole.jsonl"; then
        bad "$@" "the next run ends differently"; return 0
    fi
    if find "$work" -name '.copydesk-*' | grep -q .; then bad "$@" "something is left behind"; return 0; fi
    passed=$((passed + 1))
}

# How often a run makes the call: the first number, doubled and halved, that is too much.
count() {
    low=0 high=1
    while try "$1" "$2" $high; do low=$high high=$((high * 2)); done
    while [ $((high - low)) -gt 1 ]; do
        middle=$(((low + high) / 2))
        if try "$1" "$2" $middle; then low=$middle; else high=$middle; fi
    done
}

for call in open write rename mkdir close unlink; do
    for beginning in none old; do
        count $call $beginning
        number=1 step=$((low / moments + 1))
        while [ $number -le $low ]; do
            try $call $beginning $number
            number=$((number + step))
        done
    done
done
echo "killed: $passed passed, $failed failed"
[ $failed -eq 0 ] && [ $passed -ge 100 ]
