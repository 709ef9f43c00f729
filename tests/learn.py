"""learn.py COPYDESK -- made-up sites in eight languages, of 30 to 400 articles, each paragraph known to be the
site's template or the article's own: `learn`, then `clean --rules`, takes 98 % of the templates that stand in
ten articles and 5 % of them, and nothing else. Own are also names, what is said of authors, datelines, headings,
columns, the headlines of articles that a box names on others, wire copy, and paragraphs that recur: on the
background, in follow-ups, as the last of the prose. Ends with a line "N passed, N failed"."""
import collections, os, random, sys, tempfile

from checks import Checks

checks = Checks(sys.argv[1])
scratch = tempfile.TemporaryDirectory()
os.chdir(scratch.name)

# words of prose, full stop, space; first and last names; what is said of an author
LANGUAGES = {
    'en': ('the council opened a new ferry line between two islands after years of talks about money and water which had '
           'kept people from crossing while schools on both sides asked for more teachers because classes were full and '
           'farmers said prices of milk fell again as young brown wood field mark rose will quay harbour market post', '.',
           ' ', 'Ada Rollo Mirela Ottoline Jago Wenna', 'Lund Penhallow Tosk Brandvik Pellow', '{} writes about ferries and keeps bees.'),
    'de': ('der Rat hat am Montag die neue Brücke über den Fluss geöffnet und viele Leute kamen mit ihren Kindern weil es seit '
           'Jahren kein solches Ereignis gab während die Bauern über den Preis klagten sagte der Sprecher rund gedruckt nach', '.',
           ' ', 'Jorun Wiebke Alrik Thorben', 'Brandhuber Ostendorp Wieland Grothe', '{} schreibt über Schulen und lebt auf einem Hausboot.'),
    'es': ('el consejo abrió una nueva línea entre las dos islas después de años de conversaciones sobre el dinero y el agua que '
           'había impedido a la gente cruzar en invierno mientras los campesinos dijeron que los precios bajaron otra vez', '.',
           ' ', 'Ximena Baldo Telmo Itziar', 'Quiroga Olmeda Pantoja Ferrol', '{} escribe sobre escuelas y cría abejas.'),
    'tr': ('liman meclisi iki ada arasında yeni bir vapur hattı açtı ve yıllar süren görüşmelerden sonra halk çok sevindi ama '
           'köylüler sütün fiyatının yine düştüğünü söyledi okullar daha fazla öğretmen istedi', '.',
           ' ', 'Kuzey Nilgün Tansu Ferhat', 'Karagöl Tunabey Çakırer', '{} okullar üzerine yazıyor ve arı besliyor.'),
    'ru': ('совет порта открыл новую линию между двумя островами после долгих лет разговоров о деньгах и воде которая мешала '
           'людям переезжать зимой пока школы с обеих сторон просили больше учителей и крестьяне сказали что цены упали', '.',
           ' ', 'Арсений Глафира Тихон Лукерья', 'Морошкин Зверобоев Теплов', '{} пишет о школах и держит пчёл.'),
    'zh': ('港口 议会 星期一 开通 了 两座 岛屿 之间 的 新 航线 经过 多年 谈判 人们 冬天 不能 过河 学校 要求 更多 教师 因为 班级 已满', '。',
           '', '渔舟 晓港 望潮 听涛', '林 陈 欧', '{}负责报道学校，家里养蜂。'),
    'ar': ('افتتح مجلس الميناء خطا جديدا بين الجزيرتين بعد سنوات من المحادثات حول المال والماء الذي منع الناس من العبور في الشتاء '
           'بينما طلبت المدارس المزيد من المعلمين وقال المزارعون إن الأسعار انخفضت', '.',
           ' ', 'ليان زياد مروان', 'القطراني البحاري الصياد', '{} يكتب عن المدارس ويربي النحل.'),
    'th': ('สภา ท่าเรือ เปิด เส้นทาง ใหม่ ระหว่าง สอง เกาะ หลังจาก เจรจา กัน มา หลาย ปี ประชาชน ข้าม น้ำ ไม่ได้ โรงเรียน ขอ ครู เพิ่ม', '',
           '', 'ธารา สายชล วารี', 'นาวาไทย ชายฝั่ง คลองใส', '{}เขียนเรื่องโรงเรียนและเลี้ยงผึ้งมาตั้งแต่น้ำท่วมใหญ่เมื่อหลายปีก่อน'),
}
WIRE = 'The ministry of transport in Belgrano said on Monday that all crossings would be checked before the winter.'

