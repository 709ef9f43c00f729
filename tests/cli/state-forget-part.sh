# a part of a compressed file, or of an archive, is forgotten while the file stands: it is cleaned
# again, as any file is, and its output is there, beside a twin that has its name now too
# needs libarchive sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
clean() { touch -d "2024-02-03 04:05:06" in/*; copydesk clean -q in -o out --state state --journal nights; }
mkdir in t
say ferry 1 | gzip -n > in/a.txt.gz
say mill 2 > t/m.txt
say tower 3 > t/n.txt
tar -C t -cf in/x.tar m.txt n.txt
clean
copydesk state forget state a.txt x.tar/m.txt
say quay 4 > in/a.txt
rm out/x.tar/m.txt
clean
grep -r . out | sort
copydesk restore nights out -o back && (cd back && grep -r . * | sort)
copydesk clean in -o out --state state 2>&1 | grep articles
