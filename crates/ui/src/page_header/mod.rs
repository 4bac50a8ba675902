//! The head of a page: its one `h1`, a line below it, and what can be done.

use leptos::prelude::*;

/// The head of a page.
#[component]
pub fn PageHeader(
    /// The `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// A line below it.
    #[prop(optional, into)]
    subtitle: Signal<Option<String>>,
    /// Buttons and links at the right; below on a phone.
    #[prop(optional, into)]
    actions: Option<ViewFn>,
    /// Beside the title: badges, say.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            <div class="page-head-text">
                <div class="page-head-title">
                    <h1>{move || title.get()}</h1>
                    {children.map(|children| children())}
                </div>
                {move || subtitle.get().map(|text| view! { <p>{text}</p> })}
            </div>
            {actions.map(|actions| view! { <div class="page-head-actions">{actions.run()}</div> })}
        </div>
    }
    .into_any()
}
