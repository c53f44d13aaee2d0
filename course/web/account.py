"""Signing up, in and out, a forgotten password, one's own account, joining a group."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from babel.dates import format_datetime
from flask import redirect, request, session, url_for

from ..errors import BadInput, NotAllowed, NotFound
from ..i18n import best_language, current_language, date_locale
from ..i18n import gettext as _
from ..services import accounts, teaching
from . import account_forms as forms
from . import pages_account as pages
from .access import SIGN_IN, house, me, own_accounts, public, signed_in, visitor
from .home import local
from .presenting import frame, say_next
from .rendering import render

if TYPE_CHECKING:
    from flask import Response
    from werkzeug.wrappers import Response as Answer

    from ..store.cohorts import Cohort
    from ..store.people import Person


def _agent() -> str:
    return request.headers.get("User-Agent", "")[:200]


def _enter(token: str, target: str) -> Answer:
    """Keep the sign-in in the cookie and go on."""
    session.permanent = True
    session[SIGN_IN] = token
    return redirect(target, 303)


@public
def sign_in() -> Response | Answer:
    """Sign in with address and password."""
    target = request.values.get("next", "")
    if visitor() is not None and request.method == "GET":
        return redirect(local(target), 303)
    form = forms.SignInForm(request.form)
    if request.method == "GET":
        return render(_sign_in_page(target))
    if not form.validate():
        return render(_sign_in_page(target, form, forms.errors_of(form)), 422)
    try:
        _person, token = accounts.sign_in(house(), form.email.data, form.password.data, _agent())
    except BadInput as refusal:
        return render(_sign_in_page(target, form, forms.refused(refusal)), 422)
    return _enter(token, local(target))


def _sign_in_page(
    target: str, form: forms.SignInForm | None = None, errors: dict[str, str] | None = None
) -> pages.SignInPage:
    return pages.SignInPage(
        frame=frame("account"),
        values=forms.values_of(form) if form else {},
        errors=errors or {},
        next=target,
        may_sign_up=house().settings.sign_up,
    )


@public
def sign_up() -> Response | Answer:
    """Create an account; an invitation code makes its owner a member at once."""
    code = request.values.get("code", "")
    cohort = _invitation(code)
    if cohort is None and not house().settings.sign_up:
        raise NotAllowed("sign_up")
    form = forms.SignUpForm(request.form)
    page = pages.SignUpPage(
        frame=frame("account"),
        values=forms.values_of(form),
        next=request.values.get("next", ""),
        cohort=cohort,
        code=code if cohort else "",
    )
    if request.method == "GET":
        return render(page)
    try:
        person = _new_account(form)
    except BadInput as refusal:
        errors = forms.errors_of(form) or forms.refused(refusal)
        return render(pages.SignUpPage(**{**vars(page), "errors": errors}), 422)
    if cohort:
        teaching.join_cohort(house(), person, code)
    return _enter(accounts.start_session(house(), person, _agent()), local(page.next))


def _new_account(form: forms.SignUpForm) -> Person:
    if not form.validate():
        raise BadInput({name: str(keys[0]) for name, keys in form.errors.items()})
    wanted = accounts.NewAccount(
        name=form.name.data,
        email=form.email.data,
        password=form.password.data,
        language=best_language(current_language(), house().settings.languages),
    )
    return accounts.sign_up(house(), wanted)


@public
def sign_out() -> Answer:
    """End this sign-in."""
    token = session.pop(SIGN_IN, None)
    if isinstance(token, str):
        accounts.sign_out(house(), token)
    return redirect(url_for("collectif.home"), 303)


# -- a forgotten password -----------------------------------------------------


@public
def forgotten() -> Response:
    """Ask for a link to set a new password."""
    form = forms.AddressForm(request.form)
    values = forms.values_of(form)
    if request.method == "GET":
        return render(pages.ForgottenPage(frame=frame("account"), values=values))
    if not form.validate():
        errors = forms.errors_of(form)
        page = pages.ForgottenPage(frame=frame("account"), values=values, errors=errors)
        return render(page, 422)
    accounts.forgot(house(), form.email.data, _letter)
    return render(pages.ForgottenPage(frame=frame("account"), values=values, sent=True))


def _letter(person: Person, token: str) -> tuple[str, str]:
    """Subject and body of the mail with the link."""
    base = house().settings.base_url
    path = url_for("collectif.reset", token=token)
    link = f"{base}{path}" if base else url_for("collectif.reset", token=token, _external=True)
    body = _(
        "Bonjour %(name)s,\n\nPour choisir un nouveau mot de passe, ouvrez ce lien dans les deux"
        " heures :\n\n%(link)s\n\nSi vous n’avez rien demandé, ne faites rien : votre mot de passe"
        " reste le même.\n",
        name=person.name,
        link=link,
    )
    return _("Votre nouveau mot de passe"), body


@public
def reset(token: str) -> Response | Answer:
    """Set a new password with a mailed link."""
    form = forms.NewPasswordForm(request.form)
    good = accounts.token_is_good(house(), token)
    page = pages.ResetPage(frame=frame("account"), token=token, good=good)
    if request.method == "GET" or not good:
        return render(page, 200 if good else 404)
    try:
        person = accounts.reset_password(house(), token, form.new.data or "")
    except BadInput as refusal:
        return render(pages.ResetPage(**{**vars(page), "errors": forms.refused(refusal)}), 422)
    say_next(_("Votre nouveau mot de passe est enregistré."), "good")
    return _enter(accounts.start_session(house(), person, _agent()), url_for("collectif.home"))


# -- one's own account --------------------------------------------------------


@signed_in
def account() -> Response:
    """One's own account."""
    return render(_account_page())


