"""Whether a mail address that somebody without an account gave is really theirs.

A link goes to the address once; until it was used, nothing else is written to the address, and it
stands in no commit. The link is signed, holds for a time, and is of no use a second time.
"""

import hashlib
import hmac
from collections.abc import Sequence
from urllib.parse import quote

from babel.support import Translations
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from glossary import languages
from glossary.contribute import mail, notices
from glossary.contribute.people import limits
from glossary.contribute.people.signing_key import secret_key
from glossary.contribute.tables import Proposal
from glossary.errors import N_, Gone
from glossary.site import paths
from glossary.site.settings import Settings

SECONDS = 14 * 86_400
"""For how long a link can be used."""
MOST_PER_DAY = 3
"""So many links go to one address in a day, whoever gives it."""
_DAY_SECONDS = 86_400
_LONGEST_TOKEN = 2000
_PROPOSALS, _UPLOAD = "proposals", "upload"
_SUBJECT = N_("%(site)s: is this your address?")
_BODY = N_(
    "Somebody, perhaps you, has proposed a wording at %(site)s and given this address, to hear of "
    "the decision. With this link you confirm that it is yours:\n\n%(link)s\n\n"
    "If it was not you, do nothing: we shall not write to you again.\n"
)


def ask(settings: Settings, session: Session, made: Sequence[Proposal]) -> bool:
    """Have a link sent to the address that was given with proposals; return whether one is.

    None is where the site sends no mail, no address was given, its owner has an account that
    made them, or the address has got enough of them today. All of `made` are of one sender: those
    of an upload, or a few.
    """
    first = next(iter(made), None)
    if first is None or not settings.mail_url or not first.email or first.person_id is not None:
        return False
    if not limits.allow(
        session, "confirm", _mark(settings, first.email), MOST_PER_DAY, _DAY_SECONDS
    ):
        return False
    if first.upload_id is not None:
        named: list[object] = [_UPLOAD, first.upload_id]
    else:
        named = [_PROPOSALS, *(one.id for one in made)]
    token = _signer(settings).dumps(named)
    ui = first.ui if first.ui in settings.interface_languages else settings.interface_languages[0]
    gettext = Translations.load(paths.TRANSLATIONS, [languages.to_locale(ui)]).gettext
    link = f"{settings.base_url}/{quote(ui)}/proposals/confirm/{token}"
    values = {"site": settings.title_in(ui)[1], "link": link}
    mail.enqueue(session, first.email, gettext(_SUBJECT) % values, gettext(_BODY) % values)
    return True


def ask_for_upload(settings: Settings, session: Session, upload_id: int) -> bool:
    """Have a link sent for the proposals that came of an upload, as `ask` does."""
    asked = select(Proposal).where(Proposal.upload_id == upload_id).limit(1)
    waiting = asked.where(Proposal.email != "", Proposal.email_confirmed.is_(False))
    return ask(settings, session, session.scalars(waiting).all())


def opened(settings: Settings, session: Session, token: str) -> Sequence[Proposal]:
    """Return the proposals whose address a link confirms; raise Gone where it was used already,
    is too old or not ours.
    """
    gone = Gone(N_("This link was used already, or is too old."))
    if len(token) > _LONGEST_TOKEN:
        raise gone
    try:
        kind, *ids = _signer(settings).loads(token, max_age=SECONDS)
    except BadData as error:
        raise gone from error
    found = session.scalars(_named(kind, ids)).all()
    if not found:
        raise gone
    return found


def confirm(settings: Settings, session: Session, token: str) -> Sequence[Proposal]:
    """Note that the address belongs to who gave it; return the proposals. Raises Gone.

    What was decided meanwhile is told now.
    """
    found = opened(settings, session, token)
    for one in found:
        one.email_confirmed = True
        if one.state in ("accepted", "declined"):
            notices.tell_author(settings, session, one)
    return found


def _named(kind: str, ids: Sequence[int]) -> Select[Proposal]:
    column = Proposal.upload_id if kind == _UPLOAD else Proposal.id
    return (
        select(Proposal)
        .where(column.in_(ids), Proposal.person_id.is_(None))
        .where(Proposal.email != "", Proposal.email_confirmed.is_(False))
        .order_by(Proposal.id)
        .with_for_update()
    )


def _signer(settings: Settings) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret_key(settings), salt="link confirm")


def _mark(settings: Settings, email: str) -> str:
    key = secret_key(settings).encode()
    return hmac.new(key, email.casefold().encode(), hashlib.sha256).hexdigest()
