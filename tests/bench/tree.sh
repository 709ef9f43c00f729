#!/bin/sh
# tree.sh COPYDESK RUNS TOOLS TREE OUT CHECK -- a tree of small files, beside cp -r.
#
# TOOLS has measure and chill; TREE is the tree, on the file system that is to be measured,
# and OUT a new folder there. Each round makes new trees next to the old ones and
# removes nothing: ext4 creates files slowly for minutes after a large deletion,
# and overwriting them costs it more than making them. All commands find the
# input in the page cache and its names in the dentry cache, but for the last
# three: before each, a tenth of the files is dropped from the page cache. Nothing is synced,
# for cp does not; a run with a state would by itself.
set -eu
copydesk=$1 runs=$2 tools=$3 tree=$4 out=$5 check=$6
clean="$copydesk clean -q"
mkdir "$out"
timed() {   # NAME COMMAND...
    "$tools/measure" "$out/times" "$@" </dev/null || { echo "tree.sh: this failed: $*" >&2; exit 2; }
}
size=$(find "$tree" -type f -exec cat {} + | wc -c)

# ---- the same bytes for any number of threads and with a state, or nothing is worth timing ----
$clean -j 1 "$tree" -o "$out/first"
$clean -j 2 "$tree" -o "$out/remembered" --state "$out/state" --sync none
diff -rq "$out/first" "$out/remembered" || { echo "tree.sh: two ways, different bytes" >&2; exit 1; }
: >"$out/since"

round=0
while [ $round -lt "$runs" ]; do
    round=$((round + 1))
    timed cp       cp -r "$tree" "$out/cp-$round"
    timed tree-1   $clean -j 1 "$tree" -o "$out/one-$round"
    timed tree-2   $clean -j 2 "$tree" -o "$out/two-$round"
    timed again-1  $clean -j 1 "$tree" -o "$out/first"
    timed again-2  $clean -j 2 "$tree" -o "$out/first"
    timed none-1   $clean -j 1 "$tree" -o "$out/remembered" --state "$out/state" --sync none
    timed none-2   $clean -j 2 "$tree" -o "$out/remembered" --state "$out/state" --sync none
    timed one-1    $clean -j 1 "$tree"
    timed one-2    $clean -j 2 "$tree"
done

# ---- from a disk that must be waited for ----
mkdir "$out/part"
part=$(($(ls "$tree" | wc -l) / 10))
find "$tree" -mindepth 1 -maxdepth 1 | sort | head -n "$part" | xargs -I{} cp -r {} "$out/part"
round=0
while [ $round -lt "$runs" ] && [ "$(df --output=fstype "$tree" 2>/dev/null | tail -1)" != tmpfs ]; do
    round=$((round + 1))
    "$tools/chill" "$out/part" && timed cold-cp cp -r "$out/part" "$out/part-$round"
    "$tools/chill" "$out/part" && timed cold-1 $clean -j 1 "$out/part" -o "$out/part-1-$round"
    "$tools/chill" "$out/part" && timed cold-2 $clean -j 2 "$out/part" -o "$out/part-2-$round"
done
[ -z "$(find "$out/first" "$out/remembered" -newer "$out/since" -type f | head -1)" ] || {
    echo "tree.sh: a run that had nothing to write has written" >&2; exit 1; }
awk -v tree="$size" -v check="$check" -f tests/bench/table.awk "$out/times"
