#!/bin/sh
# tables.sh COPYDESK BUILD -- runs the README's commands that turn CSV, TSV and
# Parquet into JSON Lines and back, with duckdb, polars and datasets from PyPI
# (installed into BUILD/tables), and looks at the tables that come out. What
# cannot be installed here is skipped, with a word. Ends with a line
# "N passed, N failed".
set -u
LC_ALL=C.UTF-8; export LC_ALL
here=$(cd "$(dirname "$0")/.." && pwd)
copydesk=$(cd "$(dirname "$1")" && pwd)/$(basename "$1")
mkdir -p "$2" || exit 2
tools=$(cd "$2" && pwd)/tables
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

[ -x "$tools/bin/python3" ] || python3 -m venv "$tools" || { echo "SKIP: no virtual environment can be made here"; echo "0 passed, 0 failed"; exit 0; }
for tool in duckdb duckdb-cli polars datasets; do
    "$tools/bin/python3" -m pip show -q "$tool" >/dev/null 2>&1 || "$tools/bin/python3" -m pip install -q "$tool" >/dev/null 2>&1 ||
        echo "SKIP: $tool cannot be installed here"
done
[ -x "$tools/bin/duckdb" ] || { echo "0 passed, 0 failed"; exit 0; }
mkdir "$work/bin" "$work/start" && ln -s "$copydesk" "$work/bin/copydesk"
PATH=$work/bin:$tools/bin:$PATH
export HF_HOME="$work/hub" HF_HUB_OFFLINE=1

# ---- what goes in, and what must come out ----
cd "$work/start" || exit 2
cat >news.jsonl <<'END'
{"id":"a","text":"The ferry, \"Anna\", left in the morning; it rained on the harbour.\n\nAdvertisement\n\nNobody was hurt.","n":1,"score":1.5}
{"id":"b","text":"渡し船は朝に港を出た。\tIt rained on the harbour all the day.\n\nRead more","n":2,"score":null}
END
duckdb -c "COPY (FROM read_json('news.jsonl')) TO 'news.csv'; COPY (FROM read_json('news.jsonl')) TO 'news.tsv' (DELIMITER '\t');
           COPY (FROM read_json('news.jsonl')) TO 'news.parquet'" || exit 2
copydesk clean -q --input jsonl --write jsonl <news.jsonl >"$work/clean.jsonl" || exit 2
rows() {   # FILE of any kind: its rows, in one spelling
    case $1 in *.jsonl) set -- "read_json('$1')" ;; *) set -- "'$1'" ;; esac
    duckdb -c "COPY (SELECT id, text, n, score FROM $1 ORDER BY id) TO '/dev/stdout' (FORMAT json)"
}
rows "$work/clean.jsonl" >"$work/wanted"
grep -q Advertisement news.jsonl && ! grep -q Advertisement "$work/wanted" || { echo "FAILED: nothing was cleaned"; exit 1; }

# ---- the commands ----
try() {   # COMMAND
    case $1 in *"import datasets"*) [ -e "$(ls -d "$tools"/lib/python3*/site-packages/datasets 2>/dev/null)" ] || { echo "SKIP: $1"; return; } ;; esac
    rm -rf "$work/run" && cp -r "$work/start" "$work/run" && cp "$work/clean.jsonl" "$work/run" && cd "$work/run" || exit 2
    if ! bash -o pipefail -c "$1" >"$work/out" 2>"$work/err" </dev/null; then
        failed=$((failed + 1)); echo "FAILED: $1"; sed 's/^/    /' "$work/err" | tail -3
        return
    fi
    made=$(echo "$1" | grep -o 'clean\.[a-z]*' | tail -1)
    if rows "$made" 2>"$work/err" | cmp -s - "$work/wanted"; then passed=$((passed + 1))
    else failed=$((failed + 1)); echo "FAILED: $made is another table: $1"; rows "$made" | diff - "$work/wanted" | head -6; fi
}
sed -n '/^## CSV, TSV and Parquet$/,/^## [^C]/ s/^    \(duckdb\|python3\)/\1/p' "$here/README.md" | sed 's/  *# .*//' >"$work/list"
while IFS= read -r command; do try "$command"; done <"$work/list"
[ "$(wc -l <"$work/list")" -ge 5 ] || { failed=$((failed + 1)); echo "FAILED: the README's commands are not found"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
