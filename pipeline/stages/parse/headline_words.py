"""The words by which headlines announce somebody's words, in the languages that are read: data for ``headlines``.

Each language has its works ("remarks", „Rede"), the words that join a work to whose it is, the nouns of those who hold
offices, and what else offices are made of. Written by hand from the headlines' own grammar; no names of persons are in it.
"""

from __future__ import annotations

WORKS = (
    # English
    r"remarks|statements?|speech|address|interview|message|briefing|gaggle|keynote|comments?|commentary|testimony|op-ed|toasts?|"
    r"readout|call|report|answers?|response|reply|letter|press conference|news conference|"
    r"press (?:availability|statement|release|point|gaggle)|"
    r"media (?:briefing|availability)|doorstep|doorstop|q&a|"
    # German
    r"rede|ansprache|grußwort|erklärung|presseerklärung|pressekonferenz|pressestatements?|pressebegegnung|gastbeitrag|"
    r"namensartikel|videobotschaft|regierungserklärung|"
    # French
    r"discours|déclaration|allocution|intervention|entretien|tribune|point de presse|point presse|"
    r"conférence de presse|communiqué|propos|message|"
    # Spanish, Portuguese, Italian
    r"discurso|palabras|declaración|intervención|comparecencia|entrevista|mensaje|rueda de prensa|conferencia de prensa|"
    r"discurso|pronunciamento|declaração|entrevista|intervento|intervista|discorso|dichiarazion[ei]|messaggio|informativa|"
    # Russian, Ukrainian
    r"выступление|вступительное слово|заявление|интервью|обращение|речь|брифинг|комментарий|ответы?|пресс-конференция|статья|"
    r"виступ|звернення|заява|інтерв[’']ю|коментар|брифінг|промова"
)
"""What may be somebody's words. A headline that holds none of them names nobody."""

BY = r"by|of|from|with|von|mit|des|der|de|du|d['’]|par|avec|del|della|dell['’]|do|da|di"
"""What joins a work to whose it is; Slavic languages join by case alone."""

BESIDE = frozenset(("with", "mit", "avec"))
"""Of these, what also joins the one who asks ("Interview with …"): an office must stand before the name."""

HOLDERS = (
    r"president|präsident\w*|minister\w*|secretary|spokes\w+|kanzler\w*|chancellor|chair\w*|co-?chair|head|director|representative|"
    r"commissioner|ambassador|botschafter\w*|envoy|coordinator|senators?|congress\w+|rep\.?|sen\.?|governor|mayor|lord|king|queen|"
    r"prince|princess|pope|lady|speaker|leader|chief|officer|advis[eo]r|staatsminister\w*|staatssekretär\w*|außenminister\w*|"
    r"bundes(?:kanzler|präsident|minister|außenminister)\w*|regierungssprecher\w*|sprecher\w*|ministre|présidente?|secrétaire|"
    r"chancelière|chancelier|porte-parole|ambassad\w+|presidente|ministr[oa]|portavoz|secretari[oa]|canciller|министра?|"
    r"президента?|премьер\w*|председател\w|представител\w|секретар\w|президентa?|прем[’']єр\w*|міністра?|речник\w?|"
    r"taoiseach|tánaiste|secretary-general|administrator|general|admiral|ombuds\w+|pm|fm|eam|nsa|counsel\w+|commander|"
    r"undersecretary|under-secretary|vice-president|premier|mep|mp|councilor|councillor|state-councilor"
)
"""Nouns of persons by their office: one surname after them is enough."""

TOPICS = (
    r"u\.?s\.?|u\.?k\.?|eu|nato|un|osce|nsc|the|rt|hon\.?|right|honou?rable|his|her|excellency|holiness|majesty|vice|prime|foreign|"
    r"first|deputy|acting|assistant|under|state|press|federal|bundes\w*|high|special|general|national|security|affairs|defen[cs]e|"
    r"interior|finance|home|office|principal|communications|strategic|senior|official|executive|permanent|chief|republic|"
    r"federation|united|kingdom|иностранных|дел|официального|российской|федерации|республики|закордонних|справ|оборони|обороны|external|european|international|trade|"
    r"development|treasury|energy|agriculture|health|education|justice|labou?r|commerce|human|rights|homeland|external|relations|cooperation|"
    r"auswärtigen|äußeren|étrangères|république|repubblica|república|gobierno|governo|conseil|consiglio|"
    r"h\.e\.|h\.e|dr\.?|prof\.?|professor|sir|mr\.?|mrs\.?|ms\.?|miss|dame|m\.|mme|shri|smt\.?|sayın|sr\.?|sra\.?|don|doña|frau|"
    r"herr|herrn|fr\.?|maj\.?|gen\.?|lt\.?|col\.?|adm\.?|staff|house|white"
)
"""What offices are made of besides their holders' nouns, and forms of address."""

