//! Fields: text, choices, look-ups.

use leptos::prelude::*;

use crate::button::{Button, ButtonSize, ButtonVariant};
use crate::checkbox::{Checkbox, Toggle};
use crate::combobox::{Choice, ComboSearch, Combobox, combo_search};
use crate::file_field::FileField;
use crate::jump_box::{JumpBox, JumpOffers};
use crate::moment_field::MomentField;
use crate::panel::Panel;
use crate::radio_group::RadioGroup;
use crate::search_field::SearchField;
use crate::select::{SelectField, SelectOption};
use crate::text_field::{TextArea, TextField};

/// Text fields in every state.
#[component]
pub(super) fn Texts() -> impl IntoView {
    let wrong = "Enter an address such as name@example.com.";
    view! {
        <Panel title="Text fields">
            <form class="grid grid-cols-1 gap-4 sm:grid-cols-2" novalidate>
                <TextField
                    name="title"
                    label="Title"
                    value=RwSignal::new("Paper for the printers".to_owned())
                    limit=60
                    required=true
                />
                <TextField
                    name="mail"
                    label="E-mail"
                    kind="email"
                    value=RwSignal::new("ada@".to_owned())
                    error=Some(wrong.to_owned())
                />
                <TextField
                    name="phone"
                    label="Phone"
                    kind="tel"
                    value=RwSignal::new(String::new())
                    hint="With the country code."
                    placeholder="+44 20 7946 0000"
                />
                <TextField
                    name="near"
                    label="Near its limit"
                    value=RwSignal::new("Almost full".to_owned())
                    limit=12
                />
                <TextField
                    name="number"
                    label="Read only"
                    value=RwSignal::new("A-0001".to_owned())
                    read_only=true
                />
                <TextField
                    name="off"
                    label="Disabled"
                    value=RwSignal::new("Not now".to_owned())
                    disabled=true
                />
                <MomentField
                    name="due"
                    label="A day and a time"
                    value=RwSignal::new("2026-11-21T08:05".to_owned())
                />
                <div class="sm:col-span-2">
                    <SearchField
                        name="query"
                        label="Search orders"
                        value=RwSignal::new(String::new())
                        key="/"
                    />
                </div>
                <div class="sm:col-span-2">
                    <TextArea
                        name="note"
                        label="Note"
                        value=RwSignal::new("It grows with its text.\nPast the limit nothing is lost.".to_owned())
                        limit=40
                        error=Some("The note may have 40 characters.".to_owned())
                        rows=3
                    />
                </div>
            </form>
        </Panel>
    }
    .into_any()
}

/// Selects, check boxes and switches. The second select follows the first.
#[component]
pub(super) fn Choices() -> impl IntoView {
    let kind = RwSignal::new("paper".to_owned());
    let size = RwSignal::new("a4".to_owned());
    let kinds = vec![SelectOption::new("paper", "Paper"), SelectOption::new("pen", "Pens")];
    let sizes = move || {
        let of = |list: &[(&str, &str, &str)]| {
            list.iter()
                .map(|(value, label, group)| SelectOption {
                    group: Some((*group).to_owned()),
                    ..SelectOption::new(*value, *label)
                })
                .collect::<Vec<_>>()
        };
        if *kind.read() == "paper" {
            of(&[("a4", "A4", "Sheets"), ("a5", "A5", "Sheets"), ("roll", "Roll", "Rolls")])
        } else {
            of(&[("fine", "Fine", "Tip"), ("broad", "Broad", "Tip")])
        }
    };
    view! {
        <Panel title="Choices">
            <form class="grid grid-cols-1 gap-4 sm:grid-cols-2" novalidate>
                <SelectField name="kind" label="Kind" value=kind options=kinds required=true />
                <SelectField
                    name="size"
                    label="Size"
                    value=size
                    options=sizes
                    placeholder="Choose a size"
                    hint="Depends on the kind."
                />
                <SelectField
                    name="depot"
                    label="Depot"
                    value=RwSignal::new(String::new())
                    options=vec![SelectOption::new("n", "North")]
                    placeholder="Choose a depot"
                    error=Some("Choose a depot.".to_owned())
                />
                <SelectField
                    name="carrier"
                    label="Carrier"
                    value=RwSignal::new("rail".to_owned())
                    options=vec![SelectOption::new("rail", "Rail")]
                    read_only=true
                />
                <FileField name="files" label="Drawings" hint="PDF, up to 10 MB each." accept=".pdf" />
                <div class="flex flex-col gap-1">
                    <Checkbox
                        name="gift"
                        label="Gift wrapping"
                        checked=RwSignal::new(true)
                        hint="No invoice goes into the box."
                    />
                    <Checkbox name="rush" label="Rush order" checked=RwSignal::new(false) />
                </div>
                <RadioGroup
                    name="delivery"
                    label="Delivery"
                    options=vec![SelectOption::new("post", "By post"), SelectOption::new("collect", "Collect it")]
                    value=RwSignal::new("post".to_owned())
                />
                <div class="flex flex-wrap items-start gap-1">
                    <Toggle label="This month" href="#choices" on=true />
                    <Toggle label="Mine only" href="#choices" on=false />
                </div>
            </form>
        </Panel>
    }
    .into_any()
}

