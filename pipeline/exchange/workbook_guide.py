"""What the sheet "Read me" of the workbook says, in three languages."""

#: A title, then lines of a label and a text.
EXPLAINED = (
    """English
Confidential | This file holds the words of people who were promised confidentiality. Keep it where the transcripts are kept. Do not send it by e-mail, and do not upload it to a service that is not approved for such data.
1. Your name | Write your name into the yellow cell above.
2. Decide | On the sheet “Suggestions” each row is one code suggested for one utterance. Read the text and choose in the column “decision”: accept (the code fits), reject (it does not) or recode (other codes fit better). Leave the cell empty as long as you have not decided. Short forms are read, too: yes, +, 1 for accept; no, -, 0 for reject; ~ for recode.
3. Other codes | Into the column “codes” write the ids of codes (see “Codebook”): with recode they replace the suggested code, with accept they are added to it. Separate several with a semicolon: {several}. If the program says that this is not in the list, confirm it.
4. Nothing to code | If you reject all codes that are suggested for an utterance, this means: there is nothing to code here.
5. What was missed | Where a code is needed and none is suggested, copy the words from the transcript onto the sheet “What was missed”, and name the transcript and the codes.
6. Sort and filter | You may sort and filter the rows, move columns and add your own. Please do not change the names of the sheets, the first row, the text and the grey columns at the end: they lead back to the place in the transcript. Always sort whole rows, with the arrows in the first row.
7. Read it back | Save the file as .xlsx and run: make import FILE=path/to/file.xlsx. Mistakes are listed with their rows; correct them and run it again.
decision, codes, memo | Yours: what you decide, the codes you give, your notes.
transcript, speaker, role, language | Where it was said and by whom; the language (kk Kazakh, ru Russian, en English).
text | The whole utterance; a very long one is cut and ends with “…”.
code | The suggested code. The colour of the row shows its group; the sheet “Codebook” has the same colours.
probability | How probable the program takes the code to be, from 0 to 1. It is an estimate; the decision is yours.
reasons | Why the code is suggested.
theme | The theme the utterance belongs to (sheet “Themes”).
start, end, code id, utterance id | The place in the transcript, counted in characters, and identifiers. Do not change them.
Sheet “Themes” | size: number of utterances. stability: how well the theme is found again when a tenth of the talk is left out, from 0 to 1. note: what to be careful about.""",
    """Русский
Конфиденциально | В этом файле слова людей, которым обещана конфиденциальность. Храните его там же, где хранятся транскрипты. Не пересылайте его по электронной почте и не загружайте в сервисы, которые не одобрены для таких данных.
1. Ваше имя | Впишите своё имя в жёлтую ячейку вверху.
2. Решение | На листе «Suggestions» каждая строка — это один код, предложенный для одного высказывания. Прочитайте текст и выберите в столбце «decision»: accept (код подходит), reject (не подходит) или recode (лучше подходят другие коды). Пока решения нет, оставьте ячейку пустой. Можно писать и коротко: да, +, 1 вместо accept; нет, -, 0 вместо reject; ~ вместо recode.
3. Другие коды | В столбец «codes» впишите id кодов (см. лист «Codebook»): при recode они заменяют предложенный код, при accept добавляются к нему. Несколько кодов разделяйте точкой с запятой: {several}. Если программа сообщит, что такого значения нет в списке, подтвердите ввод.
4. Кодировать нечего | Если вы отклонили все коды, предложенные для высказывания, это означает: кодировать здесь нечего.
5. Что пропущено | Если код нужен там, где ничего не предложено, скопируйте слова из транскрипта на лист «What was missed» и укажите транскрипт и коды.
6. Сортировка и фильтры | Строки можно сортировать и фильтровать, столбцы — переставлять, можно добавлять и свои. Пожалуйста, не меняйте названия листов, первую строку, текст и серые столбцы в конце: по ним программа находит место в транскрипте. Всегда сортируйте строки целиком, с помощью стрелок в первой строке.
7. Как вернуть файл | Сохраните файл в формате .xlsx и выполните команду: make import FILE=путь/к/файлу.xlsx. Программа перечислит ошибки с номерами строк; исправьте их и выполните команду ещё раз.
decision, codes, memo | Ваши столбцы: решение, коды, которые ставите вы, и ваши заметки.
transcript, speaker, role, language | Где и кем это сказано; язык (kk — казахский, ru — русский, en — английский).
text | Высказывание целиком; очень длинное сокращено и заканчивается знаком «…».
code | Предложенный код. Цвет строки показывает группу кода; на листе «Codebook» те же цвета.
probability | Насколько вероятным программа считает этот код, от 0 до 1. Это только оценка; решаете вы.
reasons | Почему предложен этот код.
theme | Тема, к которой относится высказывание (лист «Themes»).
start, end, code id, utterance id | Место в транскрипте, отсчитанное в символах, и идентификаторы. Не изменяйте их.
Лист «Themes» | size — число высказываний. stability — насколько надёжно тема находится снова, если убрать десятую часть материала, от 0 до 1. note — с чем нужно быть осторожнее.""",
    """Қазақша
Құпия | Бұл файлда сөздері құпия сақталады деп уәде берілген адамдардың айтқандары бар. Оны транскрипттер сақталатын жерде сақтаңыз. Электрондық поштамен жібермеңіз, мұндай деректерге рұқсат етілмеген сервистерге жүктемеңіз.
1. Сіздің атыңыз | Жоғарыдағы сары ұяшыққа атыңызды жазыңыз.
2. Шешім | «Suggestions» парағындағы әр жол — бір айтылымға ұсынылған бір код. Мәтінді оқып, «decision» бағанынан таңдаңыз: accept (код сәйкес келеді), reject (сәйкес келмейді) немесе recode (басқа кодтар дұрысырақ). Шешім қабылдағанша ұяшықты бос қалдырыңыз. Қысқаша жазуға да болады: accept орнына иә, +, 1; reject орнына жоқ, -, 0; recode орнына ~.
3. Басқа кодтар | «codes» бағанына кодтардың id белгілерін жазыңыз («Codebook» парағын қараңыз): recode кезінде олар ұсынылған кодтың орнына қойылады, accept кезінде оған қосылады. Бірнеше кодты нүктелі үтірмен бөліңіз: {several}. Бағдарлама мұндай мән тізімде жоқ десе, енгізуді растаңыз.
4. Кодтайтын ештеңе жоқ | Айтылымға ұсынылған кодтардың бәрін қабылдамасаңыз, бұл «мұнда кодтайтын ештеңе жоқ» дегенді білдіреді.
5. Не қалып қойды | Код керек, бірақ ештеңе ұсынылмаған жер болса, сөздерін транскрипттен «What was missed» парағына көшіріп, транскрипт пен кодтарды көрсетіңіз.
6. Сұрыптау және сүзу | Жолдарды сұрыптауға және сүзуге, бағандардың орнын ауыстыруға, өз бағандарыңызды қосуға болады. Парақтардың атауларын, бірінші жолды, мәтінді және соңындағы сұр бағандарды өзгертпеуіңізді сұраймыз: бағдарлама транскрипттегі орынды солар арқылы табады. Жолдарды әрдайым тұтасымен, бірінші жолдағы көрсеткілер арқылы сұрыптаңыз.
7. Файлды қайтару | Файлды .xlsx пішімінде сақтап, мына команданы орындаңыз: make import FILE=файлға/дейінгі/жол.xlsx. Бағдарлама қателерді жол нөмірлерімен көрсетеді; түзетіп, команданы қайта орындаңыз.
decision, codes, memo | Сіздің бағандарыңыз: шешіміңіз, өзіңіз қойған кодтар және жазбаларыңыз.
transcript, speaker, role, language | Қайда және кім айтқаны; тілі (kk — қазақ, ru — орыс, en — ағылшын тілі).
text | Айтылымның толық мәтіні; тым ұзақ мәтін қысқартылып, соңына «…» белгісі қойылады.
code | Ұсынылған код. Жолдың түсі кодтың тобын көрсетеді; «Codebook» парағында да түстер дәл осындай.
probability | Бағдарлама бұл кодты қаншалықты ықтимал деп санайды, 0-ден 1-ге дейін. Бұл — тек баға; шешімді сіз қабылдайсыз.
reasons | Бұл код неліктен ұсынылды.
theme | Айтылым жататын тақырып («Themes» парағы).
start, end, code id, utterance id | Транскрипттегі орны (таңбалармен саналған) және идентификаторлар. Оларды өзгертпеңіз.
«Themes» парағы | size — айтылымдар саны. stability — материалдың оннан бірі алып тасталғанда тақырыптың қаншалықты сенімді қайта табылатыны, 0-ден 1-ге дейін. note — неге абай болу керек.""",
)
