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
