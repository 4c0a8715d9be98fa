"""The encodings that spreadsheet programs take for texts of a language where it is not UTF-8."""

from glossary import languages

_EXCEL = {
    "Cyrl": "cp1251",
    **dict.fromkeys(("cs", "hr", "hu", "pl", "ro", "sk", "sl", "sq"), "cp1250"),
    **dict.fromkeys(("tr", "az"), "cp1254"),
    **dict.fromkeys(("et", "lt", "lv"), "cp1257"),
    "Grek": "cp1253",
    "Hebr": "cp1255",
    "Arab": "cp1256",
    "Thai": "cp874",
    "vi": "cp1258",
    "Jpan": "shift_jis",
    "Kore": "cp949",
    "Hans": "gb18030",
    "Hant": "big5",
}
"""What Excel calls “ANSI” on machines of a language or script; else Windows-1252."""
_SHOWN = {
    "cp874": "CP874",
    "cp949": "CP949",
    "shift_jis": "Shift_JIS",
    "gb18030": "GB18030",
    "big5": "Big5",
    "mac_roman": "Mac Roman",
}


def of_language(lang: str) -> str:
    """Return the encoding, as Python names it, that Excel takes for a language.

    >>> of_language("pl"), of_language("ru"), of_language("")
    ('cp1250', 'cp1251', 'cp1252')
    """
    script = languages.script(lang) if languages.is_well_formed(lang) else "Latn"
    return _EXCEL.get(lang.split("-")[0]) or _EXCEL.get(script, "cp1252")


def shown(encoding: str) -> str:
    """Return how people call an encoding.

    >>> shown("cp1252"), shown("mac_roman")
    ('Windows-1252', 'Mac Roman')
    """
    return _SHOWN.get(encoding) or encoding.replace("cp", "Windows-")
