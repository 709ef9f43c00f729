/* The trailing headline in languages that have no pack. What it is in those that have one stands in test_strip.c. */
#include "packs_world.h"

static const char *const ENGLISH =
    "The council of the harbour town met on Monday to talk about the boats that nobody wants.";

/* Is the last line taken, behind one paragraph and three others? */
static bool goes(struct world *w, const char *first, const char *prose, const char *last)
{
    struct para paras[] = { para_of(first), para_of(prose), para_of(prose), para_of(prose), para_of(last) };
    size_t n = sizeof paras / sizeof *paras;
    struct article article = { .source = SLICE("") };
    assert_true(strip_find(w->rules, w->scratch, &article, paras, n));
    strip_judge(w->rules, w->scratch, true, true, paras, n);
    for (size_t i = 0; i + 1 < n; i++)
        assert_int_equal(paras[i].action, COPYDESK_KEEP);
    return paras[n - 1].action == COPYDESK_DROP;
}

/* A language without a pack that shows one near to it: core has the words of its credits. */
static void test_near(void **state)
{
    (void)state;
    static const char *const ARTICLES[][2] = {
        { "Mesto chce opraviť starý prístav, ktorý je od roku zatvorený, a žiada o peniaze od štátu, aby sa práce stihli.",
          "Preložila z angličtiny Jana Kováčová" },
        { "Општина жели да до краја године обнови стару луку, која је већ три године затворена, и за то тражи новац од државе.",
          "Разговарала Ана Бабић у Београду" },
        { "Общината иска да поднови старото пристанище до края на годината, но от държавата още не са дали пари за него.",
          "Разговора води Ана Петрова от София" },
        { "Горад хоча абнавіць стары порт да канца года, але грошай на гэта пакуль няма, і ўсё за кошт рыбакоў.",
          "З англійскай пераклала Ганна Пятрова" },
        { "L'ajuntament vol reformar el port vell abans que acabi l'any, però encara no ha rebut la resposta de la Generalitat.",
          "L'autora és sociòloga i viu a Girona" },
        { "O concello quere reformar o vello porto antes de que remate o ano, pero a Xunta aínda non deu unha resposta.",
          "A autora é socióloga e vive en Lugo" },
        { "Die munisipaliteit wil die ou hawe voor die einde van die jaar laat herstel, maar daar is nog nie geld van die staat nie.",
          "Vertaal uit Engels deur Anna Botha" },
        { "Kommunen vil pusse opp den gamle hamna og har bede om pengar frå staten, men har ikkje fått svar på det enno.",
          "Forfattaren er sosiolog og bur i Førde" },
        { "Majlis perbandaran akan membaiki pelabuhan lama itu pada akhir tahun dan telah memohon dana dari kerajaan negeri.",
          "Oleh Aminah Hassan di Ipoh" },
    };
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++) {
        const char *prose = ARTICLES[i][0], *last = ARTICLES[i][1];
        assert_true(goes(&w, prose, prose, "Ana Moreno, a witness on the quay"));   /* it is known */
        if (goes(&w, prose, prose, last))
            fail_msg("taken as headline: %s", last);
    }
    close_world(&w);
}

/* Where no pack knows the language nothing tells a credit or a last sentence without its full stop from
 * a headline. A paragraph in English among others does not change that. */
static void test_elsewhere(void **state)
{
    (void)state;
    static const char *const ARTICLES[][2] = {
        { "Το δημοτικό συμβούλιο συνεδρίασε τη Δευτέρα για τις τρεις βάρκες που δεν θέλει κανείς πια στο λιμάνι.",
          "Ο ποιητής γεννήθηκε στη Σμύρνη και πέθανε στην Αθήνα" },
        { "A városi tanács hétfőn ült össze, hogy arról a három csónakról tárgyaljon, amelyek már senkinek sem kellenek.",
          "A költő Budapesten született és ott is halt meg" },
        { "Kaupunginvaltuusto kokoontui maanantaina puhumaan niistä kolmesta veneestä, joita kukaan satamassa ei enää halua itselleen.",
          "Kirjoittaja on satamassa asuva runoilija ja Satamalehden avustaja" },
        { "Linnavolikogu kogunes esmaspäeval, et arutada kolme paati, mida keegi sadamas enam endale ei taha, ütles linnapea.",
          "Luuletaja sündis Tartus ja suri Tallinnas oma kodus" },
        { "Taryba pirmadienį posėdžiavo dėl trijų valčių, kurių uoste niekas nebenori, nors savininkai jas vis dar dažo kasmet.",
          "Rašytoja gimė Vilniuje ir mirė savo namuose Kaune" },
    };
    struct world w;
    open_world(&w);
    for (size_t i = 0; i < sizeof ARTICLES / sizeof *ARTICLES; i++) {
        const char *prose = ARTICLES[i][0], *last = ARTICLES[i][1];
        if (goes(&w, ENGLISH, prose, last))
            fail_msg("taken as headline: %s", last);
    }
    close_world(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_near), cmocka_unit_test(test_elsewhere) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
