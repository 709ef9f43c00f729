# A compressed journal that is kept has the ending by which it is read; what is empty or no file is not kept
# needs libarchive
mkdir in later
printf 'The ferry sails again from the old harbour.\nAdvertisement\n' > in/a.txt
printf 'The mayor spoke at the town hall.\nShare\n' > later/b.txt
: > k.zst
ln -s k.zst link.zst
copydesk clean -q in -o out --journal link.zst
copydesk clean -q later -o out-later --journal link.zst
copydesk clean -q later -o out-later --journal /dev/null
ls -d k*
copydesk explain k.1.zst a.txt:2
