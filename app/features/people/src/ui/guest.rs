//! The guest form: a caller nobody knows yet.

use kernel::FieldErrors;
use leptos::{html, prelude::*, task::spawn_local};
use ui::{Banner, Button, ButtonVariant, Dialog, TextArea, TextField, Tone, focus_control, focus_first_invalid};

use crate::{
    api::add_guest,
    model::{GuestDraft, PersonCard},
};

/// Opens over the page; `on_added` is given the new guest.
#[component]
pub fn GuestDialog(
    open: RwSignal<bool>,
    /// The company of the form: its id and its name. Inherited, not to be changed here.
    #[prop(into)]
    company: Signal<Option<(String, String)>>,
    on_added: Callback<PersonCard>,
) -> impl IntoView {
    let [first_name, last_name, contact_number, email, address] = [(); 5].map(|()| RwSignal::new(String::new()));
    let company_name = RwSignal::new(String::new());
    let errors = RwSignal::new(FieldErrors::default());
    let failure = RwSignal::new(None::<String>);
    let busy = RwSignal::new(false);
    let form = NodeRef::<html::Form>::new();
    Effect::new(move |_| company_name.set(company.get().map(|company| company.1).unwrap_or_default()));
    let error = move |name: &'static str| Signal::derive(move || errors.read().get(name).map(ToOwned::to_owned));
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let draft = GuestDraft {
            first_name: first_name.get_untracked(),
            last_name: last_name.get_untracked(),
            contact_number: contact_number.get_untracked(),
            email: email.get_untracked(),
            address: address.get_untracked(),
            company: company.get_untracked().map(|company| company.0).unwrap_or_default(),
        };
        failure.set(None);
        let show = move |wrong: FieldErrors| {
            errors.set(wrong);
            if let Some(form) = form.get_untracked() {
                focus_first_invalid(&form);
            }
        };
        if let Err(wrong) = draft.check() {
            show(wrong);
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let outcome = add_guest(draft).await;
            busy.set(false);
            match outcome {
                Ok(guest) => {
                    on_added.run(guest);
                    open.set(false);
                }
                Err(error) if error.fields().is_empty() => failure.set(Some(error.to_string())),
                Err(error) => show(error.fields()),
            }
        });
    };
    Effect::new(move |_| {
        if let (true, Some(form)) = (open.get(), form.get()) {
            request_animation_frame(move || focus_control(&form, "input"));
        }
    });
    view! {
        <Dialog open title="Add User">
            <form node_ref=form on:submit=submit novalidate class="grid grid-cols-1 gap-4 sm:grid-cols-2">
                <p class="text-muted sm:col-span-2">
                    "Registers the caller as a guest of the company, and fills the form in."
                </p>
                {move || failure.get().map(|text| view! {
                    <div class="sm:col-span-2"><Banner tone=Tone::Danger>{text}</Banner></div>
                })}
                <TextField name="first_name" label="First Name" value=first_name required=true error=error("first_name") id="guest-first-name" />
                <TextField name="last_name" label="Last Name" value=last_name required=true error=error("last_name") id="guest-last-name" />
                <TextField name="email" label="Email Address" kind="email" value=email required=true error=error("email") id="guest-email" />
                <TextField name="contact_number" label="Contact Number" kind="tel" value=contact_number error=error("contact_number") id="guest-phone" />
                <div class="sm:col-span-2">
                    <TextArea name="address" label="Address" value=address rows=2 error=error("address") id="guest-address" />
                </div>
                <div class="sm:col-span-2">
                    <TextField name="company" label="Company" value=company_name read_only=true error=error("company") id="guest-company" />
                </div>
                <div class="flex justify-end gap-2 sm:col-span-2">
                    <Button variant=ButtonVariant::Ghost on:click=move |_| open.set(false)>"Cancel"</Button>
                    <Button kind="submit" variant=ButtonVariant::Primary busy>"Add guest"</Button>
                </div>
            </form>
        </Dialog>
    }
}
