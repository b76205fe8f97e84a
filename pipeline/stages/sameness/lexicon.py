"""Words that carry a fact by themselves: negations, modals, conditions, dates and opposites, in the languages of officials.

Everything is kept folded, as ``tokens`` gives it. The lists are closed classes of grammar and calendar words; of open classes
only opposites are listed, because a swap of one for the other turns a sentence round while leaving its letters nearly alone.
"""

from __future__ import annotations

from storage.text.folding import fold_text


def _folded(text: str) -> frozenset[str]:
    return frozenset(fold_text(text).replace("'", "").split())


NEGATIONS = _folded(
    # English
    "not no never nor neither none nothing nobody nowhere without cannot cant wont dont doesnt didnt isnt arent wasnt werent "
    "hasnt havent hadnt shouldnt wouldnt couldnt mustnt neednt aint hardly barely scarcely unable non "
    # French, Spanish, Portuguese, Italian, Romanian
    "ne pas jamais aucun aucune rien ni sans nunca jamás ningún ninguna ninguno nada nadie sin tampoco não "
    "nem nenhum nenhuma "
    "ninguém sem mai nessun nessuno nessuna niente nulla né senza nu niciodată nimic nimeni fără "
    # German, Dutch, Scandinavian
    "nicht kein keine keinen keinem keiner keines nie niemals nichts niemand weder noch ohne niet geen nooit niets niemand "
    "zonder ikke inte ingen aldrig uden utan "
    # Russian, Ukrainian, Polish, Czech, Serbian, Bulgarian
    "не нет ни никогда никто ничего никакой никаких без нельзя ні немає ніколи ніхто нічого nie nigdy nikt "
    "nic bez żaden žádný "
    "nikdy nikdo ni ništa nikad няма нищо никога "
    # Turkish, Azerbaijani
    "değil hayır asla hiç hiçbir yok deyil yox heç "
    # Armenian, Georgian, Greek, Hungarian, Finnish
    "չի չեմ չենք չեն չէ չէր չէին ոչ երբեք առանց չկա არ არა ვერ არასოდეს δεν μην όχι ποτέ χωρίς nem nincs soha ei eivät "
    # Arabic, Persian, Urdu, Hebrew
    "لا لم لن ليس ليست غير بدون ما نه نیست هرگز بدون هیچ نہیں نہ لא לא אין אל בלי "
    # Hindi, Bengali, Indonesian, Malay, Swahili, Filipino, Vietnamese
    "नहीं न मत बिना ना নয় না নেই tidak bukan tanpa jangan belum hapana bila hakuna hindi wala không chưa chẳng "
)

GERMAN = _folded(
    "der die das den dem des und nicht ist sind wir ich ein eine einen einem einer mit von aus für auf zu zur zum im am haben "
    "hat werden wird sich auch dass bei nach über als"
)
"""Words of grammar by which a German text is known."""

NEGATIVE_ENDINGS = _folded("nt not n't")
"""What negates the whole word before it."""

NEGATIVE_PREFIXES = _folded("un in im il ir dis non des dé mis ne nie не без ան չ αν")
"""What negates the whole word after it."""

NEGATION_LETTERS = frozenset("不没沒無无非未勿莫否反別别") | frozenset({"な", "ず", "ぬ"})
"""Single characters that negate where words are not spaced."""

MODALS = _folded(
    "can could may might must shall should will would ought need needs has have "
    "peut peuvent pourrait doit doivent devrait puede pueden podría debe deben debería pode podem poderia deve devem deveria "
    "può possono potrebbe deve devono dovrebbe kann können könnte muss müssen soll sollen sollte wird werden "
    "würde darf dürfen "
    "может могут мог должен должна должны следует надо нужно можно може можуть повинен повинні "
    "يجب يمكن قد باید می‌تواند harus bisa dapat boleh akan lazima weza inaweza"
)
NUMBER_WORDS = _folded(
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty sixty seventy "
    "eighty ninety hundred "
    "hundreds thousand thousands million millions billion billions trillion half twice double triple dozen dozens "
    "deux trois quatre cinq sept huit neuf dix cent mille milliards dos tres cuatro cinco siete ocho nueve "
    "diez cien mil millón "
    "millones três quatro milhões bilhões zwei drei vier fünf sechs sieben acht neun zehn hundert tausend "
    "millionen milliarden "
    "quattro cinque sette otto nove dieci cento milioni miliardi два две три четыре пять шесть семь восемь девять десять "
    "сто тысяч тысячи миллион миллионов миллиард миллиардов iki üç dört beş altı yedi sekiz dokuz yüz bin milyon milyar"
)

