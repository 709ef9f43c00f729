# a state: what was seen outlives the run; nothing is read twice; a change gives
# back what others had lost to it
# needs sqlite3
budget='The council met on Tuesday evening to discuss the new budget for the coming year in full.'
harbour='Residents of the old harbour said that they had waited for a decision since last spring.'
bridge='The bridge over the canal stays closed to lorries until the engineers have seen the piers.'
ferry='A second ferry will be chartered for the summer if the council finds the money in time.'
write() { file=in/$1; shift; mkdir -p in/world; printf '%s\n\n' "$@" > "$file"; }
clean() { copydesk clean in -o out --state seen --journal news.journal "$@"; echo "status $?" >&2; }
show() { for f in out/world/*; do echo "== $f"; cat "$f"; done; }
# files of long ago: their times are to be relied upon
settle() { find in -name '*.txt' -exec touch -d '2024-02-03 04:05:06.7' {} +; }

write world/a.txt "$budget" "$harbour"
write world/b.txt "$bridge" "$harbour"
settle
clean
show
echo '-- the same again: nothing is read'
clean
cp -r out before
diff -r before out
echo '-- a copy of an old article, and a new one that shares a paragraph'
cp in/world/a.txt in/world/copy.txt
write world/c.txt "$ferry" "$budget"
clean
show | head -n 3
copydesk explain news.journal world/copy.txt
copydesk explain news.journal world/c.txt:3
echo '-- a.txt changes, and b.txt gets back what it had lost to it'
write world/a.txt "$budget"
clean
cat out/world/b.txt
copydesk explain news.journal world/b.txt
copydesk restore news.journal out -o back -q
diff -r in back
echo '-- output that is gone is made again'
rm out/world/b.txt
clean
cat out/world/b.txt
echo '-- output that somebody has changed, to the same size, too'
tr a-z A-Z < out/world/b.txt > other && touch -d '2024-02-03' other && mv other out/world/b.txt
clean
cat out/world/b.txt
echo '-- touched, not changed'
touch in/world/*
clean
echo '-- what a state says of itself'
copydesk state info seen | grep -v -e '^last run' -e '^--repair' -e '^--strip' -e bytes
echo '-- forgotten'
rm in/world/c.txt out/world/c.txt
copydesk state forget seen world/c.txt
write world/d.txt "$ferry"
clean
cat out/world/d.txt
