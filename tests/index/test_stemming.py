"""Words of libraries, archives, museums and monuments meet in their inflections."""

import pytest

from index.text import analysis

WORDS = {
    "ar": """
        مكتبة مكتبات المكتبات المكتبة بالمكتبة للمكتبات والمكتبة, أرشيف أرشيفات الأرشيف
        الأرشيفات, مخطوطة مخطوطات المخطوطات, وثيقة وثائق الوثائق للوثائق, خريطة خرائط, مجلة
        مجلات ومجلات, وحدة وحدات, فهرس فهارس, وزارة الوزارة وزارات, مجموعة مجموعات, سجل
        سجلات, متحف المتحف متاحف والمتاحف, فيلم الفيلم أفلام, كتاب الكتاب كتب وكتب والكتب,
        محفوظات المحفوظات""",
    "az": """
        arxiv arxivlər arxivi arxivdə arxivin arxivlərin, muzey muzeylər muzeyi muzeyin
        muzeydə, kitabxana kitabxanalar kitabxananın, sənəd sənədlər sənədin, kolleksiya
        kolleksiyalar, fotoşəkil fotoşəkillər""",
    "be": """
        архіў архівы архіва архіваў архіве архівам, музей музеі музея музеяў, кніга кнігі
        кніг, дакумент дакументы дакументаў""",
    "bg": """
        музей музеи музея музеят музеите, архив архиви архива архивът архивите, библиотека
        библиотеки библиотеката библиотеките, колекция колекции колекцията колекциите,
        документ документи документа документът документите, паметник паметници паметника
        паметникът, филм филми филма филмът филмите, каталог каталози каталога каталогът,
        ръкопис ръкописи ръкописа ръкописите, книга книги книгата книгите, наследство
        наследството""",
    "ca": """
        biblioteca biblioteques, arxiu arxius, museu museus, col·lecció col·leccions,
        document documents, llibre llibres, llengua llengües, pel·lícula pel·lícules,
        catàleg catàlegs, monument monuments, imatge imatges, manuscrit manuscrits, força
        forces, amiga amigues, botiga botigues, carpeta carpetes, etiqueta etiquetes,
        relació relacions, text textos, país països, curs cursos, fotografia fotografies,
        obra obres, mapa mapes, platja platges, registre registres, patrimoni patrimonis,
        exposició exposicions, cinema cinemes, base bases, empresa empreses, persona
        persones""",
    "cs": """
        muzeum muzea muzeu muzeem muzeí muzeím muzeích muzei, archiv archivy archivu archivů
        archivem archivech, knihovna knihovny knihoven knihovně knihovnu, sbírka sbírky
        sbírek sbírce, dokument dokumenty dokumentů, kniha knihy knih knize, památka památky
        památek, katalog katalogy katalogů, rukopis rukopisy rukopisů, film filmy filmů,
        výstava výstavy výstav, fotografie fotografií, obraz obrazy, jazyk jazyky""",
    "da": """
        museum museet museer museerne, arkiv arkivet arkiver arkiverne, bibliotek
        biblioteket biblioteker bibliotekerne, samling samlingen samlinger samlingerne,
        dokument dokumentet dokumenter dokumenterne, bog bogen bøger bøgerne, katalog
        kataloget kataloger katalogerne, film filmen filmene, håndskrift håndskriftet
        håndskrifter håndskrifterne, laboratorium laboratoriet laboratorier, fotografi
        fotografier fotografiet, kirke kirker kirken, udstilling udstillinger""",
    "de": """
        Museum Museen Museums, Archiv Archive Archiven Archivs, Bibliothek Bibliotheken,
        Sammlung Sammlungen, Dokument Dokumente Dokumenten, Denkmal Denkmäler Denkmals
        Denkmälern, Film Filme Filmen, Katalog Kataloge Katalogen, Handschrift
        Handschriften, Buch Bücher Büchern Buches, Kulturgut Kulturgüter, Aufzeichnung
        Aufzeichnungen, Manuskript Manuskripte, Erhaltung Erhaltungen, Video Videos, Thema
        Themen, Zeitschrift Zeitschriften, Foto Fotos, Zentrum Zentren, Ministerium
        Ministerien, Gymnasium Gymnasien, Landesmuseum Landesmuseen, Kunst Künste, Bild
        Bilder Bildern, Familie Familien, Studie Studien, Karte Karten, Medium Medien, Werk
        Werke, Kirche Kirchen, Baum Bäume, Raum Räume, Altertum Altertümer""",
    "el": """
        βιβλίο βιβλία βιβλίου βιβλίων, αρχείο αρχεία αρχείου αρχείων, μουσείο μουσεία
        μουσείου μουσείων, βιβλιοθήκη βιβλιοθήκες βιβλιοθήκης βιβλιοθηκών, συλλογή συλλογές
        συλλογής συλλογών, έγγραφο έγγραφα εγγράφου εγγράφων, μνημείο μνημεία μνημείου
        μνημείων, ταινία ταινίες ταινίας ταινιών, κατάλογος κατάλογοι καταλόγου καταλόγων,
        χειρόγραφο χειρόγραφα χειρογράφου χειρογράφων, φωτογραφία φωτογραφίες, ιστορία
        ιστορίες ιστορίας, πλοίο πλοία, εκκλησία εκκλησίες, χάρτης χάρτες, κτίριο κτίρια,
        θέατρο θέατρα, γλώσσα γλώσσες""",
    "en": """
        archive archives, museum museums, library libraries, index indexes indices,
        catalogue catalogues catalog, record records, manuscript manuscripts, matrix
        matrices""",
    "eo": """
        arkivo arkivoj arkivon arkivojn, muzeo muzeoj muzeon, biblioteko bibliotekoj""",
    "es": """
        archivo archivos, museo museos, colección colecciones, imagen imágenes, luz luces,
        voz voces, documento documentos, exposición exposiciones, libro libros, origen
        orígenes, joven jóvenes, examen exámenes, volumen volúmenes, orden órdenes, crimen
        crímenes, vez veces, manuscrito manuscritos, película películas, catálogo catálogos,
        red redes, mes meses, país países, interés intereses, papel papeles, matriz
        matrices, lápiz lápices, índice índices, régimen regímenes, cuaderno cuadernos,
        gobierno gobiernos, número números, género géneros, arte artes, obra obras, año
        años, asamblea asambleas, idea ideas, préstamo préstamos, ciudad ciudades,
        universidad universidades, mujer mujeres, taller talleres, lugar lugares, carácter
        caracteres, plan planes, patrimonio patrimonios, sonido sonidos, ejemplar
        ejemplares, usuario usuarios, base bases, lengua lenguas, cine cines, foto fotos,
        mapa mapas""",
    "et": """
        muuseum muuseumi muuseumid muuseumide muuseumis, arhiiv arhiivi arhiivid arhiivide
        arhiivis, raamatukogu raamatukogud raamatukogude raamatukogus, kogu kogud kogude,
        dokument dokumendi dokumendid dokumentide, raamat raamatu raamatud raamatute, film
        filmi filmid filmide, kataloog kataloogi kataloogid kataloogide, asutus asutuse
        asutused asutuste, kirjandus kirjanduse, mälestis mälestised mälestise, käsikiri
        käsikirja käsikirjad""",
    "eu": """
        liburutegi liburutegia liburutegiak liburutegien, museo museoa museoak museoen
        museoaren, artxibo artxiboa artxiboak artxiboen, liburu liburua liburuak liburuen,
        dokumentu dokumentua dokumentuak, bilduma bildumak bildumen""",
    "fa": """
        کتابخانه کتابخانه‌ها کتابخانه‌های, موزه موزه‌ها, آرشیو آرشیوها""",
    "fi": """
        lehti lehdet lehden lehtiä lehdessä lehtien, arkisto arkistot arkiston arkistoja
        arkistojen, museo museot museon museoita museoiden museossa, kirjasto kirjastot
        kirjaston kirjastoja kirjastojen, kokoelma kokoelmat kokoelman kokoelmia kokoelmien,
        asiakirja asiakirjat asiakirjan asiakirjoja asiakirjojen, elokuva elokuvat elokuvan
        elokuvia elokuvien, kirja kirjat kirjan kirjoja kirjojen, luettelo luettelot
        luettelon luetteloja luetteloiden, käsikirjoitus käsikirjoitukset käsikirjoituksen
        käsikirjoituksia, valokuva valokuvat valokuvan valokuvia, muistomerkki muistomerkit
        muistomerkin, ääninauha ääninauhan ääninauhat, suomalainen suomalaisen suomalaiset,
        teos teokset teoksen teoksia, kirjallisuus kirjallisuuden, rakennus rakennukset
        rakennuksen, elokuvateatteri elokuvateatterit""",
    "fr": """
        archive archives, musée musées, bibliothèque bibliothèques, collection collections,
        journal journaux, livre livres, document documents, registre registres, manuscrit
        manuscrits, catalogue catalogues, œil yeux, contenu contenus, essai essais, revenu
        revenus, vidéo vidéos, photo photos, média médias, cinéma cinémas, opinion opinions,
        atelier ateliers, papier papiers, portrait portraits, format formats, récit récits,
        oeuvre oeuvres œuvre, savoir savoirs, patrimoine patrimoines, conservation
        conservations, enregistrement enregistrements, film films, bande bandes, son sons,
        art arts, théâtre théâtres""",
    "ga": """
        leabharlann leabharlanna, cartlann cartlanna cartlainne, músaem músaeim, bailiúchán
        bailiúcháin, leabhar leabhair, lámhscríbhinn lámhscríbhinní, scannán scannáin,
        cáipéis cáipéisí, doiciméad doiciméid""",
    "gl": """
        arquivo arquivos, colección coleccións, imaxe imaxes, museo museos, biblioteca
        bibliotecas, opinión opinións, animal animais, luz luces""",
    "he": """
        ספרייה ספריות הספרייה ספריה הספריות בספרייה לספריות, ארכיון ארכיונים הארכיון בארכיון
        לארכיון והארכיון, מוזיאון מוזיאונים המוזיאון, אוסף אוספים האוסף, מסמך מסמכים המסמך,
        סרט סרטים, ספר ספרים, כתב כתבים, קטלוג קטלוגים, תמונה תמונות""",
    "hi": """
        भाषा भाषाएँ भाषाएं भाषाओं, पुस्तक पुस्तकें पुस्तकों, पुस्तकालय पुस्तकालयों,
        संग्रहालय संग्रहालयों, अभिलेख अभिलेखों, अभिलेखागार अभिलेखागारों, पांडुलिपि
        पांडुलिपियाँ पांडुलिपियों, फ़िल्म फ़िल्में फ़िल्मों, किताब किताबें किताबों, ग्रन्थ
        ग्रंथ, दस्तावेज़ दस्तावेज़ों, सूची सूचियाँ सूचियों""",
    "hr": """
        arhiv arhivi arhiva arhivu arhivima, muzej muzeji muzeja muzeju muzejima muzejom,
        knjižnica knjižnice knjižnicu knjižnici, zbirka zbirke zbirki zbirku, knjiga knjige
        knjigu knjiga, dokument dokumenti dokumenta dokumenata, spomenik spomenici
        spomenika, program programi programa, Australija Australije, format formata, časopis
        časopisi časopisa, kolekcija kolekcije kolekciju, fotografija fotografije,
        institucija institucije, rukopis rukopisi rukopisa""",
    "hu": """
        könyvtár könyvtárak könyvtári könyvtárban, múzeum múzeumok múzeumi múzeumban
        múzeuma, levéltár levéltárak, gyűjtemény gyűjtemények, dokumentum dokumentumok,
        könyv könyvek, film filmek, archívum archívumok, fénykép fényképek, templom
        templomok, nyelv nyelvek""",
    "hy": """
        գրադարան գրադարաններ գրադարանի գրադարանը, արխիվ արխիվներ արխիվի արխիվը, թանգարան
        թանգարաններ թանգարանի թանգարանը, գիրք գրքեր գրքի, փաստաթուղթ փաստաթղթեր, հավաքածու
        հավաքածուներ, ձեռագիր ձեռագրեր""",
    "id": """
        arsip arsipnya""",
    "it": """
        archivio archivi, museo musei, biblioteca biblioteche, collezione collezioni, libro
        libri, documento documenti, catalogo cataloghi, manoscritto manoscritti, monumento
        monumenti, pellicola pellicole, immagine immagini, raccolta raccolte, registro
        registri, bene beni, luogo luoghi, numero numeri, inventario inventari,
        bibliotecario bibliotecari, ministero ministeri, mestiere mestieri, americano
        americani americana americane, militare militari, carattere caratteri, camera
        camere, genere generi, opera opere, fotografia fotografie, disco dischi, patrimonio
        patrimoni, mappa mappe, lingua lingue, arte arti, suono suoni""",
    "ko": """
        기록 기록을 기록의""",
    "lt": """
        archyvas archyvai archyvo archyvų archyve, muziejus muziejai muziejaus muziejų,
        biblioteka bibliotekos bibliotekų bibliotekoje, knyga knygos knygų, dokumentas
        dokumentai dokumento dokumentų, rinkinys rinkiniai rinkinio, kolekcija kolekcijos
        kolekcijų""",
    "lv": """
        arhīvs arhīvi arhīva arhīvu arhīvos, muzejs muzeji muzeja muzeju muzejā, grāmata
        grāmatas grāmatu, bibliotēka bibliotēku bibliotēkā, dokuments dokumenti dokumenta
        dokumentu, krājums krājumi""",
    "mk": """
        музеј музеи музејот музеите, архив архиви архивот архивите, библиотека библиотеки
        библиотеката, документ документи документот документите, споменик споменици
        споменикот спомениците, книга книги книгата книгите, збирка збирки збирката
        збирките, филм филмови филмот филмовите""",
    "nb": """
        museum museet museer museene, arkiv arkivet arkiver arkivene, bibliotek biblioteket
        biblioteker bibliotekene, samling samlingen samlinger samlingene, bok boken bøker
        bøkene, dokument dokumentet dokumenter dokumentene, katalog katalogen kataloger
        katalogene, laboratorium laboratoriet laboratorier, fotografi fotografier
        fotografiet, kirke kirker kirken, museum museet museer museene musea""",
    "ne": """
        पुस्तकालय पुस्तकालयहरू""",
    "nl": """
        archief archieven, museum musea museums, bibliotheek bibliotheken, collectie
        collecties, document documenten, boek boeken, film films, catalogus catalogi
        catalogussen, handschrift handschriften, monument monumenten, verzameling
        verzamelingen, kaart kaarten, taal talen, gymnasium gymnasia, tentoonstelling
        tentoonstellingen""",
    "nn": """
        museum museet musea""",
    "pl": """
        muzeum muzea muzeów muzeom muzeami muzeach, archiwum archiwa archiwów archiwom
        archiwami archiwach, biblioteka biblioteki bibliotek bibliotece bibliotekę, kolekcja
        kolekcje kolekcji kolekcję, dokument dokumenty dokumentów, książka książki książek
        książkę, zabytek zabytki zabytków, film filmy filmów, katalog katalogi katalogów,
        rękopis rękopisy rękopisów, zbiór zbiory zbiorów, fotografia fotografie fotografii,
        wystawa wystawy, język języki, obraz obrazy, kościół kościoły""",
    "pt": """
        museu museus, arquivo arquivos, biblioteca bibliotecas, coleção coleções, colecção
        colecções, documento documentos, monumento monumentos, filme filmes, imagem imagens,
        catálogo catálogos, manuscrito manuscritos, livro livros, conservação conservações,
        material materiais, som sons, registro registros, jornal jornais, papel papéis, luz
        luzes, gravação gravações, obra obras, arte artes, mulher mulheres, cidade cidades,
        jardim jardins, álbum álbuns, voz vozes, mês meses, país países, mapa mapas, foto
        fotos, fóssil fósseis, pão pães, mão mãos, lugar lugares, língua línguas, opinião
        opiniões""",
    "ro": """
        muzeu muzee muzeul muzeului muzeele muzeelor, arhivă arhive arhiva arhivei arhivele
        arhivelor, bibliotecă biblioteci biblioteca bibliotecii bibliotecile bibliotecilor,
        colecție colecții colecția colecției colecțiile colecțiilor, document documente
        documentul documentului documentele documentelor, carte cărți cartea cărții cărțile
        cărților, monument monumente monumentul monumentele monumentelor, film filme filmul
        filmele filmelor, catalog cataloage catalogul cataloagele, manuscris manuscrise
        manuscrisul manuscrisele, bibliotecar bibliotecari, conservare conservări, gravură
        gravuri, fotografie fotografii fotografia fotografiile, limbă limbi, patrimoniu
        patrimoniul, înregistrare înregistrări""",
    "ru": """
        архив архивы архива архивов архиву архивом архиве архивам архивами архивах архивный
        архивные, музей музеи музея музеев музею музеем музее музеям музеями музеях,
        библиотека библиотеки библиотек библиотеке библиотеку библиотекой библиотекам
        библиотеками, коллекция коллекции коллекций коллекцию, документ документы документов
        документа, запись записи записей, памятник памятники памятников, фильм фильмы
        фильмов, каталог каталоги каталогов, наследие наследия наследию, рукопись рукописи
        рукописей, книга книги книг книге книгу книгой, сохранение сохранения, материал
        материалы материала материалов материалу, отдел отдела отделы отделов, план плана
        планы, роман романы романа, экран экраны экрана, страна страны стран страну, обмен
        обмена, галерея галереи галерей галерею, система системы систем системе системой,
        альбом альбомы альбома, кредит кредиты кредита, выставка выставки выставок, памятник
        памятники, фотография фотографии фотографий, издание издания изданий, книжка книжки
        книжек, остров острова островов, здание здания, церковь церкви, картина картины
        картин, язык языки""",
    "sk": """
        múzeum múzeá múzea múzeí múzeu múzeom múzeách múzeami, archív archívy archívu
        archívov archíve archívom archívoch, knižnica knižnice knižníc, zbierka zbierky
        zbierok, dokument dokumenty dokumentov, kniha knihy kníh, pamiatka pamiatky
        pamiatok, rukopis rukopisy rukopisov""",
    "sl": """
        muzej muzeji muzeja muzejev muzeju muzejem muzejih muzeje, arhiv arhivi arhiva
        arhivov arhivu arhivom arhivih, knjižnica knjižnice knjižnic, zbirka zbirke zbirk,
        dokument dokumenti dokumentov, knjiga knjige knjig, spomenik spomeniki spomenikov,
        rokopis rokopisi rokopisov""",
    "sr": """
        архив архиви архива архиву, музеј музеји музеја музеју, библиотека библиотеке, књига
        књиге књигу, часопис часописи часописа, Аустралија Аустралије, фотографија
        фотографије, збирка збирке, споменик споменици""",
    "sv": """
        museum museet museer museerna museums, arkiv arkivet arkiven arkivens, bibliotek
        biblioteket biblioteken, samling samlingen samlingar samlingarna, dokument
        dokumentet dokumenten, monument monumentet monumenten, film filmen filmer filmerna,
        katalog katalogen kataloger katalogerna, handskrift handskriften handskrifter, bok
        boken böcker böckerna, laboratorium laboratoriet laboratorier, fotografi fotografier
        fotografiet, karta kartor, utställning utställningar, landsarkiv landsarkivet,
        handbok handböcker, kyrka kyrkor kyrkan, akvarium akvariet akvarier""",
    "ta": """
        நூலகம் நூலகங்கள், நூல் நூல்கள், ஆவணம் ஆவணங்கள்""",
    "tr": """
        arşiv arşivler arşivi arşivin, müze müzeler müzesi müzeyi, koleksiyon koleksiyonlar,
        belge belgeler belgesi, kitap kitaplar kitabı, film filmler filmi, ada adalar adası,
        dergi dergiler dergisi, kütüphane kütüphaneler kütüphanesi, ev evler evi, el eller,
        fotoğraf fotoğraflar, harita haritalar haritası""",
    "uk": """
        архів архіви архіву архівів архівом архіві архівам архівами архівах, музей музеї
        музею музеїв музеєм музеям музеями музеях музея, бібліотека бібліотеки бібліотек
        бібліотеці бібліотекою, колекція колекції колекцій колекцію, документ документи
        документів, пам'ятка пам'ятки пам'яток, фільм фільми фільмів, каталог каталоги
        каталогів, рукопис рукописи рукописів, книга книги книг книзі, збірка збірки збірок,
        програма програми програм, фотографія фотографії, виставка виставки виставок""",
    "yi": """
        ביבליאָטעק ביבליאָטעקן, ארכיוו ארכיוון""",
}
"""By language, what are forms of one word, from school grammar."""