def _account_page(
    errors: dict[str, str] | None = None, values: dict[str, str] | None = None
) -> pages.AccountPage:
    person = me()
    return pages.AccountPage(
        frame=frame("account"),
        values=values or {"name": person.name},
        errors=errors or {},
        name=person.name,
        email=person.email or "",
        devices=_devices(person),
        cohorts=tuple(teaching.learning_in(house(), person)),
        homepage=house().recording.homepage,
        pseudonym=person.pseudonym,
        own_password=own_accounts(),
    )


def _devices(person: Person) -> tuple[pages.Device, ...]:
    token = session.get(SIGN_IN)
    current = accounts.digest(token) if isinstance(token, str) else ""
    return tuple(
        pages.Device(one.id, _browser(one.agent), moment(one.created), one.id == current)
        for one in accounts.sessions(house(), person)
    )


def _browser(agent: str) -> str:
    """The browser and system that a User-Agent names, as people call them."""
    browsers = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
    systems = ("iPhone", "iPad", "Android", "Windows", "Mac OS", "Linux")
    names = {"Edg": "Edge", "OPR": "Opera", "Mac OS": "Mac"}
    found = [next((name for name in known if name in agent), "") for known in (browsers, systems)]
    return " · ".join(names.get(name, name) for name in found if name) or _("Appareil inconnu")


def moment(at: int) -> str:
    """Microseconds UTC as a date and time of the page's language."""
    when = datetime.fromtimestamp(at / 1_000_000, UTC)
    return format_datetime(when, "medium", locale=date_locale())


@signed_in
def rename() -> Response | Answer:
    """Change what one is called."""
    try:
        accounts.change_name(house(), me(), request.form.get("name", ""))
    except BadInput as refusal:
        values = {"name": request.form.get("name", "")}
        return render(_account_page(forms.refused(refusal), values), 422)
    say_next(_("Votre nom est changé."), "good")
    return redirect(url_for("collectif.account"), 303)


@signed_in
def change_password() -> Response | Answer:
    """Change one's password; every other sign-in ends."""
    form = forms.ChangePasswordForm(request.form)
    if not form.validate():
        return render(_account_page(forms.errors_of(form)), 422)
    try:
        accounts.change_password(
            house(), me(), form.old.data, form.new.data, session.get(SIGN_IN, "")
        )
    except BadInput as refusal:
        return render(_account_page(forms.refused(refusal)), 422)
    say_next(_("Votre mot de passe est changé ; vos autres appareils sont déconnectés."), "good")
    return redirect(url_for("collectif.account"), 303)


@signed_in
def revoke() -> Answer:
    """End one of one's own sign-ins."""
    accounts.revoke(house(), me(), request.form.get("device", ""))
    say_next(_("Cet appareil est déconnecté."), "good")
    return redirect(url_for("collectif.account"), 303)


# -- joining a group ----------------------------------------------------------


@public
def join_by_link(code: str) -> Answer:
    """The link a trainer hands out: it carries the code."""
    return redirect(url_for("collectif.join", code=code), 303)


@public
def join() -> Response | Answer:
    """Join a group by its code. Where the host has the users, it asks them to sign in first."""
    if not own_accounts():
        me()
    code = request.values.get("code", "")
    cohort = _invitation(code)
    error = {"code": forms.sentence("code", "unknown")} if code and cohort is None else {}
    page = pages.JoinPage(
        frame=frame("account"), values={"code": code}, errors=error, cohort=cohort
    )
    if request.method == "GET" or cohort is None:
        return render(page, 422 if error else 200)
    if visitor() is None:
        return redirect(url_for("collectif.sign_up", code=code), 303)
    teaching.join_cohort(house(), me(), code)
    say_next(_("Vous faites partie du groupe « %(name)s ».", name=cohort.name), "good")
    return redirect(url_for("collectif.home"), 303)


def _invitation(code: str) -> Cohort | None:
    if not code:
        return None
    try:
        return teaching.find_invitation(house(), code)
    except BadInput:
        return None


# -- the demo -----------------------------------------------------------------


@public
def demo_sign_in(token: str) -> Answer:
    """Sign in as somebody of the demo, with one click: on loopback and in the demo only."""
    if not house().settings.demo or request.remote_addr not in ("127.0.0.1", "::1"):
        raise NotFound("demo")
    person = accounts.demo_person(house(), token)
    target = "collectif.trainer" if person.role == "trainer" else "collectif.home"
    if person.role == "admin":
        target = "collectif.admin"
    return _enter(accounts.start_session(house(), person, _agent()), url_for(target))
