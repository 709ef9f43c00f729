#!/bin/sh
# growth.sh [--most N] [COPYDESK] -- what a paragraph costs, in time and memory,
# as the number of paragraphs grows from 10,000 to N (10 million), without a cap
# and with --memory 16M; then what an article of 60 words costs `copydesk near`, up
# to N/10 articles, without a cap and with the same. One thread; the best of
# three runs for up to a million paragraphs. What the capped runs write is compared
# with what the free ones do.
#
# BENCH_DIR    where to make a folder to work in (build); 3 GB for 10 million
set -eu
LC_ALL=C; export LC_ALL
cd "$(dirname "$0")/../.."

most=10000000 copydesk=build/copydesk
while [ $# -gt 0 ]; do
    case $1 in
    --most) most=$2; shift ;;
    -*)     echo "growth.sh: unknown option $1" >&2; exit 2 ;;
    *)      copydesk=$1 ;;
    esac
    shift
done
[ -x "$copydesk" ] || { echo "growth.sh: $copydesk: no such program; run make first" >&2; exit 2; }
mkdir -p "${BENCH_DIR:-build}"
dir=$(mktemp -d "${BENCH_DIR:-build}/growth.XXXXXX")
trap 'rm -rf "$dir"' EXIT
trap 'exit 2' INT TERM
TMPDIR=$dir; export TMPDIR
for c in growth measure; do
    ${CC:-cc} -std=c17 -D_DEFAULT_SOURCE -D_XOPEN_SOURCE=700 -O2 -o "$dir/$c" "tests/bench/$c.c"
done

clean() {   # NAME [OPTION...]: one run, noted
    name=$1; shift
    "$dir/measure" "$dir/times" "$name" "$copydesk" clean -q -j 1 --scope corpus --stats "$dir/stats" "$@" \
        "$dir/in" -o "$dir/$name"
}

near() {    # the same, of near
    name=$1; shift
    "$dir/measure" "$dir/times" "$name" sh -c 'out=$1; shift; exec "$@" >"$out"' sh "$dir/$name" \
        "$copydesk" near -q -j 1 "$@" "$dir/in"
}

same() { cmp "$dir/free" "$dir/capped" || { echo "growth.sh: the cap changed what is written" >&2; exit 1; }; }

# nanoseconds of processor for one of N, and peak MiB, of the best run of NAME
best() { awk -v name="$1" -v n="$2" '$1 == name && (!least || $4 + $5 < least) { least = $4 + $5; kib = $3 } END { printf "%8.0f %8.0f", least / n * 1e9, kib / 1024 }' "$dir/times"; }

echo "                    no cap                            --memory 16M"
echo "paragraphs   ns each      MiB  bytes remembered   ns each      MiB"
n=10000
while [ $n -le "$most" ]; do
    "$dir/growth" $n >"$dir/in"
    cat "$dir/in" >/dev/null
    rm -f "$dir/times"
    for round in 1 2 3; do
        [ $round -eq 1 ] || [ $n -le 1000000 ] || continue
        clean free
        bytes=$(sed -n 's/^  "memory": \([0-9]*\),$/\1/p' "$dir/stats")
        gone=$(sed -n 's/^    "seen": {"paragraphs": \([0-9]*\),.*/\1/p' "$dir/stats")
        clean capped --memory 16M
        same
    done
    printf '%10d  %s  %16.1f  %s\n' $n "$(best free $n)" \
        "$(echo "$bytes $n $gone" | awk '{ print $1 / ($2 - $3) }')" "$(best capped $n)"
    n=$((n * 10))
done
echo
echo "copydesk near       no cap           --memory 16M"
echo "  articles   ns each      MiB    ns each      MiB"
n=1000
while [ $((n * 10)) -le "$most" ]; do
    "$dir/growth" $((n * 5)) 20 10 >"$dir/in"
    cat "$dir/in" >/dev/null
    rm -f "$dir/times"
    for round in 1 2 3; do
        [ $round -eq 1 ] || [ $n -le 200000 ] || continue
        near free
        near capped --memory 16M
        same
    done
    printf '%10d  %s   %s\n' $n "$(best free $n)" "$(best capped $n)"
    n=$((n * 10))
done
echo
echo "ns each: processor time for a paragraph or article of the input. bytes remembered: for each"
echo "paragraph that no earlier article has, all that is kept in memory."
