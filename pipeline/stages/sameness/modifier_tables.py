"""The words that bound, weaken or shift, in the languages of officials; ``modifiers`` says how they are written."""

from __future__ import annotations

BOUNDS = (
    "about around approximately roughly nearly almost some circa up_to as_many_as at_least at_most no_more no_less no_fewer "
    "more_than less_than fewer_than over under above below exactly just only close_to maximum minimum or_more or_less "
    "or_fewer minus plus etwa rund zirka ca ungefähr fast beinahe knapp nahezu bis_zu mindestens wenigstens höchstens "
    "maximal minimal mehr_als weniger_als über unter genau environ près_de presque jusqua jusquà jusquau au_moins au_plus "
    "au_maximum plus_de moins_de plus_dun exactement à_peine moins unos unas alrededor_de aproximadamente cerca_de casi "
    "hasta al_menos por_lo_menos como_mínimo como_máximo a_lo_sumo más_de menos_de exactamente apenas menos quase até "
    "pelo_menos no_máximo no_mínimo mais_de exatamente quasi fino_a almeno al_massimo più_di meno_di oltre esattamente meno "
    "около примерно приблизительно почти до не_менее не_более более больше менее меньше свыше ровно минимум максимум минус "
    "порядка близько приблизно майже не_менше не_більше понад більше менше рівно мінімум мінус щонайменше щонайбільше około "
    "blisko prawie niemal do co_najmniej co_najwyżej ponad powyżej poniżej więcej_niż mniej_niż dokładnie przynajmniej asi "
    "přibližně téměř až nejméně nejvýše více_než méně_než přes ongeveer bijna rond tot minstens ten_minste hoogstens "
    "maximaal meer_dan minder_dan ruim min omkring ungefär cirka nästan runt upp_till minst högst mer_än mindre_än över "
    "næsten op_til mindst højst mere_end mindre_end aproximativ aproape până_la cel_puțin cel_mult mai_mult_de mai_puțin_de "
    "peste sub vreo περίπου σχεδόν έως μέχρι τουλάχιστον το_πολύ πάνω_από λιγότερο_από περισσότερο_από μείον yaklaşık "
    "neredeyse hemen_hemen en_az en_fazla en_çok kadar fazla az çok aşkın eksi civarında təxminən qədər ən_azı ən_çoxu çox "
    "artıq mənfi մոտ շուրջ մոտավորապես գրեթե մինչև առնվազն առավելագույնը ավելի_քան պակաս ավելի մինուս დაახლოებით თითქმის "
    "მინიმუმ მაქსიმუმ მეტი ნაკლები шамамен жуық кем_дегенде астам дейін حوالي نحو قرابة تقريبا ما_يقرب ما_يقارب حتى "
    "على_الأقل على_الأكثر أكثر_من أقل_من فوق تحت ناقص زهاء حدود تقریبا نزدیک_به تا دست‌کم حداقل حداکثر بیش_از کمتر_از منفی "
    "בערך כמעט עד לפחות לכל_היותר יותר_מ מעל פחות_מ מתחת מינוס 约 大约 約 近 将近 超过 至少 最多 多 余 餘 不足 以上 以下 "
    "左右 逾 负 零下 およそ ほぼ 未満 超 最大 少なくとも ほど 程度 マイナス 약 거의 이상 이하 미만 넘는 최소 최대 가량 정도 "
    "영하 초과 लगभग करीब कम_से_कम अधिक sekitar hampir hingga setidaknya lebih_dari kurang_dari"
)
HEDGES = (
    "allegedly alleged reportedly apparently seemingly supposedly supposed presumably purportedly purported perhaps maybe "
    "possibly possible probably probable likely potentially potential suspected so_called self_styled self_proclaimed "
    "as_far_as i_think i_believe we_believe we_think in_my_view in_my_opinion in_our_view in_our_opinion it_seems seems "
    "appears to_my_knowledge unconfirmed unverified i_guess i_suppose conceivably ostensibly as_i_understand if_confirmed "
    "angeblich* mutmaßlich* vermutlich* wahrscheinlich* mögliche möglichen möglicher möglicherweise vielleicht wohl "
    "offenbar anscheinend scheinbar sogenannt* so_genannt* vermeintlich* womöglich meines_wissens soweit_ich ich_glaube "
    "ich_denke unseres_erachtens meines_erachtens présumé* prétendu* prétendument supposé* peut_être probable* possibles "
    "possiblement apparemment soi_disant autoproclamé* semble à_ma_connaissance je_crois je_pense à_mon_avis sans_doute "
    "vraisemblablement éventuel* presunt* supuest* quizá quizás tal_vez posible* aparentemente al_parecer llamad* "
    "autoproclamad* que_yo_sepa creo parece a_lo_mejor a_mi_juicio alegad* suposto suposta supostos supostas supostamente "
    "talvez possível possivelmente provável provavelmente chamado chamada chamados chamadas creio acho que_eu_saiba "
    "ao_que_tudo forse possibile possibili possibilmente probabile probabilmente apparentemente cosiddett* sedicente sembra "
    "a_quanto_pare credo penso secondo_me якобы предположительно предполагаем* возможн* вероятн* наверное может_быть видимо "
    "по_видимому похоже кажется так_называем* подозреваем* насколько_я думаю по_моему считаю нібито ймовірн* можлив* мабуть "
    "напевно певно начебто схоже здається так_зван* підозрюван* наскільки_я на_мою_думку rzekom* podobno prawdopodobn* "
    "przypuszczaln* być_może chyba możliw* tak_zwan* podejrzan* o_ile moim_zdaniem wydaje_się údajn* možná pravděpodobn* "
    "zřejmě takzvan* snad vermeend* vermoedelijk* waarschijnlijk* mogelijk* misschien wellicht blijkbaar schijnbaar "
    "zogenaamd* zogeheten naar_verluidt voor_zover ik_denk ik_geloof påstå* förmodlig* misstänkt* sannolikt troligen kanske "
    "möjligen möjligtvis tydligen så_kallad* enligt_uppgift såvitt angivelig* formentlig* muligvis måske kanskje trolig "
    "såkald* såkalt* presupus* pretins* probabil posibil poate aparent așa_zis* se_pare cred din_câte φερόμεν* υποτιθέμεν* "
    "πιθαν* ίσως ενδεχομένως προφανώς λεγόμεν* απ_όσο απόσο νομίζω φαίνεται iddiaya_göre sözde muhtemel* belki galiba "
    "herhalde olası şüpheli sanırım bildiğim_kadarıyla görünüşe guya ehtimal* bəlkə yəqin görünür güman* bildiyim_qədər "
    "iddia իբր ենթադրաբար ենթադրյալ հնարավոր* հավանաբար երևի գուցե թերևս այսպես_կոչված կարծում_եմ որքան_գիտեմ կասկածյալ "
    "სავარაუდო* თითქოს შესაძლოა ალბათ ეგრეთ_წოდებულ* мүмкін бәлкім сияқты болжам* يزعم المزعوم المزعومة مزعوم مزعومة ربما "
    "يحتمل محتمل المحتمل المحتملة يبدو ما_يسمى على_حد_علمي أعتقد ظاهرا احتمالا شاید ممکن به‌اصطلاح گویا ادعایی گمان مظنون "
    "تا_جایی לכאורה אולי כנראה ייתכן לטענת מה_שמכונה ככל_הידוע נראה החשוד 据称 据说 据报 可能 也许 或许 大概 所谓 疑似 涉嫌 "
    "似乎 恐怕 据我所知 とされる と言われる らしい たぶん 恐らく おそらく かもしれ いわゆる 疑い 可能性 ようだ 模様 이른바 "
    "소위 아마 아마도 혹시 추정되는 추정된다 의혹 의심되는 알려진 कथित शायद संभवतः तथाकथित diduga mungkin konon kabarnya "
    "sepertinya barangkali"
)
RANKS = (
    "prime deputy vice former acting ex interim designate elect assistant ehemalig* früher* stellvertretend* amtierend* "
    "ancien ancienne anciens adjoint* intérim* antigu* interin* antig* бывш* заместител* вице экс исполняющ* колишн* "
    "заступник* віце екс były była byłego byłej wice* zastęp* eski yardımcı* keçmiş sabiq müavin* նախկին փոխ* voormalig* "
    "plaatsvervangend* tidigare ställföreträdande fost fostul fosta πρώην αναπληρωτ* ყოფილი бұрынғы السابق السابقة نائب "
    "سابق معاون לשעבר סגן 副 前 元 代理 전직 mantan wakil bývalý bývalého"
)
INTENTIONS = (
    "promis* pledg* vow* plan plans planned planning intend* hope* hoping want* try trying tried attempt* threaten* offer* "
    "going gonna aim aims ready willing about_to supposed_to expected_to agreed_to versprach* versprochen verspr* "
    "beabsichtig* hoff* versuch* droht* wollen will promis promet* prévoi* entend* espèr* veut veulent tent* menac* "
    "prometi* planea* pretend* esper* quier* intent* amenaz* promess* promett* sper* vuole vogliono minacc* plane* обеща* "
    "планир* намерен* собира* хочет хотят пыта* готов* обіця* планує* намір* збира* хоче хочуть намага* obieca* planuj* "
    "zamierza* chce chcą próbuj* planlı* niyet* planlaşdır* niyyət* խոստաց* ծրագր* մտադ* փորձ* beloof* beloofd* wil willen "
    "lova* lovade planer* vill intenț* vrea υποσχ* σκοπεύ* θέλ* تعهد* وعد* يعتزم يريد قصد* قول وعده מתכוון הבטיח*"
)
QUANTIFIERS = (
    "all every everyone everybody everything each whole entire half none alle allen alles jede* ganze* hälfte tous toutes "
    "tout toute moitié todos todas todo toda mitad metade tutti tutte tutto tutta metà все всех весь вся каждый половин* "
    "всі усі кожен wszyst* cały cała połow* bütün tüm hepsi yarısı hamısı բոլոր* ամբողջ կես helft alla hälften toți toate "
    "jumătate όλοι όλα μισ* ყველა барлық كل جميع نصف همه نیمی כל חצי 所有 全部 一半 すべて 모든 절반"
)

AUXILIARIES = frozenset({"was", "were", "is", "are", "am", "been", "being", "be"})
PARTICIPLES = frozenset(
    "told sent paid sold bought left lost found held hit hurt shot struck fed led met taught lent brought caught made".split()
)
"""Participles that are the past tense too."""
OBJECTS = frozenset(
    "the a an this that these those him her them us me you it his their our my your its everyone everybody nothing".split()
)
PASSIVE_PARTICIPLES = frozenset({"ete", "sido"})
"""By these alone French and Spanish tell the passive from the active perfect."""
TO = frozenset("to zu to zu de a que do te att sa να".split())
"""What stands between a verb of intention and what is intended."""
