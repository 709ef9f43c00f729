#!/bin/sh
# memory.sh [COPYDESK] -- what is remembered costs: the peak of runs over 10,000
# and 40,000 made articles of 3.5 KB, some 15 paragraphs each, and how many bytes
# an article more takes; without a cap and with --memory 16M, which must write
# the same. One thread.
#
# BENCH_DIR    where to make a folder to work in (build); 1 GB
set -eu
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/../.."
copydesk=${1:-build/copydesk}
[ -x "$copydesk" ] || { echo "memory.sh: $copydesk: no such program; run make first" >&2; exit 2; }
mkdir -p "${BENCH_DIR:-build}"
dir=$(mktemp -d "${BENCH_DIR:-build}/memory.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 2' INT TERM
TMPDIR=$dir; export TMPDIR
for c in gen measure; do
    ${CC:-cc} -std=c17 -D_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -O2 -o "$dir/$c" "tests/bench/$c.c"
done
for n in 10000 40000; do
    "$dir/gen" -n $n tests/bench/material.txt >"$dir/$n.txt"
    "$copydesk" clean -q --scope article --strip none --write jsonl "$dir/$n.txt" -o "$dir/$n.jsonl"
done

peak() {    # NAME N SUFFIX [OPTION...]: one run, its output kept; says its peak in KiB
    name=$1 n=$2 suffix=$3; shift 3
    "$dir/measure" "$dir/times" run "$copydesk" clean -q -j 1 --max-removed 100 "$@" "$dir/$n.$suffix" -o "$dir/$name" >&2
    tail -n 1 "$dir/times" | cut -d' ' -f3
}

row() {     # WHAT SUFFIX [OPTION...]
    what=$1 suffix=$2; shift 2
    rm -rf "$dir/state"; small=$(peak free 10000 "$suffix" "$@")
    rm -rf "$dir/state"; large=$(peak free 40000 "$suffix" "$@")
    rm -rf "$dir/state"; capped=$(peak capped 40000 "$suffix" --memory 16M "$@")
    cmp "$dir/free" "$dir/capped" || { echo "memory.sh: the cap changed what is written" >&2; exit 1; }
    echo "$small $large $capped" | awk -v what="$what" '{
        printf "%-44s %6.0f %8.0f %12.0f %10.0f\n", what, $1 / 1024, $2 / 1024, ($2 - $1) * 1024 / 30000, $3 / 1024 }'
}

printf '%-44s %6s %8s %12s %10s\n' '' 10,000 40,000 'bytes more' 'with 16M'
printf '%-44s %6s %8s %12s %10s\n' 'articles' MiB MiB 'an article' MiB
row '--scope article'                     txt   --scope article
row '--scope corpus'                      txt   --scope corpus
row '--scope corpus, with a journal'      txt   --scope corpus --journal "$dir/journal"
row '--scope corpus, JSON Lines'          jsonl --scope corpus
row '--scope corpus, a state begins'      txt   --scope corpus --state "$dir/state"
row '--scope article --near drop'         txt   --scope article --near drop
row '--scope corpus --near drop'          txt   --scope corpus --near drop
row '--scope corpus --near-paragraphs drop' txt --scope corpus --near-paragraphs drop
