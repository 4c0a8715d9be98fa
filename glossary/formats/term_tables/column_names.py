"""How people call the columns of their glossaries, in the languages that most of them are kept in.

A name stands here only where it has one meaning among glossaries; what is not here is asked for.
The abbreviations of thesauri are those of ISO 25964-1 and its national editions.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from glossary.formats.term_tables.columns import (
    ALTERNATIVE,
    CONCEPT,
    DEPRECATED,
    HIDDEN,
    IN_LANGUAGE,
    LANGUAGE,
    OF_CONCEPT,
    OF_TERM,
    PREFERRED,
    TERM,
    URI,
)

CATEGORY, USE, IGNORED = "category", "use", "ignore"
"""Meanings that only tables of others have: the name of a group, the term to use instead, none."""
_NAMES = {
    PREFERRED: """
        term, terms, preferred term, preferred label, preferred name, preflabel, skos preflabel,
        main term, entry term, headword, head word, entry, label, name, heading, descriptor, word,
        keyword, concept name, concept label, subject heading, designation, term name, lemma
        | begriff, benennung, bezeichnung, vorzugsbenennung, vorzugsbezeichnung, vorzugsterm,
        vorzugsbegriff, deskriptor, schlagwort, stichwort, terminus, fachbegriff, fachwort, wort,
        fachausdruck, ausdruck, eintrag, hauptbenennung
        | terme, termes, terme préféré, terme préférentiel, terme retenu, libellé,
        libellé préféré, libellé préférentiel, vedette, entrée, intitulé, descripteur,
        dénomination, désignation, mot, mot clé, appellation, terme privilégié
        | begrip, voorkeursterm, voorkeurslabel, trefwoord, benaming, naam, woord, lemma, vakterm
        | término, termino, término preferido, término preferente, término autorizado, vocablo,
        etiqueta preferida, etiqueta preferente, palabra, denominación, encabezamiento, voz
        | термин, термины, предпочтительный термин, предпочитаемый термин, понятие, дескриптор,
        наименование, слово, заглавное слово, название
        | المصطلح, مصطلح, المصطلح المفضل, المصطلحات, الواصفة, واصفة, الكلمة, التسمية
        | 术语, 詞條, 词条, 术语名称, 首选术语, 首选词, 优选词, 优选术语, 叙词, 正式主题词, 名词,
        術語, 名稱, 名称, 词语, 规范词, 主题词
        | termine, termine preferito, voce, lemma, termo, termo preferido, termo preferencial,
        verbete, descritor, descrittore, termin, pojęcie, hasło, terim, termín, φορέας, όρος,
        用語, 見出し語, 優先語, 용어, term föredragen, suositettava termi, termi""",
    ALTERNATIVE: """
        synonym, synonyms, alternative, alternatives, alternative term, alternative terms,
        alternative label, alternative labels, altlabel, altlabels, skos altlabel, alt label,
        alias, aliases, also known as, aka, variant, variants, variant term, variant terms,
        non preferred term, non preferred terms, nonpreferred term, lead in term, used for, uf,
        other terms, other names, see from, admitted term, entry terms, abbreviation,
        abbreviations, acronym, acronyms
        | synonyme, synonym e, alternativbenennung, nebenbenennung, nebenbezeichnung,
        alternativbezeichnung, alternative bezeichnung, alternative benennung, bf, benutzt für,
        andere bezeichnungen, nichtdeskriptor, abkürzung, abkürzungen, kurzform, auch
        | synonymes, termes alternatifs, terme alternatif, libellé alternatif, autres termes,
        variante, variantes, ep, employé pour, terme non préféré, termes non préférés, abréviation,
        sigle, terme rejeté, autres noms
        | synoniem, synoniemen, alternatieve term, alternatieve termen, alternatief label,
        gebruikt voor, afkorting
        | sinónimo, sinónimos, sinonimo, sinonimos, término alternativo, términos alternativos,
        etiqueta alternativa, up, usado por, abreviatura, sigla, otros términos
        | синоним, синонимы, альтернативный термин, вариант, варианты, сокращение, аскриптор
        | المرادف, المرادفات, مرادف, مرادفات, مترادفات, اختصار, الاختصار
        | 同义词, 近义词, 别名, 替代词, 非正式主题词, 同義詞, 别称, 缩写, 又称, 异名
        | sinonimi, termine alternativo, sinônimo, sinônimos, synonyma, synonimy, eş anlamlı,
        συνώνυμα, 同義語, 동의어, synonymer, synonyymit""",
    DEPRECATED: """
        deprecated, deprecated term, deprecated terms, obsolete term, obsolete terms,
        forbidden term, forbidden terms, do not use, superseded term, avoid
        | veraltet, veraltete benennung, abgelehnte benennung, unzulässige benennung, verboten
        | terme obsolète, terme déconseillé, terme à éviter, termes déconseillés
        | verouderde term, término obsoleto, término desaconsejado, устаревший термин
        | مصطلح مهمل, 弃用术语, 禁用术语""",
    HIDDEN: "hidden, hidden label, hidden labels, hiddenlabel, skos hiddenlabel, misspelling",
    "definition": """
        definition, definitions, def, meaning, explanation, skos definition, description, gloss
        | definitionen, begriffsbestimmung, erklärung, erläuterung, bedeutung, beschreibung
        | définition, définitions, explication, signification, description
        | definitie, definities, betekenis, omschrijving, uitleg, toelichting, verklaring
        | definición, definicion, definiciones, significado, descripción, explicación
        | определение, определения, толкование, значение, описание, дефиниция
        | التعريف, تعريف, تعريفات, الشرح, شرح, المعنى, معنى, الوصف
        | 定义, 释义, 定義, 解释, 说明, 描述, 含义
        | definizione, definição, definicao, significato, descrizione, descrição, definicja, tanım,
        definice, ορισμός, 정의, määritelmä""",
    "scope note": """
        scope note, scope notes, sn, scope, scopenote, skos scopenote, usage, usage note
        | erläuterungen zum gebrauch, verwendungshinweis, anwendungshinweis, geltungsbereich,
        gebrauchshinweis
        | note d application, note d'application, na, note d’application, note d'usage
        | bereiksnota, toepassingsnota, gebruiksnota | nota de alcance, nota de aplicación
        | примечание об области применения, область применения | تبصرة, ملاحظة النطاق
        | 范围注释, 适用范围, 注释范围 | nota d'ambito, nota de escopo""",
    "example": """
        example, examples, context, example sentence, usage example, skos example | beispiel,
        beispiele, beispielsatz, kontext | exemple, exemples, contexte | voorbeeld, voorbeelden
        | ejemplo, ejemplos, contexto | пример, примеры, контекст | مثال, أمثلة, السياق
        | 例子, 例句, 示例, 用例, 语境 | esempio, esempi, exemplo, exemplos, contesto""",
    "note": """
        note, notes, remark, remarks, comment, comments, skos note | anmerkung, anmerkungen,
        bemerkung, bemerkungen, notiz, hinweis, kommentar | remarque, remarques, commentaire,
        commentaires, observations | opmerking, opmerkingen, nota, notitie | notas, observación,
        observaciones, comentario, comentarios | примечание, примечания, комментарий, заметки
        | ملاحظة, ملاحظات, تعليق | 备注, 注释, 附注, 注解, 備註 | osservazioni, observações""",
    "history note": """
        history note, history, historynote, hn, skos historynote | historische anmerkung
        | note historique | historische nota | nota histórica, nota de historia
        | историческая справка | ملاحظة تاريخية | 历史注释""",
    "editorial note": """
        editorial note, editorial notes, editorialnote, en note, internal note, skos editorialnote
        | redaktionelle anmerkung | note éditoriale, note de rédaction | redactionele nota
        | nota editorial | редакционное примечание""",
    "change note": """
        change note, changenote, skos changenote, änderungshinweis, note de modification""",
    "broader": """
        broader, broader term, broader terms, broader concept, bt, btg, btp, bti, parent,
        parent term, parent concept, parents, skos broader, generic term, hypernym, superordinate
        | oberbegriff, oberbegriffe, ob, übergeordneter begriff
        | terme générique, termes génériques, tg, générique, concept générique, parent
        | bovenliggende term, bredere term, ruimere term, bovenliggend begrip
        | término genérico, término general, término más amplio, tg, términos genéricos
        | вышестоящий термин, широкий термин, родительский термин, родовое понятие, вр
        | المصطلح الأوسع, مصطلح أوسع, المصطلح الأعم | 上位词, 广义词, 上位术语, 属词, 上位概念
        | termine più ampio, termo genérico, termo geral, 上位語""",
    "narrower": """
        narrower, narrower term, narrower terms, narrower concept, nt, ntg, ntp, nti, child,
        children, child terms, skos narrower, specific term, hyponym
        | unterbegriff, unterbegriffe, ub, untergeordneter begriff
        | terme spécifique, termes spécifiques, ts, spécifique
        | onderliggende term, nauwere term, engere term | término específico, términos específicos,
        te, término más específico | нижестоящий термин, узкий термин, нр, видовое понятие
        | المصطلح الأضيق, مصطلح أضيق, المصطلح الأخص | 下位词, 狭义词, 下位术语, 分词, 下位概念
        | termine più specifico, termo específico, 下位語""",
    "related": """
        related, related to, related term, related terms, related concept, related concepts, rt,
        see also, skos related, associated term
        | verwandter begriff, verwandte begriffe, vb, siehe auch, verwandt
        | terme associé, termes associés, ta, terme apparenté, voir aussi
        | gerelateerde term, gerelateerde termen, verwante term, verwante termen, zie ook
        | término relacionado, términos relacionados, tr, véase también
        | связанный термин, связанные термины, ассоциативный термин, ар, см. также, см также
        | مصطلح ذو صلة, مصطلح مرتبط, المصطلح المترابط, مصطلحات ذات صلة, انظر أيضا
        | 相关词, 相关术语, 参见, 参照词, 相關詞 | termine associato, termo relacionado, 関連語""",
    USE: """
        use, use for this, use instead, see | benutze, bs, benutze synonym, siehe | em, employer,
        voir | gebruik, zie | úsese, véase | см, используй | استخدم, انظر | 用, 见""",
    CATEGORY: """
        category, categories, group, subject, subject field, domain, field, subject area, topic,
        section, theme, collection
        | kategorie, kategorien, fachgebiet, sachgebiet, bereich, themengebiet, gruppe, thema
        | catégorie, catégories, domaine, domaines, thème, groupe, rubrique
        | categorie, categorieën, domein, vakgebied, onderwerp, rubriek, groep
        | categoría, categorías, dominio, ámbito, campo, área temática, tema, grupo
        | категория, категории, область, тема, раздел, группа, предметная область
        | الفئة, فئة, المجال, مجال, الموضوع, التصنيف | 类别, 分类, 领域, 学科, 主题, 专业, 類別
        | categoria, dominio tematico, área""",
    "notation": """
        notation, notations, code, codes, class number, classmark, skos notation, call number,
        number, no, no., nr, nr., nummer, numéro, n°, № | signatur, notationen, systematik
        | cote, indice, numéro de classe | código, notación, número | код, номер, нотация, шифр
        | الرمز, رمز, الرقم, رقم | 编码, 代码, 编号, 分类号, 序号, 編號
        | codice, notazione, código""",
    CONCEPT: """
        id, identifier, concept id, term id, entry id, record id, key, concept number, conceptid,
        termid, recordid, dc identifier, dct identifier, dcterms identifier, slug
        | kennung, begriffs id, eintrags id, identifikator, identifier | identifiant, id concept,
        identificateur | identificatie | identificador, identificación
        | идентификатор, ид | المعرف, معرف | 标识, 标识符, 概念编号, 識別碼 | identificativo""",
    URI: """
        uri, iri, concept uri, concept iri, @id, term uri, resource uri, skos concept""",
    LANGUAGE: """
        language, lang, language code, locale, xml lang, dc language, lng | sprache, sprachcode,
        sprachkürzel | langue, code langue | taal, taalcode | idioma, lengua | язык, код языка
        | اللغة, لغة | 语言, 语种, 語言 | lingua, língua""",
    "grammar": """
        grammar, part of speech, pos, gender, word class, wortart, genus, geschlecht, grammatik,
        catégorie grammaticale, genre, nature, classe grammaticale, woordsoort, geslacht, gramática,
        categoría gramatical, género, часть речи, род, грамматика, نوع الكلمة, الجنس, 词性, 語法""",
    "source": """
        source, sources, reference, references, origin, quelle, quellen, quellenangabe, herkunft,
        référence, références, bron, bronnen, fuente, fuentes, referencia, источник, источники,
        المصدر, مصدر, المراجع, 来源, 出处, 參考, 参考文献, fonte, fonti, fontes""",
    "status": """
        status, term status, usage status, normative status, verwendung, verwendungsstatus, statut,
        estado, статус, الحالة, 状态, stato""",
    "type": "type, term type, benennungstyp, type de terme, termtype, tipo de término, тип термина",
    "marks": "marks, mark, usage label, register",
    "equivalence": "equivalence, degree of equivalence, äquivalenz, équivalence, equivalencia",
    "reliability": "reliability, reliability code, zuverlässigkeit, fiabilité, confiabilidad",
    "exact match": "exact match, exactmatch, skos exactmatch, same as, sameas, wikidata",
    "close match": "close match, closematch, skos closematch",
    "broad match": "broad match, broadmatch, skos broadmatch",
    "narrow match": "narrow match, narrowmatch, skos narrowmatch",
    "related match": "related match, relatedmatch, skos relatedmatch",
    "created": "created, date created, creation date, dct created, erstellt, créé le, angelegt am",
    "modified": """
        modified, date modified, last modified, dct modified, updated, geändert, modifié le""",
}
_SAID_ASIDE = re.compile(
    r"[(\[](?:id|ids|uri|uris|label|labels|name|text|code|optional|required|singular|plural|s|e|en|n)"
    r"[)\]]$"
)
_SIGNS = re.compile(r"[\s_\-./:*#?]+")


