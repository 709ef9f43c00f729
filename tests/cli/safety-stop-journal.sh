# a run that rules stop: its journal has what was written by then, and with a state the next night's goes behind it
# needs sqlite3
mkdir feeds
awk 'BEGIN { for (i = 0; i < 200; i++) {
    t = ""; for (j = 0; j < 120; j++) t = t " word" (i * 7 + j * 3) % 97
    print "{\"id\":\"a" i "\",\"text\":\"The" t ".\"}" } }' > feeds/a.jsonl
for i in 1 2 3 4 5; do mkdir feeds/b$i && echo "Number $i has a story." > feeds/b$i/a.txt; done
awk 'BEGIN { for (j = 0; j < 20000; j++) print "Advertisement" }' > feeds/c.txt
echo "An article from behind the one that is too much." > feeds/d.txt
night() { copydesk clean -q feeds -o out --journal nights "$@" 2> /dev/null; echo "status $?"; }
again() { rm -rf back; copydesk restore nights out -o back; diff -r feeds back; }
night
again
rm -r out nights
night --state state
again
rm feeds/c.txt feeds/b1/a.txt
night --state state
again
grep -c '"record":"run"' nights
