//! Boxes: [`Panel`] is a landmark with a heading, [`Card`] a box without one.

use leptos::prelude::*;

use crate::dom::slug;

/// A part of a page with a heading: a region landmark named by its `h2`.
#[component]
pub fn Panel(
    /// The heading, which names the landmark.
    #[prop(into)]
    title: String,
    /// The id of the section; made from the title when none is given.
    #[prop(optional, into)]
    id: Option<String>,
    /// Buttons or links at the right of the heading.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Without inner margins, for a table.
    #[prop(optional)]
    flush: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| slug(&title));
    let heading = format!("{id}-heading");
    view! {
        <section class="panel" id=id aria-labelledby=heading>
            <header class="panel-head">
                <h2 id=heading.clone()>{title}</h2>
                {actions.map(|actions| view! { <div class="panel-actions">{actions.run()}</div> })}
            </header>
            <div class="panel-body" class:panel-flush=flush>
                {children()}
            </div>
        </section>
    }
    .into_any()
}

/// A box without a heading.
#[component]
pub fn Card(
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! { <div class="card">{children()}</div> }.into_any()
}
