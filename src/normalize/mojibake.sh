#!/bin/sh
# mojibake.sh FILE -- writes mojibake.chars as C to stdout: the targets, then
# the kinds, by code point, 0 for what is not listed. Runs at build.
set -eu
LC_ALL=C; export LC_ALL

list() {   # FILE WORD...
    sed -n 's/^\([0-9A-F][0-9A-F]*\)\.\.\([0-9A-F][0-9A-F]*\) \([a-z]*\).*/\1 \2 \3/p
            t
            s/^\([0-9A-F][0-9A-F]*\) \([a-z]*\).*/\1 \1 \2/p' "$1" |
    awk -v words="$2" 'index(words, $3) { printf "%6s { 0x%s, 0x%s, %s },\n", $1, $1, $2, toupper($3) }' |
    sort | sed 's/^ *[0-9A-F]* //'
}

echo 'static const struct range targets[] = {'
list "$1" "plain script"
echo '};'
echo 'static const uint8_t kinds[] = {'
list "$1" "soft hard symbol" | sed 's/[{},]//g' | awk '
function number(hex,   i, n) {   # not every awk knows 0x
    for (i = 3; i <= length(hex); i++)
        n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
    return n
}
{
    kind = $3 == "SOFT" ? "BETWEEN" : $3 == "HARD" ? "ENDING" : "SIGN"
    for (cp = number($1); cp <= number($2); cp++) print "[" cp "] = " kind ","
}'
echo '};'
