#!/bin/sh
# corpus.sh [COPYDESK] -- cleans corpus/articles as a default run does and
# compares the tree that comes out with corpus/expected, byte for byte; then
# the promises that can be seen from outside: the same bytes for any number of
# threads, nothing to do the second time, and everything restored from the
# journal. Ends with a line "N passed, N failed"; exit status 1 when any failed.
set -u
LC_ALL=C; export LC_ALL
copydesk=${1:-build/copydesk}
case $copydesk in */*) copydesk=$(cd "$(dirname "$copydesk")" && pwd)/$(basename "$copydesk") ;; esac
cd "$(dirname "$0")/.." || exit 2
articles=corpus/articles expected=corpus/expected
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

pass() { passed=$((passed + 1)); }

fail() {   # WHAT [FILE-WITH-DETAILS]
    failed=$((failed + 1))
    echo "FAILED: $1"
    if [ -n "${2:-}" ]; then sed -n '1,24s/^/    /p' "$2"; fi
}

run() {   # COMMAND...: its exit status must be 0
    if "$copydesk" "$@" >"$work/said" 2>&1; then pass
    else fail "exit status $? of: copydesk $*" "$work/said"; fi
}

same_tree() {   # WHAT WANTED GOT
    if diff -r "$2" "$3" >"$work/diff" 2>&1; then pass; else fail "$1" "$work/diff"; fi
}

names() { (cd "$1" 2>/dev/null && find . -type f | sed 's|^\./||' | sort); }

finish() {
    echo "$passed passed, $failed failed"
    [ "$failed" -eq 0 ]
    exit
}

# ---- every article by name ----
judge() {   # NAME
    wanted=$expected/$1 got=$work/out/$1
    if [ ! -e "$articles/$1" ]; then fail "$1: written or expected, and no such article"
    elif [ ! -e "$wanted" ] && [ ! -e "$got" ]; then pass
    elif [ ! -e "$wanted" ] && [ -e "$got" ]; then fail "$1: written, though nothing may be left of it" "$got"
    elif [ ! -e "$got" ]; then fail "$1: not written"
    elif cmp -s "$wanted" "$got"; then pass
    else
        diff -a -U1 "$wanted" "$got" >"$work/diff"
        fail "$1: differs (- expected, + got)" "$work/diff"
    fi
}

run clean "$articles" -o "$work/out" --journal "$work/journal"
[ -d "$work/out" ] || finish
{ names "$articles"; names "$expected"; names "$work/out"; } | sort -u >"$work/names"
case $("$copydesk" --version) in   # what a detector is needed for
*"built without"*uchardet*) sed -i '/windows-1251/d' "$work/names" ;;
esac
while IFS= read -r name; do judge "$name"; done <"$work/names"

# ---- any number of threads ----
for j in 1 2 5; do
    run clean -j $j "$articles" -o "$work/out-$j" --journal "$work/journal-$j"
    same_tree "tree with $j threads" "$work/out" "$work/out-$j"
    same_tree "journal with $j threads" "$work/journal" "$work/journal-$j"
done

# ---- clean text stays as it is ----
run clean "$work/out" -o "$work/again"
same_tree "a second run over clean text" "$work/out" "$work/again"

# ---- nothing is lost ----
run restore "$work/journal" "$work/out" -o "$work/restored"
same_tree "restored from the journal" "$articles" "$work/restored"

finish
