# an archive that was cut is named by every run, though it is as it was
# needs libarchive sqlite3
mkdir in
echo 'The harbour council decided that the wall will be built.' > a.txt
echo 'The ferry sails again from the harbour on Tuesday.' > b.txt
tar -cf - a.txt b.txt | head -c 1800 > in/cut.tar
for run in 1 2 3; do
    copydesk clean -q in -o out --state seen; echo "status $?"
done
cat out/cut.tar/*
