# notices come in the order of the input, for any number of threads and in every run
# needs libarchive zlib
mkdir in
for i in 1 2 3 4 5 6 7 8 9; do
    yes "{\"text\": \"The ferry number $i sails when the tide has turned, and not before.\"}" | head -n 3000 | cat -n | sed 's/^ *\([0-9]*\)\t{\(.*\)"}/{"id": "\1", \2, not on day \1."}/' > in/$i.jsonl
    echo 'The tide is no record' >> in/$i.jsonl
    printf 'The harbour master of pier %s had caf\351 cr\350me \377\376\001.\n' $i > in/$i.txt
    printf '%%PDF-1.4\n' > in/$i.pdf.txt
done
echo 'The ferry sails again.' | gzip | head -c 30 > in/z.txt.gz
copydesk clean -v -j 1 in -o one 2>&1 | grep -v ^time > first
grep -v 'a copy,' first
for round in 1 2 3 4 5; do
    for j in 2 3 8; do
        copydesk clean -v -j $j in -o two$j 2>&1 | grep -v ^time | cmp first -
        copydesk clean -v -j $j in/*.txt in/*.jsonl 2>&1 >/dev/null | grep -v ^time > files$j
        cmp files2 files$j
    done
done
diff -r one two3 && diff -r one two8