MODAL_PLAIN = _folded("can could may might must shall should will would")
"""Modals that are nearly always modals; the others count only when one replaces another."""

QUALIFIERS = _folded(
    "if unless until except but only provided although though however without despite "
    "si sauf seulement quoique pourvu sino pero salvo aunque solo excepto se mas porém exceto embora apenas ma tranne purché "
    "wenn falls außer aber nur sofern obwohl sondern если кроме но только хотя пока лишь якщо крім але лише тільки "
    "eğer ancak sadece fakat ama əgər yalnız amma եթե բացի բայց միայն իսկ إذا إلا لكن فقط لو اگر مگر اما تنها ولی "
    "jika kecuali tetapi namun hanya kama isipokuwa lakini tu यदि अगर लेकिन केवल"
)

CONDITIONS = _folded(
    "if unless provided si wenn falls sofern se если коли якщо eğer əgər եթե إذا لو اگر jika kama यदि अगर pourvu purché indien "
    "als jeśli jeżeli jestliže pokud ako om hvis dacă εάν αν თუ егер אם 如 若 倘"
)
"""What opens a condition for the rest of its sentence."""

MONTHS = (
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
    "janeiro fevereiro março abril maio junho julho setembro outubro novembro dezembro "
    "gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre dicembre "
    "januar februar märz juni juli oktober dezember "
    "января февраля марта апреля мая июня июля августа сентября октября ноября декабря "
    "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня "
    "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık "
    "yanvar fevral aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr "
    "հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի դեկտեմբերի "
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر "
    "فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند "
    "januari februari maret mei juni juli agustus oktober desember machi aprili agosti oktoba novemba disemba"
)
DAYS = (
    "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thurs fri sat sun "
    "lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "segunda terça quarta quinta sexta lunedì martedì mercoledì giovedì venerdì sabato domenica "
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag "
    "понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье "
    "понеділок вівторок середу четвер пʼятницю суботу неділю pazartesi salı çarşamba perşembe cuma cumartesi pazar "
    "senin selasa rabu kamis jumat sabtu minggu jumatatu jumanne jumatano alhamisi ijumaa jumamosi jumapili"
)
NEARNESS = (
    "today tomorrow yesterday tonight aujourdhui demain hier hoy mañana ayer hoje amanhã ontem oggi domani ieri heute morgen "
    "gestern сегодня завтра вчера сьогодні завтра вчора bugün yarın dün bu gün sabah dünən այսօր վաղը երեկ اليوم غدا أمس "
    "امروز فردا دیروز hari besok kemarin leo kesho jana आज कल"
)
DATES = _folded(f"{MONTHS} {DAYS} {NEARNESS}")

AND = _folded("and amp und et y e i ve və и і і da na và και و एवं और")
"""What may stand for an ampersand, a broken entity too."""

JOINING = AND | _folded(
    "or ou o oder или або veya կամ أو او یا atau nor vs versus plus as well also ja és og och en oraz sowie ile dan "
    "和 与 與 及 と や ve"
)
"""What joins the names of a list, in whatever order."""

ENTITY_NAMES = _folded("amp quot apos nbsp lsquo rsquo ldquo rdquo laquo raquo ndash mdash hellip x27")
"""What is left of an entity without its marks."""

