"""Reduce a name to a key that its spellings share: folded, in Latin letters, without possessives and full stops."""

from __future__ import annotations

import re

from storage.text.folding import fold_text
from storage.text.remembering import remember

_CYRILLIC = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґўј",
        "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch - y - e yu ya i i e g u j".split(),
        strict=True,
    )
)
_ARMENIAN = dict(
    zip(
        "աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆ",
        "a b g d e z e e t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f".split(),
        strict=True,
    )
)
_GREEK = dict(
    zip(
        "αβγδεζηθικλμνξοπρσςτυφχψω",
        "a v g d e z i th i k l m n x o p r s s t y f ch ps o".split(),
        strict=True,
    )
)
_GEORGIAN = dict(
    zip(
        "აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
        "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split(),
        strict=True,
    )
)
_KAZAKH = dict(zip("әғқңөұүһі", "a g k n o u u h i".split(), strict=True))
_TRADITIONAL = str.maketrans(
    "義烏習亞衛偉倫傑佩倉儀俄倍剛利務劍華吳國圖堅塊爾寧寶島師廣張強慮應慶戰揚扎擇擴曉書會東條梁楊榮樂歐歷漢潔濤澤濟濱灣烏無煥爍爾瑩瓊畢盧盜羅"
    "積篪約紅納純級綱維緒線緬練縣績繼羅聖聯肅膚臺興舊艾莊華萊蓮蔣藍蘇蘭衛裡見覺觀許設諾謝議譚貝賀賴趙車軍軒輝轉農達連進運遠選鄧鄭醫銀錢錦鍾鐵鑫長門"
    "開閔閣關阪陳陸陽隊陰際隨雜雲電靈韋韓頓項順預頭頻題額顏顧風飛馬馮駐駱驚體魯鮑麗麥黃黨齊龍龐籤簽鴻鵬簡"
    "戶擊張彌彥喬",
    "义乌习亚卫伟伦杰佩仓仪俄倍刚利务剑华吴国图坚块尔宁宝岛师广张强虑应庆战扬扎择扩晓书会东条梁杨荣乐欧历汉洁涛泽济滨湾乌无焕烁尔莹琼毕卢盗罗"
    "积篪约红纳纯级纲维绪线缅练县绩继罗圣联肃肤台兴旧艾庄华莱莲蒋蓝苏兰卫里见觉观许设诺谢议谭贝贺赖赵车军轩辉转农达连进运远选邓郑医银钱锦钟铁鑫长门"
    "开闵阁关阪陈陆阳队阴际随杂云电灵韦韩顿项顺预头频题额颜顾风飞马冯驻骆惊体鲁鲍丽麦黄党齐龙庞签签鸿鹏简"
    "户击张弥彦乔",
)
"""Characters of names in their traditional and Japanese forms, with the simplified ones: 習近平 is 习近平."""

_TO_LATIN = str.maketrans(
    {
        letter: "" if latin == "-" else latin
        for letter, latin in {**_CYRILLIC, **_ARMENIAN, **_GREEK, **_GEORGIAN, **_KAZAKH}.items()
    }
    | {"և": "ev"}
)
_POSSESSIVE = re.compile(r"(?<=\w)'s\b|(?<=s)'(?=\s|$)")
_NOT_WORD = re.compile(r"[^\w]+")


@remember(8_192, chars=200)
def spelling_key(name: str) -> str:
    """Return the spelling key of a name: "Əliyev", "Алиев" and "ALIYEV’s" share it with "Aliyev"."""
    folded = fold_text(name)
    folded = _POSSESSIVE.sub("", folded)
    latin = folded if folded.isascii() else folded.replace("ու", "u").translate(_TO_LATIN).translate(_TRADITIONAL)
    return _NOT_WORD.sub(" ", latin.replace(".", "")).strip()


_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"tsch|tch|cz|sch|ch|sh|sz|ts|tz|z", "s"),
        (r"ph", "f"),
        (r"th", "t"),
        (r"kh|gh", "h"),
        (r"ou|oo", "u"),
        (r"w", "v"),
        (r"[jyi]+", "i"),
        (r"x", "ks"),
        (r"ck|[qc]", "k"),
        (r"(.)\1+", r"\1"),
        (r"(?<=[^aeiou ])o\b", "a"),
        (r"(?<=[^aeiou ]{2})e\b|(?<=[aiou][^aeiou ])e\b", ""),
    )
)


@remember(8_192, chars=200)
def sound_key(name: str) -> str:
    """Return the sound key, shared by the Latin spellings of a name: Netanjahu and Netanyahu, Lukaschenko and Lukashenka."""
    key = spelling_key(name)
    for pattern, sound in _SOUNDS:
        key = pattern.sub(sound, key)
    return key
