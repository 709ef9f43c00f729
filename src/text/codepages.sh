#!/bin/sh
# codepages.sh FILE -- writes the table of codepages.txt as C to stdout: first
# the pages, then all the characters that any page has, each with its byte in
# every page (0: not there), and the pages, a bit each, in which that begins and
# goes on a character of UTF-8; with the C1 controls, which are their own bytes in
# all of them; then where in that list a code point stands, counted from 1, by
# blocks of 64. Runs at build.
set -eu
LC_ALL=C; export LC_ALL

awk '
/^page/     { pages++ }
/^[0-9A-F]/ { for (i = 1; i <= NF; i++) {
                  n = at[pages]++
                  printf "c %d 0x%s,\n", pages, $i
                  printf "r %s %d %d\n", $i, pages - 1, 128 + n } }
END         { for (i = 128; i < 160; i++)
                  for (page = 0; page < pages; page++) printf "r %04X %d %d\n", i, page, i
              for (i = 1; i <= pages; i++) if (at[i] != 128) exit 1 }
' "$1" | sort -s -k1,1 -k2,2 | awk '
function flush() {
    if (cp == "") return
    row[++rows] = "{ " line "}, " leads + 0 ", " nexts + 0
    at[cp] = rows
}
function number(hex,   i, n) {   # not every awk knows 0x
    for (i = 1; i <= length(hex); i++)
        n = n * 16 + index("0123456789ABCDEF", substr(hex, i, 1)) - 1
    return n
}
$1 == "c" && $2 != page { if (page) print "}, {"; else print "static const uint16_t page_chars[][128] = { {"; page = $2 }
$1 == "c" { print $3 }
$1 == "r" && ($2 "") != (cp "") { flush(); cp = $2; line = ""; leads = nexts = 0 }   # as text: 00E1 is a number too
$1 == "r" && !done[$2, $3]++ {
    line = line sprintf("[%d] = %d, ", $3, $4)
    if ($4 >= 194 && $4 <= 244) leads += 2 ^ $3
    if ($4 < 192) nexts += 2 ^ $3
}
END {
    flush()
    print "} };\nstatic const struct row known[] = {"
    for (i = 1; i <= rows; i++) print "{ " row[i] "},"
    # blocks of 64 code points that have any, one after the other
    for (cp in at) { n = number(cp); place[n] = at[cp]; block[int(n / 64)] = 1 }
    print "};\nstatic const uint8_t slots[1024] = {"
    for (b = 0; b < 1024; b++) if (b in block) printf "[%d] = %d,\n", b, ++blocks
    print "};\nstatic const uint16_t places[] = {"
    for (b = 0; b < 1024; b++) if (b in block)
        for (i = 0; i < 64; i++) printf "%d,%s", place[b * 64 + i] + 0, i % 16 == 15 ? "\n" : ""
    print "};"
}
'
