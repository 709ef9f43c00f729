#!/bin/sh
# near/run.sh PROGRAM DIR MEASURE [N] -- near-duplicates of a made corpus of N articles (20,000), by
# this program and, when python3 can import them (pip install datasketch rensa text-dedup), by others, in
# seconds of the processor, which a busy machine does not change;
# and how time and memory grow with short articles. DIR is scratch, MEASURE the tool of that name.
# Ends with 1 when recall is under 0.97, or anything was found that is not near.
set -eu
program=$1 dir=$2 measure=$3 n=${4:-20000}
here=$(dirname "$0")
${CC:-cc} -std=c17 -D_DEFAULT_SOURCE -O2 -Wall -Wextra -Werror -o "$dir/join" "$here/join.c"
python3 "$here/make.py" "$n" "$dir/near.txt" "$dir/near.truth"

row() {   # NAME COMMAND...: what it prints is a list of near-duplicates
    name=$1; shift
    "$@" > "$dir/near.list" 2>/dev/null || { echo "near/run.sh: this failed: $*" >&2; exit 2; }
    "$measure" "$dir/near.times" "$name" "$@" 2>/dev/null
    "$dir/join" "$dir/near.txt" "$dir/near.truth" "$dir/near.list" > "$dir/near.judged" || true
    tail -n 1 "$dir/near.times" | cat - "$dir/near.judged" | awk -v articles="$n" '
        NR == 1 { name = $1; seconds = $4 + $5; mb = $3 / 1024 }
        $1 == "all" { printf "%-14s %8.2f %10d %8.0f %8d %8d %8d %8.4f\n", name, seconds, articles / seconds, mb, $4, $3 - $4, $5, $6 }'
}

echo "near-duplicates of $n made articles of some 450 words; right: a kept article is near by comparison with all of them"
printf '%-14s %8s %10s %8s %8s %8s %8s %8s\n' '' cpu-secs articles/s MB right missed wrong recall
row copydesk-j1 "$program" near -q -j 1 "$dir/near.txt"
cp "$dir/near.judged" "$dir/near.ours"
row copydesk-j2 "$program" near -q -j 2 "$dir/near.txt"
row longest-j1 "$program" near -q -j 1 --keep longest "$dir/near.txt"
for tool in datasketch rensa text-dedup; do
    module=$(echo $tool | tr - _)
    if python3 -c "import $module" 2>/dev/null; then row $tool python3 "$here/peer.py" $tool "$dir/near.txt"; fi
done
echo
echo "by kind"
cat "$dir/near.ours"
echo
python3 "$here/make.py" $((n * 5)) "$dir/near.txt" "$dir/near.truth" 100
for part in 50 5 1; do   # of n * 5 short articles
    head -c $(($(wc -c < "$dir/near.txt") / part)) "$dir/near.txt" > "$dir/near.part"
    "$measure" "$dir/near.times" short "$program" near -q -j 1 "$dir/near.part"
    tail -n 1 "$dir/near.times" | awk -v articles=$((n * 5 / part)) '{
        printf "%9d articles of 100 words: %5.1f us and %5.0f bytes of memory each\n", articles, ($4 + $5) * 1e6 / articles, $3 * 1024 / articles }'
done
rm -f "$dir"/near.txt "$dir"/near.part
awk '$1 == "all" { exit !($6 >= 0.97 && $5 == 0) }' "$dir/near.ours"
