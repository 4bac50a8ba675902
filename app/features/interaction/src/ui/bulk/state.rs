//! What the form holds while it is filled in, and what is done with it.

use kernel::{ApiError, FieldErrors, Replay};
use leptos::{html, prelude::*, task::spawn_local};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use people::model::PersonCard;
use ui::{Choice, focus_first_invalid};
use uuid::Uuid;

use crate::{
    api::{begin_bulk, preview_bulk},
    model::{BulkDraft, BulkForm, Draft, FormChoices, Preview, SELECTION, Selection, bulk_page},
    ui::form::FormState,
};

/// The look-up of who is to watch: the text in the box, who was chosen, and whom the last search found.
#[derive(Clone, Copy)]
pub struct WatcherBox {
    pub text: RwSignal<String>,
    pub choice: RwSignal<Option<Choice>>,
    pub cards: RwSignal<Vec<PersonCard>>,
}

/// The form. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct Editing {
    pub selection: StoredValue<Selection>,
    /// Group, individual and the state, as the form of a record has them.
    pub form: FormState,
    pub action: RwSignal<String>,
    pub watcher: WatcherBox,
    pub submission: RwSignal<Uuid>,
    /// What the form would do as it stands, if somebody asked.
    pub preview: RwSignal<Option<Preview>>,
    pub failure: RwSignal<Option<ApiError>>,
    /// Whether it is asked or sent just now.
    pub busy: RwSignal<bool>,
    pub node: NodeRef<html::Form>,
}

impl Editing {
    /// `sent` is the form as it was sent without JavaScript, if this page shows it again; with what was answered where it
    /// asked what it would do.
    pub fn new(
        selection: Selection,
        opened: BulkForm,
        sent: Option<Replay>,
        asked: Option<Result<Preview, ApiError>>,
    ) -> Self {
        let draft = sent.as_ref().map_or_else(BulkDraft::open, |sent| BulkDraft::from_fields(&sent.fields));
        let submission = sent.as_ref().and_then(|sent| sent.fields.get(BulkDraft::SUBMISSION).parse().ok());
        let (preview, refused) = match asked {
            Some(Ok(preview)) => (Some(preview), None),
            Some(Err(error)) => (None, Some(error)),
            None => (None, None),
        };
        let sent = sent.map(|sent| Replay { error: sent.error.or(refused), ..sent });
        let BulkDraft { action, group, individual, status, state_reason, wake_at, watcher, watcher_text } = draft;
        let chosen =
            (!watcher.is_empty()).then(|| Choice { value: watcher, label: watcher_text.clone(), ..Choice::default() });
        let values = Draft { group, individual, status, state_reason, wake_at, ..Draft::default() };
        let choices = FormChoices { groups: opened.groups, ..FormChoices::default() };
        let error = sent.as_ref().and_then(|sent| sent.error.clone());
        let editing = Self {
            selection: StoredValue::new(selection),
            form: FormState::new(&values, choices, sent.as_ref()),
            action: RwSignal::new(action),
            watcher: WatcherBox {
                text: RwSignal::new(watcher_text),
                choice: RwSignal::new(chosen),
                cards: RwSignal::new(Vec::new()),
            },
            submission: RwSignal::new(submission.unwrap_or(opened.submission)),
            preview: RwSignal::new(preview),
            failure: RwSignal::new(error.and_then(whole)),
            busy: RwSignal::new(false),
            node: NodeRef::new(),
        };
        editing.forget_when_changed();
        editing
    }

    /// What was said before is not true of another form.
    fn forget_when_changed(self) {
        let draft = Memo::new(move |_| self.draft());
        Effect::watch(move || draft.get(), move |_, _, _| self.preview.set(None), false);
    }

    /// The form as it stands; follows every field.
    pub fn draft(self) -> BulkDraft {
        let Draft { group, individual, status, state_reason, wake_at, .. } = self.form.draft();
        BulkDraft {
            action: self.action.get(),
            group,
            individual,
            status,
            state_reason,
            wake_at,
            watcher: self.watcher.choice.get().map(|choice| choice.value).unwrap_or_default(),
            watcher_text: self.watcher.text.get(),
        }
    }

    fn failed(self, error: ApiError) {
        self.form.errors.try_set(error.fields());
        self.failure.try_set(whole(error));
        if let Some(node) = self.node.try_get_untracked().flatten() {
            focus_first_invalid(&node);
        }
    }

    /// The form, if it is right and nothing is under way.
    fn begin(self) -> Option<BulkDraft> {
        if self.busy.get_untracked() {
            return None;
        }
        let draft = untrack(|| self.draft());
        self.failure.set(None);
        match draft.check() {
            Ok(_) => {
                self.form.errors.set(FieldErrors::default());
                self.busy.set(true);
                Some(draft)
            }
            Err(errors) => {
                self.failed(ApiError::Invalid(errors));
                None
            }
        }
    }

    /// Asks what it would do.
    pub fn ask(self) {
        let Some(draft) = self.begin() else { return };
        spawn_local(async move {
            let asked = preview_bulk(self.selection.get_value(), draft.clone()).await;
            // The page may be gone by now.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match asked {
                // Somebody may have typed on.
                Ok(preview) if untrack(|| self.draft()) == draft => {
                    self.preview.try_set(Some(preview));
                }
                Ok(_) => {}
                Err(error) => self.failed(error),
            }
        });
    }

    /// Does it.
    pub fn sender(self) -> impl Fn() + Copy + 'static {
        let navigate = StoredValue::new(use_navigate());
        move || {
            let Some(draft) = self.begin() else { return };
            let total = self.preview.with_untracked(|preview| preview.as_ref().map_or(0, |preview| preview.total));
            spawn_local(async move {
                let begun = begin_bulk(self.selection.get_value(), draft, self.submission.get_untracked(), total).await;
                if self.busy.try_set(false).is_some() {
                    return;
                }
                match begun {
                    Ok(job) => {
                        navigate.try_with_value(|go| go(&bulk_page(job), NavigateOptions::default()));
                    }
                    Err(error) => self.failed(error),
                }
            });
        }
    }
}

/// What is not said at a field.
fn whole(error: ApiError) -> Option<ApiError> {
    match error {
        ApiError::Invalid(errors) => errors.get(SELECTION).map(|why| ApiError::Malformed(why.to_owned())),
        error => Some(error),
    }
}