BODIES = (
    r"ministry|department|government|council|commission|group|union|co-?chairs?|countries|embassy|parliament|committee|bureau|"
    r"agency|delegation|ministerium|regierung|ministère|gouvernement|states|nations|members|leaders|ministers|participants|team|"
    r"service|министерств\w*|правительств\w*|мид|мзс|mid|mfa|mofa|mea|mod|organi[sz]ation|association|foundation|institute|"
    r"university|authority|forces|army|police|amt|auswärtiges|amts|party|faction|caucus|assembly|court|centre|center|"
    r"департамента?|информации|печати|посольств\w*|duma|knesset|bundestag|senate|admin\w*|task|force|board|secretariat"
)
"""Nouns of bodies: their words are no person's."""

PLACES = (
    "United Arab Emirates|United States of America|United States|United Kingdom|United Nations|South Africa|Saudi Arabia|"
    "New Zealand|Sri Lanka|Costa Rica|El Salvador|North Macedonia|South Korea|North Korea|Burkina Faso|Bosnia and Herzegovina|"
    "Czech Republic|Dominican Republic|Ivory Coast|Côte d’Ivoire|Sierra Leone|South Sudan|Papua New Guinea|European Union|"
    "New York|New Delhi|San Francisco|Los Angeles|Addis Ababa|Tel Aviv|Abu Dhabi|The Hague|Buenos Aires|Mexico City|"
    "Kuala Lumpur|Hong Kong|Den Haag|La Haye|San Marino|San Sebastián|Rio de Janeiro|São Paulo|Santo Domingo|San José|"
    "Middle East|South Caucasus|Nagorno Karabakh|Black Sea|West Bank|White House|Downing Street|Capitol Hill|Wall Street|"
    "Red Cross|Amnesty International|Human Rights Watch|G7|G20"
)
"""Names of two words and more that are no person's and might pass for one."""

STOPS = frozenset(
    "on at in with before after to for regarding during following ahead as about upon against concerning en aux à au sur lors "
    "dans pour avec bei beim in im zum zur zu über auf nach vor anlässlich am en sobre ante tras durante con al alla alle allo "
    "nel nella sul sulla per sui dal в о об по на с к из для относительно во із з про щодо у до that and/or is are was were "
    "has have says said meets visits travels hosts welcomes condemns calls speaks announces joins receives".split()
) - {"al"}
"""What ends the phrase that names a speaker."""

PARTICLES = frozenset("von van al el bin ibn ben ter ten zu af le".split())
"""Small words inside surnames, after which more of the name follows."""

JOINERS = frozenset("of for the and de du der des la del do da di d’ d' für & de-la dell’ della den".split())
AND = frozenset("and und et y и та і ve və e & և with mit".split())
"""What parts two persons in one phrase."""

LEADING_VERBS = (
    r"(?:was|is) interviewed|gave an interview|gives (?:an )?interview|addressed|addresses|answers|answered|"
    r"briefs|briefed|delivers|delivered|(?:made|makes|issues|issued) (?:a |an )?(?:\w+ )?(?:statement|address|speech)|"
    r"im interview|im gespräch|zur?|zum|dans|répond|"
    r"(?:\S+ ){0,3}(?:müsahibə verib|müraciət edib|bəyanat verib|çıxış edib|müsahibə verdi)"
)
"""What follows a name and an office where the words below are that person's."""

SUFFIXED = (
    # Turkish and Azerbaijani: the name's genitive, with or without an apostrophe, then the work.
    (
        r"(?:konuşma|açıklama|demec|mesaj|röportaj|mülakat|basın toplantı|cevab|bildiri|nitq|müsahib|çıxış|bəyanat|müraciət|"
        r"şərh|brifinq)\w*",
        r"(?P<name>(?:[A-ZÇĞİÖŞÜƏ][\w.-]+ )*[A-ZÇĞİÖŞÜƏ][\w.-]+?)(?:['’]n?[ıiuü]n|n?[ıiuü]n)(?= )",
    ),
    # Armenian: the name's genitive in -ի, then the work; the office before it is written small.
    (
        r"(?:ուղերձ|հարցազրույց|մեկնաբանություն|ելույթ|պատասխան|խոսք|հայտարարություն|ճեպազրույց|ասուլիս)\w*",
        r"(?P<name>[Ա-Ֆ][ա-ֆև]+ [Ա-Ֆ][ա-ֆև]+(?:ի|ու|ա))(?= )",
    ),
)
"""Languages that set the name before the work: the work, and the name in its case. The name is kept as it is written."""

SUFFIXED_BODIES = r"(?:Bakanlı|Nazirli|Başkanlı|İdarə|Meclis|Məclis|Parti|Hökum|Hükü|Büyükelçili|Səfirli|Konsolos)"
"""How nouns of bodies begin in those languages."""

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊"
    "秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习华耿温胡栗韩蔡丘傅伍齐庄章鲁岳翟殷詹申耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕"
)
"""The commonest Chinese family names, one character each."""
