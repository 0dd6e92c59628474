"""The sections of the questionnaire and their pages, in the order a person can answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from portal.intake import parts
from portal.intake.forms import canada, family, language, person, rest, ties
from portal.intake.forms.base import PageForm
from portal.intake.pages import AnyPage, ListPage, Page, Part, Section
from portal.services import drafts
from portal.services.drafts import Place


def _canada_list(
    page_id: str, form: type[PageForm], place: Place, template: str = "intake/page.html", **kw: Any
) -> ListPage:
    title = kw.pop("entry_title")
    return ListPage(
        page_id,
        "canada",
        place=place,
        parts=(Part("", title, form, template=template),),
        **kw,
    )


SECTIONS: tuple[Section, ...] = (
    Section(
        "you",
        _l("About you"),
        (
            Page(
                "you",
                "you",
                _l("About you"),
                person.YouForm,
                place=("person",),
                lede=_l("Write names and dates exactly as in your passport."),
            ),
            Page(
                "place",
                "you",
                _l("Canada today and tomorrow"),
                person.PlaceForm,
                place=("person",),
            ),
        ),
    ),
    Section(
        "family",
        _l("Partner and children"),
        (
            Page("family", "family", _l("Your family"), family.FamilyForm),
            Page(
                "partner",
                "family",
                _l("Your partner"),
                family.PartnerForm,
                place=parts.SPOUSE,
                owner=parts.SPOUSE,
                applies=drafts.has_partner,
            ),
        ),
    ),
    Section(
        "education",
        _l("Education"),
        (
            parts.education(
                "education",
                "education",
                (),
                title=_l("Your education"),
                ask=_l("Do you have a diploma, degree or secondary school certificate?"),
                lede=_l("One entry for each, the highest first. Studies under way belong here."),
            ),
        ),
    ),
    Section(
        "language",
        _l("Language tests"),
        (
            parts.tests(
                "language",
                "language",
                (),
                title=_l("Your language tests"),
                ask=_l("Have you taken or booked an English or French test?"),
                lede=_l("English and French, one entry for each report. Booked tests too."),
            ),
            Page(
                "first-language",
                "language",
                _l("English or French first?"),
                language.FirstLanguageForm,
                applies=language.has_both_languages,
            ),
        ),
    ),
    Section(
        "partner",
        _l("Your partner’s record"),
        (
            parts.education(
                "partner-education",
                "partner",
                parts.SPOUSE,
                title=_l("Your partner’s education"),
                ask=_l("Does your partner have a diploma, degree or school certificate?"),
                lede=_l("Answer these pages as your partner would."),
                applies=drafts.partner_counts,
            ),
            parts.tests(
                "partner-language",
                "partner",
                parts.SPOUSE,
                title=_l("Your partner’s language tests"),
                ask=_l("Has your partner taken or booked an English or French test?"),
                applies=drafts.partner_counts,
            ),
            parts.jobs(
                "partner-work",
                "partner",
                parts.SPOUSE,
                title=_l("Your partner’s work"),
                ask=_l("Has your partner worked for pay in the last ten years?"),
                lede=_l("Work in Canada adds points; work elsewhere helps to plan."),
                applies=drafts.partner_counts,
            ),
        ),
    ),
    Section(
        "work",
        _l("Work history"),
        (
            parts.jobs(
                "work",
                "work",
                (),
                title=_l("Your work"),
                ask=_l("Have you worked for pay in the last ten years?"),
                lede=_l("The last ten years, newest first. Part-time and self-employment too."),
            ),
        ),
    ),
    Section(
        "canada",
        _l("Canada and you"),
        (
            Page("job-offer", "canada", _l("A job offer"), canada.AskJobOfferForm),
            Page(
                "job-offer-details",
                "canada",
                _l("The job offer"),
                canada.JobOfferForm,
                place=("job_offer",),
                applies=parts.there_is("job_offer"),
                template="intake/page.html",
            ),
            _canada_list(
                "permits",
                canada.PermitForm,
                ("work_permits",),
                template="intake/page.html",
                title=_l("Work permits"),
                entry_title=_l("A work permit"),
                ask=_l("Do you hold, or did you hold, a work permit for Canada?"),
                add=_l("Add a permit"),
                done=_l("Those are all the permits"),
                noun=_l("permit"),
                remove=_l("Remove this permit?"),
            ),
            Page("nomination", "canada", _l("A nomination"), canada.AskNominationForm),
            Page(
                "nomination-details",
                "canada",
                _l("The nomination"),
                canada.NominationForm,
                place=("provincial_nomination",),
                applies=parts.there_is("provincial_nomination"),
            ),
            _canada_list(
                "notifications",
                canada.NotificationForm,
                ("notifications_of_interest",),
                title=_l("Notifications of interest"),
                entry_title=_l("A notification of interest"),
                ask=_l("Has a province sent you a notification of interest (NOI)?"),
                lede=_l("An NOI invites you to apply to the province. It is no nomination yet."),
                add=_l("Add a notification"),
                done=_l("Those are all"),
                noun=_l("notification"),
                remove=_l("Remove this notification?"),
            ),
            _canada_list(
                "expressions",
                canada.ExpressionForm,
                ("provincial_eois",),
                title=_l("Expressions of interest"),
                entry_title=_l("An expression of interest"),
                ask=_l("Have you sent an expression of interest (EOI) to a province?"),
                lede=_l("A registration in a province’s own system, outside Express Entry."),
                add=_l("Add an expression of interest"),
                done=_l("Those are all"),
                noun=_l("expression of interest"),
                remove=_l("Remove this expression of interest?"),
            ),
            _canada_list(
                "relatives",
                ties.RelativeForm,
                ("relatives_in_canada",),
                title=_l("Relatives in Canada"),
                entry_title=_l("A relative in Canada"),
                ask=_l("Do you or your partner have relatives who live in Canada?"),
                lede=_l("Parents, children, siblings, grandparents, aunts, uncles, cousins."),
                add=_l("Add a relative"),
                done=_l("Those are all the relatives"),
                noun=_l("relative"),
                remove=_l("Remove this relative?"),
                limit=30,
            ),
            _canada_list(
                "stays",
                ties.StayForm,
                ("ties", "previous_stays"),
                title=_l("Earlier stays in Canada"),
                entry_title=_l("A stay in Canada"),
                ask=_l("Have you or your partner worked, studied or been in Canada before?"),
                lede=_l("Work there belongs on the work pages too; here it shows adaptability."),
                add=_l("Add a stay"),
                done=_l("Those are all the stays"),
                noun=_l("stay"),
                remove=_l("Remove this stay?"),
                limit=30,
            ),
            Page("certificate", "canada", _l("A trade certificate"), ties.AskCertificateForm),
            Page(
                "certificate-details",
                "canada",
                _l("The trade certificate"),
                ties.CertificateForm,
                place=("certificate_of_qualification",),
                applies=parts.there_is("certificate_of_qualification"),
                template="intake/page.html",
            ),
            _canada_list(
                "registrations",
                ties.RegistrationForm,
                ("registrations",),
                title=_l("Professional registration"),
                entry_title=_l("A registration"),
                ask=_l("Are you registered with a professional body in Canada?"),
                lede=_l("Nurses, engineers, teachers and others who need it to work."),
                add=_l("Add a registration"),
                done=_l("Those are all"),
                noun=_l("registration"),
                remove=_l("Remove this registration?"),
            ),
            Page(
                "provinces",
                "canada",
                _l("Provinces that interest you"),
                ties.InterestForm,
                place=("ties",),
            ),
        ),
    ),
    Section("money", _l("Money"), (Page("money", "money", _l("Your money"), rest.MoneyForm),)),
    Section(
        "express-entry",
        _l("Express Entry profile"),
        (
            Page(
                "express-entry",
                "express-entry",
                _l("Your Express Entry profile"),
                rest.AskExpressEntryForm,
            ),
            Page(
                "express-entry-profile",
                "express-entry",
                _l("The profile in the pool"),
                rest.ExpressEntryForm,
                place=("express_entry",),
                applies=parts.there_is("express_entry"),
                template="intake/page.html",
            ),
        ),
    ),
    Section(
        "history",
        _l("Earlier applications"),
        (
            Page(
                "history",
                "history",
                _l("Earlier applications and difficult matters"),
                rest.HistoryForm,
                place=("history",),
                lede=_l(
                    "None of this is scored. Your consultant has to know it before you apply: "
                    "what is told in time can often be solved."
                ),
            ),
        ),
    ),
)

PAGES: Mapping[str, AnyPage] = {page.id: page for each in SECTIONS for page in each.pages}
