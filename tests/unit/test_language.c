/* Which languages a text shows, and the law that removing paragraphs adds none. */
#include "lines_of.h"
#include "packs_world.h"
#include "strip/language.h"

static bool shows(language_set set, const char *name)
{
    int number = languages_number(slice_str(name));
    assert_true(number >= 0);
    return set >> number & 1;
}

static void test_shown(void **state)
{
    (void)state;
    struct languages *l = languages_new();
    static struct lines_of lines;
    for (size_t i = 0; i < N_LANGUAGES; i++) {
        lines_read(&lines, "sentences", LANGUAGES[i]);
        struct para p = para_of(lines.line[0]);
        language_set set = languages_of(l, &p, 1);
        if (!shows(set, LANGUAGES[i]))
            fail_msg("%s is not shown", LANGUAGES[i]);
        assert_false(shows(set, "en"));
        p.action = COPYDESK_DROP;
        assert_int_equal(languages_of(l, &p, 1), 0);
    }
    languages_free(l);
}

/* News is terse: what three paragraphs of it say has few stop words. */
static void test_shown_by_terse_news(void **state)
{
    (void)state;
    static const struct { const char *name, *line; } TERSE[] = {
        { "tr", "Limanda bir tekneyi soyan üç kişi dün gece gözaltına alındı." },
        { "tr", "İzmir'de doğdu, Ankara'da okudu ve iki kez devlet ödülü kazandı." },
        { "uk", "Суд арештував майно двох братів, бо ті не мали жодної угоди." },
        { "fa", "رئیس پلیس بندر از دستگیری مردی خبر داد که سی قایق دزدیده بود." },
        { "zh", "据警方通报，昨晚十时许，两名男子在老码头盗走渔网三张。" },
        { "zh", "罢工三天，渔船全部停港，港务局长辞职，场面混乱，邻镇借来拖船两艘。" },
        { "pl", "Kapitan, który przed sądem milczał, został skazany, jednak jego załoga wróciła." },
        { "cs", "Kapitán byl včera propuštěn, však jeho posádka zatím není doma." },
        { "id", "Nelayan pelabuhan lama menolak pindah hingga pemerintah kota membayar ganti rugi, namun wali kota masih diam." },
        { "tr", "Balıkçılar dün limana döndü, ancak kaptan karşı çıktı." },
        { "ar", "رئيس الميناء ينفي بيع السفينة رغم وثائق نشرتها صحيفة محلية حول الصفقة" },
        { "ru", "Капитан порта отрицает продажу судна, об этом говорит ему адвокат." },
        /* few stop words or none, and the spelling of the others */
        { "tr", "Edirne'de kontrolden çıkan kamyonun bahçe duvarına çarpması sonucu sürücü hafif yaralandı." },
        { "tr", "Belediye ekipleri, Kordon boyunda izinsiz kurulan tezgâhları kaldırdı, satıcılara para cezası kesildi." },
        { "ru", "Жители посёлка Береговой третью неделю получают воду цистернами: насосную станцию размыло паводком." },
        { "ru", "Сборная России обыграла команду Финляндии в выставочном матче, забросив четыре шайбы подряд." },
        { "uk", "Рятувальники ліквідували пожежу на складі побутової хімії площею вісімсот квадратних метрів." },
        { "pl", "Siatkarki z Rzeszowa pokonały mistrzynie kraju, choć przegrały pierwszego seta." },
        { "cs", "Meteorologové očekávají přízemní mrazíky, teploty klesnou až k minus čtyřem stupňům." },
    };
    struct languages *l = languages_new();
    for (size_t i = 0; i < sizeof TERSE / sizeof *TERSE; i++) {
        struct para p = para_of(TERSE[i].line);
        if (!shows(languages_of(l, &p, 1), TERSE[i].name))
            fail_msg("%s is not shown", TERSE[i].name);
    }
    languages_free(l);
}

