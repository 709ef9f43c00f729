# --memory with near-duplicates and near paragraphs: what has no room goes to
# files, and nothing else changes
mkdir in tmp
awk 'function word(n) {
    return syllable("badefogukilomanuperosituvaxe", n % 13) syllable("cedihajulenopiraste", n % 7) syllable("wiyozubarike", n % 5)
}
function syllable(from, n) { return substr(from, 1 + 2 * n, 2) }
BEGIN {
    for (a = 1; a <= 600; a++) {
        file = sprintf("in/article-%03d.txt", a)
        of = a % 4 || a < 200 ? a : a - 37 * (a % 5)    # every fourth is made of an earlier one, with other words in it
        for (p = 1; p <= 3; p++) {
            text = "In Hobro the council said"
            for (w = 1; w <= 25; w++)
                text = text " " word(of * 7919 + p * 104729 + w * w * 31 + (of != a && w % 9 == 0 ? a : 0))
            if (p == 3 && a > 99 && a % 3 == 0)   # and some have a paragraph of another, touched
                text = "The storm closed the bridge to Lolland at noon on Monday and " 9000 + a % 51 * 2 " travellers waited, " (a % 2 ? "police said" : "according to police")
            print text ".\n" > file
        }
        close(file)
    }
}'
TMPDIR=tmp; export TMPDIR
clean() { copydesk clean -q in -o "out$1" --journal "$1.jsonl" --stats "$1.json" -j "$2" --max-removed 100 --near drop --near-paragraphs drop $3; echo "status $?"; }
spilled() { sed -n 's/^  "spilled": \([0-9]*\).*/\1/p' "$1"; }
clean free 1 ''
grep -o '"reason":"[a-z-]*"' free.jsonl | sort | uniq -c | sort
for j in 1 4; do
    clean tight $j '--memory 96K'
    diff -r outfree outtight && sed 1d free.jsonl >a && sed 1d tight.jsonl >b && cmp a b && echo same
    rm -r outtight
done
[ "$(spilled free.json)" -eq 0 ] && [ "$(spilled tight.json)" -gt 10000 ] && echo spilled
copydesk near -q in >a; copydesk near -q in --memory 64K >b; cmp a b && wc -l <b
find tmp -type f
echo '-- no room in TMPDIR'
TMPDIR=/nowhere copydesk near -q in --memory 64K; echo "status $?"
