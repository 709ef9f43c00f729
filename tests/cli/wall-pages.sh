# pages that are no article: written, counted, named with -v, and no reason to
# drop another one, nor to be dropped
mkdir in
wall='Access Denied\n\nYou do not have permission to see this page on this server, the keeper of it says.\n\nReference #18.1a2b3c\n'
printf "$wall" > in/1.txt
printf "$wall" > in/2.txt
printf 'You do not have permission to see this page on this server, the keeper of it says.\n\nThe mayor was told so on Monday when she asked for the plan of the new pier.\n' > in/3.txt
printf 'Access Denied\n\nThe mayor was told so on Monday when she asked for the plan of the new pier. She asked again on Tuesday, and on Wednesday the council met for three hours behind closed doors, while in front of them the fishermen sang. Nobody could say later what they had sung, but all agreed that it was about the pier, the plan and the mayor, and that it had eleven verses.\n' > in/4.txt
copydesk clean in -o out -v --journal journal --stats stats.json 2>&1 | grep -E 'wall|articles'
grep walls stats.json
ls out
cat out/2.txt out/3.txt
copydesk explain journal 2.txt
copydesk explain journal 4.txt
copydesk clean out -o again -q
diff -r out again
copydesk rules test 'Error 1020 Ray ID: 7a8b - 2026'
