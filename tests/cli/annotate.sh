# --annotate: nothing is removed, a field says what would be; twice is once; back
command -v jq > /dev/null || exit 77
cat > feed.jsonl <<'END'
{"id":"a","text":"The council met on Monday to talk about the bridge.\nShare this article\nIt will be\u00a0 mended in the spring, said the mayor."}
{"id":"b","text":"Nothing is the matter with this text at all.", "copydesk" : "old" , "n":1.0}
{"id":"c","text":"Nothing is the matter with this text at all."}

{"id":"d","text":["Share this article"]}
{"id":"e"}
END
copydesk clean -q --annotate feed.jsonl --journal j > out.jsonl && cat out.jsonl
echo "-- the text is as it came"
jq -c .text feed.jsonl | grep . > a; jq -c .text out.jsonl > b; cmp a b
echo "-- again"
copydesk clean -q --annotate out.jsonl | cmp - out.jsonl
echo "-- back"
copydesk restore j out.jsonl -o back && cmp feed.jsonl back/feed.jsonl
echo "-- near"
cat > near.jsonl <<'END'
{"id":"a","text":"The ministry of transport said on Tuesday that the old iron bridge over the river will be closed for eleven weeks while engineers replace the corroded beams under both of its lanes."}
{"id":"b","text":"The ministry of transport said that on Tuesday the old iron bridge over the river will be closed for eleven weeks while engineers replace the\u00a0corroded beams under both of its lanes.\nNobody was there to be asked."}
END
for how in '--near flag' '--near drop' '--near-paragraphs flag' '--near-paragraphs drop'; do
    copydesk clean -q --annotate $how near.jsonl --journal j > near.out; jq -c .copydesk near.out
    copydesk clean -q --annotate $how near.out | cmp - near.out
    copydesk restore j near.out -o "back $how" && cmp near.jsonl "back $how/near.jsonl"
done
echo "-- refused"
echo 'Plain text.' | copydesk clean --annotate; echo "status $?"
copydesk clean --annotate --write text feed.jsonl; echo "status $?"
for field in copydesk copydesk.text; do
    copydesk clean --annotate --text-field $field feed.jsonl; echo "status $?"
done
copydesk clean -q --annotate --text-field copydesk_text feed.jsonl > other.jsonl; echo "status $?"
echo "-- refused behind records: all before it is written, whatever the threads do, and the first text is named"
awk 'BEGIN { for (i = 0; i < 300; i++) {
    t = ""; for (j = 0; j < 120; j++) t = t " word" (i * 7 + j * 3) % 97
    print "{\"id\":\"a" i "\",\"text\":\"The" t ".\"}" } }' > long.jsonl
mkdir mixed && mv long.jsonl mixed/a.jsonl
for i in 1 2 3 4 5 6 7 8; do mkdir mixed/b$i && echo "Number $i has a story." > mixed/b$i/a.txt; done
for n in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    copydesk clean -q -j 6 --annotate --scope article mixed 2> why | wc -l | tr -d ' '; cat why
done | sort -u
