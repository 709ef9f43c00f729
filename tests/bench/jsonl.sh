#!/bin/sh
# jsonl.sh DIR COPYDESK STREAM RUNS -- JSON Lines beside the same articles as
# text, and beside what else reads them; a part of run.sh, which makes DIR with
# `measure` in it. MB/s are of the text, so that rows can be compared.
set -eu
LC_ALL=C; export LC_ALL
dir=$1 copydesk=$2 stream=$3 runs=$4 times=$1/times.jsonl

python3 - "$stream" "$dir/raw.jsonl" "$dir/escaped.jsonl" <<'END'
import json, sys
texts = open(sys.argv[1], encoding="utf-8", newline="").read().split("\n\f\n")
for path, ascii_only in ((sys.argv[2], False), (sys.argv[3], True)):
    with open(path, "w", encoding="utf-8") as f:
        for n, text in enumerate(texts):
            f.write(json.dumps({"id": n, "url": f"https://example.com/{n}", "text": text}, ensure_ascii=ascii_only) + "\n")
END

timed() { "$dir/measure" "$times" "$@" </dev/null || { echo "jsonl.sh: this failed: $*" >&2; exit 2; }; }
round=0
while [ $round -lt "$runs" ]; do
    round=$((round + 1))
    timed text    "$copydesk" clean -q -j 1 --scope corpus "$stream"
    timed raw     "$copydesk" clean -q -j 1 "$dir/raw.jsonl"
    timed escaped "$copydesk" clean -q -j 1 "$dir/escaped.jsonl"
    timed jq      jq -c . "$dir/raw.jsonl"
    timed python  python3 -c 'import json, sys
for line in open(sys.argv[1]): print(json.dumps(json.loads(line), ensure_ascii=False))' "$dir/raw.jsonl"
done
awk -v bytes="$(wc -c <"$stream")" '
    function show(name, what,    i, j, t, n, list) {
        n = runs[name]
        for (i = 1; i <= n; i++) { t = seconds[name, i]; for (j = i; j > 1 && list[j - 1] > t; j--) list[j] = list[j - 1]; list[j] = t }
        t = list[int((n + 1) / 2)]
        if (name == "text") text = t
        printf "%-52s %8.3f %7.0f  %8.2f\n", what, t, bytes / t / 1e6, text / t
    }
    { seconds[$1, ++runs[$1]] = $2 }
    END {
        printf "%-52s %8s %7s  %8s\n", "JSON Lines", "seconds", "MB/s", "text is 1"
        show("text", "copydesk clean -j 1, the articles as text")
        show("raw", "copydesk clean -j 1, letters as they are")
        show("escaped", "copydesk clean -j 1, letters as \\u escapes")
        show("jq", "jq -c .  (reads and writes, cleans nothing)")
        show("python", "python json.loads, json.dumps  (the same)")
    }' "$times"
