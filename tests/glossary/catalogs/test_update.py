from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.catalogs.po import files
from glossary.catalogs.po.files import TermCatalog
from glossary.catalogs.progress import progress, sum_of
from glossary.catalogs.update import new_catalog, template, update
from glossary.model import Vocabulary

Read = Callable[..., tuple[Vocabulary, list[object]]]


def _again(catalog: TermCatalog, tmp_path: Path) -> TermCatalog:
    """Return the catalog as it is read after it was written."""
    path = tmp_path / "again.po"
    path.write_bytes(files.dump(catalog))
    return files.read(path)


def _strings(catalog: TermCatalog) -> dict[str | None, str]:
    return {m.context: str(m.string) for m in catalog if m.id and m.string}


@pytest.fixture
def french(words: Vocabulary, source: TermCatalog) -> TermCatalog:
    """A catalog with two terms, one with data for it."""
    catalog = new_catalog(words, "fr")
    update(catalog, source)
    for message in catalog:
        if message.context == "library|prefLabel":
            message.string = "bibliothèque"
            message.user_comments = ["source: Norme", "A note."]
        elif message.context == "school|prefLabel":
            message.string = "école"
    return catalog


def _template(read_skos: Read, *concepts: str) -> TermCatalog:
    turtle = "".join(
        f'<{id}> a skos:Concept ; skos:prefLabel "{text}"@en . '
        for id, text in (concept.split("=") for concept in concepts)
    )
    return template(read_skos(turtle)[0])


def test_updating_twice_changes_nothing(
    french: TermCatalog, source: TermCatalog, tmp_path: Path
) -> None:
    before = files.dump(french)
    again = _again(french, tmp_path)
    update(again, source)
    assert files.dump(again) == before


def test_a_reworded_source_becomes_fuzzy_with_the_previous(
    french: TermCatalog, read_skos: Read, tmp_path: Path
) -> None:
    update(french, _template(read_skos, "library=public library", "school=school"))
    again = _again(french, tmp_path)
    message = again.get("public library", "library|prefLabel")
    assert message is not None
    assert (message.string, message.fuzzy) == ("bibliothèque", True)
    assert list(message.previous_id) == ["library"]
    assert message.user_comments == ["source: Norme", "A note."]
    school = again.get("school", "school|prefLabel")
    assert school is not None
    assert not school.fuzzy


def test_reworded_twice_keeps_the_source_that_was_translated(
    french: TermCatalog, read_skos: Read, tmp_path: Path
) -> None:
    update(french, _template(read_skos, "library=public library"))
    again = _again(french, tmp_path)
    update(again, _template(read_skos, "library=free library"))
    message = again.get("free library", "library|prefLabel")
    assert message is not None
    assert list(message.previous_id) == ["library"]


def test_an_untranslated_message_is_not_fuzzy(french: TermCatalog, read_skos: Read) -> None:
    update(french, _template(read_skos, "library=public library"))
    message = french.get("public library", "library|altLabel")
    assert message is not None
    assert not message.fuzzy
    assert not message.string


def test_a_concept_that_comes_back_has_its_translation(
    french: TermCatalog, read_skos: Read, source: TermCatalog, tmp_path: Path
) -> None:
    update(french, _template(read_skos, "school=school"))
    gone = _again(french, tmp_path)
    assert _strings(gone) == {"school|prefLabel": "école"}
    assert [m.string for m in gone.obsolete] == ["bibliothèque"]
    update(gone, _template(read_skos, "school=school", "other=other"))
    assert [m.string for m in gone.obsolete] == ["bibliothèque"]
    update(gone, source)
    back = gone.get("library", "library|prefLabel")
    assert back is not None
    assert (back.string, back.fuzzy) == ("bibliothèque", False)
    assert back.user_comments == ["source: Norme", "A note."]
    assert not gone.obsolete