def normal(name: str) -> str:
    """Return a name of a column as names are compared.

    >>> normal("  Preferred_Term: "), normal("Synonym 2")
    ('preferred term', 'synonym')
    """
    plain = unicodedata.normalize("NFKC", name).strip().casefold()
    plain = _SAID_ASIDE.sub("", plain)
    plain = re.sub(r"(?<=[^\W\d])\s*[ _#]?\d{1,2}$", "", plain)
    return " ".join(part for part in _SIGNS.split(plain) if part)


@lru_cache(1)
def meanings() -> dict[str, str]:
    """Return what names mean, by the name as `normal` has it; the first meaning of a name holds."""
    own = (*OF_CONCEPT, *OF_TERM, *IN_LANGUAGE, CATEGORY, USE, IGNORED)
    found = {name: name for name in own if name not in ("kinds",)}
    found[TERM] = PREFERRED
    found[CONCEPT] = PREFERRED  # of others; in tables that are written here it is the id
    for meaning, names in _NAMES.items():
        for name in names.replace("|", ",").split(","):
            found.setdefault(normal(name), meaning)
    found.update(dict.fromkeys(("ignore", "none", "nothing", "skip"), IGNORED))
    return found


_ORDER = ("en", "de", "fr", "nl", "es", "ru", "ar", "zh")
"""The languages of the parts between bars above, where there are as many."""