/// Comboboxes: chosen, empty, wrong, and one whose look-up fails.
#[component]
pub(super) fn Comboboxes() -> impl IntoView {
    let ada = people().into_iter().next();
    let unknown = || {
        view! {
            <span>"Nobody of that name"</span>
            <Button size=ButtonSize::Sm variant=ButtonVariant::Secondary>
                "Add a person"
            </Button>
        }
    };
    let failing =
        combo_search(|_, _| async { Err("The directory does not answer. Try again in a moment.".to_owned()) });
    view! {
        <Panel title="Comboboxes">
            <form class="grid grid-cols-1 gap-4 sm:grid-cols-2" novalidate>
                <Combobox
                    name="customer"
                    label="Customer"
                    text=RwSignal::new(String::new())
                    choice=RwSignal::new(ada)
                    search=directory()
                    required=true
                    not_found=unknown
                />
                <Combobox
                    name="clerk"
                    label="Clerk"
                    text=RwSignal::new(String::new())
                    choice=RwSignal::new(None)
                    search=directory()
                    hint="Type two letters: an, gr, xx."
                    not_found=unknown
                />
                <Combobox
                    name="driver"
                    label="Driver"
                    text=RwSignal::new("Gr".to_owned())
                    choice=RwSignal::new(None)
                    search=directory()
                    error=Some("Choose a driver from the list.".to_owned())
                />
                <Combobox
                    name="broken"
                    label="A look-up that fails"
                    text=RwSignal::new(String::new())
                    choice=RwSignal::new(None)
                    search=failing
                    placeholder="Type anything"
                />
            </form>
        </Panel>
    }
    .into_any()
}

/// A box that leads somewhere; here, nowhere.
#[component]
pub(super) fn Jumps() -> impl IntoView {
    let offers = ViewFn::from(|| view! { <JumpOffers search=directory() go=Callback::new(|_| ()) /> });
    let text = RwSignal::new(String::new());
    view! {
        <Panel title="Jump box">
            <JumpBox
                id="jump-sample"
                action="#jump-box"
                label="Find somebody"
                text
                send=Callback::new(|_| ())
                offers
            />
        </Panel>
    }
    .into_any()
}

/// A look-up in the list below.
fn directory() -> ComboSearch {
    combo_search(|query, _| async move {
        let query = query.to_lowercase();
        let mut found = people();
        found.retain(|person| person.label.to_lowercase().contains(query.trim()));
        Ok(found)
    })
}

fn people() -> Vec<Choice> {
    [
        ("Ada Lovelace", "ada@example.com · Northern Mill", Some("Gold")),
        ("Anne Lister", "anne@example.com · Shibden Hall", None),
        ("Annie Easley", "annie@example.com · Lewis Works", None),
        ("Grace Hopper", "grace@example.com · Harbour Office", Some("Gold")),
        ("Alan Turing", "alan@example.com · Hut 8", None),
    ]
    .into_iter()
    .enumerate()
    .map(|(at, (label, detail, badge))| Choice {
        value: at.to_string(),
        label: label.to_owned(),
        detail: detail.to_owned(),
        badge: badge.map(str::to_owned),
        ..Choice::default()
    })
    .collect()
}
