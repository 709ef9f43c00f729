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
# in other languages: both are written, and counted; the longer line alone would make the second one a copy
mkdir lands
while IFS='|' read -r name wall more; do
    printf '%s\n\n%s\n' "$wall" "$more" > lands/$name-1.txt
    cp lands/$name-1.txt lands/$name-2.txt
done <<'X'
de|Seite nicht gefunden|Die Adresse, die Sie eingegeben haben, gibt es an unserem Kai leider nicht oder nicht mehr.
fr|Accès refusé|Vous n’avez pas le droit de voir cette page du port, dit celui qui la garde depuis le matin.
ru|ДОСТУП ЗАПРЕЩЕН|У вас нет прав для просмотра этой страницы, говорит смотритель причала, и завтра не будет.
ar|الصفحة غير موجودة|الصفحة التي كتبت عنوانها ليست على هذا الرصيف أو لم تعد عليه منذ الشتاء الماضي كما يبدو.
tr|Sayfa bulunamadı.|Yazdığınız adres bu iskelede yok ya da artık yok, bekçi sabahtan beri böyle söylüyor herkese.
ja|お探しのページは見つかりませんでした。|入力された住所はこの波止場にはないか、もうなくなったようだと番人は朝から言っている。
zh|您访问的页面不存在|您输入的地址不在这个码头，或者已经不在了，看码头的人从早上起就对每个人这么说。
en|Performing security verification|The keeper of this pier has asked a service to look at everybody who comes before they may pass the gate.
uk|Sorry, we can't find the page you're looking for.|The address that you gave is not on this pier, or it has not been there since the winter, it seems.
right|YOU DON’T HAVE PERMISSION TO ACCESS /quay ON THIS SERVER.|Who comes to this pier asks its keeper, and the keeper asks the council, and the council meets on the first Monday of the month.
cloud|The harbour used Cloudflare to restrict access|Boats that come from far away are looked at for a while, says the keeper, before they may tie up here.
list|Index of /quay/2026|The parent directory holds the years before, when the pier was longer and there were more boats to be listed.
us|Unfortunately, our website is currently unavailable in most European countries.|We are looking for a way to show the pier and its boats to all who live on the other side of the sea.
X
copydesk clean lands -o lands-out -v 2>&1 | grep articles
ls lands-out | wc -l
# a pack's own, with marks in front that keys leave out: on both pages the line is known
mkdir marks
printf 'wall-like ¿Es usted * o una gaviota?\nwall-like 【確認】ここ*\n' > marks.rules
while IFS='|' read -r name wall more; do
    printf '%s\n\n%s\n' "$wall" "$more" > marks/$name-1.txt
    cp marks/$name-1.txt marks/$name-2.txt
done <<'X'
es|¿Es usted marinero o una gaviota?|El guarda del muelle lo pregunta a todos los que quieren pasar por la puerta esta mañana.
ja|【確認】ここは桟橋の入口です|この桟橋を通る人はまず番人に名前を言わなければならないと決まっている。
X
copydesk clean marks -o marks-out --rules marks.rules -v 2>&1 | grep articles
