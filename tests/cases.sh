#!/bin/sh
# cases.sh [COPYDESK [FILE...]] -- runs the cases of tests/cases/*.case through
# a pipe. A case is plain text, to be added by anybody:
#
#     == what it shows
#     $ --options --of clean          (may be absent)
#     what goes in
#     --
#     what comes out
#
# Both end before the next line that starts with ==; empty lines at their edges
# do not count. \t \r \f \\ and \xHH (two hex digits) stand for bytes. A line "|" before what
# goes in keeps its last line end away. Output of nothing is nothing.
set -u
copydesk=${1:-build/copydesk}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- "$(dirname "$0")"/cases/*.case
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT

# cuts FILE into $work/N.{name,options,in,out}; prints how many
cut_cases() {
    awk -v work="$work" '
    function decode(s,   out, i, c) {
        out = ""
        for (i = 1; i <= length(s); i++) {
            c = substr(s, i, 1)
            if (c != "\\") { out = out c; continue }
            c = substr(s, ++i, 1)
            if (c == "x") { out = out "\\" octal(substr(s, i + 1, 2)); i += 2 }
            else out = out "\\" c
        }
        return out
    }
    function octal(hex,   n) {
        n = (index("0123456789abcdef", tolower(substr(hex, 1, 1))) - 1) * 16 \
          + index("0123456789abcdef", tolower(substr(hex, 2, 1))) - 1
        return sprintf("%03o", n)
    }
    function keep(line) {
        if (part == "in") text[++n_in] = line; else want[++n_out] = line
    }
    function flush(   i, f) {
        if (!n) return
        while (n_in > 0 && text[n_in] == "") n_in--
        while (n_out > 0 && want[n_out] == "") n_out--
        f = work "/" n
        printf "%s\n", name > (f ".name"); printf "%s\n", options > (f ".options")
        printf "" > (f ".in"); printf "" > (f ".out")
        for (i = 1; i <= n_in; i++) printf "%s%s", text[i], (i < n_in || !bare) ? "\\n" : "" > (f ".in")
        for (i = 1; i <= n_out; i++) printf "%s\\n", want[i] > (f ".out")
        close(f ".name"); close(f ".options"); close(f ".in"); close(f ".out")
    }
    /^== /  { flush(); n++; name = substr($0, 4); options = ""; part = "in"; n_in = n_out = bare = 0; next }
    !n      { next }
    part == "in" && n_in == 0 && /^\$ / { options = substr($0, 3); next }
    part == "in" && n_in == 0 && $0 == "|" { bare = 1; next }
    $0 == "--" && part == "in" { part = "out"; next }
    { line = decode($0); gsub(/%/, "%%", line)
      if (line == "" && (part == "in" ? n_in : n_out) == 0) next
      keep(line) }
    END     { flush(); print n + 0 }' "$1"
}

passed=0 failed=0
for file in "$@"; do
    rm -f "$work"/*
    count=$(LC_ALL=C cut_cases "$file")
    [ "$count" -gt 0 ] || { echo "FAILED: $file has no cases"; failed=$((failed + 1)); }
    i=0
    while [ $i -lt "$count" ]; do
        i=$((i + 1))
        # shellcheck disable=SC2059  # the text is the format, on purpose
        printf "$(cat "$work/$i.in"; echo x)" | sed '$s/x$//' >"$work/in"
        printf "$(cat "$work/$i.out")" >"$work/out"
        # shellcheck disable=SC2046
        "$copydesk" clean -q $(cat "$work/$i.options") <"$work/in" >"$work/got" 2>"$work/err"
        if [ $? -eq 0 ] && cmp -s "$work/out" "$work/got"; then
            passed=$((passed + 1))
        else
            failed=$((failed + 1))
            echo "FAILED: $(basename "$file"): $(cat "$work/$i.name")"
            diff "$work/out" "$work/got" | cat -v | head -8 | sed 's/^/    /'; head -2 "$work/err"
        fi
    done
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
