"""The words and marks by which pages that are no content give themselves away: blocks, challenges, log-ins, errors, absences.

A signature names what the page is and why. Titles are matched a segment at a time ("Page not found - Ministry" has two), each
segment as a whole, so that an article about a blocked road is not taken for a block. Words and marks in the body count only
where the page shows little other text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storage.model import EffectiveStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a page is when its words match, and why."""

    status: EffectiveStatus
    why: str
    pattern: re.Pattern[str]


def _title(status: EffectiveStatus, why: str, *phrases: str) -> Signature:
    """A signature for a whole title segment, blanks and closing marks aside."""
    joined = "|".join(phrases)
    return Signature(status=status, why=why, pattern=re.compile(rf"(?:{joined})[\s.!…·*]*", re.IGNORECASE))


def _words(status: EffectiveStatus, why: str, *phrases: str) -> Signature:
    return Signature(status=status, why=why, pattern=re.compile("|".join(phrases), re.IGNORECASE))


_BLOCKED, _LOGIN = EffectiveStatus.BLOCKED, EffectiveStatus.LOGIN
_SOFT_404, _GONE, _ERROR, _EMPTY = (
    EffectiveStatus.SOFT_404,
    EffectiveStatus.GONE,
    EffectiveStatus.ERROR,
    EffectiveStatus.EMPTY,
)

# ------------------------------------------------------------------------------ titles that say enough at any length