OPPOSITES = tuple(
    (_folded(one), _folded(other))
    for one, other in (
        ("more greater higher most", "less fewer lower least"),
        ("up above over", "down below under"),
        ("good great excellent wonderful fantastic amazing best better", "bad terrible horrible awful poor worst worse"),
        ("support supports supported supporting favor back backs", "oppose opposes opposed opposing against reject rejects"),
        ("for with", "against without"),
        ("agree agreed agrees accept accepts accepted",
         "disagree disagreed refuse refused refuses reject rejected decline declined"),
        ("increase increased increases rise rose rising grow grew growth gain",
         "decrease decreased decreases fall fell falling reduce reduced shrink loss"),
        ("win wins won victory", "lose loses lost defeat"),
        ("always everyone everything all every both each entire whole",
         "never nobody nothing none neither some few several half"),
        ("before", "after"),
        ("first", "last"),
        ("new", "old"),
        ("true right correct", "false wrong incorrect"),
        ("legal lawful", "illegal unlawful"),
        ("strong strongly stronger", "weak weakly weaker"),
        ("safe", "dangerous unsafe"),
        ("success successful succeed succeeded", "failure failed fail unsuccessful"),
        ("open opened", "closed close shut"),
        ("begin began start started", "end ended stop stopped"),
        ("love loved", "hate hated"),
        ("friend friends ally allies", "enemy enemies foe"),
        ("peace peaceful", "war violent"),
        ("allow allowed permit", "forbid forbidden ban banned prohibit"),
        ("possible", "impossible"),
        ("many much", "few little"),
        ("early", "late"),
        ("confirm confirmed", "deny denied"),
        ("attack attacked", "defend defended"),
        ("innocent", "guilty"),
        ("guilty", "innocent"),
        ("rich", "poor"),
        ("happy proud", "sad ashamed"),
        ("big large huge", "small tiny"),
        ("plus mieux bon bonne", "moins pire mauvais mauvaise"),
        ("más mejor bueno buena buen", "menos peor malo mala mal"),
        ("mais melhor bom boa", "menos pior mau má"),
        ("più meglio buono buona", "meno peggio cattivo cattiva"),
        ("mehr besser gut gute", "weniger schlechter schlecht schlechte"),
        ("больше лучше хорошо за", "меньше хуже плохо против"),
        ("sin", "con"),
        ("sem", "com"),
        ("senza", "con"),
        ("sans", "avec"),
        ("ohne", "mit"),
        ("без", "с"),
        ("guerra", "paz"),
        ("apoyo apoya apoyamos", "rechazo rechaza rechazamos"),
        ("iyi", "kötü"),
        ("增长 增加 上升 提高 扩大 加强 支持 同意 接受 成功 和平 胜利 积极 有利 正确 公平 前进 开放",
         "下降 减少 下滑 降低 缩小 削弱 反对 拒绝 拒绝 失败 战争 失利 消极 不利 错误 不公 倒退 封闭"),
        ("増加 上昇 賛成 成功 勝利 平和 拡大 強化", "減少 下落 反対 失敗 敗北 戦争 縮小 弱体化"),
        ("زيادة دعم نجاح سلام", "انخفاض رفض فشل حرب"),
        ("वृद्धि समर्थन शांति सफलता", "कमी विरोध युद्ध विफलता"),
        ("daha çok", "az"),
    )
)  # fmt: skip

ANNOUNCEMENTS = _folded(
    "corrected correction corrects updated update clarification clarified amended erratum retracted retraction edited "
    "corregido corrección actualizado corrigé correction korrigiert aktualisiert berichtigung corretto aggiornato corrigido "
    "atualizado исправлено уточнение обновлено уточнено виправлено оновлено düzeltme güncellendi düzəliş yenilənib "
    "ուղղում թարմացվել تصحيح تحديث اصلاحیه"
)
"""By such words a text says of itself that it was changed."""

ABBREVIATIONS = _folded("mr mrs ms dr st sen rep gov gen lt col vs hon rt prof jr sr inc co dept approx art sgt capt amb")
"""Words after which a full stop does not end a sentence."""

