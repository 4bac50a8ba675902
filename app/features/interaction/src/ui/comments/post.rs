//! The box to say something. It posts to the page it stands on, with and without JavaScript.

use kernel::{ApiError, FieldErrors, Replay};
use leptos::{html, prelude::*, task::spawn_local};
use people::ui::{NotSaved, choice_of};
use ui::{
    Button, ButtonVariant, Checkbox, Choice, Chord, Command, Naming, SelectField, SelectOption, TextArea, combo_search,
    focus_control, focus_first_invalid, focus_returned, use_keys, use_toaster,
};

use super::Conversation;
use crate::{
    api::{find_readers, post_comment},
    model::{COMMENT_LIMIT, CommentDraft, CommentKind, Place, Side, Typed as Kept, mention::mention},
    ui::keep::{self, FormKeeper, KeptNotice},
};

/// The fields of the box and what became of posting them. A handle: cheap to copy.
#[derive(Clone, Copy)]
struct Typed {
    text: RwSignal<String>,
    kind: RwSignal<String>,
    internal: RwSignal<bool>,
    errors: RwSignal<FieldErrors>,
    failure: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    node: NodeRef<html::Form>,
}

impl Typed {
    fn new(sent: Option<&Replay>) -> Self {
        let draft = sent.map(|sent| CommentDraft::from_fields(&sent.fields)).unwrap_or_default();
        let error = sent.and_then(|sent| sent.error.clone());
        let kind = if draft.kind.is_empty() { CommentKind::default().key().to_owned() } else { draft.kind };
        Self {
            text: RwSignal::new(draft.text),
            kind: RwSignal::new(kind),
            internal: RwSignal::new(draft.internal),
            errors: RwSignal::new(sent.map(Replay::errors).unwrap_or_default()),
            failure: RwSignal::new(error.filter(|error| !matches!(error, ApiError::Invalid(_)))),
            busy: RwSignal::new(false),
            node: NodeRef::new(),
        }
    }

    /// What is typed; none where the page is gone.
    fn draft(self) -> Option<CommentDraft> {
        Some(CommentDraft {
            text: self.text.try_get_untracked()?,
            kind: self.kind.try_get_untracked()?,
            internal: self.internal.try_get_untracked()?,
        })
    }

    fn clear(self) {
        self.text.set(String::new());
        self.kind.set(CommentKind::default().key().to_owned());
        self.internal.set(false);
    }

    fn show(self, errors: FieldErrors) {
        self.errors.set(errors);
        if let Some(node) = self.node.get_untracked() {
            focus_first_invalid(&node);
        }
    }

    fn error(self, name: &'static str) -> Signal<Option<String>> {
        let errors = self.errors;
        Signal::derive(move || errors.read().get(name).map(ToOwned::to_owned))
    }
}

/// The box.
#[component]
pub fn PostForm(conversation: Conversation, sent: Option<Replay>, posted: Callback<()>) -> impl IntoView {
    let typed = Typed::new(sent.as_ref());
    let Conversation { number, side, submission, .. } = conversation;
    if let Some(again) = sent.as_ref().and_then(|sent| sent.fields.get(CommentDraft::SUBMISSION).parse().ok()) {
        submission.set(again);
    }
    let keeper = kept(conversation, typed, sent.is_some());
    focus_returned(typed.node);
    let post = poster(conversation, typed, keeper, posted);
    let to_text = move || {
        if let Some(node) = typed.node.get_untracked() {
            focus_control(&node, "textarea");
        }
    };
    use_keys().offer(Command::new("comment", "Comment", Some(Chord::plain('m')), to_text));
    let by_key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Enter" && (event.ctrl_key() || event.meta_key()) {
            event.prevent_default();
            post();
        }
    };
    // A work note is internal: the mark stands and cannot be taken away.
    let note = Memo::new(move |_| CommentKind::from_key(&typed.kind.read()).is_some_and(CommentKind::is_internal));
    Effect::new(move |_| {
        if note.get() {
            typed.internal.set(true);
        }
    });
    let hint = match side {
        Side::Desk => {
            "Markdown works, and @ names somebody. Everybody who may see this interaction sees it, unless it is internal."
        }
        Side::Own => "The service desk sees it at once.",
    };
    let naming = (side == Side::Desk).then(|| naming(conversation, typed));
    view! {
        <form
            node_ref=typed.node
            method="post"
            action=side.page(number)
            novalidate
            aria-label="Comment"
            class="mb-4 grid gap-3"
            on:submit=move |event| {
                event.prevent_default();
                post();
            }
            on:keydown=by_key
        >
            <input type="hidden" name=CommentDraft::SUBMISSION value=move || submission.get().to_string() />
            <KeptNotice keeper />
            <NotSaved error=typed.failure />
            <TextArea
                name=CommentDraft::TEXT
                label="Comment"
                value=typed.text
                hint
                limit=COMMENT_LIMIT
                error=typed.error(CommentDraft::TEXT)
                rows=3
                naming
            />
            <div class="flex flex-wrap items-end justify-between gap-3">
                {(side == Side::Desk)
                    .then(|| {
                        view! {
                            <div class="flex flex-wrap items-end gap-x-4 gap-y-2">
                                <div class="w-52">
                                    <SelectField
                                        name=CommentDraft::KIND
                                        label="Update type"
                                        value=typed.kind
                                        options=kinds(side)
                                        error=typed.error(CommentDraft::KIND)
                                    />
                                </div>
                                <div class="pb-1.5">
                                    <Checkbox
                                        name=CommentDraft::INTERNAL
                                        label="Internal"
                                        checked=typed.internal
                                        disabled=note
                                    />
                                </div>
                            </div>
                        }
                    })}
                <Button kind="submit" variant=ButtonVariant::Primary busy=typed.busy>"Post"</Button>
            </div>
        </form>
    }
}

