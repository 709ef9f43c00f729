#!/bin/sh
# run.sh [--check] [--runs N] [--scale PERCENT] [COPYDESK] -- how fast copydesk
# is beside what people would run instead, as ratios taken in one run.
#
# --check      exit 1 when a bar (see the end) is missed by more than a quarter
# --runs N     rounds, each with every command once; medians are shown (5)
# --scale P    size of the corpus in percent: 100 is a tree of 20,000 articles
#              (72 MB), a stream of 100,000 (350 MB), a long one of 300,000 and a
#              slice of 18,000: the sizes for which the bars were set
# BENCH_DIR    where to make a folder to work in (build); tree and copies share its disk
#
# What keeps the figures honest: commands take turns within a round, and ratios
# are taken within a round before the median, so that a busy machine slows both
# sides. Input is in the page cache. Output goes to /dev/null or into a fresh
# tree; nothing is deleted before the last run, for ext4 creates files slowly
# for minutes after a large deletion. Output for one and two threads is
# compared before anything is timed.
set -eu
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/../.."

check=no runs=5 scale=100 copydesk=build/copydesk
while [ $# -gt 0 ]; do
    case $1 in
    --check) check=yes ;;
    --runs)  runs=$2; shift ;;
    --scale) scale=$2; shift ;;
    -*)      echo "run.sh: unknown option $1" >&2; exit 2 ;;
    *)       copydesk=$1 ;;
    esac
    shift
done
[ -x "$copydesk" ] || { echo "run.sh: $copydesk: no such program; run make first" >&2; exit 2; }
tests/bootstrap.sh bench

mkdir -p "${BENCH_DIR:-build}"
dir=$(mktemp -d "${BENCH_DIR:-build}/bench.XXXXXX")
mkdir "$dir/out"
in_memory=
trap 'rm -rf "$dir" ${in_memory:+"$in_memory"}' EXIT
trap 'exit 2' INT TERM
stream=$dir/stream.txt long=$dir/long.txt slice=$dir/slice.txt tree=$dir/tree times=$dir/times
memory=/dev/shm   # a disk in memory, if there is one

# ---- the corpus ----
strict="-std=c17 -D_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -O2"
for c in gen measure chill; do
    # shellcheck disable=SC2086  # words
    ${CC:-cc} $strict -o "$dir/$c" "tests/bench/$c.c"
done
"$dir/gen" -n $((100000 * scale / 100)) tests/bench/material.txt >"$stream"
"$dir/gen" -n $((300000 * scale / 100)) -s 4 tests/bench/material.txt >"$long"
"$dir/gen" -n $((18000 * scale / 100)) -s 2 tests/bench/material.txt >"$slice"
"$dir/gen" -n $((20000 * scale / 100)) -s 3 -d "$tree" tests/bench/material.txt

# ---- the same bytes for any number of threads, or nothing is worth timing ----
for input in "$stream" "$tree"; do
    for j in 1 2; do
        "$copydesk" clean -q -j "$j" "$input" -o "$dir/out/verify-$j.$(basename "$input")"
    done
    diff -rq "$dir/out/verify-1.$(basename "$input")" "$dir/out/verify-2.$(basename "$input")" || {
        echo "run.sh: one and two threads write different bytes" >&2; exit 1; }
done

# ---- the runs ----
labels='advertisement|share|share this article|read more|continue reading|leave a reply|comments are closed|sign up for our newsletter|follow us on .*|all rights reserved|back to top|skip to main content|privacy policy|your email address will not be published.*'
pipe="mawk '!seen[\$0]++' \"\$1\" | sed -E '/^($labels)\$/Id' | uconv -f UTF-8 -t UTF-8 -x any-nfc"

timed() {   # NAME COMMAND...
    "$dir/measure" "$times" "$@" </dev/null || {
        echo "run.sh: this failed: $*" >&2; exit 2; }
}

