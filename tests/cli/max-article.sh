# what is too large: named, left out or passed on, and never built wrong
# needs libarchive
mkdir -p in
printf 'The hall was full on Friday.\n' > in/a.txt
awk 'BEGIN { for (i = 0; i < 99; i++) print "Boat number " i " came in with the tide." }' > in/b.txt
printf 'Nobody was hurt, police said on the phone.\n' > in/c.txt
tar -cf in.tar -C in a.txt b.txt c.txt
echo "-- files, members"
for i in in in.tar; do
    copydesk clean -q --max-article 1K "$i" -o out --journal j; echo "status $?"
    find out -type f | sort; copydesk restore j out -o back && find back -type f | sort
    rm -r out back
done
copydesk clean --max-article 1K in -o out; copydesk clean --max-article 1K in.tar -o out
echo "-- articles of a stream"
(cat in/a.txt; printf '\f\n'; cat in/b.txt; printf '\f\n'; cat in/c.txt) > s.txt
copydesk clean --max-article 1K s.txt -o s.clean --journal j; echo "status $?"
copydesk restore j s.clean -o back; echo "status $?"
cat -A s.clean; copydesk explain j s.txt.2
cat in/b.txt | copydesk clean --max-article 1K; echo "status $?"
echo "-- records"
for f in a b c; do printf '{"text":"'; tr '\n' ' ' < in/$f.txt; printf '"}\n'; done > in.jsonl
copydesk clean --max-article 1K in.jsonl -o out.jsonl --journal j; echo "status $?"
diff in.jsonl out.jsonl | cut -c1-60; copydesk restore j out.jsonl -o back && cmp in.jsonl back/in.jsonl
echo "-- of a record's text lines, too"
awk 'BEGIN { printf "{\"text\":\"b\"}\n{\"text\":\""; for (i = 0; i <= 1048576; i++) printf "a\\n"; print "\"}" }' > in.jsonl
copydesk clean in.jsonl -o out.jsonl --journal j; echo "status $?"
rm -r back; cmp in.jsonl out.jsonl; copydesk restore j out.jsonl -o back && cmp in.jsonl back/in.jsonl
echo "-- large enough"
copydesk clean -q --max-article 16K in -o out && find out -type f | sort
copydesk clean --max-article 0
copydesk clean --max-ratio many
