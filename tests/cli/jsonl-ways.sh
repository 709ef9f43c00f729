# text to JSON Lines and a tree of both: what is written where, and back
mkdir -p in/sub
printf 'The hall was full on Friday.\n\nShare this article\n\nSinging went on until "midnight".\n' > in/a.txt
printf '{"id":1,"body":{"text":"Snow fell on the hills in the night."}}\n{"id":2,"body":{"text":"Snow melted on the hills in the day."}}\n' > in/sub/b.jsonl
printf 'Nobody was hurt, police said on the phone.\n' > in/sub/c.txt
copydesk clean -q in -o out --text-field body.text --journal j && find out -type f | sort
copydesk restore j out -o back && diff -r in back && cmp in/sub/b.jsonl out/sub/b.jsonl
echo "-- one file of all"
copydesk clean -q in -o all.jsonl --text-field body.text --journal j && cat all.jsonl
copydesk restore j all.jsonl -o back2 && diff -r in back2
echo "-- a tree of records"
copydesk clean -q in -o out3/ --write jsonl --text-field body.text --journal j && cat out3/a.txt
copydesk restore j out3 -o back3 && diff -r in back3
echo "-- a tree of text"
copydesk clean -q in -o out4 --write text --text-field body.text --journal j && cat -A out4/sub/b.jsonl
copydesk restore j out4 -o back4 && diff -r in back4
echo "-- articles of a stream"
printf 'First of them.\n\f\nSecond of them.\n' | copydesk clean -q --write jsonl --journal j > s.jsonl
cat s.jsonl
copydesk restore j s.jsonl -o back5 && cat -A back5/stdin
echo "-- by content, and not"
printf ' {"text":"A record by its looks, in a pipe."}\n' | copydesk clean -q
printf ' {"text":"A record by its looks, in a pipe."}\n' | copydesk clean -q --input text
printf '{ this is a text\n' | copydesk clean -q
printf '{ this is no record\n' | copydesk clean -q --input jsonl; echo "status $?"