@lru_cache(1)
def _languages() -> dict[str, str]:
    """Return the languages of names, as `normal` has them, that only one language has."""
    found: dict[str, str] = {}
    for names in _NAMES.values():
        parts = names.split("|")
        if len(parts) >= len(_ORDER):
            for lang, part in zip(_ORDER, parts, strict=False):
                for name in part.split(","):
                    found.setdefault(normal(name), lang)
    return found


def language_of_names(first: str, others: Iterable[str]) -> str:
    """Return the language that the columns of a table are named in: that of the name of its terms.

    Where that is an English one, which other languages have as well, the other names are asked.

    >>> language_of_names("Begriff", ["Definition"]), language_of_names("Term", ["Definitie"])
    ('de', 'nl')
    """
    own = _languages().get(normal(first), "en")
    if own != "en":
        return own
    votes = Counter(_languages().get(normal(name), "en") for name in others)
    foreign = {lang: count for lang, count in votes.items() if lang != "en"}
    return max(foreign, key=lambda lang: foreign[lang], default="en")


def field_of(name: str) -> str | None:
    """Return the meaning of a name, None where it is not known.

    >>> field_of("Vorzugsbenennung"), field_of("NT"), field_of("price")
    ('preferred', 'narrower', None)
    """
    return meanings().get(normal(name))
