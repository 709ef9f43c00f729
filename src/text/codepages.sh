#!/bin/sh
# codepages.sh FILE -- writes the table of codepages.txt as C to stdout: first
# the pages, then, in the order of their code points, all the characters that
# any page has, each with its byte in every page (0: not there), and the C1
# controls, which are their own bytes in all of them. Runs at build.
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
function flush(   i) {
    if (cp == "") return
    printf "{ 0x%s, {", cp
    for (i = 0; i < 8; i++) printf " %d,", byte[i]
    print " } },"
    split("", byte)
}
$1 == "c" && $2 != page { if (page) print "}, {"; else print "static const uint16_t page_chars[][128] = { {"; page = $2 }
$1 == "c" { print $3 }
$1 == "r" && !known { print "} };\nstatic const struct known known[] = {"; known = 1 }
$1 == "r" && ($2 "") != (cp "") { flush(); cp = $2 }   # as text: 00E1 is a number too
$1 == "r" { byte[$3] = $4 }
END { flush(); print "};" }
'
