# rules that take too much stop the run before anything of it is written; the
# offenders are named, whatever the number of workers
cat > mine.rules <<'X'
rule all-of-it
    class ad
    words 100
    regex ^the ferry .{1,400}$
    yes The ferry sails.
    no A ferry sails.
rule harbour
    class ad
    line Harbour news
    yes Harbour news
X
mkdir -p in/ferry in/other
i=100
while test $i -lt 125; do
    printf 'Harbour news\n\nThe ferry sails at %s on some days, the company said on the pier.\n' $i > in/ferry/$i.txt
    printf 'The mayor of town number %s spoke for an hour, and then another one.\n' $i > in/other/$i.txt
    i=$((i + 1))
done
for j in 1 3; do
    copydesk clean in --rules mine.rules -o out -q -j $j
    echo "status $?"
    ls out 2> /dev/null
done
# its limit can be lifted; a dry run shows what looks like prose first
copydesk clean in --rules mine.rules -o out -q --max-removed 100
echo "status $?"
rm -rf in/ferry/11?.txt in/ferry/12?.txt
copydesk clean in --rules mine.rules -n 2>&1 | sed -n '/riskiest/,$p'
echo "-- a stream stops behind the same article, however it comes"
i=100
while test $i -lt 190; do printf 'The mayor of town number %s spoke for an hour.\n\f\n' $i; i=$((i + 1)); done > s.txt
while test $i -lt 290; do printf 'The ferry sails at %s on some days, they said.\n\f\n' $i; i=$((i + 1)); done >> s.txt
copydesk clean -q --rules mine.rules < s.txt > fast; echo "status $?"
for n in 5000 6000 7000; do
    { head -c $n; sleep 0.2; cat; } < s.txt 2> /dev/null | copydesk clean -q --rules mine.rules > slow; echo "status $?"
    cmp fast slow
done
tail -n 1 fast
echo "-- and all before it is written, also when it opens a batch of its own while others hold the last ones"
awk 'BEGIN {
    for (i = 0; i < 200; i++) {
        t = ""; for (j = 0; j < 120; j++) t = t " word" (i * 7 + j * 3) % 97
        print "{\"id\":\"a" i "\",\"text\":\"The" t ".\"}" }
    t = ""; for (j = 0; j < 20000; j++) t = t "Advertisement\\n"
    print "{\"id\":\"bad\",\"text\":\"" t "\"}" }' > many.jsonl
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    copydesk clean --scope article -q -j 6 < many.jsonl 2> /dev/null | wc -l | tr -d ' '
done | sort -u
echo "-- into a tree too: the files of records before it are there, and counted"
mkdir feeds && cp many.jsonl feeds/a.jsonl && sed -i '$d' feeds/a.jsonl
for i in 1 2 3 4 5; do mkdir feeds/b$i && echo "Number $i has a story." > feeds/b$i/a.txt; done
awk 'BEGIN { for (j = 0; j < 20000; j++) print "Advertisement" }' > feeds/c.txt
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    rm -rf tree; copydesk clean --scope article -q -j 6 feeds -o tree --stats numbers 2> /dev/null
    find tree -type f | sort | tr '\n' ' '; grep '"articles"' numbers
done | sort -u
echo "-- and the files of its own folder, however many are taken at a time"
mkdir -p one/a
for i in 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29; do echo "Number $i has a story." > one/a/$i.txt; done
awk 'BEGIN { for (j = 0; j < 5000; j++) print "Advertisement" }' > one/a/30.txt
echo "This one is behind it." > one/a/31.txt
copydesk clean --scope article -q one -o up-to --journal up-to.journal 2> /dev/null; echo "status $?"
ls up-to/a | wc -l | tr -d ' '
copydesk restore up-to.journal up-to -o back; echo "status $?"
rm one/a/3?.txt && diff -r one back
