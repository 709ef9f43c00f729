echo 'Only the text.' | copydesk clean -q
mkdir in
echo 'Only the text.' > in/a.txt
copydesk clean in -o out --quiet
cat out/a.txt
printf '{"text": "A harbour town wakes early."}\nno JSON\n' > records.jsonl
copydesk clean -q records.jsonl -o clean.jsonl || echo "status $?"
