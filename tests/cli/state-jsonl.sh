# a state and files that hold many articles: records, an archive's members. Such
# a file is taken as a whole: passed over, or read again with all that is in it
# needs libarchive sqlite3
budget='The council met on Tuesday evening to discuss the new budget for the coming year in full.'
harbour='Residents of the old harbour said that they had waited for a decision since last spring.'
bridge='The bridge over the canal stays closed to lorries until the engineers have seen the piers.'
ferry='A second ferry will be chartered for the summer if the council finds the money in time.'
mill='A reader writes that all is well at the old mill by the river, whatever the papers say.'
clean() { copydesk clean in -o out --state seen --journal news.journal "$@" 2>&1 | sed -n '/^articles/p; /^copydesk/p'; }
show() { for f in $(find out -type f | LC_ALL=C sort); do echo "== $f"; cat "$f"; done; }
# files of long ago: their times are to be relied upon
settle() { find in pack -type f -exec touch -d '2024-02-03 04:05:06.7' {} +; }

mkdir -p in/feeds pack
printf '{"id":1,"text":"%s"}\n{"id":2,"text":"%s"}\n' "$budget" "$harbour" > in/feeds/a.jsonl
printf '{"id":1,"text":"%s"}\n\n{"id":2,"text":"%s\\n\\n%s"}\n' "$bridge" "$ferry" "$budget" > in/feeds/b.jsonl
printf '{"text":"%s"}\n{"text":"%s"}\n' "$harbour" "$mill" | gzip -n > in/feeds/c.jsonl.gz
echo "$mill" > pack/x.txt
echo 'Only this archive has it.' > pack/y.txt
settle
printf '{"id":1,"text":"%s"}\n{"id":2,"text":"%s"}\n' "$mill" 'Only these records have it.' > pack/r.jsonl
printf '{"id":1,"text":"%s"}\n' 'Records that were packed by themselves.' | gzip -n > pack/s.jsonl.gz
tar -cf in/pack.tar -C pack x.txt r.jsonl s.jsonl.gz y.txt
settle
clean
show
cp -r out before
echo '-- the same again: no file is read'
clean
diff -r before out
echo '-- what was written is gone, of records and of a member'
rm out/feeds/b.jsonl out/pack.tar/y.txt
clean
diff -r before out
echo '-- and of records in an archive: gone, or changed by somebody'
rm out/pack.tar/r.jsonl
clean
diff -r before out
echo >> out/pack.tar/s.jsonl
clean
diff -r before out
clean
echo '-- times change, but not what is in the files'
find in -type f -exec touch {} +
clean
diff -r before out
settle
echo '-- a record goes: who had lost text to it gets that back, the other file its own'
printf '{"id":2,"text":"%s"}\n' "$harbour" > in/feeds/a.jsonl
clean
diff -r before out
copydesk restore news.journal out -o back -q
cmp in/feeds/a.jsonl back/feeds/a.jsonl
cmp in/feeds/b.jsonl back/feeds/b.jsonl
gunzip -c in/feeds/c.jsonl.gz | cmp - back/feeds/c.jsonl
echo '-- nothing new is left in a file, and its output goes'
printf '{"id":2,"text":"%s"}\n' "$mill" > in/feeds/a.jsonl
clean
find out -name a.jsonl
echo '-- a line that is no record is named every night'
printf '{"id":2,"text":"%s"}\nno record\n' "$mill" > in/feeds/a.jsonl
settle
clean
clean
echo '-- forgotten with all that is in it'
rm in/feeds/b.jsonl
copydesk state forget seen feeds/b.jsonl
echo '-- files without any article are in the journal, too, also when nothing else is new'
mkdir bare
echo "$bridge" > bare/a.txt
copydesk clean -q bare -o bare.out --state bare.seen --journal bare.journal
printf 'no record\n' > bare/d.jsonl
printf '{"id":"no text"}\n' > bare/e.jsonl
copydesk clean -q bare -o bare.out --state bare.seen --journal bare.journal 2>&1
copydesk restore bare.journal bare.out -o bare.back && diff -r bare bare.back && echo same
cp bare.journal again
copydesk clean -q bare -o bare.out --state bare.seen --journal bare.journal 2>/dev/null
cmp bare.journal again
