"""The words of labels in transcripts, by language: media, titles, and fields that are no labels. Data only."""

from __future__ import annotations

MEDIUM = (
    r"news|newspaper|agency|tv|television|radio|times|daily|post|press|broadcasting|herald|journal|magazine|media|network|"
    r"channel|reuters|bloomberg|afp|ap|dpa|efe|ansa|apa|xinhua|tass|interfax|ria|anadolu|"
    r"al jazeera|bbc|cnn|cctv|cgtn|nhk|kyodo|"
    r"yonhap|pti|ani|nbc|abc|cbs|fox|npr|sky|itar|ukrinform|armenpress|azertac|report|gazette|tribune|mail|guardian|telegraph|"
    r"zeitung|rundfunk|ard|zdf|faz|spiegel|agence|presse|figaro|monde|télévision|agencia|diario|prensa|corriere|repubblica"
)
TITLE = (
    r"MR|MS|MRS|MISS|DR|SIR|DAME|LORD|LADY|SEN|SENATOR|REP|REPRESENTATIVE|CONGRESS\w+|GEN|GENERAL|ADM|ADMIRAL|LT|COL|MAJ|AMB|"
    r"AMBASSADOR|SECRETARY(?:-GENERAL)?|SEC|UNDER ?SECRETARY|DEPUTY|ASSISTANT|ACTING|PRESIDENT|VICE|THE|PRIME|FOREIGN|MINISTER|"
    r"CHANCELLOR|CHAIR\w*|DIRECTOR(?:-GENERAL)?|ADMINISTRATOR|GOVERNOR|MAYOR|SENIOR|SPOKES\w+|OFFICIAL|STAFF|MODERATOR|OPERATOR|"
    r"HIGH|COMMISSIONER|FIRST|ATTORNEY|JUDGE|JUSTICE|KING|QUEEN|PRINCE\w*|HIS|HER|PROFESSOR|PROF|AUDIENCE|PARTICIPANT|VOICE\w*|"
    r"REPORTER|INTERPRETER|TAOISEACH|PREMIER|SHRI|SMT|EAM|HON|SAYIN|STS|SRS|BK|BK'IN|BM|MDB|NSA|"
    r"ПРЕЗИДЕНТ|МИНИСТР|ВЕДУЩИЙ|ВЕДУЩАЯ|ПРЕДСЕДАТЕЛЬ|BUNDES\w+|KANZLER\w*|MINISTERIN?|PRÉSIDENTE?|MINISTRE|LE|PRESIDENTE|"
    r"PRÄSIDENTI?N?|VIZEPRÄSIDENTI?N?|STAATSSEKRETÄR\w*|ABGEORDNETER?|HERR|FRAU|M\.|MME|DÉPUTÉE?|RAPPORTEURE?|SEÑORA?|EL SEÑOR|"
    r"LA SEÑORA|SR|SRA|"
    r"DEPUTAD[OA]|ONOREVOLE|ON|PRESIDENTA|POSEŁ|POSŁANKA|MARSZAŁEK|WICEMARSZAŁEK|PAN|PANI|ДЕПУТАТ|ГОЛОВУЮЧИЙ|ПРЕДСЕДАТЕЛЬСТВУЮЩИЙ|ГОЛОВА|"
    r"MILLETVEKİLİ|BAŞKAN|TALMAN\w*|STATSRÅD\w*|DE HEER|MEVROUW|VOORZITTER|PREȘEDINTE\w*|DOMNUL|DOAMNA|"
    r"MINISTRO|PORTAVOZ|CUMHURBAŞKANI|BAKAN|PREZİDENT|PREZIDENT"
)
FIELDS = (
    r"note|notes|nota|editor.?s? note|topics?|contacts?|media contacts?|subject|date|place|time|location|participants?|"
    r"speakers?|embargoed?|by|who|what|when|where|why|how|re|cc|from|to|attention|source|sources|update|updated|tel|phone|fax|e-?mail|"
    r"background|photos?|video|watch|read more|see also|venue|for immediate release|washington|transcript|file|link|links|"
    r"address|website|press release|released?|index|agenda|key points?|summary|conclusion|example|correction|tags?|published|"
    r"(?:press|media) (?:contacts?|inquiries|enquiries|office|officer)|inquiries|enquiries|"
    r"publication date|date de publication|"
    r"datum|ort|stand|quelle|kontakt|hinweis|thema|lieu|objet|sujet|mise à jour|fecha|lugar|fuente|дата|место|время|источник|"
    r"тема|примечание|справка|справочно|tarih|yer|konu|kaynak|january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"dress code|annex|article|"
    r"第[一二三四五六七八九十]|首先|其次|最后|一|二|三|四|五|注|附|来源|时间|地点"
)
ANONYMOUS = (
    r"senior|official|moderator|operator|participants?|audience|staff|reporters?|interpreter|voices?|members?|speaker|"
    r"journalists?|crowd|student|attendee|unknown|unidentified|press|host|facilitator|translator|announcer|correspondents?|"
    r"ведущ\w+|реплика|moderatorin?|vorsitzende[rn]?|modérat\w+|moderador\w*|sunucu|aparıcı"
)
SEPARATORS = ":：՝"
"""What sets a label off from its words; Armenian has its own stop for it."""
