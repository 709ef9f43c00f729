#!/bin/sh
# containers.sh COPYDESK STREAM TREE RUNS DIR -- what unpacking costs: the same
# articles compressed and in archives, beside the plain ones and beside a pipe
# that unpacks them. Medians of RUNS rounds, each with every command once.
set -eu
copydesk=$1 stream=$2 tree=$3 runs=$4 dir=$5
command -v zstd >/dev/null && command -v python3 >/dev/null || { echo "containers: no zstd or python3 here"; exit 0; }
times=$dir/container-times
zstd -q -f "$stream" -o "$dir/stream.txt.zst"
gzip -c "$stream" >"$dir/stream.txt.gz"
tar -C "$tree" --sort=name -cf "$dir/tree.tar" .
zstd -q -f "$dir/tree.tar" -o "$dir/tree.tar.zst"
python3 - "$tree" "$dir/tree.wet" <<'END'
import os, sys
with open(sys.argv[2], 'wb') as out:
    for folder, folders, names in os.walk(sys.argv[1]):
        folders.sort()
        for name in sorted(names):
            body = open(os.path.join(folder, name), 'rb').read()
            out.write(b'WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: https://%s.example/\r\n'
                      b'Content-Type: text/plain\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n'
                      % (os.path.basename(folder).encode(), len(body), body))
END
gzip -f "$dir/tree.wet"
timed() { "$dir/measure" "$times" "$@" </dev/null; }
clean="$copydesk clean -q -j 1"
for _ in $(seq "$runs"); do
    timed stream      $clean "$stream"
    timed stream.zst  $clean "$dir/stream.txt.zst"
    timed pipe.zst    sh -c "zstd -dcq '$dir/stream.txt.zst' | $clean --scope corpus"
    timed stream.gz   $clean "$dir/stream.txt.gz"
    timed pipe.gz     sh -c "gzip -dc '$dir/stream.txt.gz' | $clean --scope corpus"
    timed tree        $clean "$tree"
    timed tar         $clean "$dir/tree.tar"
    timed tar.zst     $clean "$dir/tree.tar.zst"
    timed wet.gz      $clean "$dir/tree.wet.gz"
    timed keys        $copydesk keys -q -j 1 "$tree"
done
awk '
{ seconds[$1, ++n[$1]] = $2; if ($3 > peak[$1]) peak[$1] = $3 }
function middle(name, other,    i, k, list, held) {
    for (i = 1; i <= n[name]; i++) {
        held = other == "" ? seconds[name, i] : seconds[name, i] / seconds[other, i]
        for (k = i - 1; k >= 1 && list[k] > held; k--) list[k + 1] = list[k]
        list[k + 1] = held
    }
    return list[int((n[name] + 1) / 2)]
}
function row(name, what, other) {
    printf "%-52s %8.3f %6.0f  %8.2f\n", what, middle(name, ""), peak[name] / 1024, middle(name, other)
}
END {
    printf "%-52s %8s %6s  %8s\n", "containers, -j 1, to /dev/null", "seconds", "MiB", "/ plain"
    row("stream.zst", "copydesk clean stream.txt.zst", "stream")
    row("pipe.zst", "zstd -dc stream.txt.zst | copydesk clean", "stream")
    row("stream.gz", "copydesk clean stream.txt.gz", "stream")
    row("pipe.gz", "gzip -dc stream.txt.gz | copydesk clean", "stream")
    row("tar", "copydesk clean tree.tar", "tree")
    row("tar.zst", "copydesk clean tree.tar.zst", "tree")
    row("wet.gz", "copydesk clean tree.wet.gz", "tree")
    row("keys", "copydesk keys tree", "tree")
}' "$times"
