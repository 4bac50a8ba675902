//! The comments themselves.

use leptos::prelude::*;
use maud::{Markup, html};
use ui::{AvatarSize, IconName, Mark, Tone, WrittenItem, written};

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
    let class = if comment.internal {
        "comment flex gap-3 rounded-lg border border-warning/30 bg-warning-tint p-3"
    } else {
        "comment flex gap-3 rounded-lg border border-line p-3"
    };
    view! { <WrittenItem class content=entry(comment) /> }
}

fn entry(comment: Comment) -> Markup {
    let Comment { who, by_desk, kind, internal, html, at, .. } = comment;
    html! {
        (written::avatar(&who, AvatarSize::Md))
        div class="min-w-0 flex-1" {
            div class="mb-1 flex flex-wrap items-center gap-x-2 gap-y-1" {
                span class="font-medium wrap-anywhere" { (who) }
                @if !by_desk { (written::badge(Tone::Info, Mark::None, "Requester")) }
                @if kind != CommentKind::Comment { (written::badge(Tone::Neutral, Mark::None, kind.label())) }
                @if internal {
                    span class="inline-flex items-center gap-1 text-xs font-semibold text-warning" {
                        (written::icon(IconName::Lock))
                        "Internal"
                    }
                }
                span class="text-xs text-muted" { (written::moment(at)) }
            }
            (written::prose(&html))
        }
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn script_in_a_name_stays_text() {
        let comment = Comment {
            id: 1,
            who: "<script>alert(1)</script>".into(),
            by_desk: false,
            kind: CommentKind::WorkNote,
            internal: true,
            html: "<p>said</p>".into(),
            at: datetime!(2026-11-21 08:05 UTC),
        };
        let written = entry(comment).into_string();
        assert!(!written.contains("<script") && written.contains("<p>said</p>"), "{written}");
        for part in ["Requester", "Work note", "Internal"] {
            assert!(written.contains(part), "{part}");
        }
    }
}
