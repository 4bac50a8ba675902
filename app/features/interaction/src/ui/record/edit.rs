//! Editing the record.

use kernel::{ApiError, FieldErrors, Replay, StaleField};
use leptos::{html, prelude::*, task::spawn_local};
use people::ui::NotSaved;
use time::OffsetDateTime;
use ui::{Chord, Command, Panel, focus_control, focus_first_invalid, focus_returned, use_keys, use_toaster};

use super::stale::{Open, StaleNotice, take_over};
use crate::{
    api::{edit_interaction, load_record, load_version},
    model::{self, Draft, FormChoices, Place, Record, RecordPage, SYSTEM, Typed, merge, same_form},
    ui::{
        form::{AddPerson, FormFields, FormState, SaveAtFoot, SaveAtHead, asks_the_server},
        keep::{self, FormKeeper, KeptNotice},
    },
};

/// What the form was opened with, and what became of saving it.
#[derive(Clone, Copy)]
struct Editing {
    form: FormState,
    record: RwSignal<Record>,
    /// The version the next save says it is based on.
    version: RwSignal<i32>,
    busy: RwSignal<bool>,
    failure: RwSignal<Option<ApiError>>,
    stale: RwSignal<Open>,
    node: NodeRef<html::Form>,
}

/// The region `Details` as a form.
#[component]
pub fn EditForm(
    record: RwSignal<Record>,
    /// When the record was read, by the server's clock.
    #[prop(into)]
    now: Signal<OffsetDateTime>,
    choices: FormChoices,
    /// The form as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
    /// The record as somebody else left it, once that is heard of.
    arrived: RwSignal<Option<RecordPage>>,
    /// Given the record as it is after a save.
    refresh: Callback<RecordPage>,
) -> impl IntoView {
    let was_sent = sent.is_some();
    let editing = begin(record, choices, sent);
    let keeper = editing.kept(was_sent);
    let Editing { form, version, busy, failure, stale, node, .. } = editing;
    let number = record.with_untracked(|record| record.number.to_string());
    let reported_on = record.with_untracked(|record| record.reported_on);
    let statuses = Signal::derive(move || record.read().statuses(now.get()));
    let add_to = RwSignal::new(None);
    focus_returned(node);
    let save = saver(&editing, keeper, refresh);
    Effect::new(move |_| {
        // A save that is under way fetches the record itself.
        if !busy.get()
            && let Some(page) = arrived.get()
        {
            arrived.set(None);
            editing.take_over(&page);
            refresh.run(page);
        }
    });
    let to_summary = move || {
        if let Some(node) = node.get_untracked() {
            focus_control(&node, "[name=summary]");
        }
    };
    use_keys().offer(Command::new("edit", "Edit", Some(Chord::plain('e')), to_summary));
    let save_by_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            save();
        }
    };
    view! {
        <form
            node_ref=node
            method="post"
            action=format!("/interactions/{number}")
            novalidate
            aria-label=format!("Edit {number}")
            on:submit=move |event| {
                if asks_the_server(&event) {
                    return;
                }
                event.prevent_default();
                save();
            }
            on:keydown=save_by_key
        >
            <input type="hidden" name="version" value=move || version.get().to_string() />
            <KeptNotice keeper />
            <StaleNotice form stale />
            <NotSaved error=failure />
            <Panel
                title="Details"
                actions=ViewFn::from(move || view! {
                    <SaveAtHead busy />
                })
            >
                <FormFields form is_new=false statuses reported_on add_to />
            </Panel>
            <SaveAtFoot busy />
        </form>
        <AddPerson form add_to />
    }
}

fn begin(record: RwSignal<Record>, choices: FormChoices, sent: Option<Replay>) -> Editing {
    let error = sent.as_ref().and_then(|sent| sent.error.clone());
    let opened = record.get_untracked();
    let draft = sent.as_ref().map_or_else(|| opened.draft(), |sent| Draft::from_fields(&sent.fields));
    let draft = Draft { company: opened.company.id.to_string(), ..draft };
    let form = FormState::new(&draft, choices, sent.as_ref());
    if sent.is_none() {
        describe(form, &opened);
    }
    // A form that comes back is still based on what it was opened with, until it was told of the changes since.
    let mut version = sent.and_then(|sent| sent.fields.get("version").parse().ok()).unwrap_or(opened.version);
    let (mut failure, mut stale) = (None, None);
    match error {
        Some(ApiError::Stale(other)) => {
            version = other.version;
            stale = Some((other.by, other.both));
        }
        Some(ApiError::Invalid(_)) | None => {}
        Some(other) => failure = Some(other),
    }
    Editing {
        form,
        record,
        version: RwSignal::new(version),
        busy: RwSignal::new(false),
        failure: RwSignal::new(failure),
        stale: RwSignal::new(stale),
        node: NodeRef::new(),
    }
}

/// Says of the record's persons where they belong and how to reach them.
fn describe(form: FormState, record: &Record) {
    for (person, detail) in
        [(form.requested_for, &record.requested_for_detail), (form.requested_by, &record.requested_by_detail)]
    {
        person.choice.update(|choice| {
            if let Some(choice) = choice {
                choice.detail.clone_from(detail);
            }
        });
    }
}

