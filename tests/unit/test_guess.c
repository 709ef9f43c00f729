/* guess: sentences in many languages, in the encodings that they are found in,
 * come back as they were; what is no such text is left alone. */
#include "unit.h"

#if defined(HAVE_UCHARDET) && defined(__GLIBC__)
#if __GLIBC_PREREQ(2, 33)   /* mallinfo2 */
#define MEASURES_HEAP
#include <malloc.h>
#endif
#endif

#include "read/charset/guess.h"

/* Each text in each of these; uchardet is needed for those with a question mark. */
static const struct known { const char *text; const char *encodings[8]; } known[] = {
    { "Die Bürgermeisterin erklärte, dass die Brücke früher geöffnet werde. Größere Schäden gab es nicht.\n",
      { "WINDOWS-1252", "ISO-8859-1", "MACINTOSH", "IBM850", "UTF-16LE", "UTF-16BE", "UTF-32LE" } },
    { "Größe und Maß.\n", { "WINDOWS-1252" } },
    { "El alcalde señaló que mañana habrá más autobuses, según informó la compañía. ¿Qué pasará después?\n",
      { "WINDOWS-1252", "ISO-8859-15", "MACINTOSH", "IBM850", "UTF-16BE" } },
    { "Le préfet a déclaré hier que l’été serait très sec : « Les réserves sont à moitié vides », a-t-il dit.\n",
      { "WINDOWS-1252", "MACINTOSH", "UTF-16LE" } },
    { "“It’s the ferryman’s rôle”, he said – and left…\n", { "WINDOWS-1252", "UTF-16LE", "UTF-32BE" } },
    { "“Nobody asked us,” said the skipper, “and nobody will.” She sailed — late — and came back.\n",
      { "WINDOWS-1252", "MACINTOSH" } },
    { "Borgarstjórinn tilkynnti að viðgerð á brúnni hefjist í næstu viku. Íbúar þurfa að nota hjáleiðir.\n",
      { "WINDOWS-1252", "ISO-8859-1" } },
    { "Burmistrz zapowiedział, że w przyszłym tygodniu rozpocznie się remont mostu i dojdą objazdy przez łąki.\n",
      { "WINDOWS-1250", "ISO-8859-2" } },
    { "Starosta oznámil, že příští týden začne oprava mostu. Řidiči budou muset používat objížďky přes obce.\n",
      { "WINDOWS-1250", "ISO-8859-2", "?IBM852" } },
    { "Primarul a anunţat că săptămâna viitoare va începe reparaţia podului, până la sfârşitul lunii.\n",
      { "WINDOWS-1250", "ISO-8859-2" } },
    { "Belediye başkanı gelecek hafta köprünün onarımına başlanacağını açıkladı, dedi sözcü.\n",
      { "WINDOWS-1254", "ISO-8859-9" } },
    { "Mērs paziņoja, ka nākamnedēļ sāksies tilta remonts. Iedzīvotājiem būs jāizmanto apvedceļi.\n",
      { "WINDOWS-1257" } },
    { "Мэр города сообщил, что ремонт моста начнётся на следующей неделе, в обход через посёлки.\n",
      { "?WINDOWS-1251", "?KOI8-R", "?ISO-8859-5", "?IBM866", "UTF-16LE", "UTF-16BE", "UTF-32BE" } },
    { "Мер міста повідомив, що ремонт мосту розпочнеться наступного тижня, об’їздами через селища.\n",
      { "?WINDOWS-1251" } },
    { "Мер міста повідомив, що ремонт мосту розпочнеться наступного тижня, її об'їздами й досі не користувалися.\n",
      { "?KOI8-U", "?CP1125" } },
    { "Кметът обяви, че ремонтът на моста ще започне следващата седмица. Яна Юрукова и Щерьо Жеков чакат.\n",
      { "?WINDOWS-1251", "?MAC-CYRILLIC" } },
    { "Градоначелник је најавио да ће поправка моста почети следеће недеље, рекла је Љиљана Ђукић.\n",
      { "?WINDOWS-1251", "?MAC-CYRILLIC" } },
    { "Қала әкімі көпір келесі аптада жөнделетінін айтты, ұзақ уақыт күткен тұрғындар үшін бұл жақсы жаңалық.\n",
      { "?PT154" } },
    { "Borgarstjórin segði, at brúgvin verður umvæld næstu viku, og at íbúgvarnir mugu ganga aðra leið.\n",
      { "WINDOWS-1252" } },
    { "De Buergermeeschter huet erkläert, datt d'Bréck nächst Woch fäerdeg gëtt, an datt d'Leit waarde müssen.\n",
      { "WINDOWS-1252" } },
    { "De boargemaster sei dat de brêge takom wike klear is, en dat de minsken dêr net lâns kinne foar dy tiid, fûn er.\n",
      { "WINDOWS-1252" } },
    { "Ar maer en deus lavaret e vo adsavet ar pont er sizhun a zeu, hag e ranko an dud mont dre un hent all, eñ ouzh an noz, gantañ.\n",
      { "WINDOWS-1252" } },
    { "Lo conse anoncièt que lo pònt seriá reparat la setmana que ven, e que los abitants deurián passar per las vilas vesinas, çò ditz, à pè.\n",
      { "WINDOWS-1252" } },
    { "Şaredar got ku pira kevn wê di hefteya bê de bê çêkirin û şêniyên bajêr dê rêyeke dî bi kar bînin.\n",
      { "WINDOWS-1254" } },
    { "Wê rojê her kes dê bê ser pirê û wê di rê de bimîne. Ew dê di nîvê şevê de vegerin malên xwe, û dê hêdî hêdî bên, ji ber ku rê dirêj e û çem bilind bûye.\n",
      { "WINDOWS-1254" } },
    { "Wjesnjanosta praji, zo so móst přichodny tydźeń porjedźi a zo ludźo dyrbja hač do kónca lěta čakać, dokelž je dźěło ćežke.\n",
      { "WINDOWS-1250", "ISO-8859-2" } },
    { "Քաղաքապետը հայտարարեց, որ կամրջի նորոգումը կսկսվի հաջորդ շաբաթ։ Մարդիկ սպասում են։\n",
      { "ARMSCII-8" } },
    { "Starý hřbitov bývá prázdný, říká Jan.\n", { "WINDOWS-1250" } },
    { "Ο δήμαρχος ανακοίνωσε ότι η επισκευή της γέφυρας θα αρχίσει την επόμενη εβδομάδα.\n",
      { "?WINDOWS-1253", "?ISO-8859-7", "UTF-16LE" } },
    { "أعلن رئيس البلدية أن إصلاح الجسر سيبدأ الأسبوع المقبل، كما قال المتحدث.\n",
      { "?WINDOWS-1256", "?ISO-8859-6", "UTF-16LE" } },
    { "ראש העיר הודיע כי תיקון הגשר יתחיל בשבוע הבא, כך אמר הדובר.\n", { "WINDOWS-1255", "UTF-16BE" } },
    { "市長は来週から橋の修理を始めると発表した。住民は迂回路を使わなければならないと、担当者は述べた。\n",
      { "?SHIFT_JIS", "?EUC-JP", "?ISO-2022-JP", "UTF-16LE", "UTF-16BE" } },
    { "市长宣布下周开始修桥。居民将不得不使用经过邻近村庄的绕行路线，发言人说。\n", { "?GB18030", "UTF-16LE", "UTF-16BE" } },
    { "市長宣布下週開始修橋。居民將不得不使用經過鄰近村莊的繞行路線，發言人說。\n", { "?BIG5", "UTF-16LE" } },
    { "시장은 다음 주부터 다리 보수 공사를 시작한다고 발표했다. 주민들은 우회로를 이용해야 한다.\n",
      { "?EUC-KR", "UTF-16LE" } },
    { "นายกเทศมนตรีประกาศว่าการซ่อมสะพานจะเริ่มในสัปดาห์หน้า โฆษกกล่าว\n", { "?TIS-620", "UTF-16LE" } },
    { "นายกเทศมนตรีกล่าวว่า “สะพานจะซ่อมเสร็จในสัปดาห์หน้า” – แต่ชาวบ้าน ‘ไม่เชื่อ’ และรอต่อไป…\n", { "?CP874" } },
    /* a mark right behind a letter looks like UTF-8 that was cut */
    { "„Nu ştiu”, a spus el, şi a plecat cu „băiatul şi fata ţării”. Aşa a fost să fie, „în viaţă”.\n", { "WINDOWS-1250" } },
    { "“Nuk e di”, tha ai për “shtëpinë”, dhe iku më të shpejtë.\n", { "WINDOWS-1252" } },
    { "Va dir «no ho sé», i «la nació» va callar. Després, «això és tot».\n", { "WINDOWS-1252" } },
};