/// Offers those who may read the comment as it is marked.
fn naming(conversation: Conversation, typed: Typed) -> Naming {
    let search = combo_search(move |text: String, _| async move {
        let internal = typed.internal.try_get_untracked().unwrap_or(true);
        let found = find_readers(conversation.number, internal, text).await.map_err(|error| error.to_string())?;
        Ok(found.iter().map(choice_of).collect())
    });
    let write = |choice: &Choice| match choice.value.parse() {
        Ok(person) => mention(&choice.label, person),
        Err(_) => choice.label.clone(),
    };
    Naming { search, write }
}

fn kinds(side: Side) -> Vec<SelectOption> {
    side.kinds().iter().map(|kind| SelectOption::new(kind.key(), kind.label())).collect()
}

/// Keeps the comment: its text with its kind and its mark, so that what was meant for colleagues does not come back for
/// all to see, and with its `submission`, so that a post whose answer was lost is not made twice.
fn kept(conversation: Conversation, typed: Typed, was_sent: bool) -> FormKeeper {
    let Conversation { number, side, submission, .. } = conversation;
    let now = Signal::derive(move || {
        let draft = CommentDraft { text: typed.text.get(), kind: typed.kind.get(), internal: typed.internal.get() };
        let mut fields = draft.to_fields();
        fields.set(CommentDraft::SUBMISSION, submission.get().to_string());
        Kept { fields, version: None }
    });
    let put = move |Kept { fields, .. }: Kept| {
        let CommentDraft { text, kind, internal } = CommentDraft::from_fields(&fields);
        typed.text.set(text);
        typed.kind.set(kind);
        typed.internal.set(internal);
        if let Ok(again) = fields.get(CommentDraft::SUBMISSION).parse() {
            submission.set(again);
        }
    };
    let clear = move |()| {
        typed.clear();
        submission.set(uuid::Uuid::new_v4());
    };
    FormKeeper::new(keep::Form {
        place: Place::Comment(number, side),
        typed: now,
        idle: Callback::new(|kept: Kept| CommentDraft::from_fields(&kept.fields).text.is_empty()),
        put: Callback::new(put),
        clear: Callback::new(clear),
        was_sent,
    })
}

/// Posts from the browser, and shows the comment on top of the others.
fn poster(
    conversation: Conversation,
    typed: Typed,
    keeper: FormKeeper,
    posted: Callback<()>,
) -> impl Fn() + Copy + 'static {
    let toasts = use_toaster();
    let Conversation { number, side, submission, .. } = conversation;
    move || {
        if typed.busy.get_untracked() {
            return;
        }
        typed.failure.set(None);
        let Some(draft) = typed.draft() else { return };
        if let Err(errors) = draft.check(side) {
            typed.show(errors);
            return;
        }
        typed.errors.set(FieldErrors::default());
        typed.busy.set(true);
        let sending = keeper.sending();
        let submitted = submission.get_untracked();
        spawn_local(async move {
            let outcome = post_comment(number, side, draft.clone(), submitted).await;
            sending.over(outcome.is_ok());
            match outcome {
                Ok(_) => {
                    // The page may be gone by now.
                    let Some(now) = typed.draft() else { return };
                    submission.set(uuid::Uuid::new_v4());
                    // What was typed while the comment was under way is the next one.
                    if now == draft {
                        typed.clear();
                    }
                    toasts.success("Your comment was posted.");
                    conversation.renew().await;
                    posted.try_run(());
                }
                Err(ApiError::Invalid(errors)) => typed.show(errors),
                Err(error) => typed.failure.set(Some(error)),
            }
            typed.busy.set(false);
        });
    }
}
