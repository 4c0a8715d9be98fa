"""What was written at the desk goes where it belongs: the catalog, proposals, or drafts."""

from collections.abc import Sequence

from flask import flash, request
from flask_babel import gettext, ngettext

from glossary.contribute import proposals
from glossary.contribute.desk import drafts
from glossary.contribute.desk.drafts import Place
from glossary.contribute.proposals import AlreadyProposed, Suggested, decisions
from glossary.contribute.proposals.wordings import Changed, Wording
from glossary.contribute.tables import Proposal
from glossary.errors import N_
from glossary.web import guests, session
from glossary.web.context import reader
from glossary.web.desk.typed import Field

_NOTHING = N_("Nothing was changed.")


def send(place: Place, changed: Sequence[Field], checked: bool) -> None:
    """Send the texts that are different, from a reviewer into the catalog, else as proposals.

    Nothing is sent where an error is raised: Changed where someone else was quicker, Invalid,
    Forbidden, NotSignedIn, TooMany.
    """
    if not changed:
        flash(gettext(_NOTHING))
    elif session.may("reviewer", place[1]):
        _write(place, changed, checked)
    else:
        _propose(place, changed)
    forget(place, [field.slot for field in changed])


def _write(place: Place, changed: Sequence[Field], checked: bool) -> None:
    vocabulary, lang, concept = place
    wordings = [
        Wording(concept, one.slot, one.text, one.other_data, one.base, checked) for one in changed
    ]
    made, moved = decisions.edit_many(
        reader().settings,
        session.store(),
        vocabulary=vocabulary,
        lang=lang,
        wordings=wordings,
        person_id=session.require("reviewer", lang).id,
        origin="desk",
    )
    if moved:
        raise Changed
    count = len(made)
    saved = ngettext("%(num)s text is saved.", "%(num)s texts are saved.", count)
    flash(saved if count else gettext(_NOTHING))


def _propose(place: Place, changed: Sequence[Field]) -> None:
    """Make proposals of the texts; those that someone has made already are left out."""
    guests.check_open()
    guests.check_trap()
    kept: list[Proposal] = []
    author = guests.author()
    with session.store().writing() as writing:
        for one in changed:
            guests.count(writing, "proposal")
            try:
                made = proposals.propose(writing, _suggested(place, one), author)
            except AlreadyProposed:
                continue
            kept.append(made)
        keys = [one.key for one in kept]
        is_asked = guests.ask_to_confirm(writing, kept)
    for key in keys:
        guests.remember(key)
    if is_asked:
        guests.tell_to_confirm(guests.given_address())
    if keys:
        flash(
            ngettext(
                "Thank you. %(num)s proposal is kept, and will be looked at.",
                "Thank you. %(num)s proposals are kept, and will be looked at.",
                len(keys),
            )
        )
    if len(keys) < len(changed):
        flash(gettext("Someone has proposed this wording already."))


def _suggested(place: Place, one: Field) -> Suggested:
    return Suggested(
        *place,
        one.slot,
        source=one.entry.source,
        before=one.base,
        text=one.text,
        data=one.other_data,
        comment=request.form.get("comment", ""),
        confirms=one.fits,
    )


def keep(place: Place, fields: Sequence[Field]) -> None:
    """Keep what is typed and not yet sent; raise NotSignedIn, Invalid."""
    who = session.signed_in()
    with session.store().writing() as writing:
        for one in fields:
            if one.is_changed:
                drafts.save(
                    writing,
                    who.id,
                    place,
                    one.slot,
                    base=one.base,
                    text=one.text,
                    data=one.other_data,
                )
        drafts.drop(writing, who.id, place, [one.slot for one in fields if not one.is_changed])


def forget(place: Place, slots: Sequence[str]) -> None:
    """Drop the drafts of these texts, where somebody is signed in."""
    who = session.person()
    if who is not None:
        with session.store().writing() as writing:
            drafts.drop(writing, who.id, place, slots)
