# A journal without a state takes no other one's place: that is kept, unless it says the same
mkdir in later
printf 'The ferry sails again from the old harbour.\nAdvertisement\n' > in/a.txt
printf 'The mayor spoke at the town hall.\nShare\n' > later/b.txt
touch -d '2 days ago' in/a.txt
copydesk clean -q in -o out --journal j
copydesk clean -q in -o out --journal j
ls -d j*
copydesk clean -v later -o out-later --journal j 2>&1 | grep '^copydesk'
copydesk clean -q in -o out --journal ./j
ls -d j*
echo '-- each still gives its input back'
copydesk restore j.1 out -o back
copydesk restore j.2 out-later -o back
cat back/a.txt back/b.txt
echo '-- a dry run takes the place of nothing but a dry run'
cp j before
copydesk clean -q -n in --journal j 2>&1
copydesk clean -q -n later --journal back/b.txt 2>&1
cmp j before
copydesk clean -q -n in --journal try
copydesk clean -q -n later --journal try
copydesk explain try b.txt:2
copydesk clean -q later -o out-later --journal try
ls -d try*
copydesk restore try out-later -o again && cat again/b.txt
echo '-- one that came while the run was at work'
(cat in/a.txt; until ls .copydesk-* > /dev/null 2>&1; do sleep 0.1; done; cp j late; cat in/a.txt) \
    | timeout 20 copydesk clean -q -o late.txt --scope corpus --journal late
ls -d late*
echo '-- what a run replaces besides is not kept'
copydesk clean -q in -o all.txt --stats s --metrics m
copydesk clean -q later -o all.txt --stats s --metrics m
ls
