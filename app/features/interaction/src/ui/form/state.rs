//! What a form holds while it is filled in.

use kernel::{FieldErrors, Fields, Replay};
use leptos::prelude::*;
use people::{
    model::{GuestDraft, PersonCard},
    ui::choice_of,
};
use ui::{Choice, focus_control};

use crate::{
    api::load_choices,
    model::{Draft, FormChoices, Status, guest_asked_for},
};

/// A person's look-up: the text in the box, who was chosen, and whom the last search found.
#[derive(Clone, Copy, Debug)]
pub struct PersonBox {
    /// Its name in the form.
    pub name: &'static str,
    pub text: RwSignal<String>,
    pub choice: RwSignal<Option<Choice>>,
    pub cards: RwSignal<Vec<PersonCard>>,
    /// The guest form beside it begins with this; a form that was sent without JavaScript may ask for one.
    pub guest: StoredValue<Option<GuestDraft>>,
}

impl PersonBox {
    fn new(name: &'static str, id: &str, text: String, sent: Option<&Replay>) -> Self {
        // Where the server says that the box is wrong, it is by what stands in it.
        let refused = sent.is_some_and(|sent| sent.errors().get(name).is_some());
        let choice = (!id.is_empty() && !refused).then(|| named(id, &text));
        Self {
            name,
            text: RwSignal::new(text),
            choice: RwSignal::new(choice),
            cards: RwSignal::new(Vec::new()),
            guest: StoredValue::new(sent.and_then(|sent| guest_asked_for(name, sent))),
        }
    }

    /// The chosen person's card, where a search brought one.
    pub fn card(&self) -> Option<PersonCard> {
        let choice = self.choice.get()?;
        self.cards.with_untracked(|cards| cards.iter().find(|card| card.id.to_string() == choice.value).cloned())
    }

    pub fn choose(&self, card: PersonCard) {
        let choice = choice_of(&card);
        self.cards.set(vec![card]);
        self.text.set(choice.label.clone());
        self.choice.set(Some(choice));
    }

    /// Puts the focus into the box.
    pub fn focus(&self) {
        if let Some(page) = document().document_element() {
            focus_control(&page, &format!("[name={}_text]", self.name));
        }
    }

    fn set(&self, id: &str, text: &str) {
        self.text.set(text.to_owned());
        self.choice.set((!id.is_empty()).then(|| named(id, text)));
    }
}

fn named(id: &str, label: &str) -> Choice {
    Choice { value: id.to_owned(), label: label.to_owned(), ..Choice::default() }
}

/// The fields of a form by their names, its errors and what it offers. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct FormState {
    values: StoredValue<Vec<RwSignal<String>>>,
    pub errors: RwSignal<FieldErrors>,
    pub choices: RwSignal<FormChoices>,
    pub requested_for: PersonBox,
    pub requested_by: PersonBox,
    /// Whether the browser has taken over: dependent lists are then narrowed to what goes together.
    pub live: RwSignal<bool>,
}

impl FormState {
    /// `sent` is the form as it was sent without JavaScript, if this page shows it again.
    pub fn new(draft: &Draft, choices: FormChoices, sent: Option<&Replay>) -> Self {
        let errors = sent.map(Replay::errors).unwrap_or_default();
        let fields = draft.to_fields();
        let values = Draft::NAMES.iter().map(|name| RwSignal::new(fields.get(name).to_owned())).collect();
        let live = RwSignal::new(false);
        Effect::new(move |_| live.set(true));
        Self {
            values: StoredValue::new(values),
            errors: RwSignal::new(errors),
            choices: RwSignal::new(choices),
            requested_for: PersonBox::new(
                "requested_for",
                &draft.requested_for,
                draft.requested_for_text.clone(),
                sent,
            ),
            requested_by: PersonBox::new("requested_by", &draft.requested_by, draft.requested_by_text.clone(), sent),
            live,
        }
    }

    /// The value of a field that is a plain text or a choice from a list.
    ///
    /// # Panics
    /// For a name the form does not have: a mistake of the caller.
    pub fn field(&self, name: &str) -> RwSignal<String> {
        let place = Draft::NAMES.iter().position(|field| *field == name);
        let field = place.and_then(|place| self.values.with_value(|values| values.get(place).copied()));
        #[expect(clippy::expect_used, reason = "the names are literals in this folder")]
        field.expect("a field of the form")
    }

    /// What is wrong with a field.
    pub fn error(&self, name: &'static str) -> Signal<Option<String>> {
        let errors = self.errors;
        Signal::derive(move || errors.read().get(name).map(ToOwned::to_owned))
    }

    /// The form as it stands; follows every field.
    pub fn draft(&self) -> Draft {
        let values = self.values.get_value();
        let pairs = Draft::NAMES.iter().zip(values).map(|(name, value)| ((*name).to_owned(), value.get()));
        let id = |person: &PersonBox| person.choice.get().map(|choice| choice.value).unwrap_or_default();
        Draft {
            requested_for: id(&self.requested_for),
            requested_for_text: self.requested_for.text.get(),
            requested_by: id(&self.requested_by),
            requested_by_text: self.requested_by.text.get(),
            ..Draft::from_fields(&Fields(pairs.collect()))
        }
    }

    /// Sets one field as the server names it; a person's with the name to show.
    pub fn set(&self, name: &str, value: &str, text: &str) {
        match name {
            "requested_for" => self.requested_for.set(value, text),
            "requested_by" => self.requested_by.set(value, text),
            _ => self.field(name).set(value.to_owned()),
        }
    }

    /// Fills the whole form; what it offers must be that of the draft's company already.
    pub fn fill(&self, draft: &Draft) {
        self.requested_for.set(&draft.requested_for, &draft.requested_for_text);
        self.requested_by.set(&draft.requested_by, &draft.requested_by_text);
        for (name, value) in draft.to_fields().0 {
            if !name.starts_with("requested_") {
                self.field(&name).set(value);
            }
        }
    }

    /// Puts a draft of the same company over what stands there, and touches nothing that is the same.
    pub fn put(&self, draft: &Draft) {
        let (now, draft) = (untrack(|| self.draft()).to_fields(), draft.to_fields());
        for name in Draft::NAMES.iter().filter(|name| !name.ends_with("_text")) {
            let text = format!("{name}_text");
            if now.get(name) != draft.get(name) || now.get(&text) != draft.get(&text) {
                self.set(name, draft.get(name), draft.get(&text));
            }
        }
    }

    /// After a save: takes over what is stored now, but for what was typed since `sent` was sent.
    pub fn renew(&self, sent: &Draft, stored: &Draft) {
        let (now, sent, stored) = (untrack(|| self.draft()).to_fields(), sent.to_fields(), stored.to_fields());
        for name in Draft::NAMES.iter().filter(|name| !name.ends_with("_text")) {
            let text = format!("{name}_text");
            if now.get(name) == sent.get(name) && now.get(&text) == sent.get(&text) {
                self.set(name, stored.get(name), stored.get(&text));
            }
        }
    }

    /// Fetches what the form offers for a company, by its id as the form holds it.
    pub async fn offer(&self, company: &str) {
        let company = company.parse().ok();
        let (choices, errors) = (self.choices, self.errors);
        match load_choices(company).await {
            Ok(loaded) => choices.set(loaded),
            Err(error) => errors.update(|errors| errors.add("company", error.to_string())),
        }
    }

    /// The status chosen.
    pub fn status(&self) -> Option<Status> {
        Status::from_key(&self.field("status").get())
    }
}
