# what is complete goes out before more comes: records, and articles of text; a
# FIFO as output. Whoever reads waits ten seconds at most.
hear() { timeout 10 sh -c 'IFS= read -r line && printf "heard: %s\n" "$line"' || echo "heard nothing"; }
mkfifo in out
timeout 60 copydesk clean -q < in > out &
exec 3> in 4< out
printf '{"id":1,"text":"The first record of the day is here."}\n' >&3
hear <&4
printf '{"id":2,"text":"The second one took a little more time."}\n{"id":3,"text":"' >&3
hear <&4
printf 'The third came in two parts, an hour apart."}\n' >&3
hear <&4
exec 3>&-
wait
cat <&4
exec 4<&-
timeout 60 copydesk clean -q -o out < in &
exec 3> in 4< out
printf 'An article of text, in one line.\n\f\n' >&3
hear <&4
printf 'Its neighbour.\n\f\nThe end of it all.' >&3
hear <&4   # the separator goes before what it parts
hear <&4
exec 3>&-
wait
cat <&4
