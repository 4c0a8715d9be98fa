"""What a user says of the columns of a table."""

from glossary.errors import N_, Invalid


def columns_of(option: str | None) -> dict[str, str]:
    """Return meanings by the name of a column, from ``name=meaning,name=meaning``.

    A comma or an equals sign in a name stands in quotation marks with it:
    ``"Term, used"=preferred``. Raises Invalid for what has another form.
    """
    found: dict[str, str] = {}
    for part in _parts(option or ""):
        name, sign, meaning = _halves(part)
        if not (name and sign and meaning):
            text = N_("“%(value)s” is not of the form column=meaning.")
            raise Invalid(text, parameter="--columns", value=part)
        if name in found:
            text = N_("The column “%(value)s” is named twice.")
            raise Invalid(text, parameter="--columns", value=name)
        found[name] = meaning
    return found


def _parts(option: str) -> list[str]:
    """Return the parts between commas that are not in quotation marks."""
    parts, is_quoted = [""], False
    for sign in option:
        is_quoted ^= sign == '"'
        if sign == "," and not is_quoted:
            parts.append("")
        else:
            parts[-1] += sign
    return [part.strip() for part in parts if part.strip()]


def _halves(part: str) -> tuple[str, str, str]:
    if part.startswith('"') and (end := part.find('"', 1)) > 0:
        sign, meaning = part[end + 1 : end + 2], part[end + 2 :]
        return part[1:end], sign if sign == "=" else "", meaning.strip()
    name, sign, meaning = part.rpartition("=")
    return name.strip(), sign, meaning.strip()