impl Editing {
    fn show(self, errors: FieldErrors) {
        self.form.errors.set(errors);
        if let Some(node) = self.node.get_untracked() {
            focus_first_invalid(&node);
        }
    }

    /// Shows what somebody else saved, and keeps what is being typed: of a field that both changed, both values.
    fn take_over(self, page: &RecordPage) {
        let opened = self.record.get_untracked().draft();
        let by = page.audit.rows.iter().find(|entry| entry.event == "updated");
        let by = by.map(|entry| entry.who.clone().unwrap_or_else(|| SYSTEM.to_owned()));
        self.form.choices.set(page.choices.clone());
        self.merge(Some(&opened), &page.record, by);
        describe(self.form, &page.record);
    }

    /// Puts what the form holds, which was begun with `opened`, over the record as it is `now`.
    fn merge(self, opened: Option<&Draft>, now: &Record, by: Option<String>) {
        let Self { form, version, stale, .. } = self;
        let mine = untrack(|| form.draft());
        let merged = merge(opened, &mine, &now.draft());
        let by = by.unwrap_or_else(|| "Somebody else".to_owned());
        let other = model::stale(now, by.clone(), &mine, &merged);
        version.set(other.version);
        let both = take_over(form, &mine, other);
        if !both.is_empty() {
            // What was to be chosen before still is.
            let before = stale.get_untracked().map(|(_, both)| both).unwrap_or_default();
            let newer = |field: &StaleField| both.iter().flatten().any(|newer| newer.field == field.field);
            let open = before.into_iter().filter(|fields| !fields.iter().any(newer));
            stale.set(Some((by, open.chain(both.clone()).collect())));
        }
    }

    /// Keeps what is typed, with the version it is based on: that of before where something is left to choose from.
    fn kept(self, was_sent: bool) -> FormKeeper {
        let Self { form, record, version, stale, .. } = self;
        let based_on = StoredValue::new(version.get_untracked());
        let typed = Signal::derive(move || {
            let open = stale.read().as_ref().is_some_and(|(_, both)| !both.is_empty());
            let version = version.get();
            if !open {
                based_on.set_value(version);
            }
            Typed { fields: form.draft().to_fields(), version: Some(based_on.get_value()) }
        });
        let idle = move |typed: Typed| same_form(&Draft::from_fields(&typed.fields), &record.read().draft());
        let clear = move |()| {
            let now = record.get_untracked();
            form.put(&now.draft());
            describe(form, &now);
            stale.set(None);
            self.version.set(now.version);
        };
        FormKeeper::new(keep::Form {
            place: Place::Edit(record.with_untracked(|record| record.number)),
            typed,
            idle: Callback::new(idle),
            put: Callback::new(move |typed| self.put_back(typed)),
            clear: Callback::new(clear),
            was_sent,
        })
    }

    /// Puts back what was typed before, and of the record what others changed since.
    fn put_back(self, typed: Typed) {
        let now = self.record.get_untracked();
        let mine = Draft { company: now.company.id.to_string(), ..Draft::from_fields(&typed.fields) };
        let Some(version) = typed.version.filter(|version| *version != now.version) else {
            return self.form.put(&mine);
        };
        spawn_local(async move {
            // Where nobody can say what it began with, all that differs is for the person to choose.
            let opened = load_version(now.number, version).await.ok().flatten();
            if let Some(now) = self.record.try_get_untracked() {
                self.form.put(&mine);
                self.merge(opened.as_ref(), &now, None);
            }
        });
    }

    fn failed(self, sent: &Draft, error: ApiError) {
        match error {
            ApiError::Stale(other) => {
                let by = other.by.clone();
                self.version.set(other.version);
                let both = take_over(self.form, sent, other);
                self.stale.set(Some((by, both)));
            }
            ApiError::Invalid(errors) => self.show(errors),
            error => self.failure.set(Some(error)),
        }
    }
}

/// Saves from the browser and shows the record as it then is.
fn saver(editing: &Editing, keeper: FormKeeper, refresh: Callback<RecordPage>) -> impl Fn() + Copy + use<> {
    let toasts = use_toaster();
    let editing = *editing;
    move || {
        let Editing { form, record, version, busy, failure, stale, .. } = editing;
        if busy.get_untracked() {
            return;
        }
        failure.set(None);
        let draft = untrack(|| form.draft());
        if let Err(errors) = draft.check() {
            editing.show(errors);
            return;
        }
        form.errors.set(FieldErrors::default());
        busy.set(true);
        let number = record.with_untracked(|record| record.number);
        let sending = keeper.sending();
        spawn_local(async move {
            let (sent, opened) = (draft.clone(), version.get_untracked());
            let outcome = edit_interaction(number, opened, draft).await;
            sending.over(outcome.is_ok());
            match outcome {
                Ok(saved) => {
                    stale.set(None);
                    version.set(saved);
                    let with = if saved > opened + 1 { " together with what others changed meanwhile" } else { "" };
                    toasts.success(format!("{number} was saved{with}."));
                    if let Ok(page) = load_record(number, None).await {
                        version.set(page.record.version);
                        form.choices.set(page.choices.clone());
                        form.renew(&sent, &page.record.draft());
                        describe(form, &page.record);
                        refresh.run(page);
                    }
                }
                Err(error) => editing.failed(&sent, error),
            }
            busy.set(false);
        });
    }
}