# Of each site: language, articles, and what it has, with its chance in percent. byline: how names stand below the
# headline, kickers: sections there; headless: the text comes without headlines; about: places in headlines that name somebody; box: 'fixed', 'rotate' (three of six), 'window' and 'top' (headlines of its own articles); stand: own
# paragraphs that recur, mid or last; above: the box is; inside: own headings; promo: templates among the prose; tail: templates.
SITES = {
    'tide': ('en', 400, dict(sections=['Tides and piers', 'Council watch', 'The back yard'], byline='By {}', box='window', label='From our own shelves',
             stand=[('The company was founded in 1987 by two brothers and employs some 400 people.', 9, 'mid'),
                    ('“We do not comment on open cases,” the police said.', 9, 'mid'), ('The case is to be heard again in May.', 24, 'last')],
             inside=[('What happens next', 18)], box_author=40, columns=['Letters to the harbour master'],
             promo=[('Get the morning tide, our letter for early risers, before the first ferry leaves.', 62)],
             tail=[('Seen something on the water? Write to the desk.', 65), ('The Harbour Post, printed on the quay', 85)])),
    'small': ('en', 30, dict(sections=['Fields'], byline='{}', box='fixed', label='Also in the valley', box_author=60,
              stand=[('The valley lost its railway nine years ago.', 40, 'mid'), ('The strike began on 3 March after talks on pay had failed.', 42, 'last')],
              tail=[('Printed in the valley since the flood', 90)])),
    'brief-headlines': ('en', 150, dict(headline=(2, 3), byline='By {}', box='top', label='While you are awake', sections=['After dark', 'Courts'],
                        tail=[('All times are local times', 75)], stand=[(WIRE, 12, 'last')])),
    'asking-headlines': ('en', 150, dict(headline=(3, 6), mark='?', byline='By {}', box='top', above=True, label='While you slept',
                         sections=['After dark'], tail=[('All times are local times', 75)])),
    'signed-below': ('en', 150, dict(common=True, sign=90, box='rotate', label='More tides', sections=['Harbour pages'],
                     stand=[('Bakers earn some 14 crowns an hour, the statistics office says.', 22, 'mid')], inside=[('Ingredients', 35)],
                     tail=[('Quay & Keel Media', 80)], rating=[('Four stars', 12), ('Three stars', 14), ('To be continued', 9)])),
    'wire': ('en', 250, dict(stand=[(WIRE, 34, 'mid'), ('Shares in the bank have lost a third of their value since January.', 32, 'last'),
             ('The two countries have no diplomatic ties.', 24, 'last')], top=['Wire of the night'], tail=[('Set at night by the desk in Corrow', 80)])),
    'shelf-above': ('en', 150, dict(sections=['After dark', 'Courts'], byline='By {}', about=['Corrow', 'Saltby'], box='fixed', above=True,
                    label='From our own shelves', tail=[('All times are local times', 80)])),
    'headless': ('en', 200, dict(headless=True, sections=['Tides and piers', 'Council watch', 'Seaside'], byline='By {}', box='fixed',
                 label='More tides', columns=['Letters to the harbour master'], tail=[('All times are local times', 75)])),
    'headless-unsigned': ('de', 200, dict(headless=True, sections=['Rund ums Hafenbecken', 'Leute von nebenan'], tail=[('Gedruckt am Kai', 80)])),
    'headless-places': ('ru', 200, dict(headless=True, sections=['Приливы и причалы', 'Задний двор'], places=['Корров', 'Салтби'], tail=[('Отпечатано на причале', 80)])),
    'one-word': ('en', 200, dict(kickers=['Seaside', 'Fields', 'Tides'], byline='By {}', tail=[('All times are local times', 75)])),
    'one-noun': ('de', 200, dict(kickers=['Hafenrand', 'Fischerei'], sections=['Deichland'], byline='Von {}', tail=[('Gedruckt am Kai', 80)])),
    'rubric': ('en', 200, dict(sections=['Tides and piers'], inside=[('Why it counts', 55), ('The long view', 75)], tail=[('Picture desk, room nine', 75)])),
    'rubric-small': ('de', 60, dict(sections=['Deichland'], byline='Von {}', inside=[('Was jetzt kommt', 75)], tail=[('Gedruckt am Kai', 90)])),
    'explained': ('en', 200, dict(byline='{}', stand=[('The background\n\nThe mill was built in 1843 and has burnt down twice.', 26, 'last')],
                  box='rotate', label='More of this', sections=['Mill lane', 'Bridge street'], tail=[('Read with a cup of tea', 75)])),
    'series': ('en', 200, dict(byline='{}, money correspondent', sections=['Long reads'], columns=['The market today', 'Five at five'],
               stand=[('Names in this story have been changed.', 14, 'last')], inside=[('The market today', 9)], tail=[('Picture desk, room nine', 70)])),
    'places': ('en', 200, dict(byline='{}', places=['Corrow', 'Port Hale', 'Saltby', 'Marrow'], sections=['Home pages'], paras=(8, 14),
               tail=[('The evening sheet of two towns', 70)])),
    'hafen': ('de', 200, dict(sections=['Rund ums Hafenbecken', 'Leute von nebenan'], byline='Von {}', box='window', label='Aus unserem Regal', box_author=40,
              stand=[('Der Prozess wird am Donnerstag fortgesetzt.', 13, 'last')], inside=[('Wie es weitergeht', 15)],
              promo=[('Unser Brief für Frühaufsteher kommt vor der ersten Fähre.', 62)], tail=[('Gedruckt am Kai seit der Flut', 80)])),
    'isla': ('es', 100, dict(sections=['Mareas y muelles', 'El patio'], byline='{}', box='rotate', label='De nuestro estante', box_author=30,
             stand=[('La empresa fue fundada en 1987 por dos hermanos.', 20, 'mid'), ('El juicio sigue el próximo jueves.', 14, 'last')],
             columns=['Cartas al capitán'], tail=[('Impreso en el muelle', 85)])),
    'ada': ('tr', 100, dict(sections=['Rıhtım ve deniz'], byline='{}', box='top', headline=(2, 4), label='Bizim raftan', box_author=40,
            stand=[('Şirket 1987 yılında iki kardeş tarafından kuruldu.', 15, 'mid')], tail=[('Rıhtımda basılmıştır', 80)])),
    'port': ('ru', 200, dict(sections=['Приливы и причалы', 'Задний двор'], byline='{}', box='window', label='С нашей полки', box_author=30,
             stand=[('Переговоры между сторонами прервались весной 2019 года.', 33, 'last'), ('«Мы не комментируем дела», — сказали в полиции.', 12, 'mid')],
             inside=[('Что будет дальше', 15)], tail=[('Отпечатано на причале', 80)])),
    'gang': ('zh', 200, dict(sections=['码头风云', '后院'], byline='{}', box='top', headline=(3, 5), label='书架上还有', box_author=40,
             stand=[('该公司由两兄弟于一九八七年创立，雇用约四百人。', 15, 'mid'), ('此案五月再审。', 12, 'last')], tail=[('码头印刷所出版', 80)])),
    'gang-signed': ('zh', 200, dict(sections=['港口'], sign=85, box='fixed', label='书架', tail=[('码头印刷', 75)])),
    'mina': ('ar', 150, dict(sections=['المد والأرصفة'], byline='{}', box='rotate', label='من رفوفنا', box_author=40,
             stand=[('تأسست الشركة عام 1987 على يد شقيقين.', 15, 'mid')], tail=[('طبعت على الرصيف', 80)])),
    'tha': ('th', 120, dict(byline='{}', box='fixed', label='จากชั้นของเรา', box_author=40, headline=(4, 7),
            stand=[('บริษัทก่อตั้งเมื่อปี 1987 โดยสองพี่น้องและจ้างคนงานราวสี่ร้อยคนที่ท่าเรือ', 18, 'mid')], tail=[('พิมพ์ที่ท่าเรือ', 85)])),
}


