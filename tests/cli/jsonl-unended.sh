# files of records whose last lines do not end, one behind the other on one stream
mkdir -p feed/b
printf '{"id":1,"text":"The first ferry left at dawn."}' > feed/a.jsonl
printf '{"id":2,"text":"The second ferry left at noon."}\r\n{"id":3,"n":1}' > feed/b/b.jsonl
printf '\n{"id":4,"text":"The  third ferry never left."}' > feed/c.jsonl
printf '  ' > feed/d.jsonl
echo 'The fourth ferry is a text.' > feed/e.txt
printf '{"id":5,"text":"Share this article"}' > feed/f.jsonl
printf '{"id":6,"text":"The fifth ferry was sold."}' > feed/g.jsonl
for threads in 1 2; do
    copydesk clean -q -j $threads feed -o all.jsonl --journal j; echo "status $?"
    cat -A all.jsonl; echo
    copydesk restore -q j all.jsonl -o back.$threads && diff -r feed back.$threads
done
echo "-- on standard output, judged, and the limit"
copydesk clean -q feed --write jsonl | cmp - all.jsonl
copydesk clean -q --annotate feed/a.jsonl feed/c.jsonl | wc -l
copydesk clean -q --max-article 40 feed/a.jsonl feed/g.jsonl
echo
echo "-- again"
copydesk clean -q all.jsonl | cmp - all.jsonl
echo "-- byte order marks where files were joined"
printf '\357\273\277{"id":1,"text":"The first  ferry."}\n\357\273\277{"id":2,"text":"The second  ferry."}\n\357\273\277\n' > marks.jsonl
copydesk clean -q marks.jsonl --journal j -o out.jsonl; echo "status $?"
sed 's/\xEF\xBB\xBF/MARK/' out.jsonl
copydesk clean -q out.jsonl | cmp - out.jsonl
copydesk restore -q j out.jsonl -o marks && cmp marks.jsonl marks/marks.jsonl