TITLES: tuple[Signature, ...] = (
    _title(
        _BLOCKED,
        "a challenge page",
        r"just a moment",
        r"one moment,? please",
        r"please wait(?: while .*|, checking .*)?",
        r"attention required",
        r"(?:please )?(?:verify|verifying) (?:that )?(?:you are|you're|you) (?:a )?(?:not a (?:ro)?bot|human)",
        r"(?:human|bot|robot|browser|security|captcha|visitor) (?:verification|check|challenge|validation)",
        r"(?:verification|challenge validation|validation) (?:required|request)?",
        r"are you (?:a )?(?:human|(?:not )?a? ?robot)\??",
        r"i'?m not a robot",
        r"(?:.* )?captcha(?: page)?",
        r"pardon our interruption",
        r"checking (?:your browser|if the site connection is secure).*",
        r"ddos[- ]?(?:guard|protection)(?: by .*)?",
        r"sucuri website firewall",
        r"client challenge|(?:\w+ )?security checkpoint|unusual (?:traffic|activity)(?: .*)?|(?:attack|threat) detected",
        r"making sure you(?:'re| are) (?:not a bot|human)",
        r"performing security (?:verification|check)",
        r"проверка (?:браузера|безопасности)",
        r"перевірка браузера",
        r"安全验证|人机验证|访问验证|验证码",
    ),
    _title(
        _BLOCKED,
        "access denied",
        r"access (?:to this (?:page|site) (?:has been |was )?|has been |was |is )?(?:denied|blocked|forbidden|restricted)",
        r"(?:error )?(?:http )?403(?: error)?[\s:–-]*(?:forbidden|access.*)?",
        r"forbidden",
        r"(?:your |the )?(?:request|ip(?: address)?|connection) (?:has been |was |is )?(?:rejected|blocked|denied|banned)",
        r"(?:sorry, )?you have been blocked",
        r"not authori[sz]ed",
        r"unauthori[sz]ed (?:access|request|activity.*)",
        r"web application firewall.*",
        r"доступ (?:заблокирован|запрещ[её]н|ограничен)",
        r"доступ (?:заборонено|обмежено)",
        r"acc[eè]s (?:refus[ée]|interdit)",
        r"zugriff verweigert",
        r"acceso denegado",
        r"erişim engellendi",
        r"访问被拒绝|访问被拦截|禁止访问",
    ),
    _title(
        _BLOCKED,
        "another machine answered in the publisher's place",
        r"(?:this |the )?(?:web ?(?:site|page)|site|page|url|content|domain) (?:is |has been |was )?"
        r"(?:blocked|filtered|restricted)(?: by .*)?",
        r"(?:access )?blocked by .*",
        r".*\b(?:dns|web|content|url) ?filter\b.*",
        r".*\b(?:fortiguard|fortigate|zscaler|cisco umbrella|opendns|barracuda|websense|blue coat|sophos) .*",
        r"(?:captive|blocked|hotspot) portal",
    ),
    _title(_BLOCKED, "a firewall's mask", r"technical difficulties"),
    _title(
        _BLOCKED,
        "rate limited",
        r"(?:error )?(?:http )?429(?: error)?[\s:–-]*(?:too many requests)?",
        r"too many requests",
        r"(?:rate|request|access) (?:limit(?:ed)?|rate) (?:exceeded|reached)",
        r"rate ?limited",
        r"slow down",
    ),
    _title(
        _SOFT_404,
        "the page says it was not found",
        r"(?:error )?(?:http )?(?:status )?404(?: error)?[\s:,–-]*(?:\(?(?:page |file |document )?not found\)?)?",
        r"(?:sorry,? )?we (?:can'?t|couldn'?t|cannot|could not|were unable to|are unable to) find "
        r".*(?:page|document|file|looking for).*",
        r"(?:http )?410[\s:–-]*gone",
        r"(?:sorry,? )?(?:the |this |that )?(?:requested )?(?:web ?)?"
        r"(?:page|file|document|content|url|item|article|resource|node)s?"
        r"(?: (?:that )?you(?:'re| are| were)? (?:requested|looking for|after))?"
        r" (?:was|is|has|could|can|does|do|cannot|can't|couldn't)(?:n't)?"
        r" ?(?:not )?(?:be )?(?:found|exist|available|been (?:re)?moved|no longer .*)",
        r"(?:page|file|content|item|document|object) "
        r"(?:not found|missing|removed|unavailable|error|(?:does not|no longer) exists?).*",
        r"not found",
        r"nothing (?:was )?found(?: for .*)?",
        r"(?:oops|sorry|uh[- ]oh)\W* .*(?:page|404|not found).*",
        r"(?:la )?page (?:non trouv[ée]e|introuvable|inexistante|n'existe pas)",
        r"(?:die )?seite (?:wurde )?nicht gefunden|fehler 404|inhalt nicht gefunden",
        r"(?:la )?p[áa]gina (?:no (?:encontrada|existe|disponible)|n[ãa]o (?:encontrada|existe))",
        r"pagina (?:non trovata|niet gevonden|nu a fost g[ăa]sit[ăa])",
        r"ошибка 404|404 ошибка|не найдено",
        r"(?:запрашиваемая |эта )?(?:страница|документ|материал) не (?:найдена?|существует)",
        r"помилка 404|(?:сторінк[ау]|документ) не (?:знайден[оа]?|існує)",
        r"s[əe]hif[əe] tap[ıi]lmad[ıi]",
        r"sayfa bulunamad[ıi]|aradığınız sayfa .*",
        r"էջը (?:չի գտնվել|չգտնվեց|գտնված չէ|գոյություն չունի)|չի գտնվել",
        r"გვერდი (?:ვერ მოიძებნა|არ მოიძებნა)",
        r"strona nie (?:została znaleziona|znaleziona|istnieje)|nie znaleziono.*",
        r"(?:页面|网页|您访问的页面|您要查看的页面)(?:不存在|未找到|没有找到|已删除|找不到).*|找不到(?:页面|网页)|页面未找到",
        r"ページが見つかりません.*|お探しのページは.*",
        r"الصفحة (?:غير موجودة|المطلوبة غير موجودة|لا توجد)|لم يتم العثور على الصفحة",
        r"צפה שגיאה 404|הדף (?:המבוקש )?לא נמצא.*|העמוד לא נמצא",
        r"صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد",
    ),
    _title(
        _ERROR,
        "the page says that the server failed",
        r"(?:error )?(?:http )?(?:status )?(?:50[0-5]|52[0-7]|530)(?: error)?[\s:–-]*"
        r"(?:internal server error|bad gateway|service (?:temporarily )?unavailable|gateway time-?out)?",
        r"(?:internal )?server error(?: in .*)?",
        r"bad gateway|gateway time-?out|origin time-?out",
        r"(?:service|site|website|page|server|temporarily) (?:is )?(?:temporarily |currently )?"
        r"(?:unavailable|down|offline|overloaded)",
        r"(?:.* is |we're |we are )?(?:currently |temporarily )?experiencing technical (?:difficulties|problems|issues)",
        r"error: the request could not be satisfied",
        r"(?:an )?(?:unexpected |application |runtime |database |fatal |system )?error(?: (?:has )?occurred)?",
        r"database connection error|error establishing a database connection",
        r"(?:site|website|down for|under|scheduled|temporarily under) (?:under |scheduled )?maintenance",
        r"(?:we are |we're )?(?:currently |temporarily )?(?:performing|undergoing|carrying out) (?:\w+ )?maintenance",
        r"(?:the )?(?:web)?site (?:has )?encountered an? .*error.*",
        r"(?:400|405|406|408|411|413|414|421|431) .*",
        r"bad request|method not allowed|not acceptable|request time-?out",
        r"(?:сайт|сервис|сервер) (?:временно )?недоступен|внутренняя ошибка сервера",
        r"(?:ведутся )?технические работы|технічні роботи",
        r"service (?:temporairement )?indisponible|erreur (?:interne|500).*",
        r"(?:wartungsarbeiten|wartungsmodus|interner serverfehler)",
    ),
    _title(
        _ERROR,
        "a parked or unconfigured server answered",
        r".*domain (?:name )?(?:is )?(?:for sale|parked|parking).*",
        r"welcome to nginx|apache2 (?:\w+ )?default page.*|iis windows server|test page for .*|default web site page|"
        r"site not configured|account suspended|website (?:is )?suspended|this site has been suspended",
    ),
)