class Site:
    """Its articles: lists of (paragraph, is it a template?)."""

    def __init__(self, pick, language, n, habits):
        words, self.stop, self.space, first, last, self.said = LANGUAGES[language]
        self.pick, self.words, self.language, self.habits = pick, words.split(), language, habits
        self.names = self.authors(first.split(), last.split())
        self.titles = []
        while len(self.titles) < n:
            title = self.text(*habits.get('headline', (5, 9)), habits.get('mark', ''))
            if 'about' in habits and pick.random() < .05:
                title = f"{pick.choice(self.names)} {pick.choice(self.words)} {pick.choice(habits['about'])}"
            if title not in self.titles or pick.random() < .01:
                self.titles.append(title)
        self.fixed = [self.text(4, 7) for _ in range(6)]
        self.articles = [self.article(i) for i in range(n)]

    def authors(self, first, last):
        behind = [(b + a if self.language == 'zh' else f'{a} {b}') for a in first for b in last]
        return self.pick.sample(behind, 4) + ['Mark Wood', 'Rose Field', 'Will Young'] * ('common' in self.habits)

    def text(self, least, most, end=''):
        text = self.space.join(self.pick.choice(self.words) for _ in range(self.pick.randint(least, most)))
        return text[0].upper() + text[1:] + end

    def has(self, percent):
        return self.pick.random() * 100 < percent

    def box(self, i):
        """What the box of article i lists."""
        kind, some = self.habits.get('box'), self.pick.sample
        if not kind or not self.has(65):
            return []
        near = {'fixed': self.fixed, 'rotate': some(self.fixed, 3), 'window': some(self.titles[i // 40 * 40:][:5], 3),
                'top': some(self.titles[:28:7], 3)}[kind]
        return [self.habits['label']] + [line for line in near if line != self.titles[i]]

    def body(self):
        has, habits = self.has, self.habits
        paras = [(self.text(13, 30, self.stop), False) for _ in range(self.pick.randint(*habits.get('paras', (5, 10))))]
        for text, share, where in habits.get('stand', []):
            if has(share):
                paras.insert(len(paras) if where == 'last' else self.pick.randint(1, len(paras) - 1), (text, False))
        for text, share, own in [(*t, False) for t in habits.get('inside', [])] + [(*t, True) for t in habits.get('promo', [])]:
            if has(share):
                paras.insert(self.pick.randint(1, 4), (text, own))
        return paras

    def article(self, i):
        has, habits, choice = self.has, self.habits, self.pick.choice
        author = self.pick.choices(self.names, [3] + [2] * (len(self.names) - 1))[0]
        column = 'columns' in habits and has(12)
        lines = [(line, True) for line in habits.get('top', []) if has(75)]
        if 'sections' in habits and has(85):
            lines.append((choice(habits['sections']), True))
        if 'above' in habits:
            lines += [(line, True) for line in self.box(i)]
        if column or 'headless' not in habits:
            lines.append((choice(habits['columns']) if column else self.titles[i], False))
        if 'kickers' in habits and has(85):
            lines.append((choice(habits['kickers']), True))
        if 'byline' in habits and has(90):
            lines.append((habits['byline'].format(author), False))
        if 'places' in habits and has(80):
            lines.append((choice(habits['places']), False))
        lines += self.body()
        lines += [(line, False) for line, share in habits.get('rating', []) if has(share)]
        if has(habits.get('box_author', 0)):
            lines.append((self.said.format(author), False))
        if has(habits.get('sign', 0)):
            lines.append((author, False))
        if 'above' not in habits:
            lines += [(line, True) for line in self.box(i)]
        return lines + [(line, True) for line, share in habits['tail'] if has(share)]

    def enough(self):
        """The templates for which a rule can be proposed."""
        count = collections.Counter(line for a in self.articles for line in {line for line, template in a if template})
        listed = set(self.titles) if 'above' in self.habits else set()   # these stay, for the sake of their own article
        return {line for line in count if count[line] >= 10 and count[line] * 20 >= len(self.articles)} - listed


def paragraphs(path):
    if not os.path.exists(path):
        return set()
    with open(path) as f:
        return set(f.read().split('\n'))


def judge(name, site, seed):
    """Compares what was made of a site without and with the learned pack."""
    lost, left, templates, enough = collections.Counter(), collections.Counter(), 0, site.enough()
    for i, article in enumerate(site.articles):
        plain, out = paragraphs(f'plain/{name}/{i:04}.txt'), paragraphs(f'out/{name}/{i:04}.txt')
        own = {line for text, template in article if not template for line in text.split('\n')}
        lost.update((own & plain) - out)
        mine = {line for line, template in article if template} & enough - own
        templates += len(mine)
        left.update(mine & out)
    checks.check(f'{name}, seed {seed}: no own paragraph is lost', not lost, lost.most_common(5))
    checks.check(f'{name}, seed {seed}: 98 % of {templates} templates go', left.total() * 50 <= templates, left.most_common(5))


def try_sites(seed):
    sites = {name: Site(random.Random(f'{seed} {name}'), *what) for name, what in SITES.items()}
    os.system('rm -rf in out plain')
    for name, site in sites.items():
        os.makedirs(f'in/{name}')
        for i, article in enumerate(site.articles):
            with open(f'in/{name}/{i:04}.txt', 'w') as f:
                f.write('\n\n'.join(text for text, _ in article) + '\n')
    checks.run('learn', '-q', 'in', '-o', 'learned.rules')
    common = ('clean', '-q', 'in', '--scope', 'article', '--max-removed', '100', '-o')
    checks.run(*common, 'plain')
    checks.run(*common, 'out', '--rules', 'learned.rules')
    for name, site in sites.items():
        judge(name, site, seed)


for seed in range(1, 4):
    try_sites(seed)
checks.end()
