# a file that was only touched is read once more, and its new time is noted: by it, and its size, it is known from then on
# needs sqlite3
mkdir in
night() { copydesk clean in -o out --state st "$@" 2>&1 | sed -n 's/^articles *//p'; }
echo 'The ferry sails again on Monday, the company said.' > in/a.txt
touch -d '2020-01-01 00:00:00 UTC' in/a.txt
night
touch -d '2020-02-02 00:00:00 UTC' in/a.txt
night
# that it is not read any more shows in a change that neither size nor time tells of
echo 'The ferry stops again on Friday, the company said.' > in/a.txt
touch -d '2020-02-02 00:00:00 UTC' in/a.txt
night
cat out/a.txt
night --checksum
cat out/a.txt
