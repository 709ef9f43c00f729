# records of a compressed file are forgotten by either name of it, and only articles are counted
# needs libarchive sqlite3
budget='The council met on Tuesday evening to discuss the new budget for the coming year in full.'
harbour='Residents of the old harbour said that they had waited for a decision since last spring.'
ferry='A second ferry will be chartered for the summer if the council finds the money in time.'
articles() { copydesk state info state | grep ^articles; }
clean() { touch -d '2024-02-03 04:05:06' in/* in/box; copydesk clean -q in -o out --state state; }
mkdir in in/box
printf '{"id":1,"text":"%s"}\n{"id":2,"text":"%s"}\n' "$budget" "$harbour" | gzip -n > in/box/feed.jsonl.gz
printf '{"id":1,"text":"%s"}\n' "$ferry" > in/box/plain.jsonl
printf '%s\n\nOnly this one has it.\n' "$budget" > in/z.txt
clean
articles
cat out/z.txt
rm in/box/feed.jsonl.gz
echo '-- by the name of its output'
cp -r state before
copydesk state forget state box/feed.jsonl
articles
clean
cat out/z.txt
echo '-- by its own, and by the folder'
rm -r state out
cp -r before state
copydesk state forget state box/feed.jsonl.gz
rm -r state
cp -r before state
copydesk state forget state box/
articles
echo '-- by date'
rm -r state
mv before state
copydesk state forget state --before 2999-01-01
articles
