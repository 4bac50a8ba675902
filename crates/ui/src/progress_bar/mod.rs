//! How far something is that takes a while.

use leptos::prelude::*;

/// A bar that fills. Its label is read by screen readers and stands nowhere: what it is about stands beside it.
#[component]
pub fn ProgressBar(
    /// What makes progress.
    #[prop(into)]
    label: String,
    /// How far it is, from 0 to 1.
    #[prop(into)]
    value: Signal<f64>,
) -> impl IntoView {
    let percent = move || format!("{:.0}", value.get().clamp(0.0, 1.0) * 100.0);
    view! { <progress class="progress-bar" max="100" aria-label=label value=percent></progress> }.into_any()
}
