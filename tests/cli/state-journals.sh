# Two states that share a journal: what the other one wrote is never cut off.
# needs sqlite3
mkdir north south
printf 'The ferry sails again from the old harbour.\nAdvertisement\n' > north/a.txt
printf 'The mayor spoke at the town hall.\nShare\n' > south/b.txt
north() { copydesk clean -q north -o out-north --state north.state "$@"; echo "status $?"; }
south() { copydesk clean -q south -o out-south --state south.state "$@"; echo "status $?"; }
try() { "$@" 2>&1; }
north --journal j
south --journal j
try north --journal j
grep -c '"record":"drop"' j
echo '-- what would replace it'
try copydesk clean -q north -o out-all --journal j
try south --dry-run --journal j
south --dry-run --journal dry
south --dry-run --journal dry
grep -c '"record":"drop"' dry j
echo '-- first a dry run, then the same in earnest'
east() { copydesk clean -q south -o out-east --state east.state "$@"; echo "status $?"; }
mkdir east.state
east --dry-run --journal k
east --journal k
east --dry-run --journal k 2>&1
copydesk restore -q k out-east -o back-east
cat back-east/b.txt
ls -d k*
echo '-- the state of a backup'
cp -r south.state backup
printf 'The library opens on Mondays again.\nShare\n' > south/d.txt
south --journal j
rm -r south.state
mv backup south.state
try south --journal j
mv j j.old
south --journal j
copydesk restore -q j out-south -o back
diff south/d.txt back/d.txt && echo same
echo '-- one that goes to standard output by its name'
copydesk clean -q south -o out-piped --state piped.state --journal /dev/stdout > piped
copydesk restore -q piped out-piped -o back-piped && diff -r south back-piped && echo same