round=0
while [ $round -lt "$runs" ]; do
    round=$((round + 1))
    if [ -t 2 ]; then printf '\rround %d of %d ' "$round" "$runs" >&2; fi
    cat "$stream" "$slice" >/dev/null
    timed stream-1 "$copydesk" clean -q -j 1 "$stream"
    timed mawk     mawk '!seen[$0]++' "$stream"
    timed stream-2 "$copydesk" clean -q -j 2 "$stream"
    timed sort     sort -u "$stream"
    timed cat      cat "$stream"
    timed slice-1  "$copydesk" clean -q -j 1 "$slice"
    timed pipe     sh -c "$pipe" sh "$slice"
    timed slice-2  "$copydesk" clean -q -j 2 "$slice"
    timed python   python3 tests/bench/peer.py "$slice"
    [ $round -le 3 ] || continue   # mawk takes its time
    cat "$long" >/dev/null
    timed long-1    "$copydesk" clean -q -j 1 "$long"
    timed long-mawk mawk '!seen[$0]++' "$long"
    timed long-2    "$copydesk" clean -q -j 2 "$long"
done
[ ! -t 2 ] || printf '\r                    \r' >&2

# ---- the table ----
size() { find "$1" -type f -exec cat {} + | wc -c; }
echo "copydesk beside other tools: medians of $runs interleaved rounds, $(nproc) cores, $(uname -sm)"
echo "stream $(($(size "$stream") / 1000000)) MB in one file, to /dev/null; long $(($(size "$long") / 1000000)) MB; slice $(($(size "$slice") / 1000000)) MB; tree $(find "$tree" -type f | wc -l) files, $(($(size "$tree") / 1000000)) MB"
echo
status=0
awk -v stream="$(size "$stream")" -v long="$(size "$long")" -v slice="$(size "$slice")" \
    -v check="$check" -f tests/bench/table.awk "$times" || status=$?

# ---- a tree of small files, on this disk and in memory ----
trees() {   # TREE OUT
    echo
    echo "tree on $(df --output=fstype "$1" 2>/dev/null | tail -1)"
    sh tests/bench/tree.sh "$copydesk" "$runs" "$dir" "$1" "$2" "$check" || status=$?
}
trees "$tree" "$dir/out/trees"
# a round's three trees and the four of before the first take 1,200 KB a percent each, at the most
room=$(df -kP "$memory" 2>/dev/null | awk 'NR == 2 { print $4 }')
if [ "$(df --output=fstype "$memory" 2>/dev/null | tail -1)" = tmpfs ] \
        && [ "${room:-0}" -gt $(((4 + 3 * runs) * 1200 * scale)) ]; then
    in_memory=$(mktemp -d "$memory/copydesk-bench.XXXXXX")
    cp -r "$tree" "$in_memory/tree"
    trees "$in_memory/tree" "$in_memory/trees"
    rm -rf "$in_memory"
fi

# ---- repair beside ftfy, when it is there (pip install ftfy) ----
if python3 -c 'import ftfy' 2>/dev/null; then
    echo
    python3 tests/bench/beside_ftfy.py --speed | grep ' times$'
fi

# ---- look-ups in what earlier runs remembered ----
# shellcheck disable=SC2086,SC2046  # words
${CC:-cc} $strict -Iinclude -Isrc -o "$dir/keyrun_bench" tests/bench/keyrun_bench.c \
    src/dedupe/keys/keyrun*.c src/dedupe/keys/run_file.c src/base/*.c $(pkg-config --cflags --libs libxxhash)
echo
"$dir/keyrun_bench" "$dir" $((100000 * scale)) "$runs"

# ---- the same articles, compressed and in archives ----
echo
sh tests/bench/containers.sh "$copydesk" "$slice" "$tree" "$runs" "$dir"

# ---- near paragraphs, beside the same run without them ----
times=$dir/near-times round=0
while [ $round -lt "$runs" ]; do
    round=$((round + 1))
    timed off "$copydesk" clean -q -j 1 --scope corpus --max-removed 100 "$slice"
    timed on  "$copydesk" clean -q -j 1 --scope corpus --max-removed 100 --near-paragraphs drop "$slice"
done
echo
sort -k1,1 -k2,2n "$times" | awk -v mb="$(size "$slice")" '
    { at[$1, ++n[$1]] = $2 }
    END { off = at["off", int((n["off"] + 1) / 2)]; on = at["on", int((n["on"] + 1) / 2)]
          printf "--near-paragraphs: %.0f MB/s, %.1f times the time of the run without\n", mb / 1e6 / on, on / off }'

# ---- JSON Lines ----
echo
sh tests/bench/jsonl.sh "$dir" "$copydesk" "$slice" "$runs"

# ---- near-duplicates, beside exact comparison and others' tools ----
echo
sh tests/bench/near/run.sh "$copydesk" "$dir" "$dir/measure" $((200 * scale)) || status=1
exit $status
