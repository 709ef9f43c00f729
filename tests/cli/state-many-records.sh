# with a state: a large file of records whose output is gone is cleaned again in seconds; by the
# square of its records it would take minutes
# needs sqlite3
mkdir in
awk 'BEGIN { for (i = 0; i < 30000; i++) printf "{\"id\":\"r%d\",\"text\":\"Pier %d was closed on Friday.\"}\n", i, i }' > in/feed.jsonl
copydesk clean -q in -o out --state seen --sync none
cp out/feed.jsonl whole
rm out/feed.jsonl
timeout 20 copydesk clean in -o out --state seen --sync none 2>&1 | grep articles
cmp whole out/feed.jsonl