# ------------------------------------------------------------------------- titles that count only on pages of few words

SHORT_TITLES: tuple[Signature, ...] = (
    _title(
        _LOGIN,
        "a log-in page",
        r"(?:please )?(?:log|sign)[ -]?(?:in|on)(?: to .*| required|:? .*)?",
        r"(?:user |member |account )?log[ -]?in(?: required| page| form)?",
        r"authentication (?:required|needed)|single sign[- ]on|members only",
        r"anmelden|anmeldung|connexion|se connecter|iniciar sesi[óo]n|accesso|giriş(?: yap)?",
        r"вход|увійти|авторизация|登录|ログイン",
    ),
    _title(
        _ERROR,
        "the page says that the server failed",
        r"maintenance(?: mode)?|offline|error(?: \d+)?|oops|ошибка|помилка|fehler|erreur|hata|xəta|错误|エラー",
        r"be right back|coming soon|under construction",
    ),
    _title(_BLOCKED, "access denied", r"blocked|denied|restricted|security|verification|challenge|firewall"),
    _title(
        _ERROR, "a page that only sends on", r"redirect(?:ing)?|(?:document|object|page) (?:has )?moved|30[12378] .*|loading"
    ),
)

# ------------------------------------------------------------------------------------- words on pages of few words

WORDS: tuple[Signature, ...] = (
    _words(
        _BLOCKED,
        "rate limited",
        r"too many requests",
        r"(?:rate|request) limit (?:was |has been )?(?:exceeded|reached)",
        r"(?:you have|you've) (?:sent|made|exceeded) (?:too many|the (?:maximum )?number of) requests",
        r"unusual (?:traffic|activity) from your",
        r"automated (?:requests?|scraping|traffic|queries)",
    ),
    _words(
        _BLOCKED,
        "a challenge page",
        r"(?:checking|verifying) (?:your browser|you are (?:a )?human|if the site connection is secure)",
        r"verify (?:that )?you are (?:a )?(?:human|not a (?:ro)?bot)",
        r"enable javascript and cookies to continue",
        r"(?:complete|solve|enter) (?:the|this) (?:security check|captcha)",
        r"(?:prove|confirm) (?:that )?you(?: are|'re) (?:a )?(?:human|not a robot)",
        r"ddos[- ](?:protection|guard)",
        r"review the security of your connection",
        r"made us think (?:that )?you (?:were|are|might be) a bot",
    ),
    _words(
        _BLOCKED,
        "access denied",
        r"you don'?t have permission to (?:access|view)",
        r"you (?:have been|are|were) (?:blocked|banned)(?! from entering)",
        r"your ip(?: address)? (?:\S+ )?(?:has been |is |was )?(?:blocked|banned|blacklisted|denied)",
        r"^\W*(?:\w+ )?403 error\b.*request blocked|\berror 10[012]\d\b",
        r"requested url was rejected|your request (?:was|has been) (?:rejected|blocked|denied)",
        r"request unsuccessful\. incapsula incident|your support id is|exception: forbidden",
        r"access to this (?:page|site|website|resource|server|content) (?:\S+ ){0,2}(?:denied|forbidden|blocked|restricted)",
        r"^\W*(?:access (?:is )?(?:denied|forbidden)|forbidden)\b",
        r"blocked site error",
        r"доступ к (?:этому |данному )?(?:сайту|ресурсу|странице) (?:\S+ ){0,2}(?:заблокирован|запрещ[её]н|ограничен)",
    ),
    _words(
        _SOFT_404,
        "the page says it was not found",
        r"(?:page|document|file|content|article|url) (?:that )?"
        r"(?:you(?:'re| are| were| have)? (?:looking for|trying to (?:reach|view|access)|requested|want)|requested)"
        r"[^.]{0,60}(?:not|n'?t|no longer|removed|moved|deleted)",
        r"(?:page|file|url) (?:was|is|could|can|does|has)[^.]{0,12}(?:not (?:be )?(?:found|exist)|been (?:removed|deleted))",
        r"(?:error|http) 404\b|\b404 (?:error|not found|page)",
        r"we (?:can'?t|couldn'?t|could not|cannot|were unable to|are unable to) find (?:the|that|this|your) page",
        r"страниц[аы] (?:\S+ ){0,3}(?:не найдена|не существует|удалена)|сторінк[уа] (?:\S+ ){0,3}не (?:знайдено|існує)",
        r"page (?:non trouvée|introuvable)|seite (?:wurde )?nicht gefunden|p[áa]gina (?:n[oã]o? encontrada|non trovata)",
        r"səhifə tapılmadı|sayfa bulunamadı|էջը (?:չի գտնվել|չգտնվեց|գտնված չէ)",
        r"页面不存在|页面未找到|您访问的页面|ページが見つかりません|الصفحة غير موجودة",
    ),
    _words(
        _ERROR,
        "the page says that the server failed",
        r"(?:site|website|page|server|service|system|we are|we're) (?:\S+ ){0,2}(?:experiencing|having) "
        r"(?:\S+ )?technical (?:difficulties|problems|issues)",
        r"(?:service|site|website|server|page) (?:is )?(?:temporarily|currently) (?:unavailable|down|offline)",
        r"(?:an?|the) (?:unexpected|internal|unknown|application|server)(?: \w+)? error (?:has )?(?:occurred|was encountered)",
        r"internal server error|bad gateway|service unavailable|gateway time-?out|^\W*upstream connect error",
        r"(?:web)?site encountered an? (?:unexpected|internal|unknown) error",
        r"error establishing a database connection|database error",
        r"(?:site|website|server|page) (?:\S+ ){0,3}(?:undergoing|down for|under) (?:\S+ )?maintenance",
        r"uncaught (?:\w+)?(?:error|exception)|^\W*fatal error\b|stack trace:|traceback \(most recent",
        r"we(?: will|'ll) be (?:right )?back (?:shortly|soon|online|later)",
        r"(?:сайт|сервис|страница) временно недоступ|(?:на сайте|сайт) \S* ?технические работы",
    ),
    _words(
        _LOGIN,
        "a log-in page",
        r"(?:you (?:must|need to)|please) (?:be )?(?:log(?:ged)?|sign(?:ed)?)[ -]?in (?:to|before|in order|with)",
        r"(?:login|authentication|sign-in) (?:is )?required",
        r"forgot(?:ten)? (?:your )?password",
    ),
    _words(
        _EMPTY,
        "only a script, no words",
        r"(?:you need to |please |must )?(?:enable|turn on|requires?) javascript|javascript (?:is )?(?:required|disabled)",
    ),
)

