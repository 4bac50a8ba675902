//! The region `Watchers`: who watches an interaction, on the record and, without the means to make others watch, on the
//! requester's page.

mod add;

use add::AddWatcher;
use kernel::{InteractionNumber, Replay};
use leptos::{html, prelude::*, task::spawn_local};
use people::ui::NotSaved;
use ui::{Avatar, Button, ButtonSize, IconButton, IconName, Panel, focus_control, use_toaster};

use super::links::{failure_of, sentence, whole_failure_of};
use crate::{
    api::{remove_watcher, unwatch_interaction, watch_interaction},
    model::{Side, Watcher, WatcherDraft, Watchers, Watching},
};

/// The region.
#[component]
pub fn WatchersPanel(
    number: InteractionNumber,
    side: Side,
    #[prop(into)] watchers: Signal<Watchers>,
    /// Whether the reader may add and remove others.
    may_keep: bool,
    /// One of its forms as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
    /// Run after something was changed: fetches the watchers anew.
    changed: Callback<()>,
) -> impl IntoView {
    let typed = sent.as_ref().is_some_and(|sent| Watching::from_fields(&sent.fields) == Some(Watching::Add));
    let failure = if typed { failure_of(sent.as_ref()) } else { whole_failure_of(sent.as_ref()) };
    let node = NodeRef::<html::Div>::new();
    let removed = Callback::new(move |()| {
        changed.run(());
        if let Some(node) = node.try_get_untracked().flatten() {
            // The button that was pressed goes away.
            focus_control(&node, "button");
        }
    });
    let empty = move || {
        watchers.read().rows.is_empty().then(|| view! { <p class="text-sm text-muted">"Nobody watches this yet."</p> })
    };
    view! {
        <Panel title="Watchers">
            <div node_ref=node class="grid gap-3">
                <NotSaved error=failure />
                <WatchMyself number side watchers changed />
                {empty}
                <form method="post" action=side.page(number) on:submit=|event| event.prevent_default()>
                    <ul class="grid gap-1" aria-label="Who watches">
                        <For each=move || watchers.get().rows key=|watcher| watcher.id let:watcher>
                            <Line number watcher may_keep removed />
                        </For>
                    </ul>
                </form>
                {may_keep.then(|| view! { <AddWatcher number watchers sent=sent.filter(|_| typed) changed /> })}
            </div>
        </Panel>
    }
}

/// The button to watch, or to stop it.
#[component]
fn WatchMyself(
    number: InteractionNumber,
    side: Side,
    watchers: Signal<Watchers>,
    changed: Callback<()>,
) -> impl IntoView {
    let toasts = use_toaster();
    let busy = RwSignal::new(false);
    let mine = Memo::new(move |_| watchers.read().mine());
    let asks = move || if mine.get() { Watching::Stop.key() } else { Watching::Start.key() };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let stops = mine.get_untracked();
        spawn_local(async move {
            let outcome = if stops {
                unwatch_interaction(number, side).await.map(|()| format!("You no longer watch {number}."))
            } else {
                watch_interaction(number, side).await.map(|()| format!("You watch {number}."))
            };
            match outcome {
                Ok(done) => {
                    toasts.success(done);
                    changed.try_run(());
                }
                Err(error) => toasts.error(sentence(&error)),
            }
            busy.try_set(false);
        });
    };
    view! {
        <form method="post" action=side.page(number) on:submit=submit>
            <input type="hidden" name=Watching::FIELD value=asks />
            <Button kind="submit" size=ButtonSize::Sm busy>
                {move || if mine.get() { "Stop Watching" } else { "Start Watching" }}
            </Button>
        </form>
    }
}

/// One who watches.
#[component]
fn Line(number: InteractionNumber, watcher: Watcher, may_keep: bool, removed: Callback<()>) -> impl IntoView {
    let Watcher { id, name, company, me } = watcher;
    let toasts = use_toaster();
    let label = format!("Remove {name}");
    let gone = format!("{name} no longer watches {number}.");
    let remove = move |_| {
        let gone = gone.clone();
        spawn_local(async move {
            match remove_watcher(number, id).await {
                Ok(()) => {
                    toasts.success(gone);
                    removed.try_run(());
                }
                Err(error) => toasts.error(sentence(&error)),
            }
        });
    };
    view! {
        <li class="flex min-w-0 items-center gap-2">
            <Avatar name=name.clone() />
            <span class="min-w-0 flex-1 wrap-anywhere">
                {name}
                {me.then_some(" (you)")}
                <span class="text-xs text-muted">" · " {company.unwrap_or_else(|| "Outside, by e-mail".to_owned())}</span>
            </span>
            {may_keep
                .then(|| {
                    view! {
                        <IconButton
                            kind="submit"
                            name=Watching::REMOVE
                            value=id.to_string()
                            label
                            icon=IconName::X
                            size=ButtonSize::Sm
                            on:click=remove
                        />
                    }
                })}
        </li>
    }
}

/// The name of the box, for what is said at it.
const BOX: &str = WatcherDraft::BOX;
