//! The look-up of a person: name, e-mail or phone, results while typing.

use gloo_net::http::Request;
use kernel::{ApiError, CompanyId};
use leptos::prelude::*;
use ui::{Button, ButtonSize, Choice, Combobox, combo_search};

use crate::model::{LOOK_UP_PATH, PersonCard};

/// What the look-up shows of a person.
pub fn choice_of(person: &PersonCard) -> Choice {
    let (value, label) = (person.id.to_string(), person.name.clone());
    Choice { value, label, detail: person.detail(), badge: person.badge(), ..Choice::default() }
}

/// The combobox. `cards` gets every card a search brings, so that the form knows what choosing one fills in; `on_add`,
/// where it is given, opens the guest form where nobody is found.
#[component]
pub fn PersonLookup(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    text: RwSignal<String>,
    choice: RwSignal<Option<Choice>>,
    /// Whose people are looked up; every visible company's where none is given.
    #[prop(into)]
    company: Signal<Option<CompanyId>>,
    /// The cards of the last search.
    cards: RwSignal<Vec<PersonCard>>,
    #[prop(into)] error: Signal<Option<String>>,
    #[prop(optional, into)] hint: Option<String>,
    /// Marked as required.
    #[prop(default = true)]
    required: bool,
    /// Asks for the guest form, where one can be added.
    #[prop(optional)]
    on_add: Option<Callback<()>>,
) -> impl IntoView {
    let search = combo_search(move |text: String, signal| async move {
        let found =
            look_up(&text, company.get_untracked(), signal.as_ref()).await.map_err(|error| error.to_string())?;
        let choices = found.iter().map(choice_of).collect();
        cards.set(found);
        Ok(choices)
    });
    let not_found = ViewFn::from(move || {
        view! {
            <div class="flex items-center justify-between gap-3">
                <span>"User not found"</span>
                {on_add.map(|on_add| {
                    view! { <Button size=ButtonSize::Sm on:click=move |_| on_add.run(())>"Add User"</Button> }
                })}
            </div>
        }
    });
    view! { <Combobox name label text choice search error hint=hint.unwrap_or_default() required not_found min_chars=2 /> }
}

/// Asks the server; the former request is broken off by `signal`.
async fn look_up(
    text: &str,
    company: Option<CompanyId>,
    signal: Option<&web_sys::AbortSignal>,
) -> Result<Vec<PersonCard>, ApiError> {
    let mut query = vec![("q", text.to_owned())];
    query.extend(company.map(|company| ("company", company.to_string())));
    let response =
        Request::get(LOOK_UP_PATH).query(query).abort_signal(signal).send().await.map_err(|_| ApiError::Offline)?;
    if response.ok() {
        response.json().await.map_err(|_| ApiError::Internal)
    } else {
        Err(response.json().await.unwrap_or(ApiError::Internal).heard())
    }
}
