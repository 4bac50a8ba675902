//! The guest form without JavaScript: it stands in the form that came back because somebody was not found, and
//! is posted with it by a button of its own, so that nothing typed around it is lost.

use leptos::prelude::*;
use people::model::GuestDraft;
use ui::{Button, TextArea, TextField};

use super::{FormState, person::company_of, state::PersonBox};
use crate::model::{add_intent, guest_field};

/// Shown where the form that was sent asks for it, until somebody is chosen.
#[component]
pub fn GuestBeside(
    form: FormState,
    person: PersonBox,
    /// What the box is called.
    label: &'static str,
) -> impl IntoView {
    person.guest.get_value().map(|guest| view! { <Fields form person label guest /> })
}

#[component]
fn Fields(form: FormState, person: PersonBox, label: &'static str, guest: GuestDraft) -> impl IntoView {
    let name = move |field: &str| guest_field(person.name, field);
    let error = move |field: &str| {
        let field = name(field);
        Signal::derive(move || form.errors.read().get(&field).map(ToOwned::to_owned))
    };
    let GuestDraft { first_name, last_name, contact_number, email, address, .. } = guest;
    let [first_name, last_name, contact_number, email, address] =
        [first_name, last_name, contact_number, email, address].map(RwSignal::new);
    let company = company_of(form);
    let named = move |company: Option<(String, String)>| company.map(|company| company.1).unwrap_or_default();
    let company_name = RwSignal::new(named(company.get_untracked()));
    Effect::new(move |_| company_name.set(named(company.get())));
    view! {
        <fieldset
            class="rounded border border-line p-4 sm:col-span-2"
            hidden=move || person.choice.read().is_some()
        >
            <legend class="px-1 font-semibold">{format!("Add User: {label}")}</legend>
            <p class="mb-3 text-muted">"Registers them as a guest of the company, and fills the form in. It is not saved by that."</p>
            <div class="grid grid-cols-1 gap-4 sm:grid-cols-2">
                <TextField name=name("first_name") label="First Name" value=first_name required=true error=error("first_name") />
                <TextField name=name("last_name") label="Last Name" value=last_name required=true error=error("last_name") />
                <TextField name=name("email") label="Email Address" kind="email" value=email required=true error=error("email") />
                <TextField name=name("contact_number") label="Contact Number" kind="tel" value=contact_number error=error("contact_number") />
                <div class="sm:col-span-2">
                    <TextArea name=name("address") label="Address" value=address rows=2 error=error("address") />
                </div>
                <TextField name=name("company_name") label="Company" value=company_name read_only=true />
                <div class="flex items-end justify-end">
                    <Button kind="submit" name="intent" value=add_intent(person.name)>"Add User"</Button>
                </div>
            </div>
        </fieldset>
    }
}