PLACES = _folded(
    "america usa britain uk england france germany italy spain portugal russia ukraine belarus poland hungary "
    "romania bulgaria "
    "greece turkey türkiye cyprus armenia azerbaijan georgia artsakh karabakh iran iraq syria israel "
    "palestine gaza lebanon jordan "
    "egypt libya tunisia algeria morocco sudan ethiopia eritrea somalia kenya uganda tanzania rwanda nigeria "
    "ghana congo angola "
    "namibia zimbabwe zambia mali niger chad senegal cameroon yemen qatar kuwait bahrain oman afghanistan "
    "pakistan india nepal "
    "bangladesh myanmar thailand vietnam laos cambodia malaysia singapore indonesia philippines china taiwan "
    "japan korea mongolia "
    "kazakhstan uzbekistan kyrgyzstan tajikistan turkmenistan canada mexico cuba haiti venezuela colombia "
    "ecuador peru bolivia "
    "brazil argentina chile uruguay paraguay australia zealand austria switzerland belgium netherlands denmark norway sweden "
    "finland estonia latvia lithuania czechia slovakia slovenia croatia serbia bosnia kosovo albania "
    "macedonia montenegro moldova "
    "ireland scotland iceland москва россия россии украина украины украине армения армении азербайджан "
    "азербайджана турция турции "
    "грузия иран ирана сша китай китая israël irán irak turquía rusia ucrania méxico brasil españa francia alemania "
    "հայաստան հայաստանի ադրբեջան ադրբեջանի արցախ արցախի թուրքիա ռուսաստան rusya ukrayna ermenistan azerbaycan "
    "ermənistan azərbaycan "
    "nato eu un osce imf g7 g20 brics asean opec icc csto wto yerevan baku stepanakert moscow kyiv kiev tehran ankara "
    "washington beijing brussels paris london berlin भारत फ्रांस अमेरिका जापान जर्मनी नेपाल यूक्रेन इज़राइल "
    "deutschland frankreich spanien italien russland polen ungarn rumänien bulgarien griechenland türkei zypern armenien "
    "aserbaidschan georgien irak syrien jordanien ägypten libyen tunesien marokko äthiopien kenia jemen indien mexiko "
    "kolumbien brasilien argentinien österreich schweiz belgien niederlande dänemark norwegen schweden finnland estland "
    "lettland litauen slowakei slowenien kroatien serbien bosnien albanien irland schottland kanada australien amerika europa "
    "allemagne espagne italie russie pologne hongrie roumanie grèce turquie chypre arménie azerbaïdjan géorgie syrie "
    "liban jordanie égypte libye tunisie algérie maroc soudan éthiopie inde chine japon corée mexique colombie brésil "
    "argentine chili pérou autriche suisse belgique danemark norvège suède finlande croatie serbie irlande écosse europe "
    "francia italia grecia hungría polonia egipto libia siria líbano marruecos argelia etiopía corea japón perú suiza bélgica "
    "dinamarca noruega suecia finlandia croacia irlanda escocia europa palestina alemanha itália rússia ucrânia polônia "
    "turquia síria líbano egito marrocos índia japão coreia venezuela colômbia suíça bélgica suécia noruega portugal "
    "germania spagna russia ucraina turchia siria libano egitto giappone cina messico brasile svizzera svezia "
    "almanya fransa ispanya italya yunanistan suriye irak israil filistin mısır libya çin japonya hindistan gürcistan "
    "إيران العراق سوريا مصر السودان فلسطين إسرائيل روسيا أوكرانيا ایران عراق سوریه روسیه اسرائیل भारत चीन रूस पाकिस्तान"
)
PLACE_NAMES_UNSPACED = (
    "中国 美国 英国 法国 德国 日本 韩国 朝鲜 印度 俄罗斯 乌克兰 伊朗 伊拉克 以色列 巴勒斯坦 叙利亚 土耳其 巴西 墨西哥 澳大利亚 "
    "加拿大 欧盟 台湾 香港 南非 埃及 巴基斯坦 阿富汗 越南 菲律宾 新加坡 亚美尼亚 阿塞拜疆 格鲁吉亚 "
    "中國 美國 英國 法國 德國 韓国 "
    "米国 ロシア ウクライナ イラン イスラエル インド ドイツ フランス アメリカ 北京 东京 莫斯科 华盛顿 伦敦 巴黎"
).split()  # fmt: skip


def are_opposites(one: str, other: str) -> bool:
    """Tell whether two folded words are opposites of each other."""
    return any((one in a and other in b) or (one in b and other in a) for a, b in OPPOSITES)