def test_a_concept_that_comes_back_reworded_is_fuzzy(
    french: TermCatalog, read_skos: Read, tmp_path: Path
) -> None:
    update(french, _template(read_skos, "school=school"))
    gone = _again(french, tmp_path)
    update(gone, _template(read_skos, "library=public library"))
    back = gone.get("public library", "library|prefLabel")
    assert back is not None
    assert (back.string, back.fuzzy) == ("bibliothèque", True)


def test_obsolete_messages_keep_their_comments(
    french: TermCatalog, read_skos: Read, tmp_path: Path
) -> None:
    update(french, _template(read_skos, "other=other"))
    [library, school] = _again(french, tmp_path).obsolete
    assert library.user_comments == ["source: Norme", "A note."]
    assert (library.context, school.context) == ("library|prefLabel", "school|prefLabel")


def test_two_gone_concepts_with_one_word_are_both_kept(
    words: Vocabulary, read_skos: Read, tmp_path: Path
) -> None:
    catalog = new_catalog(words, "fr")
    both = _template(read_skos, "animal=seal", "stamp=seal")
    update(catalog, both)
    for message in catalog:
        if message.context in ("animal|prefLabel", "stamp|prefLabel"):
            message.string = "phoque" if message.context.startswith("animal") else "sceau"
    update(catalog, _template(read_skos, "other=other"))
    again = _again(catalog, tmp_path)
    update(again, both)
    assert _strings(again) == {"animal|prefLabel": "phoque", "stamp|prefLabel": "sceau"}


def test_nothing_is_guessed_between_messages(french: TermCatalog, read_skos: Read) -> None:
    update(french, _template(read_skos, "libraries=library", "schools=schools"))
    assert _strings(french) == {}


def test_untranslated_messages_that_are_gone_are_forgotten(
    french: TermCatalog, read_skos: Read
) -> None:
    update(french, _template(read_skos, "other=other"))
    assert {m.context for m in french.obsolete} == {
        "library|prefLabel",
        "school|prefLabel",
    }


def test_progress_counts_empty_synonyms_as_done_where_the_term_is(french: TermCatalog) -> None:
    # library: term, synonyms, definition, note; school: term, synonyms; title; group
    counts = progress(french)
    assert (counts.total, counts.translated, counts.fuzzy, counts.missing) == (8, 4, 0, 4)
    assert counts.percent == 50


def test_progress_counts_fuzzy_messages_apart(french: TermCatalog) -> None:
    message = french.get("library", "library|prefLabel")
    assert message is not None
    message.flags.add("fuzzy")
    counts = progress(french)
    assert (counts.total, counts.translated, counts.fuzzy, counts.missing) == (8, 2, 1, 5)


def test_percent_is_rounded_down_and_nothing_is_nothing() -> None:
    counts = sum_of([{"done": 990}, {"draft": 9, "missing": 1}])
    assert (counts.percent, counts.checked_percent) == (99, 99)
    assert sum_of([]).percent == 0


OLD = """\
#, fuzzy
#| msgid "old"
#~| msgid "lost"
msgctxt "library|prefLabel"
msgid "book house"
msgstr "bibliothèque"

# kept: by people
msgctxt "library|altLabel"
msgid "book house"
msgstr ""

# of another project
msgid "without context"
msgstr "sans contexte"

# source: Norme
#, fuzzy
#~| msgid "older"
#~ msgctxt "school|prefLabel"
#~ msgid "schools"
#~ msgstr "école"
"""


def _read(text: str, tmp_path: Path) -> TermCatalog:
    path = tmp_path / "old.po"
    path.write_text('msgid ""\nmsgstr "Language: fr\\n"\n\n' + text, "utf-8")
    return files.read(path)


