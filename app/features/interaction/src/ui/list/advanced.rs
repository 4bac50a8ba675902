//! Advanced Search: conditions on every column, together or in groups. What it makes is a list's address.
//!
//! It is a form of the list's own address: without JavaScript its lines are sent as `column`, `operator` and `value`.

mod editor;
mod line;

use leptos::{ev::SubmitEvent, html, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Button, ButtonSize, ButtonVariant, Icon, IconName, SelectField, SelectOption, focus_first_invalid};

use self::{
    editor::{Editor, Group, Item},
    line::LineView,
};
use super::tool::Tool;
use crate::{
    filter::{Filter, Join, Names},
    model::ListQuery,
};

/// The form, filled with the conditions that the list has.
#[component]
pub fn AdvancedSearch(
    query: Memo<ListQuery>,
    /// Whether there is an empty line below the conditions; there is one where there are none.
    more: bool,
) -> impl IntoView {
    let editor = Editor::new(&query.with_untracked(|query| query.filter.clone()), more);
    let form = NodeRef::<html::Form>::new();
    let navigate = use_navigate();
    let go = StoredValue::new(move |filter: Filter| {
        let href = query.with_untracked(|query| query.filtered(filter).href());
        navigate(&href, NavigateOptions::default());
    });
    let apply = move |event: SubmitEvent| {
        event.prevent_default();
        match editor.read() {
            Some(filter) => go.with_value(|go| go(filter)),
            // What is wrong is drawn first.
            None => request_animation_frame(move || {
                if let Some(form) = form.try_get_untracked().flatten() {
                    focus_first_invalid(&form);
                }
            }),
        }
    };
    let add = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        editor.add_line();
    };
    let hidden = query.with_untracked(|query| ListQuery { filter: editor.others(), ..query.first_page() }.fields());
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form
            node_ref=form
            method="get"
            action="/interactions"
            aria-label="Advanced Search"
            class="mb-4 rounded-lg border border-line bg-surface p-4"
            on:submit=apply
        >
            {hidden.collect_view()}
            <div role="group" aria-label="Conditions" class="grid gap-3">
                <div class="w-64 max-w-full">
                    <SelectField name="join" label="Match" value=editor.join options=joins() />
                </div>
                <For each=move || editor.items.get() key=Item::id children=move |item| item_view(editor, item) />
            </div>
            <div class="mt-4 flex flex-wrap items-center gap-2">
                <Button kind="submit" variant=ButtonVariant::Primary>"Apply"</Button>
                <Button kind="submit" name=Tool::MORE.0 value=Tool::MORE.1 on:click=add>
                    <Icon name=IconName::Plus />
                    "Add condition"
                </Button>
                <span class="needs-scripts">
                    <Button on:click=move |_| editor.add_group()>"Add group"</Button>
                </span>
                <a
                    href=move || query.with(|query| query.filtered(Filter::default()).href())
                    role="button"
                    class="btn btn-ghost"
                >
                    "Clear"
                </a>
            </div>
        </form>
    }
}

fn joins() -> Vec<SelectOption> {
    [(Join::All, "All conditions"), (Join::Any, "Any condition")]
        .map(|(join, label)| SelectOption::new(join.key(), label))
        .into()
}

fn item_view(editor: Editor, item: Item) -> AnyView {
    match item {
        Item::Line(line) => {
            let gone = Callback::new(move |()| editor.remove(line.id));
            view! { <LineView line prefix="" gone /> }.into_any()
        }
        Item::Group(group) => view! { <GroupView editor group /> }.into_any(),
        Item::Fixed(id, node) => view! {
            <div class="flex items-center justify-between gap-2 rounded-md border border-line px-3 py-2 text-sm">
                <span>{node.sentence(&Names::default())}</span>
                <span class="needs-scripts">
                    <Button size=ButtonSize::Sm variant=ButtonVariant::Ghost on:click=move |_| editor.remove(id)>
                        "Remove"
                    </Button>
                </span>
            </div>
        }
        .into_any(),
    }
}

/// Conditions in a box of their own, with a word between them of their own.
#[component]
fn GroupView(editor: Editor, group: Group) -> impl IntoView {
    let sentence = untrack(|| group.read().ok().flatten()).map(|node| node.sentence(&Names::default()));
    view! {
        <fieldset class="rounded-md border border-line p-3">
            <legend class="px-1 text-sm text-muted">"Group"</legend>
            <p class="without-scripts text-sm">{sentence}</p>
            <div class="needs-scripts grid gap-3">
                <div class="w-64 max-w-full">
                    <SelectField
                        name="group_join"
                        id=format!("group-join-{}", group.id)
                        label="Match"
                        value=group.join
                        options=joins()
                    />
                </div>
                <For
                    each=move || group.lines.get()
                    key=|line| line.id
                    children=move |line| {
                        let gone = Callback::new(move |()| group.lines.update(|lines| lines.retain(|other| other.id != line.id)));
                        view! { <LineView line prefix="group_" gone /> }
                    }
                />
                <div class="flex gap-2">
                    <Button size=ButtonSize::Sm on:click=move |_| editor.add_to(group)>"Add condition to group"</Button>
                    <Button
                        size=ButtonSize::Sm
                        variant=ButtonVariant::Ghost
                        on:click=move |_| editor.remove(group.id)
                    >
                        "Remove group"
                    </Button>
                </div>
            </div>
        </fieldset>
    }
}
