//! The comments themselves.

use leptos::prelude::*;
use ui::{Avatar, AvatarSize, Badge, Icon, IconName, Mark, Prose, TimeMode, TimeText, Tone};

use crate::model::{Comment, CommentKind};

/// Newest first.
#[component]
pub fn CommentList(#[prop(into)] rows: Signal<Vec<Comment>>) -> impl IntoView {
    let none = move || {
        rows.read().is_empty().then(|| view! { <p class="text-sm text-muted">"Nobody has said anything yet."</p> })
    };
    view! {
        {none}
        <ol class="grid gap-2" aria-label="Comments, newest first">
            <For each=move || rows.get() key=|comment| comment.id let:comment>
                <Entry comment />
            </For>
        </ol>
    }
}

/// One comment. An internal one says so in a word, a sign and a colour.
#[component]
fn Entry(comment: Comment) -> impl IntoView {
    let Comment { who, by_desk, kind, internal, html, at, .. } = comment;
    let look = if internal {
        "comment flex gap-3 rounded-lg border border-warning/30 bg-warning-tint p-3"
    } else {
        "comment flex gap-3 rounded-lg border border-line p-3"
    };
    view! {
        <li class=look>
            <Avatar name=who.clone() size=AvatarSize::Md />
            <div class="min-w-0 flex-1">
                <div class="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1">
                    <span class="font-medium wrap-anywhere">{who}</span>
                    {(!by_desk).then(|| view! { <Badge tone=Tone::Info mark=Mark::None>"Requester"</Badge> })}
                    {(kind != CommentKind::Comment).then(|| view! { <Badge mark=Mark::None>{kind.label()}</Badge> })}
                    {internal
                        .then(|| {
                            view! {
                                <span class="inline-flex items-center gap-1 text-xs font-semibold text-warning">
                                    <Icon name=IconName::Lock />
                                    "Internal"
                                </span>
                            }
                        })}
                    <span class="text-xs text-muted">
                        <TimeText at mode=TimeMode::Full />
                    </span>
                </div>
                <Prose html />
            </div>
        </li>
    }
}
