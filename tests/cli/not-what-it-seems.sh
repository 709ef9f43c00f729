# inputs that would go through without having been cleaned, and are told of
# needs libarchive
echo '-- records whose text goes by another name'
printf '{"body":"Share"}\n\n{"body":"Advertisement"}\n' | copydesk clean
echo "status $?"
printf '{"body":"Share"}\n{"id":2,"text":null}\n' | copydesk clean -q
echo "status $?"
mkdir in
printf '{"text":"The ferry sails at noon."}\n' > in/a.jsonl
printf '{"page":{"text":"The mill is closed."}}\n' > in/b.jsonl
printf '{"page":{"text":"The bridge is closed."}}\n' > in/c.jsonl
copydesk clean in -o out
echo "status $?"
copydesk clean -q in/b.jsonl in/c.jsonl --text-field page.text
echo "status $?"
echo '-- JSON that is no lines'
printf '{\n  "text": "Share"\n}\n' > one.json
printf '\357\273\277[ {"text": "Share"}, {"text": "The ferry sails."} ]\n' > array.json
copydesk clean one.json -o one.out
echo "status $?"
copydesk clean array.json -o array.out
echo "status $?"
printf '[sic] {as printed}\n' | copydesk clean
echo '-- files that are no text'
mkdir files
printf '%%PDF-1.4\n%%\342\343\317\323\n1 0 obj\nstream\n\170\234\001\217\235\377\006\323\n' > files/a.txt
printf '\000\005\026\007\000\002\000\000Mac OS X        ' > files/._a.txt
printf '\211PNG\r\n\032\n\000\000\000\rIHDR' > files/b.txt
printf 'The mill is closed.\n' | gzip -n > files/c.txt
printf '%%PDF-1.4 is what the first line of such a file says.\n' > files/d.txt
copydesk clean files -o files.out
echo "status $?"
ls files.out
echo '-- a large one, alone and among the articles of a stream'
{ printf '%%PDF-1.4\n%%\342\343\317\323\n'; head -c 5000000 /dev/zero; } > large.txt
{ printf 'The mill is closed.\n\f\n'; cat large.txt; printf '\n\f\nThe bridge is open.\n'; } > three.txt
mkdir large
cp large.txt large/large.txt
copydesk clean -q large -o large.out
echo "status $?"
copydesk clean -q large.txt
echo "status $?"
for threads in 1 2; do
    copydesk clean -q -j $threads three.txt
    echo "status $?"
done
echo '-- records, of which the first is spoiled'
printf '{"id":1,"text":"A tab\there is no JSON."}\n\n{"id":2,"text":"The  ferry sails."}\n' > first.json
copydesk clean -q first.json
echo "status $?"
copydesk clean -q < first.json
echo "status $?"
echo '-- tables and packed files that are not read, by any name'
printf 'PAR1\025\004\025\020\000\000' > news.parquet
printf 'Obj\001\004\026avro.schema\000' > news.avro
printf 'ARROW1\000\000\377\377\377\377' > news.feather
printf ']\000\000\200\000\377\377\377\377' > news.lzma
printf '\037\235\220\124\320\240\001' > news.Z
for f in news.*; do
    copydesk clean -q $f
    echo "status $?"
done
