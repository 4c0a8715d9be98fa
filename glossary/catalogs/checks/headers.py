"""What is wrong with a catalog as a whole: its language, and the lines of its header."""

from collections.abc import Iterator

from glossary import languages
from glossary.catalogs.checks import CatalogProblem
from glossary.catalogs.po.files import TermCatalog
from glossary.errors import N_
from glossary.model import RELIABILITIES


def tag_problems(lang: str) -> Iterator[CatalogProblem]:
    """Yield the problems of the language tag that the folder of a catalog names."""
    wrong, advice = languages.faults_of(lang)
    if wrong or not languages.is_well_formed(lang):
        text = N_("“%(tag)s” is not a tag of IANA's registry. %(fault)s")
        values = {"tag": lang, "fault": wrong}
        yield CatalogProblem("unknown-language-tag", text, values, text=lang)
    elif advice:
        text = N_("the registry advises another tag. %(advice)s")
        yield CatalogProblem("deprecated-language-tag", text, {"advice": advice}, text=lang)
    if not wrong and languages.locale_of(lang) is None:
        text = N_("CLDR has no data for “%(tag)s”: how it orders, counts and writes dates")
        yield CatalogProblem("unknown-locale", text, {"tag": lang}, text=lang)


def folder_problems(folder: str, lang: str) -> Iterator[CatalogProblem]:
    """Yield what is to be said of the name of a folder in which the catalogs of `lang` lie."""
    usual = languages.to_locale(lang)
    if folder != usual:
        text = N_("the folder is named “%(folder)s”; the usual name is “%(usual)s”")
        yield CatalogProblem(
            "deprecated-language-tag", text, {"folder": folder, "usual": usual}, text=folder
        )


def header_problems(catalog: TermCatalog, lang: str) -> Iterator[CatalogProblem]:
    """Yield the problems of the header of a catalog in the folder of `lang`."""
    stated = catalog.headers
    if not len(stated):
        yield CatalogProblem(
            "bad-header", N_("there is no header; other tools cannot read the file")
        )
        return
    language = stated.get("Language")
    if language and not same_language(languages.from_locale(language), lang):
        text = N_("the header says “%(stated)s”, the folder “%(folder)s”")
        values = {"stated": language, "folder": languages.to_locale(lang)}
        yield CatalogProblem("locale-mismatch", text, values, text=language)
    charset = stated.get("Content-Type").partition("charset=")[2].strip()
    if charset.lower() not in ("utf-8", "utf8"):
        text = N_("the header must say “charset=utf-8”; it says “%(charset)s”")
        yield CatalogProblem("bad-header", text, {"charset": charset}, text=charset)
    reliability = stated.get("X-Reliability")
    if reliability and reliability not in RELIABILITIES:
        text = N_("X-Reliability: “%(value)s” is not one of %(known)s")
        values = {"value": reliability, "known": ", ".join(RELIABILITIES)}
        yield CatalogProblem("bad-header", text, values, text=reliability)


def same_language(one: str, other: str) -> bool:
    """Return whether two tags can mean one language: "pt" and "pt-BR", "zh-CN" and "zh-Hans"."""
    if one == other or one in languages.parents(other) or other in languages.parents(one):
        return True
    if one.split("-")[0] != other.split("-")[0]:
        return False
    first, second = _parts(one), _parts(other)
    clash = first[0] and second[0] and first[0] != second[0]
    clash = clash or (first[1] and second[1] and first[1] != second[1])
    return not clash and languages.script(one) == languages.script(other)


def _parts(tag: str) -> tuple[str, str]:
    """Return script and region that a tag states, "" for none."""
    parts = tag.split("-")[1:]
    script = next((part for part in parts if len(part) == 4 and part.isalpha()), "")
    region = next((part for part in parts if len(part) == 2 or part.isdigit()), "")
    return script, region
