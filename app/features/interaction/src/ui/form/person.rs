//! Requested For and Requested By: one look-up, and what choosing somebody fills in.

use kernel::CompanyId;
use leptos::{prelude::*, task::spawn_local};
use people::{
    model::PersonCard,
    ui::{GuestDialog, PersonLookup},
};

use super::{FormState, guest::GuestBeside, state::PersonBox};

/// Both look-ups.
#[component]
pub fn Persons(
    form: FormState,
    /// Opens the guest form for one of the two boxes.
    add_to: RwSignal<Option<PersonBox>>,
) -> impl IntoView {
    let company = Signal::derive(move || form.field("company").get().parse::<CompanyId>().ok());
    let (for_box, by_box) = (form.requested_for, form.requested_by);
    Effect::watch(
        move || for_box.choice.get(),
        move |choice, _, _| {
            let chosen = choice.as_ref().and_then(|_| untrack(|| for_box.card()));
            if let Some(card) = chosen {
                fill_from(form, card);
            }
        },
        false,
    );
    let any_company = Signal::stored(None::<CompanyId>);
    view! {
        <PersonLookup
            name="requested_for"
            label="Requested For"
            text=for_box.text
            choice=for_box.choice
            cards=for_box.cards
            company
            error=form.error("requested_for")
            hint="Who needs help: name, email or phone".to_owned()
            on_add=Callback::new(move |()| add_to.set(Some(for_box)))
        />
        <PersonLookup
            name="requested_by"
            label="Requested By"
            text=by_box.text
            choice=by_box.choice
            cards=by_box.cards
            company=any_company
            error=form.error("requested_by")
            hint="Who contacted the desk".to_owned()
            on_add=Callback::new(move |()| add_to.set(Some(by_box)))
        />
        <GuestBeside form person=for_box label="Requested For" />
        <GuestBeside form person=by_box label="Requested By" />
    }
}

/// Requested For brings the contact data, the company and, where nobody is named yet, Requested By.
fn fill_from(form: FormState, card: PersonCard) {
    form.field("contact_email").set(card.email.clone());
    form.field("contact_phone").set(card.phone.clone());
    if form.requested_by.choice.get_untracked().is_none() && form.requested_by.text.get_untracked().is_empty() {
        form.requested_by.choose(card.clone());
    }
    let company = card.company_id.to_string();
    if form.field("company").get_untracked() != company {
        form.field("company").set(company);
    }
}

/// Follows the company: fetches what it offers, and lets go of a person who belongs to another.
pub fn follow_company(form: FormState) {
    let company = form.field("company");
    Effect::watch(
        move || company.get(),
        move |company, _, _| {
            let company = company.clone();
            let offered = form.choices.with_untracked(|choices| choices.company.map(|id| id.to_string()));
            if offered.unwrap_or_default() == company {
                return;
            }
            if untrack(|| form.requested_for.card()).is_some_and(|card| card.company_id.to_string() != company) {
                form.requested_for.choice.set(None);
                form.requested_for.text.set(String::new());
            }
            spawn_local(async move { form.offer(&company).await });
        },
        false,
    );
}

/// The form's company: its id and its name.
pub fn company_of(form: FormState) -> Signal<Option<(String, String)>> {
    Signal::derive(move || {
        let id = form.field("company").get();
        let choices = form.choices.read();
        let named = choices.companies.iter().find(|company| company.id.to_string() == id);
        named.map(|named| (id.clone(), named.name.clone()))
    })
}

/// The guest form for whichever box asked for it. Stands outside the interaction's own form, and only
/// while it is asked for.
#[component]
pub fn AddPerson(form: FormState, add_to: RwSignal<Option<PersonBox>>) -> impl IntoView {
    let company = company_of(form);
    let asked = Memo::new(move |_| add_to.read().is_some());
    let on_added = Callback::new(move |guest: PersonCard| {
        if let Some(person) = add_to.get_untracked() {
            person.choose(guest);
        }
    });
    move || {
        asked.get().then(|| {
            let open = RwSignal::new(true);
            Effect::new(move |_| {
                if !open.get() {
                    let asked_by = add_to.get_untracked();
                    add_to.set(None);
                    // The guest form is gone by then, and with it the focus it held.
                    request_animation_frame(move || {
                        if let Some(person) = asked_by {
                            person.focus();
                        }
                    });
                }
            });
            view! { <GuestDialog open company on_added /> }
        })
    }
}
