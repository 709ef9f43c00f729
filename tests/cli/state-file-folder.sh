# an input that becomes a folder while its output stands: the output makes room, and what others
# had lost to it comes back; one that is compressed goes by another name. The journal, in which
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
echo '-- and files again: a folder has to be moved away'
rm -r in/s/a.txt
say harbour 6 > in/s/a.txt
night 3 2>&1 | grep 'a folder stands'
rm -r out/s/a.txt
night 3 | grep -v '^Only in'
