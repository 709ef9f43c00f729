#!/bin/sh
# unicode.sh [COPYDESK] -- Unicode's own files through the program: every line
# of NormalizationTest in all four forms, and every emoji ZWJ sequence and
# standardised variant, which must come out as they went in. Each stands between
# letters, so that no edge is trimmed. Needs the package unicode-data; says so
# and passes when it is absent. Ends with a line "N passed, N failed".
set -u
copydesk=${1:-build/copydesk}
data=/usr/share/unicode
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

open() { for f in "$data/$1" "$data/emoji/$1"; do   # NAME, as it is or packed
    if [ -e "$f" ]; then cat "$f"; return; elif [ -e "$f.bz2" ]; then bzip2 -dc "$f.bz2"; return
    elif [ -e "$f.gz" ]; then gzip -dc "$f.gz"; return; fi; done; }

# code points in hex, one text a line, to UTF-8 between "x " and " y"
to_text() {
    LC_ALL=C awk '
    function hex(s,   n, i) { for (i = 1; i <= length(s); i++) n = n * 16 + index("0123456789ABCDEF", substr(s, i, 1)) - 1; return n }
    function put(c) {
        if (c < 128) return sprintf("%c", c)
        if (c < 2048) return sprintf("%c%c", 192 + int(c / 64), 128 + c % 64)
        if (c < 65536) return sprintf("%c%c%c", 224 + int(c / 4096), 128 + int(c / 64) % 64, 128 + c % 64)
        return sprintf("%c%c%c%c", 240 + int(c / 262144), 128 + int(c / 4096) % 64, 128 + int(c / 64) % 64, 128 + c % 64)
    }
    { line = "x "; for (i = 1; i <= NF; i++) line = line put(hex($i)); print line " y" }'
}

check() {   # WHAT WANTED OPTIONS...: $work/in through the program
    what=$1 wanted=$2; shift 2
    "$copydesk" clean -q --strip none --scope article --paragraphs line --between line --min-chars 1000 "$@" \
        <"$work/in" >"$work/out" 2>"$work/err"
    if cmp -s "$wanted" "$work/out"; then passed=$((passed + 1))
    else failed=$((failed + 1)); echo "FAILED: $what"; diff "$wanted" "$work/out" | head -4; head -2 "$work/err"; fi
}

open NormalizationTest.txt | grep -v '^[#@]' >"$work/tests"
if [ ! -s "$work/tests" ]; then echo "unicode.sh: $data is absent (package unicode-data): nothing tested"; exit 0; fi
for column in 1 2 3 4 5; do cut -d';' -f$column "$work/tests" | to_text >"$work/c$column"; done
# in: form: wanted (columns, as the file's head says)
for rule in 1:nfc:2 2:nfc:2 3:nfc:2 4:nfc:4 5:nfc:4 1:nfd:3 2:nfd:3 3:nfd:3 4:nfd:5 5:nfd:5 \
            1:nfkc:4 2:nfkc:4 3:nfkc:4 4:nfkc:4 5:nfkc:4 1:nfkd:5 2:nfkd:5 3:nfkd:5 4:nfkd:5 5:nfkd:5; do
    from=${rule%%:*} to=${rule##*:} form=${rule#*:}; form=${form%:*}
    cp "$work/c$from" "$work/in"
    check "column $from in $form" "$work/c$to" --form "$form" --repair none
done

for file in emoji-zwj-sequences.txt StandardizedVariants.txt emoji-variation-sequences.txt; do

    open "$file" | grep -v '^#' | sed 's/[;#].*//' | grep . | to_text >"$work/in"
    [ -s "$work/in" ] || { failed=$((failed + 1)); echo "FAILED: no $file"; continue; }
    cp "$work/in" "$work/wanted"
    check "$file" "$work/wanted"
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