static void test_not_shown(void **state)
{
    (void)state;
    struct languages *l = languages_new();
    const char *lines[] = {
        "The mayor of Pub street said on Monday that the Anzeige was void.",
        "I think I know what I want, I said, and so do I, I guess.",
        "As a boy he ran as far as the Place de la Concorde with a friend.",
        "Die, he told her, or go at once; for men at sea are no men at home.",
        "Werbung Anzeige der die und das",
        "Yesterday Kılıçdaroğlu met Erdoğan, Ağbal and Işık, Łukasz Żal and Dvořák, Jiří Růžička and Šéf Ondřej at Beyoğlu.",
        "Words like Żurek or kırmızı make no Turk of him",
        /* no stop words, and letters of ours beside some that we have not: Kyrgyz, Kazakh, Tatar, Azerbaijani, Lithuanian */
        "Балыкчылар кечээ кечинде портко кайтып келишти, бирок капитан үндөгөн жок, дешти жергиликтүү тургундар.",
        "Балықшылар кеше кешке портқа қайтып оралды, алайда капитан үндемеді, деді жергілікті тұрғындар.",
        "Балыкчылар кичә кич белән портка кайтып килделәр, ләкин капитан бер сүз дә әйтмәде.",
        "Balıqçılar dünən axşam limana qayıtdılar, lakin kapitan heç nə demədi, yerli sakinlər bildirdilər.",
        "Vakar vakare žvejai grįžo į uostą, tačiau kapitonas nieko nesakė, teigė vietos gyventojai, laukę jų krantinėje.",
        "Predseda vlády odvolal ministra zdravotníctva, nástupcu predstaví budúci týždeň.",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct para p = para_of(lines[i]);
        language_set en = (language_set)1 << languages_number(SLICE("en"));
        assert_int_equal(languages_of(l, &p, 1) & ~en, 0);
    }
    assert_int_equal(languages_of_text(l, SLICE("")), 0);
    assert_false(languages_full(l));
    assert_int_equal(languages_number(SLICE("tlh")), -1);
    languages_free(l);
}

/* What comes first decides, and a word counts again when it comes again. */
static void test_first_decides(void **state)
{
    (void)state;
    struct languages *l = languages_new();
    language_set en = (language_set)1 << languages_number(SLICE("en"));
    language_set es = (language_set)1 << languages_number(SLICE("es"));
    assert_int_equal(languages_of_text(l, SLICE("Cosas the los desde los que como entre los")), es);
    assert_int_equal(languages_of_text(l, SLICE("Cosas the los desde the los que como entre")), en);
    assert_int_equal(languages_of_text(l, SLICE("Cosas the los desde cosas van cuando llega")), 0);
    assert_int_equal(languages_of_text(l, SLICE("Cosas los los los a a a a the the the the the")), es);
    languages_free(l);
}

/* Any part of an article shows no more than all of it, and all of it what its parts show. */
enum { PARAS = 200 };
static void test_removing_adds_nothing(void **state)
{
    (void)state;
    struct languages *l = languages_new();
    static struct lines_of lines;
    static char texts[PARAS][LINE_BYTES];
    uint64_t seed = 7;
    for (int round = 0; round < 60; round++) {
        struct para paras[PARAS];
        size_t n = 1 + random_below(&seed, PARAS);
        for (size_t i = 0; i < n; i++) {
            lines_read(&lines, "sentences", LANGUAGES[random_below(&seed, N_LANGUAGES)]);
            strcpy(texts[i], lines.line[random_below(&seed, (unsigned)lines.n)]);
            paras[i] = para_of(texts[i]);
        }
        language_set all = languages_of(l, paras, n), each = 0;
        for (size_t i = 0; i < n; i++)
            each |= languages_of(l, &paras[i], 1);
        assert_int_equal(all, each);
        for (size_t i = 0; i < n; i++)
            if (random_below(&seed, 2))
                paras[i].action = COPYDESK_DROP;
        assert_int_equal(languages_of(l, paras, n) & ~all, 0);
    }
    languages_free(l);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shown),
        cmocka_unit_test(test_shown_by_terse_news),
        cmocka_unit_test(test_not_shown),
        cmocka_unit_test(test_first_decides),
        cmocka_unit_test(test_removing_adds_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
