# a pattern is compared with files; one that is the name of a folder is hinted at
mkdir -p in/drafts in/world/drafts
echo 'The ferry sails again.' > in/drafts/a.txt
echo 'The harbour opens at noon.' > in/world/drafts/b.txt
echo 'Rain fell on the hills.' > in/world/c.txt
try() { copydesk clean "$@" 2>&1 | grep -v -e ^time -e ' paragraphs and ' -e '^[a-z]* '; }
try -n in/ --exclude drafts
try -n -q in --exclude drafts
try -n in in/world --exclude 'drafts/*' --exclude draft
try in --exclude 'drafts/*'
try in --exclude '*drafts/*'