/* Where it is expected, the text comes back as it was; elsewhere nothing does. */
static void check_known(const char *text, const char *encoding, bool expected)
{
    struct buf bytes = { 0 }, out = { 0 };
    char name[ENCODING_NAME] = "nothing";
    assert_true(encoding_encode(encoding, slice_str(text), &bytes));
    bool found = guess_encoding(buf_slice(&bytes), &out, name);
    if (found != expected || (found && !slice_equal(buf_slice(&out), slice_str(text))))
        fail_msg("%s: taken for %s: %s%s", encoding, name, text, buf_str(&out));
    buf_release(&bytes);
    buf_release(&out);
}

/* Without uchardet its encodings are left alone, not taken for something else. */
static void test_known(void **state)
{
    (void)state;
#ifdef HAVE_UCHARDET
    const bool detects = true;
#else
    const bool detects = false;
#endif
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        for (const char *const *e = known[i].encodings; *e; e++) {
            bool asks = **e == '?';
            check_known(known[i].text, *e + asks, detects || !asks);
        }
}

/* One damaged place does not make a text unreadable. */
static void test_spoiled(void **state)
{
    (void)state;
    static const struct { const char *text, *encoding; size_t at, cut; char in; const char *want; } spoiled[] = {
        /* a byte that windows-1255 does not have, and Cyrillic and Greek pages do */
        { "ראש העיר הודיע כי תיקון הגשר יתחיל בשבוע הבא, כך אמר הדובר.", "WINDOWS-1255", 8, 0, '\xFF',
          "ראש העיר\xEF\xBF\xBD הודיע כי תיקון הגשר יתחיל בשבוע הבא, כך אמר הדובר." },
        /* the last byte is gone */
        { "Мэр города сообщил о ремонте моста.", "UTF-16LE", 0, 1, 0, "Мэр города сообщил о ремонте моста\xEF\xBF\xBD" },
#ifdef HAVE_UCHARDET
        { "市长宣布下周开始修桥。居民将不得不使用绕行路线，发言人说，好", "GB18030", 0, 1, 0,
          "市长宣布下周开始修桥。居民将不得不使用绕行路线，发言人说，\xEF\xBF\xBD" },
        /* a byte is put in */
        { "市长宣布下周开始修桥。居民将不得不使用绕行路线，发言人说。", "GB18030", 22, 0, '\xFF',
          "市长宣布下周开始修桥。\xEF\xBF\xBD居民将不得不使用绕行路线，发言人说。" },
        /* the same, a byte that the detector finds in no text of that page */
        { "Мэр города Ярославля сообщил, что ремонт моста начнётся скоро.", "WINDOWS-1251", 10, 0, '\x98',
          "Мэр города\xEF\xBF\xBD Ярославля сообщил, что ремонт моста начнётся скоро." },
#endif
    };
    for (size_t i = 0; i < sizeof spoiled / sizeof *spoiled; i++) {
        struct buf bytes = { 0 }, input = { 0 }, text = { 0 };
        char name[ENCODING_NAME] = "";
        assert_true(encoding_encode(spoiled[i].encoding, slice_str(spoiled[i].text), &bytes));
        buf_add(&input, bytes.ptr, spoiled[i].at);
        if (spoiled[i].at)
            buf_addch(&input, spoiled[i].in);
        buf_add(&input, bytes.ptr + spoiled[i].at, bytes.len - spoiled[i].at - spoiled[i].cut);
        assert_true(guess_encoding(buf_slice(&input), &text, name));
        assert_string_equal(name, spoiled[i].encoding);
        assert_string_equal(buf_str(&text), spoiled[i].want);
        buf_release(&bytes);
        buf_release(&input);
        buf_release(&text);
    }
}