# ------------------------------------------------------------------ words of the Wayback Machine's own pages, at any length

WAYBACK_WORDS: tuple[Signature, ...] = (
    _words(
        _BLOCKED,
        "excluded",
        r"url has been excluded from the wayback machine|cannot be (?:crawled or )?displayed due to robots\.txt",
    ),
    _words(_ERROR, "a redirect", r"got an http \d\d\d response at crawl time"),
    _words(_SOFT_404, "not archived", r"wayback machine (?:doesn'?t have|has not archived)|page is not available on the web"),
    _words(
        _ERROR,
        "out of order",
        r"(?:internet archive services are|wayback machine is) (?:temporarily |currently )?(?:offline|unavailable)",
    ),
)

# ------------------------------------------------------------------------------- marks in the markup of challenge pages

MARKS: tuple[Signature, ...] = (
    _words(
        _BLOCKED,
        "a challenge page",
        r"/cdn-cgi/challenge-platform/h/",
        r"cf-browser-verification|cf_chl_opt|cf-challenge",
        r"_incapsula_resource",
        r"captcha-delivery\.com",
        r"px-captcha|perimeterx",
        r"awswaf(?:captcha|integration|\.com)",
        r"ddos-guard|qrator|servicepipe",
        r"sucuri_cloudproxy",
        r"\b(?:g-recaptcha|h-captcha|cf-turnstile)\b",
        r"/_sec/cp_challenge/|sec-if-cpt-container",
        r"<meta[^>]{0,40}(?:robots)[^>]{0,40}noindex[^>]*>\s*<script[^>]*>\s*window\._cf_",
    ),
)

