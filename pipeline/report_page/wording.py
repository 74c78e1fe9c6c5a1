"""The wording of the page: for each text Kazakh, Russian, English. ``{…}`` is filled in.

A noun has its forms beside each other: Russian for 1, 2 and 5, English for 1 and more.
"""

from pipeline.report_page.glossary import GLOSSARY
from pipeline.report_page.wording_findings import FINDINGS

Wording = tuple[str, str, str]

TEXTS: dict[str, Wording] = {
    **GLOSSARY,
    **FINDINGS,
    # nouns
    "noun_transcripts": (
        "транскрипт",
        "транскрипт/транскрипта/транскриптов",
        "transcript/transcripts",
    ),
    "noun_words": ("сөз", "слово/слова/слов", "word/words"),
    "noun_utterances": (
        "айтылым",
        "высказывание/высказывания/высказываний",
        "utterance/utterances",
    ),
    "noun_speakers": ("сөйлеуші", "говорящий/говорящих/говорящих", "speaker/speakers"),
    "noun_schools": ("мектеп", "школа/школы/школ", "school/schools"),
    "noun_themes": ("тақырып", "тема/темы/тем", "theme/themes"),
    "noun_codes": ("код", "код/кода/кодов", "code/codes"),
    "noun_suggestions": ("ұсыныс", "предложение/предложения/предложений", "suggestion/suggestions"),
    # names of languages, roles, ways of asking
    "language_kk": ("қазақ тілі", "казахский", "Kazakh"),
    "language_ru": ("орыс тілі", "русский", "Russian"),
    "language_en": ("ағылшын тілі", "английский", "English"),
    "role_teacher": ("мұғалім", "учитель", "teacher"),
    "role_director": ("директор", "директор", "director"),
    "role_deputy director": ("директордың орынбасары", "заместитель директора", "deputy director"),
    "role_head of SMU": (
        "әдістемелік бірлестік жетекшісі",
        "руководитель методобъединения",
        "head of SMU",
    ),
    "role_observer": ("бақылаушы", "наблюдатель", "observer"),
    "method_interview": ("сұхбат", "интервью", "interview"),
    "method_focus group": ("фокус-топ", "фокус-группа", "focus group"),
    "method_observation": ("бақылау", "наблюдение", "observation"),
    # head
    "title": ("Тақырыптар мен кодтар", "Темы и коды", "Themes and codes"),
    "subtitle": (
        "«{corpus}» материалы бойынша есеп",
        "Отчёт по материалу «{corpus}»",
        "A report on “{corpus}”",
    ),
    "confidential": (
        "Құпия. Бұл бетте сөздері құпия сақталады деп уәде берілген адамдардың айтқандары бар. Оны транскрипттер сақталатын жерде сақтаңыз.",
        "Конфиденциально. На этой странице слова людей, которым обещана конфиденциальность. Храните её там же, где транскрипты.",
        "Confidential. This page holds the words of people who were promised confidentiality. Keep it where the transcripts are kept.",
    ),
    "names_kept": (
        "Адам, мектеп және жер атаулары ауыстырылмаған.",
        "Имена людей, названия школ и мест не заменены.",
        "Names of people, schools and places have not been replaced.",
    ),
    "names_replaced": (
        "Адам, мектеп және жер атаулары бүркеншік атаулармен ауыстырылған; бәрі табылғанын тексеріңіз.",
        "Имена людей, названия школ и мест заменены псевдонимами; проверьте, все ли найдены.",
        "Names of people, schools and places have been replaced by pseudonyms; check whether all were found.",
    ),
    "decide": (
        "Мұндағының бәрі — бағдарламаның ұсынысы. Шешімді сіз қабылдайсыз.",
        "Всё, что здесь есть, предлагает программа. Решаете вы.",
        "All of this is what the program proposes. You decide.",
    ),
    "switch_language": ("Тіл", "Язык", "Language"),
    "switch_colours": ("Түстер", "Цвета", "Colours"),
    "colours_auto": ("құрылғыдағыдай", "как в системе", "as the device"),
    "colours_light": ("ашық", "светлые", "light"),
    "colours_dark": ("қараңғы", "тёмные", "dark"),
    "skip": ("Мазмұнға өту", "К содержанию", "Skip to the contents"),
    "contents": ("Мазмұны", "Содержание", "Contents"),
    # sections
    "h_glance": ("Қысқаша", "Коротко", "At a glance"),
    "h_careful": ("Нені ескеру керек", "С чем быть осторожнее", "What to be careful about"),
    "h_read": (
        "Не оқылды, не оқылмады",
        "Что прочитано и что оставлено в стороне",
        "What was read and what was left out",
    ),
    "h_themes": ("Тақырыптар", "Темы", "Themes"),
    "h_school": ("Мектептер бойынша тақырыптар", "Темы по школам", "Themes by school"),
    "h_role": ("Рөлдер бойынша тақырыптар", "Темы по ролям", "Themes by role"),
    "h_codes": ("Кодтар", "Коды", "Codes"),
    "h_code_list": ("Барлық ұсынылған кодтар", "Все предложенные коды", "All suggested codes"),
    "h_unseen": (
        "Бірде-бір рет ұсынылмаған кодтар",
        "Коды, которые ни разу не предложены",
        "Codes never suggested",
    ),
    "h_candidates": (
        "Жаңа код болуы мүмкін топтар",
        "Из чего могут выйти новые коды",
        "Candidates for new codes",
    ),
    "h_comparison": (
        "Адам қойған кодтармен салыстыру",
        "Сравнение с ручным кодированием",
        "Compared with coding by hand",
    ),
    "h_glossary": (
        "Көрсеткіштер нені білдіреді",
        "Что означают показатели",
        "What the figures mean",
    ),
    "h_run": ("Есеп қалай жасалды", "Как получен этот отчёт", "How the run was made"),
    # at a glance
    "glance_read": ("Оқылды", "Прочитано", "Read"),
    "glance_found": ("Табылды", "Найдено", "Found"),
    "glance_suggested": ("Ұсынылды", "Предложено", "Suggested"),
    "glance_coverage": (
        "кемінде бір код ұсынылған айтылымдар: {share}",
        "высказываний хотя бы с одним кодом: {share}",
        "at least one code for {share} of the utterances",
    ),
    "glance_outside": (
        "ешбір тақырыпқа жатпайтын айтылымдар: {share}",
        "высказываний вне тем: {share}",
        "{share} of the utterances are in no theme",
    ),
    # warnings
    "warn_language": (
        "Тақырыптар тілмен тығыз байланысты ({ami}): олар мазмұнды емес, тілді бөліп тұруы мүмкін.",
        "Темы тесно связаны с языком ({ami}): возможно, они разделяют не содержание, а языки.",
        "Themes and languages go closely together ({ami}): the themes may tell languages apart rather than subjects.",
    ),
    "calm_language": (
        "Тақырып пен тіл: тақырыптар тілдерге қарай бөлініп кетпеген (кездейсоқтықтан тыс байланыс — {ami}; 0 — байланыс жоқ, 1 — толық байланыс).",
        "Темы и языки: по языкам темы не разошлись (связь сверх случайной {ami}; 0 — никакой, 1 — полная).",
        "Themes and languages: the themes do not follow the languages (association beyond chance {ami}; 0 is none, 1 is complete).",
    ),
    "warn_unstable": (
        "Тұрақсыз (тұрақтылығы {stability}): материал сәл азайса, басқа тақырып шығады.",
        "Неустойчива (устойчивость {stability}): если материала чуть меньше, это уже другая тема.",
        "Unstable (stability {stability}): with a little less talk it is another theme.",
    ),
    "lean_language": (
        "Тілі — {value}: тақырыпта {share}, қалған әңгімеде {elsewhere}. Бұл тақырып па, әлде тілдің өзі ме?",
        "Язык ({value}): {share} темы и {elsewhere} всего остального. Говорит тема или язык?",
        "{share} of the theme is in {value}, {elsewhere} of the rest: does the theme or the language speak?",
    ),
    "lean_speaker": (
        "Сөйлеуші — {value}: тақырыпта {share}, қалған әңгімеде {elsewhere}. Бұл бір адамның ғана тақырыбы емес пе?",
        "Говорит {value}: {share} темы и {elsewhere} всего остального. Не тема ли это одного человека?",
        "{share} of the theme is said by {value}, {elsewhere} of the rest: is it one person's subject?",
    ),
    "lean_transcript": (
        "Транскрипт — {value}: тақырыпта {share}, қалған әңгімеде {elsewhere}. Бұл бір әңгіменің ғана тақырыбы емес пе?",
        "Транскрипт {value}: {share} темы и {elsewhere} всего остального. Не тема ли это одного разговора?",
        "{share} of the theme is in {value}, {elsewhere} of the rest: is it the subject of one conversation?",
    ),
    "lean_school": (
        "Мектеп — {value}: тақырыпта {share}, қалған әңгімеде {elsewhere}. Бұл жалпы мектептер туралы ма, әлде осы мектеп туралы ма?",
        "Школа {value}: {share} темы и {elsewhere} всего остального. Речь о школах или об этой школе?",
        "{share} of the theme comes from school {value}, {elsewhere} of the rest: is it about schools or about this one?",
    ),
    "lean_role": (
        "Рөлі — {value}: тақырыпта {share}, қалған әңгімеде {elsewhere}. Бұл тақырып па, әлде рөлдің өзі ме?",
        "Роль ({value}): {share} темы и {elsewhere} всего остального. Говорит тема или роль?",
        "{share} of the theme comes from the role “{value}”, {elsewhere} of the rest: does the theme or the role speak?",
    ),
    "lean_method": (
        "Әдіс — {value}: тақырыпта {share}, қалған әңгімеде {elsewhere}. Бұл тақырып па, әлде сұрау тәсілі ме?",
        "Метод ({value}): {share} темы и {elsewhere} всего остального. Говорит тема или метод?",
        "{share} of the theme comes from the method “{value}”, {elsewhere} of the rest: does the theme or the method speak?",
    ),
    "warn_unseen": (
        "Бірде-бір рет ұсынылмаған кодтар:",
        "Ни разу не предложены коды:",
        "Codes that were never suggested:",
    ),
    "warn_codes": (
        "Бағдарламаға сенуге болмайтын кодтар:",
        "Коды, в которых на программу полагаться нельзя:",
        "Codes for which the program must not be relied on:",
    ),
    "warn_not_read": (
        "Оқылмаған транскрипттер:",
        "Непрочитанные транскрипты:",
        "Transcripts that were not read:",
    ),
    "warn_no_codings": (
        "Салыстыратын қолмен кодтау жоқ (codings.csv), сондықтан ұсыныстардың қаншалықты дұрыс екені белгісіз.",
        "Ручного кодирования (codings.csv) нет, поэтому насколько верны предложения, неизвестно.",
        "There are no codings by hand (codings.csv) to compare with, so how right the suggestions are is not known.",
    ),
    # read
    "no_utterances": (
        "Материалда бірде-бір айтылым жоқ: транскрипттерді және participants.csv файлын тексеріңіз.",
        "В материале нет ни одного высказывания: проверьте транскрипты и participants.csv.",
        "There is not one utterance in the material: look at the transcripts and at participants.csv.",
    ),
    "cap_languages": (
        "Әр тілде қанша айтылды",
        "Сколько сказано на каждом языке",
        "How much is said in each language",
    ),
    "cap_roles": ("Рөлдер бойынша", "По ролям", "By role"),
    "cap_schools": ("Мектептер бойынша", "По школам", "By school"),
    "c_language": ("Тіл", "Язык", "Language"),
    "c_role": ("Рөл", "Роль", "Role"),
    "c_school": ("Мектеп", "Школа", "School"),
    "c_utterances": ("Айтылым", "Высказывания", "Utterances"),
    "c_words": ("Сөз", "Слова", "Words"),
    "c_speakers": ("Сөйлеуші", "Люди", "Speakers"),
    "mixed": (
        "Тілдері араласқан: {amount}. Олар басым тіліне қосылып саналды.",
        "На нескольких языках сразу: {amount}. Они посчитаны по основному языку.",
        "In more than one language: {amount}. They are counted with their main one.",
    ),
    "left_title": ("Есептен тыс қалғаны", "Оставлено в стороне", "Left out"),
    "left_interviewer": (
        "Сұхбат алушының сөздері ({turns}): тек жауапты түсіну үшін пайдаланылады, ешқашан кодталмайды.",
        "Реплики интервьюера ({turns}): служат только контекстом и никогда не кодируются.",
        "What interviewers say ({turns} turns): context only, never coded.",
    ),
    "left_headings": (
        "Тақырыпшалар мен жазбалар ({turns}).",
        "Заголовки и пометки ({turns}).",
        "Headings and notes ({turns}).",
    ),
    "left_small_talk": (
        "Өздігінен мағына бермейтін қысқа сөздер ({amount}), мысалы «Жоқ, білмеймін»: олар әдейі ешбір тақырыпқа қосылмаған.",
        "Короткие реплики, которые сами ничего не сообщают ({amount}), например «Ну да»: намеренно не входят ни в одну тему.",
        "Small talk that says nothing by itself ({amount}), such as “Thank you”: in no theme on purpose.",
    ),
    "left_outliers": (
        "Ешбір тақырыпқа жақын емес: {amount}.",
        "Не близки ни к одной теме: {amount}.",
        "Near no theme: {amount}.",
    ),
}
