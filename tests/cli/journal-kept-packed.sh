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
echo '-- names as long as names may be'
mkdir long
for kind in '' .gz; do
    name=long/$(printf "%0$((255 - ${#kind}))d" 0)$kind
    copydesk clean -q in -o out-long --journal $name && cp $name first
    copydesk clean -q later -o out-long --journal $name
    for kept in long/*.1$kind; do cmp first $kept && echo "$kept" | sed 's/0\{240,\}/0.../'; done
done