INPUT_PASSWORD = re.compile(r"<input\b[^>]{0,300}\btype\s*=\s*[\"']?password", re.IGNORECASE)
DATA_IN_SCRIPT = re.compile(
    r"application/ld\+json|__NEXT_DATA__|__NUXT__|__INITIAL_STATE__|__next_f|__remixContext|__APOLLO_STATE__|__sveltekit|"
    r"\$_TSR|__PRELOADED_STATE__|\bself\.__\w+\.push\(|application/json"
)
WAITING = re.compile(
    r"(?i)(?:cookie|javascript|browser|captcha|robot|human|security check|redirect|please wait|loading|one moment"
    r"|проверк|браузер|подожд|перенаправ|перевірк|зачекай|redirig|redirecci|navegador|espere|weiterleit|bitte warten|überprüf"
    r"|navigateur|patient|vérifi|attend|tarayıc|bekleyin|yönlendir|brauzer|gözləyin|przegląd|proszę czekać|webbläsar|vänta"
    r"|περιηγητ|περιμένετε|ბრაუზერ|დაელოდეთ|դիտարկիչ|սպասեք|بررسی مرورگر|انتقال به سایت|لحظه|صبر کنید|المتصفح|يرجى الانتظار"
    r"|التحقق|דפדפן|אנא המתן|浏览器|请稍候|正在|跳转|安全检查|ブラウザ|お待ちください|確認しています"
    r"|브라우저|잠시만|확인 중)"
)
"""What pages of few words speak of that stand before another page and are none themselves."""
TROUBLE = re.compile(
    r"(?i)(?:\bORA-\d{4,5}\b|\bSQLSTATE\b|\bmysqli?[_ ]\w*error|access denied for user|could not connect|no listener"
    r"|connection (?:refused|timed out|reset)|too many connections|out of memory|segmentation fault|stack ?trace"
    r"|exception in thread|warning: .{0,80} on line \d+|parse error|errno \d+|\bDNS_PROBE|ERR_[A-Z_]{4,}"
    r"|domain (?:name )?(?:is |may be )?(?:for sale|parked|expired)|buy this domain|domaine? (?:est )?à vendre"
    r"|domain steht zum verkauf|домен (?:прода|припаркован)|dominio (?:en venta|in vendita))"
)
"""What pages of few words speak of that a machine answered with in the publisher's place."""

# --------------------------------------------------------------------------------------------------------- addresses

LOGIN_PATH = re.compile(
    r"(?:^|[/._-])(?:log-?in|sign-?in|logon|sso|saml2?|adfs|oauth2?|openid|cas|authori[sz]e|authenticat(?:e|ion))(?:[/._-]|$)",
    re.IGNORECASE,
)
BLOCK_ADDRESS = re.compile(
    r"(?:un)?block(?:ed|page)?|captcha|challenge|denied|forbidden|firewall|ratelimit|robotcheck", re.IGNORECASE
)
ABSENCE_PATH = re.compile(r"(?:^|[/._-])(?:404|not-?found|page-?not-?found|pagenotfound|missing)(?:[/._-]|$)", re.IGNORECASE)
ERROR_PATH = re.compile(r"(?:^|[/._-])(?:error|errors|500|maintenance|unavailable|outage|sorry)(?:[/._-]|$)", re.IGNORECASE)
HOME_PATH = re.compile(
    r"/?(?:[a-z]{2}(?:[-_][a-z]{2,4})?/?)?(?:(?:home|index|default|main|start|startseite|accueil|homepage|welcome)(?:\.\w{2,5})?/?)?",
    re.IGNORECASE,
)


def find_in(words: str, signatures: Iterable[Signature]) -> Signature | None:
    """Find the first signature that occurs in words."""
    return next((signature for signature in signatures if signature.pattern.search(words)), None)


def find_whole(segments: Sequence[str], signatures: Iterable[Signature]) -> Signature | None:
    """Find the first signature that one of the segments of a title is, as a whole."""
    return next((signature for signature in signatures if any(map(signature.pattern.fullmatch, segments))), None)