def test_nothing_of_an_old_catalog_is_lost(read_skos: Read, tmp_path: Path) -> None:
    catalog = _read(OLD.replace('#~| msgid "lost"\n', ""), tmp_path)
    assert update(catalog, _template(read_skos, "other=other"))
    written = _again(catalog, tmp_path)
    kept = {m.context: m for m in written.obsolete}
    assert kept["library|prefLabel"].previous_id == ["old"]
    assert kept["library|altLabel"].user_comments == ["kept: by people"]
    assert kept[None].string == "sans contexte"
    school = kept["school|prefLabel"]
    assert (school.user_comments, school.previous_id) == (["source: Norme"], ["older"])
    assert update(written, _template(read_skos, "library=library", "school=schools"))
    back = {m.context: m for m in _again(written, tmp_path) if m.id}
    assert back["library|prefLabel"].previous_id == ["old"]
    assert back["library|altLabel"].user_comments == ["kept: by people"]
    assert back["school|prefLabel"].fuzzy
    assert back["school|prefLabel"].previous_id == ["older"]


def test_a_source_that_is_reworded_back_has_no_previous(
    french: TermCatalog, read_skos: Read
) -> None:
    update(french, _template(read_skos, "library=public library"))
    update(french, _template(read_skos, "library=library"))
    message = french.get("library", "library|prefLabel")
    assert message is not None
    assert message.fuzzy, "nobody has said that it is right"
    assert not message.previous_id


def test_of_two_messages_with_one_context_the_translated_goes_on(
    read_skos: Read, tmp_path: Path
) -> None:
    text = "".join(
        f'msgctxt "library|prefLabel"\nmsgid "{id}"\nmsgstr "{string}"\n\n'
        for id, string in (("library", ""), ("libraries", "bibliothèques"), ("lib", "bib"))
    )
    catalog = _read(text, tmp_path)
    update(catalog, _template(read_skos, "library=library"))
    again = _again(catalog, tmp_path)
    assert _strings(again) == {"library|prefLabel": "bibliothèques"}
    assert [m.string for m in again.obsolete] == ["bib"]


def test_messages_come_in_the_order_of_the_template(french: TermCatalog, read_skos: Read) -> None:
    update(french, _template(read_skos, "school=school", "new=new", "library=library"))
    ids = [str(m.context).split("|")[0] for m in french if m.id]
    assert ids == [".", "school", "school", "new", "new", "library", "library"]


def test_update_tells_whether_anything_changed(
    french: TermCatalog, source: TermCatalog, read_skos: Read, tmp_path: Path
) -> None:
    again = _again(french, tmp_path)
    created = again.headers["POT-Creation-Date"]
    later = template(read_skos('<a> a skos:Concept ; skos:prefLabel "a"@en .')[0])
    assert not update(again, source)
    assert again.headers["POT-Creation-Date"] == created
    assert update(again, later)
    assert again.headers["POT-Creation-Date"] == later.headers["POT-Creation-Date"]


def test_percent_signs_are_no_formats(read_skos: Read, tmp_path: Path) -> None:
    words, _ = read_skos('<a> a skos:Concept ; skos:prefLabel "50 % cotton {x}"@en .')
    catalog = new_catalog(words, "fr")
    update(catalog, template(words))
    assert "format" not in files.dump(_again(catalog, tmp_path)).decode()
    old = _read(
        '#, python-format, no-wrap\nmsgctxt "a|prefLabel"\nmsgid "a"\nmsgstr "b"\n', tmp_path
    )
    assert "#, no-wrap, python-format" in files.dump(old).decode()
    update(old, template(words))
    assert "format" not in files.dump(old).decode()


def test_hostile_labels_stay_in_their_place(read_skos: Read, tmp_path: Path) -> None:
    title = 'A\\nmsgid \\"x\\"\\nmsgstr \\"y\\"\\n'
    words, _ = read_skos(
        f'<.> a skos:ConceptScheme ; dct:title "{title}"@en . '
        f'<group-a> a skos:Collection ; skos:prefLabel "{title}"@en ; skos:member <a> . '
        f'<a> a skos:Concept ; skos:prefLabel "{title}"@en ; skos:definition "\\u0004\\u0000"@en .'
    )
    catalog = new_catalog(words, "fr")
    update(catalog, template(words))
    again = _again(catalog, tmp_path)
    assert [m.context for m in again if m.id] == [
        ".|title", "group-a|prefLabel", "a|prefLabel", "a|altLabel",
    ]  # fmt: skip
    assert files.dump(again) == files.dump(catalog)