@pytest.mark.parametrize("lang", WORDS)
def test_the_words_of_the_sectors_meet_in_their_inflections(lang: str) -> None:
    apart = {}
    for forms in WORDS[lang].split(","):
        stems = {form: analysis.stem_key(form, lang) for form in forms.split()}
        if len(set(stems.values())) > 1:
            apart[forms.strip()] = stems
    assert not apart


def test_every_language_with_archives_has_its_words() -> None:
    assert all(analysis.has_stemmer(lang) for lang in WORDS)
    assert len(WORDS) > 40


@pytest.mark.parametrize(
    ("lang", "one", "other"),
    [
        ("ar", "مكتبة", "كتاب"),
        ("ar", "مخطوطة", "مجموعة"),
        ("de", "Museum", "Muse"),
        ("el", "μουσείο", "μούσα"),
        ("en", "museum", "muse"),
        ("es", "luz", "lucha"),
        ("fi", "lehti", "lehto"),
        ("fr", "opinion", "opium"),
        ("he", "לאומי", "אום"),
        ("he", "מסמך", "סמך"),
        ("hy", "գրադարան", "գրադ"),
        ("it", "inventario", "invento"),
        ("ru", "музей", "муза"),
        ("ru", "архив", "арх"),
        ("sv", "museum", "musa"),
        ("tr", "arşiv", "ar"),
        ("uk", "архів", "арх"),
    ],
)
def test_other_words_stay_apart(lang: str, one: str, other: str) -> None:
    assert analysis.stem(one, lang) != analysis.stem(other, lang)


@pytest.mark.parametrize("lang", ["az", "fi", "hu", "tr"])
def test_repeated_letters_are_no_endings(lang: str) -> None:
    assert len({analysis.stem("x" * length, lang) for length in (2, 4, 300)}) == 3
    assert len(analysis.stem("x" * 300, lang)) > 290


def test_a_stem_is_never_empty() -> None:
    for lang, words in WORDS.items():
        for word in words.replace(",", " ").split():
            for length in range(1, len(word)):
                assert analysis.stem(word[:length], lang), (lang, word[:length])


@pytest.mark.parametrize(
    ("lang", "accented", "typed"),
    [
        ("pt", "coleções", "colecoes"),
        ("es", "imágenes", "imagenes"),
        ("da", "bøger", "boger"),
        ("pl", "książek", "ksiazek"),
    ],
)
def test_accents_may_be_left_out(lang: str, accented: str, typed: str) -> None:
    assert analysis.stem(accented, lang) == analysis.stem(typed, lang)
