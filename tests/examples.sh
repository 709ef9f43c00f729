#!/bin/sh
# examples.sh [COPYDESK] -- runs every command that README.md and the manual
# page show, in a scratch directory where the files they name exist, so that
# documentation cannot drift. Of a command behind a $ the lines below it must be in its
# answer. Also checks the README's pack of rules, and compiles and runs its C program.
# Ends with a line "N passed, N failed"; exit status 1 when any failed.
set -u
copydesk=${1:-build/copydesk}
here=$(cd "$(dirname "$0")/.." && pwd)
case $copydesk in /*) ;; *) copydesk=$here/$copydesk ;; esac
build=$(dirname "$copydesk")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

# ---- what the examples name ----
mkdir "$work/bin" "$work/start" && cd "$work/start" || exit 2
ln -s "$copydesk" "$work/bin/copydesk"
printf '#!/bin/sh\ncat all.txt\n' >"$work/bin/pdftotext" && chmod +x "$work/bin/pdftotext"
ln -s "$here/corpus" corpus
cp -r corpus/articles news
mkdir news/world
cat >news/world/flood.txt <<'END'
The river left its bed on Sunday night and stood knee-deep in the market by the morning.

Nobody was hurt, the mayor said, and the bakers had baked upstairs.

Advertisement

The water fell again on Monday, and the stalls were back on Tuesday.

The market is held twice a week and has been since the bridge was built.

Share

The river left its bed on Sunday night and stood knee-deep in the market by the morning.
END
cp news/world/flood.txt all.txt
cp news/world/flood.txt monday.txt
sed 's/Sunday/Saturday/; s/twice/once/' monday.txt >tuesday.txt
PATH=$work/bin:$PATH
copydesk rules show core >my.rules
copydesk clean -q --write jsonl news/ >feed.jsonl
sed 's/"text":\(.*\)}$/"body":{"text":\1}}/; s/"id"/"url"/' feed.jsonl >pages.ndjson
tar czf news.tar.gz -C news .
cp -r news packed && gzip -r packed
printf 'WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: text/plain\r\nContent-Length: 6\r\n\r\nRain.\n\r\n\r\n' |
    gzip >crawl.warc.wet.gz
copydesk keys news/ -o keys.tsv && : >drops.tsv
mkdir packs && cp my.rules packs/
copydesk learn -q news/ -o learned.rules
copydesk clean -q news/ -o clean/ --journal news.journal.zst
zstd -qdc news.journal.zst >news.journal
mkdir -p yesterday/world/2019 && cp monday.txt yesterday/world/2019/ && cp -rp news/world yesterday/
copydesk clean -q yesterday -o yesterday.clean --state seen.state
copydesk clean -q news/world -o other.clean --state other.state

# the examples write their own: what is here already would be kept
try() {   # COMMAND
    rm -rf "$work/run" && cp -r "$work/start" "$work/run" && cd "$work/run" || exit 2
    if bash -o pipefail -c "$1" >"$work/out" 2>"$work/err" </dev/null; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        echo "FAILED (status $?): $1"
        sed 's/^/    /' "$work/err" | head -3
    fi
}

# lines that begin with a command, four spaces in; what follows # is a remark
readme() { sed -n 's/^    \(copydesk .*\)/\1/p; s/^    \(pdftotext .*\)/\1/p; s/^    \(zstd .*\)/\1/p; s/^    \(cat .*\)/\1/p' "$here/README.md" | sed 's/  *# .*//'; }
manual() { copydesk help --man | sed -n '/^.Sh EXAMPLES/,$ s/^\.It Li "\(.*\)"$/\1/p' | tr -d '\\'; }

readme >"$work/list"
manual >>"$work/list"
lines=$(wc -l <"$work/list")
while IFS= read -r command; do
    case $command in *"man -l"*) command=${command%%|*} ;; esac   # its pager is not ours to test
    try "$command"
done <"$work/list"
if [ "$lines" -lt 15 ]; then failed=$((failed + 1)); echo "FAILED: only $lines examples found"; fi

# ---- what stands below a command is what it says ----
tab=$(printf '\t')
awk -v tab="$tab" '/^    \$ / { command = substr($0, 7); next } /^    / && command { print command tab substr($0, 5); next } { command = "" }' \
    "$here/README.md" >"$work/shown"
while IFS=$tab read -r command line; do
    export line
    try "$command 2>&1 | grep -xF -- \"\$line\" || { echo \"not said: \$line\" >&2; false; }"
done <"$work/shown"
if [ "$(wc -l <"$work/shown")" -lt 5 ]; then failed=$((failed + 1)); echo "FAILED: no answers found"; fi

# ---- the pack of rules ----
sed -n '/^    rule picks$/,/^$/s/^    //p' "$here/README.md" >"$work/start/readme.rules"
try 'copydesk rules check readme.rules | grep -q "^readme.rules: 3 rules, all examples hold$"'

# ---- the C program ----
sed -n '/^```c$/,/^```$/p' "$here/README.md" | sed '1d;$d' >"$work/ferry.c"
if cc -Wall -Wextra -I"$here/include" "$work/ferry.c" "$build/libcopydesk.a" \
       $(pkg-config --libs libxxhash libpcre2-8 libutf8proc) $(pkg-config --libs libarchive 2>/dev/null) $(pkg-config --libs zlib 2>/dev/null) $(pkg-config --libs uchardet 2>/dev/null) \
       $(pkg-config --libs sqlite3 2>/dev/null) -pthread \
       -o "$work/ferry" 2>"$work/err" && [ "$("$work/ferry")" = "The ferry sails again." ]; then
    passed=$((passed + 1))
else
    failed=$((failed + 1)); echo "FAILED: the C program"; head -5 "$work/err"
fi

# ---- the Python program, and the units of systemd ----
block() {   # LANGUAGE: the lines of the README's block in it
    sed -n "/^\`\`\`$1\$/,/^\`\`\`\$/p" "$here/README.md" | sed '1d;$d'
}
block python >"$work/start/reader.py"
try 'set -e; out=$(python3 reader.py); echo "$out" | grep -q "^status 0$"; echo "$out" | grep -Eq "^[1-9][0-9]* articles written$"'

# systemd-analyze wants programs and folders that are there
if command -v systemd-analyze >/dev/null; then
    for unit in service timer; do   # each behind a remark with its name
        block ini | sed -n "/^# .*\.$unit\$/,/^\$/p" | sed "s,/usr/local/bin/copydesk,$copydesk," >"$work/start/copydesk.$unit"
    done
    try 'grep -q ExecStart copydesk.service && grep -q OnCalendar copydesk.timer &&
         systemd-analyze verify --man=no ./copydesk.timer ./copydesk.service'
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