/* Bytes of no encoding that could be told. */
static void test_unknown(void **state)
{
    (void)state;
    static const struct slice unknown[] = {
        { "", 0 },
        { "Plain letters, and nothing else.\n", 33 },
        { "One stray byte: \xE9.\n", 19 },
        { "Cut inside a letter: caf\xC3", 25 },
        { "Cut inside a letter: \xE6\x97", 23 },
        { "Z\xC3\xBCrich, Gen\xC3\xA8ve and a stray \xFC\xFD.\n", 33 },
        { "Cut in the middle: gr\xE2\x82 eater", 30 },
        { "A NUL\0 in a line of letters that were ASCII all along.\n", 55 },
        { "(a photo)\0", 10 },
        { "1\0aa", 4 },
        { "\0.\taaa", 6 },
        { "Fill \xFF\xFF bytes \xFF in \xFF a line.\n", 30 },
        { "Many\0 NULs\0 00 11 22\0 in\0 lines\0 of\0 letters\0 all along.\n", 57 },
        { "\x1B[1mBold\x1B[0m, said the terminal.\n", 33 },
        { "\x89PNG\r\n\x1A\n\0\0\0\rIHDR\0\0\1\x90\0\0\1\x2C\b\6\0\0\0\xD1\x94\x42\x35", 33 },
        { "\xFF\xD8\xFF\xE0\0\x10JFIF\0\1\1\0\0H\0H\0\0\xFF\xE1\1\xC2" "Exif\0\0MM\0*", 34 },
        { "\xF9\xB2\xA7\x83\x91\xE4\x02\xC8\x9D\xA0\x07\xBB\x8F\xEE\x81\xD3\x90\x9E\x11\xF0", 20 },
    };
    for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
        struct buf text = { 0 };
        char name[ENCODING_NAME] = "";
        if (guess_encoding(unknown[i], &text, name))
            print_error("case %zu: taken for %s: %s\n", i, name, buf_str(&text));
        assert_false(name[0]);
        buf_release(&text);
    }
}

