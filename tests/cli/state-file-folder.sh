# an input that becomes a folder, or the other way, while its output stands: the output makes room, and
# what others had lost to it comes back; one that is compressed goes by another name. The journal, in which
# the same path is a file, a folder and a file again, gives back what was last
# needs libarchive sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
night() {
    touch -d "2024-02-03 04:05:0$1" $(find in -type f)
    copydesk clean -q in -o out --state state --journal nights
    grep -r . out | sort
    rm -rf back
    copydesk restore nights out -o back
    diff -r in back
    copydesk clean in -o out --state state 2>&1 | grep articles
}
mkdir -p in/s
say ferry 1 > in/s/a.txt
say mill 2 | gzip -n > in/s/b.txt.gz
(say ferry 1; echo; say quay 3) > in/z.txt
night 1 | grep -v '^Only in'
echo '-- both become folders'
rm in/s/a.txt
mkdir in/s/a.txt in/s/b.txt
say tower 4 > in/s/a.txt/b.txt
(say mill 2; echo; say school 5) > in/s/b.txt/c.txt
night 2 | grep -v '^Only in'
echo '-- and files again: what was in the folder makes room, but nobody else'\''s file'
rm -r in/s/a.txt
echo mine > out/s/a.txt/mine
say harbour 6 > in/s/a.txt
night 3 2>&1 | grep 'a folder stands'
rm out/s/a.txt/mine
night 3 | grep -v '^Only in'
echo '-- compressed records; beside a folder of their name; these are gone; and the folder'
records() { say "$@" | sed 's/.*/{"text":"&"}/' | gzip -n > in/r.jsonl.gz; }
records bakery 7
night 4 | grep r.jsonl
mkdir -p in/r.jsonl/t
say library 8 > in/r.jsonl/t/x.txt
night 5 | grep r.jsonl
rm in/r.jsonl.gz
night 5 | grep r.jsonl
rm -r in/r.jsonl
records library 8
night 6 | grep r.jsonl
rm in/r.jsonl.gz
mkdir in/r.jsonl
say library 8 > in/r.jsonl/x.txt
night 7 | grep r.jsonl
