# records in gzip go out before more comes, a member at a time
# needs libarchive zlib
hear() { timeout 10 sh -c 'IFS= read -r line && printf "heard: %s\n" "$line"' || echo "heard nothing"; }
mkfifo in out
timeout 60 copydesk clean -q < in > out &
exec 3> in 4< out
printf '{"id":1,"text":"The first record of the day is here."}\n' | gzip -n >&3
hear <&4
printf '{"id":2,"text":"The second one took a little more time."}\n' | gzip -n >&3
hear <&4
exec 3>&-
wait
cat <&4
