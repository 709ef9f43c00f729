# the numbers for Prometheus; a run that fails keeps the last success
mkdir in
printf 'The first paragraph of the story stands here.\n\nShare\n' > in/a.txt
printf 'Advertisement\n' > in/b.txt
ln in/a.txt in/c.txt
copydesk clean -q in -o out --metrics 'ni"ght.prom'
settled() { sed -E 's/ [0-9]{10}$/ TIME/; s/(seconds|_memory_bytes|remembered_bytes)(.*) [0-9.]+$/\1\2 N/; s/(key_profile|unicode|version)="[^"]*"/\1="N"/g'; }
settled < 'ni"ght.prom' | grep -v ' 0$'
# what the format asks for: a HELP and a TYPE for each name, once; no series twice
grep -v '^#' 'ni"ght.prom' | sed 's/{.*//' | sort -u > names
for what in HELP TYPE; do sed -n "s/^# $what \([^ ]*\) .*/\1/p" 'ni"ght.prom' | sort | cmp - names; done
grep -v '^#' 'ni"ght.prom' | sed 's/ [^ ]*$//' | sort | uniq -d

echo '-- failed runs'
sed -i 's/^\(copydesk_last_success.*\) [0-9]*$/\1 12345/' 'ni"ght.prom'
copydesk clean -q nowhere -o out --metrics 'ni"ght.prom'
grep -E '^copydesk_(run_exit|last)|^copydesk_run_paragraphs' 'ni"ght.prom'
copydesk clean -q in -o in/out --metrics new.prom
grep -E '^copydesk_(run_exit|last)' new.prom
copydesk clean -q in -o out --rules nowhere.rules --metrics new.prom
echo $?
echo '-- never over an input, whatever else is wrong'
copydesk clean -q in nowhere -o out --metrics in/a.txt
copydesk clean -q in -o out --metrics in/d.txt
ls in
echo '-- a place that cannot be written'
copydesk clean -q in -o out --metrics nowhere/x.prom
echo $?
echo '-- a dry run is no success'
cp 'ni"ght.prom' before
copydesk clean -q -n in -o out --metrics 'ni"ght.prom' && cmp 'ni"ght.prom' before
