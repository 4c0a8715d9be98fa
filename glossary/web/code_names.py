"""What readers call the codes of sectors, relations, kinds of terms, slots and states."""

from glossary.errors import N_

SECTOR_NAMES = {
    "library": N_("Libraries"),
    "archive": N_("Archives"),
    "museum": N_("Museums"),
    "monument": N_("Monuments and sites"),
    "audiovisual": N_("Audiovisual archives"),
}
RELATION_NAMES = {
    "self": N_("this concept"),
    "exactMatch": N_("same meaning"),
    "closeMatch": N_("nearly the same"),
    "broadMatch": N_("wider meaning"),
    "narrowMatch": N_("narrower meaning"),
    "relatedMatch": N_("related; not the same"),
    "falseFriend": N_("false friend: same word, other meaning"),
}
AGREEMENT_NAMES = {
    **RELATION_NAMES,
    "same:exactMatch": N_("same word, same meaning"),
    "same:closeMatch": N_("same word, nearly the same meaning"),
    "same:broadMatch": N_("same word, wider meaning"),
    "same:narrowMatch": N_("same word, narrower meaning"),
    "same:relatedMatch": N_("false friend: same word, other meaning"),
    "same:falseFriend": RELATION_NAMES["falseFriend"],
    "same:unlinked": N_("same word; not compared yet"),
    "other:exactMatch": N_("other word, same meaning"),
    "other:closeMatch": N_("other word, nearly the same meaning"),
    "other:broadMatch": RELATION_NAMES["broadMatch"],
    "other:narrowMatch": RELATION_NAMES["narrowMatch"],
    "other:relatedMatch": RELATION_NAMES["relatedMatch"],
    "other:falseFriend": N_("other meaning"),
    "other:unlinked": N_("not compared yet"),
    "unlinked": N_("not compared yet"),
}
EQUIVALENCE_NAMES = {
    "partial": N_("partial equivalent"),
    "loan": N_("loan word"),
    "coined": N_("coined term"),
    "none": N_("no equivalent; description"),
}
EQUIVALENCES_TOLD = {
    "partial": N_("The word covers less or more than the concept does."),
    "loan": N_("The word was taken over from another language."),
    "coined": N_("The word was made for this concept and is not in common use yet."),
    "none": N_("The language has no word for it; this describes the concept."),
}
GLANCE_NAMES = {
    "same": N_("The same or nearly the same meaning: %(sectors)s"),
    "near": N_("A wider, narrower or otherwise near meaning: %(sectors)s"),
    "friend": N_("False friend, the same word with another meaning: %(sectors)s"),
    "unknown": N_("The same word, not compared yet: %(sectors)s"),
    "gap": N_("Nothing entered yet: %(sectors)s"),
}
MARK_NAMES = {
    "outdated": N_("outdated"),
    "offensive": N_("offensive"),
    "regional": N_("regional"),
    "quasi-synonym": N_("nearly a synonym"),
}
STATUS_NAMES = {
    "admitted": N_("synonym"),
    "deprecated": N_("not recommended"),
    "hidden": N_("search form"),
}
KIND_NAMES = {
    "preferred": N_("preferred term"),
    "alternative": N_("synonym"),
    "hidden": N_("search form"),
    "notation": N_("notation"),
    "identifier": N_("identifier"),
    "definition": N_("in the definition"),
    "scopeNote": N_("in the scope note"),
    "example": N_("in an example"),
    "historyNote": N_("in the history note"),
    "note": N_("in a note"),
    "editorialNote": N_("in an editorial note"),
    "changeNote": N_("in a change note"),
}
CONCEPT_STATUS_NAMES = {"approved": N_("in use"), "deprecated": N_("withdrawn")}
SLOT_NAMES = {
    "prefLabel": N_("Preferred term"),
    "altLabel": N_("Synonyms"),
    "definition": N_("Definition"),
    "scopeNote": N_("Scope note"),
    "example": N_("Example"),
    "historyNote": N_("History note"),
    "title": N_("Title"),
    "description": N_("Description"),
}
PROPOSAL_STATE_NAMES = {
    "open": N_("open"),
    "accepted": N_("accepted"),
    "declined": N_("declined"),
    "withdrawn": N_("taken back"),
}
ORIGIN_NAMES = {
    "proposal": N_("from a proposal"),
    "desk": N_("at the translation desk"),
    "upload": N_("from an uploaded file"),
    "revert": N_("an earlier wording again"),
    "file": N_("in the catalog file"),
}
CHANGE_NAMES = {
    "created": N_("New concept"),
    "changed": N_("Changed concept"),
    "withdrawn": N_("Withdrawn concept"),
}
NAMES = {
    "change": CHANGE_NAMES,
    "sector": SECTOR_NAMES,
    "relation": RELATION_NAMES,
    "agreement": AGREEMENT_NAMES,
    "equivalence": EQUIVALENCE_NAMES,
    "equivalence_told": EQUIVALENCES_TOLD,
    "glance": GLANCE_NAMES,
    "mark": MARK_NAMES,
    "status": STATUS_NAMES,
    "kind": KIND_NAMES,
    "concept_status": CONCEPT_STATUS_NAMES,
    "slot": SLOT_NAMES,
    "proposal_state": PROPOSAL_STATE_NAMES,
    "origin": ORIGIN_NAMES,
}
"""All of them, by what they are the codes of."""