/* What may be a paragraph in an encoding of its own, and what is damaged UTF-8. */
static void test_apart(void **state)
{
    (void)state;
    static const struct { const char *bytes; bool apart; } paragraphs[] = {
        { "El a\xF1o pas\xF3, dijo la compa\xF1\xED" "a.", true },
        { "\xCC\xFD\xF0 \xE3\xEE\xF0\xEE\xE4\xE0 \xEF\xF0\xE8\xE1\xFB\xEB \xF3\xF2\xF0\xEE\xEC", true },   /* in windows-1251 */
        { "Caf\xE9 and r\xF4le.", false },
        { "the ferry company\xE2\xE2\x80\x8D\x80\x99s director", false },
        { "cut caf\xC3, cut \xE2\x80, cut na\xC3ve, cut f\xC3te", false },
        { "Z\xC3\xBCrich, Gen\xC3\xA8ve, \xFC\xFD\xFE, M\xC3\xBCnchen, K\xC3\xB6ln", false },
        { "The caf\xC3\xA9.", false },
    };
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
        if (guess_is_apart(slice_str(paragraphs[i].bytes)) != paragraphs[i].apart)
            fail_msg("case %zu: %s", i, paragraphs[i].bytes);
}

/* The detector, which is C++ and ends the program where memory is short, takes no more than is looked
 * for before it is called: what the heap grows by, none of it given back or mapped apart. (Under a
 * sanitizer, which has a heap of its own, nothing is measured.) */
static void test_detector_fits(void **state)
{
    (void)state;
#ifdef MEASURES_HEAP
    enum { LOOKED_FOR = 256 * 1024, LEN = 400 * 1024 };
    mallopt(M_MMAP_THRESHOLD, 16 * LEN);
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 0);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        struct buf bytes = { 0 };
        char name[ENCODING_NAME];
        const char *encoding = known[i].encodings[0] + (known[i].encodings[0][0] == '?');
        while (bytes.len < LEN)
            assert_true(encoding_encode(encoding, slice_str(known[i].text), &bytes));
        malloc_trim(0);
        size_t before = mallinfo2().arena;
        assert_true(encoding_detect(buf_slice(&bytes), name) >= 0);
        assert_in_range(mallinfo2().arena - before, 0, LOOKED_FOR);
        buf_release(&bytes);
    }
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_known), cmocka_unit_test(test_spoiled), cmocka_unit_test(test_unknown),
                                        cmocka_unit_test(test_apart), cmocka_unit_test(test_detector_fits) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
