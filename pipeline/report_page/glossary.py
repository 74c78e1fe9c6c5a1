"""The glossary of the page: what its figures mean, for people who are no statisticians."""

#: In the order in which it is shown: a key, the word and what it means, in kk, ru, en.
GLOSSARY_KEYS = (
    "utterance",
    "theme",
    "stability",
    "association",
    "suggestion",
    "probability",
    "without_it",
    "precision",
    "recall",
    "f1",
    "interval",
    "map",
)

GLOSSARY: dict[str, tuple[str, str, str]] = {
    "g_utterance": ("Айтылым", "Высказывание", "Utterance"),
    "g_utterance_means": (
        "Бір адамның тұтас айтқан сөзі немесе оның бірнеше сөйлемнен тұратын бөлігі. Тақырыптар мен кодтар осы бірлікке беріледі.",
        "То, что один человек говорит подряд, или часть этого в несколько предложений. Темы и коды относятся к этой единице.",
        "What one person says at a stretch, or a part of it of a few sentences. Themes and codes belong to this unit.",
    ),
    "g_theme": ("Тақырып", "Тема", "Theme"),
    "g_theme_means": (
        "Қай тілде айтылғанына қарамастан, мағынасы жақын айтылымдар тобы. Атауы — оны ерекшелейтін сөздер; жақсырақ атауды сіз бересіз.",
        "Группа высказываний, близких по смыслу, на каком бы языке они ни прозвучали. Её название — слова, которые её отличают; лучшее название дадите вы.",
        "A group of utterances that are close in meaning, whatever their language. Its name is made of the words that set it apart; you will find a better one.",
    ),
    "g_stability": ("Тұрақтылық", "Устойчивость", "Stability"),
    "g_stability_means": (
        "0-ден 1-ге дейін: материалдың оннан бірі алып тасталғанда тақырып қаншалықты қайта табылады. 0,5-тен төмен болса, оған сүйенбеңіз.",
        "От 0 до 1: насколько тема находится снова, если убрать десятую часть материала. Ниже 0,5 — не опирайтесь на неё.",
        "From 0 to 1: how well the theme is found again when a tenth of the talk is left out. Below 0.5, do not build on it.",
    ),
    "g_association": (
        "Тақырып пен тілдің байланысы",
        "Связь темы и языка",
        "Association of theme and language",
    ),
    "g_association_means": (
        "Тақырыбына қарап айтылымның тілін қаншалықты табуға болады: 0 — мүлде, 1 — әрдайым. Кездейсоқ сәйкестік алынып тасталған (AMI; алынбаса, NMI). 0,2-ден бастап осы есеп ескерту береді; бұл — шартты шек.",
        "Насколько по теме можно угадать язык высказывания: 0 — никак, 1 — всегда. Случайные совпадения вычтены (AMI; без вычета — NMI). Начиная с 0,2 отчёт предупреждает; это условная граница.",
        "How well the theme tells the language of an utterance: 0 not at all, 1 always. What chance would give is taken off (AMI; without that, NMI). From 0.2 on this report warns; that is a rule of thumb.",
    ),
    "g_suggestion": ("Ұсыныс", "Предложение кода", "Suggestion"),
    "g_suggestion_means": (
        "Ықтималдығы шектен (align.threshold) төмен емес код. Бұл — оқып көруге себеп, кодтың өзі емес.",
        "Код, вероятность которого не ниже порога (align.threshold). Это повод прочитать место, а не готовый код.",
        "A code whose probability reaches the threshold (align.threshold). It is a reason to read the place, not a coding.",
    ),
    "g_probability": ("Ықтималдық", "Вероятность", "Probability"),
    "g_probability_means": (
        "Бағдарламаның бағасы: адам осы кодты осында қояр ма еді, 0-ден 1-ге дейін. Әртүрлі кодтардың ықтималдықтарын салыстыруға болады.",
        "Оценка программы, поставил ли бы здесь этот код человек, от 0 до 1. Вероятности разных кодов можно сравнивать.",
        "How likely the program takes it to be that a person would give this code here, from 0 to 1. It compares across codes.",
    ),
    "g_without_it": ("«Оларсыз»", "«Без них»", "“Without them”"),
    "g_without_it_means": (
        "Белгіленген сөздер алып тасталса, кодтың ықтималдығы қандай болар еді. Айырма үлкен болса, ұсыныс осы сөздерге сүйенеді.",
        "Какой была бы вероятность кода без выделенных слов. Чем больше разница, тем сильнее предложение держится на них.",
        "The probability of the code if the marked words were not there. The larger the difference, the more the suggestion rests on them.",
    ),
    "g_precision": ("Дәлдік", "Точность", "Precision"),
    "g_precision_means": (
        "Ұсынылғандардың ішінде адам да дәл солай кодтағандарының үлесі. 0,65 — үш ұсыныстың шамамен екеуі дұрыс.",
        "Какая доля предложенного закодирована так же и человеком. 0,65 — верны примерно два предложения из трёх.",
        "Of what was suggested, the share that the person coded so, too. 0.65: about two suggestions in three are right.",
    ),
    "g_recall": ("Толықтық", "Полнота", "Recall"),
    "g_recall_means": (
        "Адам кодтағандардың ішінде бағдарлама ұсынғандарының үлесі. 0,46 — жартысынан көбі табылмай қалды.",
        "Какую долю закодированного человеком программа предложила. 0,46 — больше половины не найдено.",
        "Of what the person coded, the share that was suggested. 0.46: more than half was missed.",
    ),
    "g_f1": ("F1", "F1", "F1"),
    "g_f1_means": (
        "Дәлдік пен толықтықты біріктіретін бір сан (гармониялық орташа).",
        "Точность и полнота одним числом (гармоническое среднее).",
        "Precision and recall in one figure (their harmonic mean).",
    ),
    "g_interval": ("95 % аралық", "Интервал 95 %", "95% interval"),
    "g_interval_means": (
        "Осыған ұқсас басқа сұхбаттарда көрсеткіш қай шекте болуы мүмкін. Транскрипттер жиырмадан аз болса, аралық шын мәніндегіден тар.",
        "В каких пределах показатель мог бы оказаться на других похожих интервью. Если транскриптов меньше двадцати, интервал уже настоящего.",
        "Where the figure may well be with other interviews like these. With fewer than some twenty transcripts it is too narrow.",
    ),
    "g_map": ("MAP", "MAP", "MAP"),
    "g_map_means": (
        "Айтылымның кодтары ықтималдық бойынша реттелген тізімнің басына қаншалықты жақын, 0-ден 1-ге дейін.",
        "Насколько близко к началу списка по вероятности стоят верные коды, от 0 до 1.",
        "How near the top of the list by probability the right codes are, from 0 to 1.",
    ),
}
