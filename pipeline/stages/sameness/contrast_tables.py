"""The sets of words that exclude each other, in the languages of officials; ``contrasts`` says how they are written."""

from __future__ import annotations

from pipeline.stages.sameness.verdict import Kind

MEASURED = frozenset({"to or by"})
"""Sets that state a fact only before a number."""

TABLES: dict[str, tuple[Kind, tuple[str, ...]]] = {
    "fates": (Kind.OPPOSITE, (
        "kill* slain murdered died dies dead deaths perished getötet* tot tote toten gestorben tué* mort morts morte mortes "
        "décédé* muert* asesinad* murió murieron fallecid* morreu morreram assassinad* uccis* morti убит* погиб* мертв* "
        "вбит* загинул* загибл* zabit* zginęł* martw* poległ* öldürül* öldü ölen ölü* həlak ölüb սպանվ* զոհվ* մահաց* "
        "gedood* omgekomen dode doden dödad* dödats död döda drept drepne dræbt dræbte uciși ucis* decedat* σκοτώθηκ* νεκρ* "
        "მოკლ* დაიღუპ* қаза өлді قتل* قتيل مقتل شهداء کشته* נהרג* נרצח* הרוגים 死亡 遇难 丧生 死者 사망* 숨졌* 숨진 मारे "
        "tewas terbunuh",
        "wound* injur* verletzt* verwundet* blessé* herid* lesionad* ferid* ferit* ранен* пострада* поранен* постражда* "
        "rann* yaralan* yaralı* վիրավոր* gewond* skadad* skadats sårad* såret rănit* răniți τραυματί* დაშავ* დაჭრ* жарала* "
        "جرح* جريح أصيب مصاب* زخمی* مجروح* נפצע* פצועים 受伤 负伤 負傷 けが 부상* 다쳤* 다친 घायल terluka",
        "captur* detain* arrest* kidnap* abduct* jailed imprisoned gefangen* festgenommen* verhaftet* entführt* inhaftiert* "
        "capturé* arrêté* détenu* enlevé* capturad* detenid* secuestrad* detid* preso presos sequestrad* catturat* rapit* "
        "захвачен* арестован* задержан* похищен* захоплен* заарештован* затриман* викраден* schwytan* aresztowan* "
        "zatrzyman* porwan* esir* tutukla* kaçırıl* əsir* həbs gözaltı* գերեվար* ձերբակալ* gearresteerd* ontvoerd* gripen "
        "gripna häktad* arestat* συνελήφθη* დააკავ* أسر اعتقل* مختطف* اسیر* بازداشت* נחטפ* נעצר* 被俘 被捕 逮捕 拘束 체포*",
        "missing vermisst* disparu* desaparecid* dispers* scompars* пропавш* зникл* zaginion* kayıp itkin անհետ* vermist* "
        "saknad* dispăru* αγνοούμεν* مفقود* ناپدید* נעדר* 失踪 行方不明 실종*",
        "freed release* liberated rescued surviv* alive living freigelassen* befreit* gerettet* lebend* überleb* libéré* "
        "relâché* vivant* survéc* liberad* rescatad* vivos vivas vivo viva liberat* libertad* salvat* vivi освобожд* "
        "спасен* жив живы живых живой звільнен* врятован* живі живий uwolnion* uratowan* żyw* serbest kurtarıl* hayatta "
        "azad ազատ* vrijgelaten bevrijd* levend* frigiven* levande eliberat* ζωνταν* απελευθερώ* გათავისუფლ* آزاد שוחרר* "
        "חיים 获释 生存 석방* hidup",
        "displaced evacuated vertrieben* evakuiert* déplacé* évacué* desplazad* evacuad* deslocad* sfollat* эвакуир* "
        "евакуй* ewakuow*",
    )),
    "people": (Kind.NAME, (
        "civilian* zivilist* civil civils civiles civis civili мирных гражданских цивільн* cywil* sivil* mülki* "
        "քաղաքացիական burgers civila مدني* غیرنظامی* אזרח* 平民 民間人 민간인*",
        "soldier* troop* servicem* soldat* soldad* militaire* militar* солдат* военн* військов* żołnierz* asker* əsgər* "
        "զինվոր* militairen στρατιώτ* جندي جنود سرباز* חייל* 士兵 军人 兵士 군인*",
        "police* policía* polici* polizei* polizist* polizia полиц* поліц* policj* polis* polisi ոստիկան* شرطة پلیس משטרה "
        "警察 경찰*",
        "child* kinder* kindern enfant* niño* niña* criança* bambin* дет* діт* dzieci çocuk* uşaq* երեխա* kinderen barn "
        "copii παιδι* أطفال طفل کودک* ילדים 儿童 子ども 아이* 어린이*",
        "women woman frauen frau femme femmes mujer* mulher* donne donna женщин* жінк* kobiet* kadın* qadın* կանայք կին "
        "vrouw* kvinn* femei γυναίκ* نساء امرأة زنان נשים 妇女 女性 여성*",
        "men man männer hommes homme hombre* homem homens uomini uomo мужчин* чоловік* mężczyzn* erkek* kişi տղամարդ* "
        "mannen bărbați άνδρ* رجال رجل مردان גברים 男子 男性 남성*",
        "journalist* reporter* periodist* jornalist* giornalist* журналист* журналіст* dziennikarz* gazeteci* լրագրող* "
        "صحفي* خبرنگار* עיתונא* 记者 記者 기자*",
        "militant* terrorist* rebel* insurgent* rebell* terrorista* боевик* террорист* бойовик* терорист* terörist* "
        "terrorçu* ահաբեկիչ* إرهابي* تروریست* מחבל* 恐怖分子 武装分子 テロリスト 테러리스트*",
        "hostage* geisel* otage* rehén rehenes refém reféns ostagg* заложник* заручник* zakładnik* rehine* girov* պատանդ* "
        "رهائن گروگان* חטופים 人质 人質 인질*",
    )),
    "offices": (Kind.NAME, (
        "foreign außen* auswärtig* étrangères exteriores estrangeiros esteri иностранных закордонних zagranicznych "
        "dışişleri xarici արտաքին الخارجية خارجه החוץ 外交 外务 外務 외교*",
        "defence defense verteidigung* défense defensa defesa difesa обороны оборони obrony savunma müdafiə պաշտպանության "
        "الدفاع دفاع הביטחון 国防 防衛 국방*",
        "interior innen* intérieur interno внутренних внутрішніх wewnętrznych içişleri daxili ներքին الداخلية کشور הפנים "
        "内政",
        "finance finanz* finances hacienda fazenda finanze финансов фінансів finansów maliye ֆինանսների المالية دارایی "
        "האוצר 财政 財務",
        "justice justiz* justicia justiça giustizia юстиции юстиції sprawiedliwości adalet ədliyyə արդարադատության العدل "
        "המשפטים 法務",
        "health gesundheit* santé salud saúde salute sanità здравоохранения здоровя zdrowia sağlık səhiyyə الصحة בריאות "
        "卫生 厚生",
    )),
    "motion": (Kind.OPPOSITE, (
        "into to toward towards onto nach ins vers jusque jusquà hacia hasta verso fino в во к до у do naar till către spre "
        "προς إلى به אל",
        "out_of from away_from off aus von vom depuis hors_de desde da dal dalla dallo из от с со з із від z ze od uit från "
        "dinspre από من از מן מתוך",
    )),
    "to or by": (Kind.NUMBER, (
        "to auf à a al para do tot naar till",
        "by um de en di del em o met med",
    )),
    "to or by, Slavic": (Kind.NUMBER, (
        "до",
        "на",
    )),
    "reasons": (Kind.OPPOSITE, (
        "because weil denn parce porque perché потому тому ponieważ çünkü çünki քանի omdat eftersom deoarece επειδή لأن "
        "زیرا כי 因为",
        "although despite obwohl trotz bien_que malgré aunque embora sebbene хотя хоча chociaż rağmen baxmayaraq չնայած "
        "hoewel trots deși παρόλο رغم אף_על_פי 尽管",
    )),
    "and, or": (Kind.OPPOSITE, (
        "and und et y и і та oraz ve və և ու en och și και و 和",
        "or oder ou u или або чи lub albo veya kamu կամ of eller sau ή أو یا או 或",
    )),
    "directions": (Kind.OPPOSITE, (
        "north northern nord nördlich* norden norte settentrional* север* північ* północ* kuzey* şimal* հյուսիս* noord* "
        "norr* βορ* شمال* צפון 北 북*",
        "south southern süd* sud sur sul meridional* юг* южн* півден* połudn* güney* cənub* հարավ* zuid* söder* νότι* جنوب* "
        "דרום 南 남*",
        "east eastern ost osten östlich* est este leste oriental* восто* восточ* схід* східн* wschod* doğu* şərq* արևել* "
        "oost* öst* ανατολ* شرق* מזרח 东 東 동*",
        "west western westen westlich* ouest oeste occidental* запад* захід* західн* zachod* batı* qərb* արևմ* väst* δυτ* "
        "غرب* מערב 西 서*",
    )),
    "before, after": (Kind.OPPOSITE, (
        "before until till prior vor bevor bis avant jusque antes hasta prima fino перед до перш przed önce əvvəl առաջ "
        "մինչ* voor före înainte πριν قبل پیش לפני 之前 以前 前 전에",
        "after since nach nachdem seit après depuis después desde depois dopo после з_часу після po sonra հետո անց na efter "
        "după μετά بعد پس אחרי 之后 以后 後 후에",
    )),
    "ordinals": (Kind.NUMBER, (
        "first 1st erste ersten erster erstes erstem premier* première* primer* primeir* primo prima primi prime перв* "
        "перш* pierwsz* birinci ilk առաջին eerste första primul πρώτ* პირველ* бірінші أول الأول اول نخست* ראשון ראשונה 第一 "
        "첫",
        "second 2nd zweit* deuxième* segund* secondo seconda secondi втор* друг* drug* ikinci երկրորդ tweede andra "
        "al_doilea a_doua δεύτερ* მეორე екінші ثاني الثاني دوم* שני שנייה 第二 두번째",
        "third 3rd dritt* troisième* tercer* terceir* terzo terza трет* trzeci* üçüncü երրորդ derde tredje al_treilea τρίτ* "
        "მესამე үшінші ثالث الثالث سوم* שלישי 第三 세번째",
        "fourth 4th viert* quatrième* cuart* quart* quarto quarta четверт* czwart* dördüncü չորրորդ vierde fjärde τέταρτ* "
        "رابع چهارم* רביעי 第四",
        "fifth 5th fünft* cinquième* quint* quinto quinta пят* пʼят* piąt* beşinci հինգերորդ vijfde femte πέμπτ* خامس پنجم* "
        "חמישי 第五",
        "last final letzt* dernier* dernière* últim* ultim* последн* останн* ostatn* son sonuncu վերջին laatste sista "
        "τελευταί* أخير آخرین אחרון 最后 最後 마지막",
        "next nächst* kommend* prochain* próxim* prossim* следующ* наступн* następn* gelecek gələn հաջորդ volgend* nästa "
        "următo* επόμεν* القادم المقبل آینده הבא 下 다음",
        "previous past vorig* vergangen* précédent* pasad* anterior* precedent* scors* прошл* минул* poprzedn* geçen keçən "
        "նախորդ förra trecut* προηγούμεν* الماضي گذشته הקודם 上 지난",
    )),
    "parts": (Kind.NUMBER, (
        "half hälfte halb* moitié demi* mitad medi* metade metà mezz* половин* пів połow* yarı yarısı yarım կես helft "
        "hälften jumătate μισ* نصف نیم* חצי 一半 半 절반",
        "quarter quarters viertel* quart cuarto quarto четверть четверт* чверт* ćwierć çeyrek dörddə_bir քառորդ kwart "
        "fjärdedel sfert τέταρτο ربع רבע 四分之一",
        "third thirds drittel* tiers tercio* terço terzo треть* третин* üçte_bir derde tredjedel treime τρίτο ثلث שליש "
        "三分之一",
        "double doubl* twice twofold doppel* doppelt* verdoppel* doblar* dobl* duplic* raddopp* вдвое удво* вдвічі подво* "
        "podwo* iki_kat* կրկնակի verdubbel* dubbel* διπλ* ضعف* כפול 两倍 2倍",
        "triple tripl* threefold dreifach* verdreifach* triplic* втрое утро* втричі потро* potro* üç_kat* եռակի τριπλ* "
        "ثلاثة_أضعاف 三倍 3倍",
    )),
    "numerals": (Kind.NUMBER, (
        "一",
        "二 两 兩",
        "三",
        "四",
        "五",
        "六",
        "七",
        "八",
        "九",
        "十",
        "百",
        "千",
        "万 萬",
        "亿 億",
    )),
    "shares": (Kind.UNIT, (
        "percent per_cent pct prozent pour_cent por_ciento por_cento per_cento процент процента процентов відсоток відсотка "
        "відсотків procent procenta yüzde faiz տոկոս procentului τοις_εκατό بالمئة بالمائة درصد אחוז אחוזים 퍼센트 "
        "パーセント",
        "percentage_point percentage_points prozentpunkt* point_de_pourcentage points_de_pourcentage puntos_porcentuales "
        "punto_porcentual pontos_percentuais ponto_percentual punti_percentuali punto_percentuale процентный_пункт "
        "процентного_пункта процентных_пункта процентных_пунктов відсоткових_пунктів відсоткові_пункти відсоткового_пункту "
        "punktów_procentowych punkty_procentowe punkt_procentowy yüzde_puan puan faiz_bəndi տոկոսային_կետ procentpunt* "
        "procentenhet* puncte_procentuale ποσοστιαίες_μονάδες نقطة_مئوية נקודות_אחוז 个百分点 ポイント 퍼센트포인트 포인트",
        "per_mille promille pour_mille por_mil промилле проміле promil",
    )),
    "lengths": (Kind.UNIT, (
        "kilomet* km quilômetro* quilómetro* chilometr* километр* км кілометр* կիլոմետր* კილომეტრ* шақырым χιλιόμετρ* "
        "كيلومتر* کیلومتر* קילומטר* 公里 千米 キロ 킬로미터*",
        "mile miles mi meile meilen milles milla millas milha milhas miglia miglio миль миля мили мілі mila mili mil mijl* "
        "μίλι* ميل أميال مایل מייל 英里 マイル 마일*",
        "metre metres meter meters metern mètre* metro metros metri метр метра метров метри метрів metr metra metrów մետր* "
        "μέτρ* متر أمتار מטר מטרים 米 メートル 미터*",
        "feet foot ft fuß pieds pied pies pés piedi фут* stóp fit voet fot πόδια أقدام פיט 英尺 フィート",
        "centimet* cm сантиметр* santim* 厘米 センチ",
        "inch inches zoll pouce* pulgada* polegada* pollic* дюйм* cal cali inç 英寸 インチ",
        "yard yards ярд* 码",
    )),
    "weights": (Kind.UNIT, (
        "kilogram* kg kilo kilos kilogramm* килограмм* кілограм* kiloqram* կիլոգրամ* χιλιόγραμμ* كيلوغرام* کیلوگرم* 公斤 "
        "キログラム",
        "pound pounds lb lbs pfund livre* libra* libbr* фунт* funt* 磅 ポンド",
        "gram grams gramm gramme* gramo* gramas grammi грамм* грам",
        "ton tons tonne tonnes tonnen tonelad* tonnellat* тонн* ton* տոննա* طن أطنان تن טון טונות 吨 トン 톤*",
        "ounce* unze* onza* унци*",
    )),
    "areas, volumes": (Kind.UNIT, (
        "hectare* hektar* hectárea* ettar* гектар* հեկտար* هكتار* 公顷 ヘクタール",
        "acre acres akr* акр* 英亩 エーカー",
        "square_kilomet* квадратных_километров",
        "litre* liter liters litr* литр* літр* lt لتر 升 リットル",
        "gallon* галлон* galon* 加仑",
        "barrel* baril* barril* barili баррел* барел* varil* barel* برميل 桶 バレル",
    )),
    "temperatures": (Kind.UNIT, (
        "celsius centigrade цельси* 摄氏 摂氏",
        "fahrenheit фаренгейт* 华氏 華氏",
    )),
    "powers": (Kind.UNIT, (
        "kilowatt* kw киловатт* 千瓦",
        "megawatt* mw мегават* 兆瓦 メガワット",
        "gigawatt* gw гигават* гігават* 吉瓦 ギガワット",
    )),
    "times": (Kind.UNIT, (
        "second seconds sekund* seconde* secondes segundo* secondi секунд* saniye* saniyə* վայրկյան* δευτερόλεπτ* ثانية "
        "ثوان ثانیه שניות 秒 초",
        "minute minutes minuten minut* минут* хвилин* dakika* dəqiqə* րոպե* λεπτά دقيقة دقائق دقیقه דקות 分钟 分間",
        "hour hours stunde stunden heure* hora* ora ore час часа часов часам годин* godzin* saat* ժամ* uur uren timm* ώρ* "
        "ساعة ساعات ساعت שעה שעות 小时 小時 時間 시간*",
        "day days tag tage tagen jour* día* dia dias giorn* день дня дней днів дні dzień dni gün* օր* dag dagar dagen zi "
        "zile μέρ* ημέρ* يوم أيام روز יום ימים 天 日間 하루",
        "week weeks woche* semaine* semana* settiman* недел* тижн* тиждень tygod* tydzie* hafta* həftə* շաբաթ* weken veck* "
        "săptăm* εβδομάδ* أسبوع أسابيع هفته שבוע שבועות 周 星期 週間 주일*",
        "month months monat* mois mes meses mese mesi mês месяц* місяц* miesi* ay aylar aydır ամիս ամսվա maand* månad* lună "
        "luni μήν* شهر أشهر ماه חודש חודשים 个月 か月 ヶ月 개월*",
        "year years jahr* an ans année* año* ano anos anno anni год года году лет рік року років роки rok roku lat lata "
        "yıl* sene* il illər տարի տարվա jaar jaren år åren ani έτη έτος χρόν* سنة سنوات عام أعوام سال שנה שנים 年 년",
        "decade* jahrzehnt* décennie* década* decenn* десятилет* десятиліт* dekad* onyıl* onillik* տասնամյակ* 十年",
        "century centuries jahrhundert* siècle* siglo* século* secol* век века столет* століт* wiek* yüzyıl* əsr* դար* "
        "eeuw* 世纪 世紀",
    )),
    "currencies": (Kind.UNIT, (
        "dollar* usd dólar* dollari доллар* долар* dolar* դոլար* δολάρι* دولار دلار דולר 美元 ドル 달러*",
        "euro euros eur евро євро avro ευρώ يورو یورو אירו 欧元 ユーロ 유로*",
        "ruble* rouble* rub rubel* rublo* рубл* rubl* ռուբլի* ρούβλ* روبل 卢布 ルーブル 루블*",
        "yuan renminbi rmb юан* يوان 人民币 元 위안*",
        "yen jpy иен* єн йен* 日元 円 엔",
        "lira* tl лир*",
        "sterling gbp 英镑",
        "hryvnia* griwna гривн* гривен",
        "rupee* inr رروپیه",
        "shekel* nis שקל*",
    )),
    "wins": (Kind.OPPOSITE, (
        "win wins won winning winner* victor* gewinn* gewann* gewonnen sieg* gagn* vainc* vainqueur* victoire* gan* "
        "victoria* vinc* vitt* venc* ganh* vitór* побед* побежд* выигр* перемо* перемаг* вигра* wygr* zwycię* kazan* zafer* "
        "qələbə* qazan* հաղթ* winn* wint overwin* vann* seger* câștig* victorie* νίκ* κερδ* გაიმარჯვ* жең* فوز انتصر* نصر* "
        "پیروز* ניצח* ניצחון 胜利 获胜 勝利 승리*",
        "lose loses lost losing loser* defeat* verlier* verlor* niederlage* perd* défait* pierd* derrot* pers* sconf* "
        "perde* програ* прогр* проигр* пораж* поразк* przegr* porażk* kaybe* yenil* məğlub* uduz* պարտ* verlies* nederlaag "
        "förlor* înfrân* ήττ* χάν* დამარცხ* жеңіл* هزيمة خسر* شکست* הפסד* תבוסה 失败 战败 敗北 패배*",
    )),
    "heroes": (Kind.OPPOSITE, (
        "hero heroes heroic patriot* held helden héros héro* héroe* herói* eroe eroi герой геро* bohater* kahraman* "
        "qəhrəman* հերոս* hjält* erou ήρω* გმირ* батыр* بطل أبطال قهرمان* גיבור* 英雄 영웅*",
        "traitor* villain* coward* criminal* verräter* verbrecher* traître* criminel* traidor* crimin* traditor* предател* "
        "преступник* зрадни* злочинц* zdrajc* przestępc* hain* suçlu* xain* դավաճան* հանցագործ* verrader* förrädar* "
        "trădător* προδότ* მოღალატ* сатқын* خائن خونة خائن* בוגד* 叛徒 罪犯 裏切り者 반역자*",
    )),
    "friends": (Kind.OPPOSITE, (
        "ally allies friend* verbünd* freund* allié* ami amis amie aliad* amig* alleat* amic* союзник* друг друзья друзей "
        "sojusznik* przyjaci* müttefik* dost* müttəfiq* դաշնակ* բարեկամ* bondgenot* vriend* allierad* vän vänner aliați "
        "prieten* σύμμαχ* φίλ* მოკავშირ* одақтас* حليف حلفاء أصدقاء متحد دوست* בעל_ברית 盟友 朋友 同盟国 동맹*",
        "enemy enemies foe* adversar* feind* gegner* ennemi* enemig* inimig* nemic* враг* враж* противник* ворог* ворож* "
        "wrog* düşman* düşmən* թշնամ* vijand* fiend* dușman* εχθρ* მტერ* жау* عدو أعداء دشمن* אויב* 敌人 敵 적",
    )),
    "rises": (Kind.OPPOSITE, (
        "rise* rising rose grew grow* increas* gain* steig* stieg* gestiegen erhöh* gewachsen augment* hausse* aument* "
        "sube* subi* crec* sal* cresc* рост* вырос* увелич* повыс* растет растут зрос* збільш* підвищ* wzros* rosn* zwięks* "
        "arttı* artır* artıb yüksel* yüksəl* աճ* բարձրաց* stijg* steeg* gestegen öka* ökn* steg creșt* crescut* αυξ* "
        "გაიზარდ* өсті ارتفع* زيادة افزایش* עלה עלייה 上升 增长 增加 上昇 증가* 상승*",
        "fall* fell decreas* declin* drop* shrank sink* sank* gesunken gefallen baiss* dimin* chut* disminu* baja* bajó "
        "caer cayó redu* cala* scend* сниз* сниж* упал* умень* паден* сокра* зниз* зниж* зменш* впал* скоро* spad* zmniejs* "
        "obniż* azal* düş* նվազ* իջ* daal* gedaald minsk* sjönk* scăd* μειώ* μείωσ* შემცირდ* төмен* انخفض* انخفاض کاهش* ירד "
        "ירידה 下降 减少 減少 감소* 하락*",
    )),
    "stances": (Kind.OPPOSITE, (
        "support* back* favour* favor* accept* agree* approv* unterstütz* befürwort* akzeptier* annehm* angenommen zustimm* "
        "soutien* souten* appu* approuv* apoy* respald* acept* aprob* apoi* aceit* aprov* sosten* appogg* accett* поддерж* "
        "соглас* принял* принима* одобр* підтрим* прийнял* прийма* погодж* схвал* popier* poparł* poprze* zgad* zgodz* "
        "przyj* destekl* kabul dəstəklə* qəbul աջակց* ընդուն* steun* aanvaard* godkänn* stöd* sprijin* υποστηρ* δεχ* მხარს "
        "қолда* أيد* يدعم نؤيد قبل* موافق* حمایت* پذیرفت* תומכ* מקבל* 支持 同意 赞成 接受 賛成 受け入れ 지지* 찬성* 수락*",
        "oppos* reject* refus* declin* condemn* denounc* ablehn* abgelehnt lehn* bekämpf* verweiger* verurteil* rejet* "
        "condamn* rechaz* condena* opon* recus* rejeit* rifiut* respin* condann* против* отверг* отказ* осуд* осужд* "
        "відкид* відмов* засудж* sprzeciw* odrzuc* odmaw* odmów* potępi* karşı* reddet* reddedi* kına* rədd pislə* մերժ* "
        "դատապարտ* verwerp* weiger* avvis* fördöm* motsätt* resping* απορρίπτ* αντιτίθ* უარ* қарсы رفض* يرفض نرفض يدين "
        "مخالف* رد מתנגד* דוחה 反对 拒绝 谴责 反対 拒否 반대* 거부*",
    )),
    "beginnings": (Kind.OPPOSITE, (
        "begin* began begun start* launch* beginn* begann* begonnen commenc* début* comenz* empez* inici* começ* iniz* "
        "cominc* начал* начин* начат* почал* почин* розпоч* zacz* rozpocz* başla* սկս* börja* început* încep* άρχ* ξεκίν* "
        "დაიწყ* бастал* بدأ* آغاز* התחיל* 开始 始ま 시작*",
        "end ended ends ending stop* finish* ceas* halt* endet* beend* gestoppt aufgehört fini* termin* arrêt* cess* acab* "
        "ces* законч* конч* прекра* останов* закінч* припин* скінч* skończ* zakończ* bitti bitir* sona durdur* bitib dayan* "
        "ավարտ* դադար* gestopt beëindig* slut* încet* τελεί* σταμάτ* დასრულდ* аяқтал* انتهى توقف پایان* הסתיימ* נגמר* 结束 "
        "停止 終わ 종료* 끝났*",
    )),
    "admissions": (Kind.OPPOSITE, (
        "confirm* admit* acknowledg* bestätig* eingeräumt confirmé* reconnaî* conferm* ammett* подтвер* призна* підтвер* "
        "визна* potwierdz* przyzna* doğrula* təsdiq հաստատ* bevestig* bekräft* επιβεβαί* დაადასტურ* растады أكد* تایید* "
        "אישר* 证实 確認 확인*",
        "den* denied dementier* bestreit* bestritt* dément* desmient* desment* neg* nieg* smenti* опровер* отриц* спросту* "
        "запереч* zaprzecz* yalanla* təkzib հերք* ontken* förnek* διαψε* უარყ* жоққа نفى تکذیب* הכחיש* 否认 否認 부인*",
    )),
    "permissions": (Kind.OPPOSITE, (
        "allow* permit* authori* erlaub* gestatt* autoris* permis permet* permite* permiti* autoriz* permess* consent* "
        "разреш* позвол* дозвол* zezwol* pozwol* izin icazə թույլ* toegestaan tillåt* επιτρέπ* ნება рұқсат يسمح سمح* اجازه* "
        "מותר 允许 許可 허용*",
        "ban* forbid* forbade prohibit* verbot* verbiet* interdi* prohíb* prohib* proib* viet* запре* заборон* zakaz* "
        "zabron* yasak* qadağan* արգել* verbod* förbj* förbud* interzi* απαγορ* აკრძალ* тыйым يحظر حظر* ممنوع* אסור 禁止 "
        "금지*",
    )),
    "states": (Kind.OPPOSITE, (
        "alive lebend* lebendig* vivant* vivo viva живой жив живи* żyw* canlı* hayatta կենդանի levend* levande ζωνταν* حي "
        "زنده חי",
        "dead tot tote toten mort morte muerto muerta morto morta мертв* martw* ölü* մահացած dood dode död νεκρ* ميت مرده "
        "מת",
    )),
    "openness": (Kind.OPPOSITE, (
        "open* offen* geöffnet ouvert* abiert* apert* aberto* aberta* открыт* відкрит* otwart* açık* açıq* բաց* geopend "
        "öppen öppna deschis* ανοι* ღია ашық مفتوح* باز פתוח* 开放 열린",
        "close* closed shut geschlossen* fermé* cerrad* chius* fechad* закрыт* закрит* zamknięt* kapalı* bağlı* փակ* "
        "gesloten stängd* închis* κλειστ* დახურ* жабық مغلق* بسته סגור* 关闭 닫힌",
    )),
    "peace": (Kind.OPPOSITE, (
        "peace* frieden* friedlich* paix paz pace мир мира миру миром pokój pokoj* barış* sülh* խաղաղ* vrede fred freden "
        "ειρήνη მშვიდობ* бейбіт* سلام صلح שלום 和平 平和 평화*",
        "war wars krieg* guerre* guerra* войн* війн* wojn* savaş* müharibə* պատերազմ* oorlog* krig* război* πόλεμο* ომი "
        "соғыс* حرب جنگ* מלחמה 战争 戦争 전쟁*",
    )),
    "guilt": (Kind.OPPOSITE, (
        "guilty schuldig* coupable* culpable* culpad* colpevol* виновн* виноват* винн* winn* suçlu* günahkar* մեղավոր* "
        "skyldig* vinovat* ένοχ* დამნაშავე кінәлі مذنب گناهکار אשם* 有罪 유죄*",
        "innocent* unschuldig* inocent* невиновн* невинн* niewinn* suçsuz* masum* günahsız* անմեղ* onschuldig* oskyldig* "
        "nevinovat* αθώ* უდანაშაულო кінәсіз بريء* بی‌گناه חף* 无罪 無罪 무죄*",
    )),
    "truth": (Kind.OPPOSITE, (
        "true truth* wahr wahre* wahrheit* vrai vraie vérité* verdad* verdade* vero vera verità правд* истин* prawd* doğru* "
        "həqiqət* ճիշտ ճշմարտ* waar waarheid sann* sant adevăr* αλήθεια αληθ* სიმართლე шындық حقيقة صحيح حقیقت* אמת 真实 "
        "事実 사실*",
        "false lie* lies falsch* lüge* faux fausse* mensonge* falso falsa mentira* bugia* ложь лож* неправд* брехн* kłamst* "
        "fałsz* yalan* սուտ* vals leugen* falsk* lögn* fals* minciun* ψέμα ψευδ* ტყუილ* өтірік كذب كاذب دروغ* שקר 虚假 谎言 "
        "嘘 거짓*",
    )),
    "trades": (Kind.OPPOSITE, (
        "buy* bought purchas* import* kauf* gekauft einfuhr* achet* compr* acquist* купи* покуп* импорт* куп* імпорт* kup* "
        "satın_al* ithal* alış idxal* գն* ներմուծ* koop* köp* cumpăr* αγορά* ყიდულ* واردات شراء خرید* קנה 购买 进口 輸入 "
        "수입*",
        "sell* sold sale* export* verkauf* ausfuhr* vend* vent* esport* прода* экспорт* продаж* експорт* sprzeda* eksport* "
        "satt* ihraç* satış* ixrac* վաճառ* արտահան* verkoop* sälj* vând* πώλη* გაყიდ* صادرات بيع فروش* מכר 出售 出口 輸出 "
        "수출*",
    )),
    "advances": (Kind.OPPOSITE, (
        "attack* advanc* invad* enter* arriv* angegriffen angriff* vorrück* attaqu* avanc* atac* atak* avanz* наступ* "
        "напад* атак* saldır* ilerle* hücum* hərəkət հարձակ* aanval* anfall* επίθεσ* შეტევ* шабуыл هجوم* حمله* תקפ* 进攻 "
        "攻击 攻撃 공격*",
        "defend* defen* retreat* withdr* leav* left depart* verteidigt* zurückzieh* rückzug* défend* retir* recul* "
        "retraite* defiend* difend* ritir* отступ* оборон* защищ* відступ* захищ* obron* broni* wycof* savun* çekil* "
        "müdafiə* geri պաշտպան* նահանջ* verdedig* försvar* αμύν* تراجع دفاع عقب‌نشینی מגן* 防御 撤退 防衛 방어* 후퇴*",
    )),
    "sexes": (Kind.NAME, (
        "son sons brother* father* husband* boy* sohn* bruder* vater* fils frère* père* hijo hijos hermano* padre* filho "
        "filhos irmão* pai figlio fratell* сын* брат* отец отц* син* батьк* syn* brat* ojciec oğlu kardeş* baba* oğul* "
        "որդի* եղբայր հայր ابن أخ أب پسر برادر 儿子 息子 아들*",
        "daughter* sister* mother* wife girl* tochter* töchter* schwester* mutter* fille* sœur* mère* hija hijas hermana* "
        "madre* filha filhas irmã* mãe figlia sorell* дочь дочер* сестр* мать матер* дочк* матір córk* siostr* matk* kızı "
        "anne* qızı bacı* դուստր* քույր մայր بنت أخت أم دختر خواهر 女儿 娘 딸*",
    )),
    "frequency": (Kind.OPPOSITE, (
        "always immer stets toujours siempre sempre всегда завжди zawsze her_zaman daima həmişə միշտ altijd alltid mereu "
        "πάντα ყოველთვის әрқашан دائما همیشه תמיד 总是 常に 항상",
        "often oft häufig souvent menudo frecuent* spesso frequente* часто często sık_sık tez_tez հաճախ vaak ofta adesea "
        "συχνά كثيرا اغلب לעתים_קרובות 经常 しばしば 자주",
        "sometimes occasionally manchmal gelegentlich parfois veces_a talvolta às_vezes иногда іноді инколи czasem bazen "
        "bəzən երբեմն soms ibland uneori μερικές_φορές أحيانا گاهی לפעמים 有时 時々 가끔",
        "rarely seldom selten rarement raramente редко рідко rzadko nadiren հազվադեպ zelden sällan rar σπάνια نادرا بندرت "
        "לעתים_רחוקות 很少 드물게",
        "never nie niemals jamais nunca jamás mai никогда ніколи nigdy asla heç_vaxt երբեք nooit aldrig niciodată ποτέ "
        "არასდროს ешқашан أبدا هرگز מעולם 从不 決して 결코",
    )),
    "amounts": (Kind.NUMBER, (
        "all every alle sämtlich* jede* tous toutes todos todas tutti tutte todo все всі усі wszyst* bütün tüm hamısı "
        "բոլոր* alla toți toate όλοι όλα ყველა барлық كل جميع همه כל 所有 全部 すべて 모든 모두",
        "most majority die_meisten meisten plupart majorité mayoría maioria maggior* большинство більшість większość çoğu "
        "əksəriyyət* մեծամասն* meeste flesta majoritat* περισσότεροι معظم بیشتر רוב 大多数 大部分 대부분",
        "many much viele zahlreich* beaucoup nombreux muchos muchas muitos muitas molti molte много многие багато wiele "
        "wielu çok çox շատ veel många mulți πολλοί كثير بسیاری רבים 许多 很多 多く 많은",
        "some several einige manche mehrere quelques plusieurs algunos algunas varios alguns alcuni некоторые несколько "
        "деякі кілька niektóre kilka bazı bəzi որոշ sommige några unii câțiva μερικοί بعض برخی כמה 一些 いくつか 일부",
        "few wenige peu pocos pocas poucos pochi немногие мало мало_хто niewiele az քիչ weinig få puțini λίγοι قليل اندک "
        "מעט 少数 わずか 소수",
    )),
    "persons": (Kind.PRONOUN, (
        "i me my mine myself ich mich mir mein* je moi mon ma mes yo mi mis eu meu minha io mio mia miei я меня мне мной "
        "мой моя мое мои моего моей моих мене мені мій мої ja mnie mój moja ben bana benim beni mən mənim mənə ես իմ ինձ ik "
        "mij mijn jag mig min mitt mina mie εγώ أنا من אני שלי 我 私 나는 내가 저는 제가",
        "we us our ours ourselves wir uns unser* nous notre nos nosotros nosotras nuestr* nós nosso* nossa* noi nostr* мы "
        "нас нам нами наш* ми my nas nam nami nasz* biz bize bizim bizi bizə մենք մեր մեզ wij ons onze vi oss vår* noastr* "
        "εμείς μας ჩვენ* біз* نحن ما אנחנו שלנו אותנו 我们 我們 我々 われわれ 私たち 우리* 저희*",
        "you your yours yourself du dich dir dein* vous votre vos tu ton ta tes ustedes usted vosotros vuestr* você vocês "
        "voi vostr* вы вас вам вами ваш* ви wy wam was wasz* siz size sizin sizi sizə դուք ձեր ձեզ jullie uw ni er εσείς "
        "σας თქვენ* сіз* أنتم شما אתם 你们 你 您 あなた",
        "he him his himself er ihn ihm sein* il lui son sa ses él su sus ele dele seu sua suo suoi он его ему него нему він "
        "його йому on jego jemu mu o ona onun onu նա նրա նրան hij hem zijn han honom hans el său αυτός του ის მან ол оның "
        "هو او وی הוא שלו אותו 他 彼 그는 그가",
        "she her hers herself sie ihr* elle son sa ses ella su sus ela dela seu sua lei suo она ее ей вона її їй ona jej ją "
        "o onun onu նա նրա նրան zij ze haar hon henne hennes ea αυτή της ის ол هي او היא שלה אותה 她 彼女 그녀*",
        "they them their theirs themselves sie ihnen ihr* ils elles eux leur leurs ellos ellas su sus eles elas deles delas "
        "seu sua loro они их им ими них вони їх їм їхн* oni one ich im nimi onlar onlara onların onları նրանք նրանց zij ze "
        "hen hun de dem deras ei lor αυτοί τους ისინი მათ* олар* هم آنها ایشان הם שלהם אותם 他们 他們 彼ら 그들*",
    )),
    "tenses": (Kind.TENSE, (
        "is are am isnt arent ist sind est sont es son è sono jest są zijn är",
        "was were wasnt werent war waren était étaient era eran erano był była było byli foi eram werd var",
    )),
    "perfects": (Kind.TENSE, (
        "has have hasnt havent hat haben",
        "had hadnt hatte hatten",
    )),
}  # fmt: skip
