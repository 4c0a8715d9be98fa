"""Language tags: whether a text in one language answers a request for another."""

_NORWEGIAN = ("nb", "nn")


def is_wanted(lang: str, asked: str) -> bool:
    """Return whether text in `lang` answers a request for `asked` ("" asks for any).

    It does where one is a part of the other: who asks for `en` is content with `en-GB`, and who
    asks for `en-GB` with `en`. Norwegian `no` stands for both of its written forms.
    """
    if not asked or lang == asked:
        return True
    if lang.startswith(f"{asked}-") or (lang and asked.startswith(f"{lang}-")):
        return True
    if asked == "no":
        return lang in _NORWEGIAN
    return lang == "no" and asked.split("-")[0] in _NORWEGIAN
