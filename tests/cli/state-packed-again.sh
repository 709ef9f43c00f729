# with a state: a file that is packed, unpacked and packed again, to the same bytes as before,
# keeps its output, be it records or text
# needs libarchive sqlite3
say() { echo "The keeper of the $1 said that $2 barrels of tar had been carried to the lower quay."; }
clean() { copydesk clean -q in -o out --state state; cat out/a.jsonl out/b.txt; }
mkdir in
printf '{"text":"%s"}\n' "$(say ferry 4)" > in/a.jsonl
say mill 5 > in/b.txt
touch -d '2024-02-03 04:05:06' in/*
gzip -n in/*
for turn in 1 2; do
    clean
    gzip -d in/*.gz
    clean
    gzip -n in/*
done
clean

# a copy, of which nothing was written, comes again packed and as another text, and is unpacked
# and changed: what another one had lost to it comes back
rm -r in out state
mkdir in
night() { touch -d "2024-02-03 04:05:0$1" in/*; copydesk clean -q in -o out --state state; }
say ferry 4 > in/a.txt
say ferry 4 > in/c.txt
night 1
rm in/c.txt
(say mill 5; echo; say quay 6) | gzip -n > in/c.txt.gz
(say mill 5; echo; say tower 7) > in/d.txt
night 2
rm in/c.txt.gz
say quay 6 > in/c.txt
night 3
grep . out/*

# one that was a copy when it was packed, and is packed again to the same bytes, is no copy of itself
rm -r in out state
mkdir in
say ferry 4 > in/a.txt
say ferry 4 | gzip -n > in/c.txt.gz
cp in/c.txt.gz .
night 1
say mill 5 > in/a.txt
rm in/c.txt.gz
say ferry 4 > in/c.txt
night 2
rm in/c.txt
cp c.txt.gz in
night 3
grep . out/*

# one that had another name beside its unpacked twin goes by its own again when that is gone
rm -r in out state
mkdir in
say ferry 4 | gzip -n > in/c.txt.gz
say mill 5 > in/c.txt
(say mill 5; echo; say quay 6) > in/d.txt
night 1
grep . out/*
rm in/c.txt
night 2
grep . out/*
