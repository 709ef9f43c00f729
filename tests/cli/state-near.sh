# near-duplicates across nights: what was kept is remembered, named and compared
# again; who is kept stays kept, who is gone comes back when that one changes
# needs sqlite3
story() {
    cat <<'X'
The harbour council voted on Monday to close the eastern pier until the spring, after divers found cracks in four of its eleven pillars.

The ferry to the islands will leave from the old fish dock instead. The company that runs it said the crossing would take about ten minutes longer, and asked passengers for patience.

"We have waited long enough for repairs, and the sea does not wait for budgets," the harbour master, Ada Lund, told the council before the vote.

The repair is expected to cost 4.2 million crowns, of which the state pays half. Work begins in November, when the last of the cruise ships has left.
X
}
edited() { story | sed 's/eastern pier/Eastern Pier/; s/about ten/some ten/; s/expected/likely/; s/Monday/Tuesday/; s/enough/for too long/; s/last of/last one of/'; }
other() { printf 'A second tuba is what the band of the fire brigade looks for this winter, and somebody who plays it: it is no trouble to learn, they say, and the room is warm at %s.\n' "$1"; }
clean() { copydesk clean in -o out --state seen --near drop --journal news.journal "$@" 2>&1 | sed -n '/^articles/p; /^copydesk/p'; }
settle() { find in -type f -exec touch -d '2024-02-03 04:05:06.7' {} +; }
show() { (cd out && find . -type f | LC_ALL=C sort | tr '\n' ' '); echo; }

mkdir -p in/monday
story > in/monday/pier.txt
other night > in/monday/tuba.txt
settle
clean
echo '-- the next day: the same story, edited; and a shorter one'
mkdir in/tuesday
edited > in/tuesday/ferry.txt
story | head -n 5 | sed 's/voted/decided/; s/asked passengers/asks passengers/' > in/tuesday/cut.txt
other noon > in/tuesday/tuba.txt
settle
clean -v
show
copydesk explain news.journal tuesday/ferry.txt
echo '-- the same again: nothing is read'
clean
copydesk state info seen | grep near
echo '-- an output that is gone: what was kept is kept again'
rm out/monday/pier.txt
clean -v
show
echo '-- the kept one changes: those who had gone are judged anew, the first of them stays'
other morning > in/monday/pier.txt
clean -v
show
copydesk restore news.journal out -o back -q
diff -r in back
echo '-- and what they say of each other the next day'
mkdir in/wednesday
edited | sed 's/million/thousand/' > in/wednesday/again.txt
settle
clean -v
copydesk state info seen | grep near
echo '-- compacted: the same'
copydesk state compact seen
copydesk state info seen | grep near | grep -v bytes
edited | sed 's/cruise ships/big ships/' > in/wednesday/more.txt
settle
clean -v
echo '-- forgotten: it may come again'
copydesk state forget seen tuesday
rm -r in/tuesday out/tuesday
edited | sed 's/Work begins/It begins/' > in/wednesday/last.txt
settle
clean -v
show
echo '-- two machines'
mkdir other
story > other/there.txt
copydesk clean -q other -o out2 --state elsewhere --near drop
copydesk state merge elsewhere seen
copydesk state info elsewhere | grep near | grep -v bytes
edited > other/too.txt
copydesk clean -v other -o out2 --state elsewhere --near drop 2>&1 | grep ^copydesk
echo '-- a pipe: the same bytes again come out the same, and the next day is compared with them'
pipe() { copydesk clean --state piped --near flag --input jsonl "$@" 2> said; grep '^copydesk' said >&2; }
json() { tr '\n' '~' | sed 's/"/\\"/g; s/~/\\n/g; s/.*/{"id":"'"$1"'","text":"&"}/'; echo; }
story | json mon > monday
edited | json tue > tuesday
pipe --journal j < monday > first
pipe < monday | cmp - first
pipe --journal j < tuesday > /dev/null
copydesk explain j tue | head -n 3
echo '-- other rules'
copydesk clean in -o out --state seen
copydesk clean in -o out --state seen --near flag
copydesk clean in -o out --state seen --near drop --jaccard 0.6
copydesk clean -q in -o out3 --state plain
copydesk clean -q in -o out3 --state plain --near drop
copydesk state merge elsewhere plain
echo '-- damage'
cp -r seen torn
for f in torn/near-*; do head -c 500 /dev/zero | dd of="$f" bs=1 seek=64 conv=notrunc 2> /dev/null; done
edited | sed 's/Tuesday/Thursday/' > in/wednesday/torn.txt
copydesk clean -q in -o out --state torn --near drop
cp -r seen torn2
for f in torn2/near-*; do truncate -s -1 "$f"; done
copydesk clean -q in -o out --state torn2 --near drop
