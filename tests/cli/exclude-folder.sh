# --exclude leaves out files, and folders with all that is below them; of archives, too
# needs libarchive
mkdir -p in/drafts in/world/drafts in/world/drafts-2
echo 'The ferry sails again.' > in/drafts/a.txt
echo 'The harbour opens at noon.' > in/world/drafts/b.txt
echo 'Rain fell on the hills.' > in/world/drafts-2/c.txt
echo 'The bridge is closed.' > in/drafts.txt
try() { echo "-- $*"; copydesk clean -q in "$@"; }
try --exclude drafts
try --exclude world/drafts
try --exclude 'dr*s'
try --exclude 'w*/drafts'
try --exclude 'drafts/*'
try --exclude '*drafts/*'
try --exclude drafts --include '*.txt'
tar cf in.tar -C in . && mv in.tar in && rm -r in/drafts in/world
try --exclude drafts
try --exclude 'drafts/' 2>&1 || true
