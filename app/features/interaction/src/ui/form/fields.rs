//! The fields, as the new form and the record page show them.

use leptos::prelude::*;
use time::OffsetDateTime;
use ui::{
    MomentField, SelectField, TextArea, TextField,
    time_text::{browser_text, utc_text},
};

use super::{
    FormState, options,
    person::{Persons, follow_company},
    state::PersonBox,
};
use crate::model::{DESCRIPTION_LIMIT, SUMMARY_LIMIT, Status};

/// All fields of the form.
#[component]
pub fn FormFields(
    form: FormState,
    /// Whether it is not saved yet.
    is_new: bool,
    /// The statuses it may be saved in.
    #[prop(into)]
    statuses: Signal<Vec<Status>>,
    /// When it was reported; for a new one, the server's time.
    reported_on: OffsetDateTime,
    add_to: RwSignal<Option<PersonBox>>,
) -> impl IntoView {
    follow_company(form);
    view! {
        <div class="grid grid-cols-1 gap-x-4 gap-y-4 sm:grid-cols-2">
            <Persons form add_to />
            <Company form is_new />
            <SelectField
                name="reason"
                label="Reason for Interaction"
                value=form.field("reason")
                options=options::reasons(form)
                placeholder="Choose a reason".to_owned()
                error=form.error("reason")
                required=true
            />
            <div class="sm:col-span-2">
                <TextField name="summary" label="Summary" value=form.field("summary") limit=SUMMARY_LIMIT error=form.error("summary") required=true />
            </div>
            <div class="sm:col-span-2">
                <TextArea name="description" label="Description" value=form.field("description") limit=DESCRIPTION_LIMIT error=form.error("description") rows=5 />
            </div>
        </div>
        <Group title="Classification">
            <Pick form name="category" label="Category" options=options::categories(form) />
            <Pick form name="subcategory" label="Sub-category" options=options::subcategories(form) />
            <Pick form name="type" label="Type" options=options::types(form) />
            <Fixed form name="through" label="Through" options=options::channels() />
            <Fixed form name="impact" label="Impact" options=options::impacts() />
            <Fixed form name="urgency" label="Urgency" options=options::urgencies() />
            <Pick form name="ci" label="Impacted CI" options=options::cis(form) />
            <Pick form name="service" label="Affected Service" options=options::services(form) />
        </Group>
        <Group title="Contact">
            <TextField name="contact_email" label="Contact Email" kind="email" value=form.field("contact_email") error=form.error("contact_email") />
            <TextField name="contact_phone" label="Contact Phone" kind="tel" value=form.field("contact_phone") error=form.error("contact_phone") />
        </Group>
        <Group title="Assignment and status">
            <Pick form name="group" label="Group" options=options::groups(form) />
            <Pick form name="individual" label="Individual" options=options::individuals(form) />
            <ReportedOn at=reported_on />
            <Fixed form name="status" label="Status" options=options::statuses(statuses) />
            <StateReason form />
            <WakeUp form />
        </Group>
    }
}

/// A new record's company is chosen; a record's stays.
#[component]
fn Company(form: FormState, is_new: bool) -> impl IntoView {
    if is_new {
        return view! {
            <div>
                <SelectField
                    name="company"
                    label="Company"
                    value=form.field("company")
                    options=options::companies(form)
                    placeholder="Choose a company".to_owned()
                    error=form.error("company")
                    required=true
                />
                <noscript>
                    <button type="submit" name="intent" value="refresh" class="mt-1 min-h-6 underline">
                        "Show this company’s choices"
                    </button>
                </noscript>
            </div>
        }
        .into_any();
    }
    let id = form.field("company").get_untracked();
    let name = form.choices.with_untracked(|choices| {
        choices.companies.iter().find(|company| company.id.to_string() == id).map(|company| company.name.clone())
    });
    let name = RwSignal::new(name.unwrap_or_default());
    view! { <TextField name="company_name" label="Company" value=name read_only=true /> }.into_any()
}

/// A heading and its fields, three to a row where there is room.
#[component]
fn Group(title: &'static str, children: Children) -> impl IntoView {
    view! {
        <fieldset class="mt-5 border-t border-line pt-4">
            <legend class="sr-only">{title}</legend>
            <div class="grid grid-cols-1 gap-x-4 gap-y-4 sm:grid-cols-2 xl:grid-cols-3">{children()}</div>
        </fieldset>
    }
}

/// A list that may stay empty.
#[component]
pub fn Pick(
    form: FormState,
    name: &'static str,
    label: &'static str,
    options: Signal<Vec<ui::SelectOption>>,
) -> impl IntoView {
    view! {
        <SelectField name label value=form.field(name) options placeholder="–".to_owned() error=form.error(name) />
    }
}

/// A list that always has a value.
#[component]
fn Fixed(
    form: FormState,
    name: &'static str,
    label: &'static str,
    options: Signal<Vec<ui::SelectOption>>,
) -> impl IntoView {
    view! { <SelectField name label value=form.field(name) options error=form.error(name) required=true /> }
}

/// Offered where the status has reasons.
#[component]
pub fn StateReason(form: FormState) -> impl IntoView {
    let none = move || form.live.get() && form.status().is_none_or(|status| status.reasons().is_empty());
    let needed = move || form.live.get() && form.status().is_some_and(Status::needs_reason);
    view! {
        <SelectField
            name="state_reason"
            label="State reason"
            value=form.field("state_reason")
            options=options::state_reasons(form)
            placeholder="–".to_owned()
            error=form.error("state_reason")
            disabled=Signal::derive(none)
            required=Signal::derive(needed)
        />
    }
}

/// Offered where it is on hold, and let go of where it is not.
#[component]
pub fn WakeUp(form: FormState) -> impl IntoView {
    let value = form.field("wake_at");
    let offered = Memo::new(move |_| form.status() == Some(Status::OnHold));
    Effect::new(move |_| {
        if !offered.get() && !value.read_untracked().is_empty() {
            value.set(String::new());
        }
    });
    view! {
        // Without scripts the status may become another without anybody noticing.
        <div class=move || if offered.get() { "" } else { "hidden noscript:block" }>
            <MomentField
                name="wake_at"
                label="Wake-up time"
                value
                error=form.error("wake_at")
                hint="On Hold: then it goes back to In Progress by itself"
            />
        </div>
    }
}

/// In UTC as the server writes it, then in the reader's own zone.
#[component]
fn ReportedOn(at: OffsetDateTime) -> impl IntoView {
    let value = RwSignal::new(utc_text(at));
    Effect::new(move |_| value.set(browser_text(at)));
    view! { <TextField name="reported_on" label="Reported On" value read_only=true /> }
}
