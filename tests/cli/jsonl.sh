# JSON Lines in and out: what changes, what does not, what is named, and back
cat > feed.jsonl <<'END'
{"id":"a1","url":"https://News.Example.com/x", "text":"The bridge was closed for repairs on Monday morning.\n\nTraffic goes by the\u0020old ferry until the spring comes.\n\nThe bridge was closed for repairs on Monday morning.","n":12345678901234567890123,"f":1.10}
{"id":2,"text":"Caf\u00e9 owners are na\u00efve about the new tax, she said.\nShare this article\nNobody laughed \ud83d\ude00 when the bill came in June.\n"}

{"text":null,"x":1}
{"id":"list","text":["The mayor opened the hall on a rainy Sunday.", "Share this article", "It had been shut since the flood\nof last year."] , "z":{}}
not json
{"id":"copy","text":"The bridge was closed for repairs on Monday morning.\n\nTraffic goes by the old ferry until the spring comes."}
{"id":"two","text":"One of two texts of the same record is here.","text":"The other of the two texts is a better one."}
{"id":"half","text":"Half a pair \ud800 stands in this text of the day."}
{"id":"slash","text":"Read it at http:\/\/news.example.org\/a today.\nShare this article\nIt is <b>free</b> of charge for all of June."}
{"id":"empty","text":"Share this article"}
END
printf '{"id":"last","text":"No line feed follows on  this record."}' >> feed.jsonl
copydesk clean feed.jsonl --journal j -o out.jsonl 2> err; echo "status $?"
grep ^copydesk: err
cat out.jsonl; echo
echo "-- again"
copydesk clean -q out.jsonl | cmp - out.jsonl
echo "-- back"
copydesk restore j out.jsonl -o back && cmp feed.jsonl back/feed.jsonl
echo "-- explained"
copydesk explain j a1
copydesk explain j copy
copydesk explain j feed.jsonl.6
echo "-- keep-empty"
copydesk clean -q --keep-empty feed.jsonl --journal j | grep -E '"(copy|empty)"'
copydesk clean -q --keep-empty feed.jsonl --journal j > out.jsonl
copydesk restore j out.jsonl -o back2 && cmp feed.jsonl back2/feed.jsonl
copydesk clean -q --keep-empty out.jsonl | cmp - out.jsonl
echo "-- text"
copydesk clean -q --write text < feed.jsonl > out.txt --journal j
cat -A out.txt
copydesk restore j out.txt -o back3 && cmp feed.jsonl back3/stdin
