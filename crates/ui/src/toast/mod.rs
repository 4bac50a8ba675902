//! What an action did, said once.
//!
//! Two live regions are in the page from the start, because a region that
//! appears together with its text is not read: `status` for what went well,
//! `alert` for what did not. Success leaves by itself, an error stays until it is
//! dismissed.
//!
//! Put one `<Toaster>…</Toaster>` round the application (or call
//! [`provide_toaster`] in its root and place `<Toaster />` at its end); then
//! `use_toaster().success("Saved")` anywhere below.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;

use crate::icon::{Icon, IconName};

/// How long a success is shown. It stays longer while the pointer rests on it.
const STAY: Duration = Duration::from_secs(6);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Toast {
    id: u64,
    error: bool,
    text: String,
}

/// The messages of the page; copy it where it is needed.
#[derive(Debug, Clone, Copy)]
pub struct Toasts {
    list: RwSignal<Vec<Toast>>,
    next: StoredValue<u64>,
}

impl Toasts {
    fn new() -> Self {
        Self { list: RwSignal::new(Vec::new()), next: StoredValue::new(0) }
    }

    /// Says what was done. It leaves by itself.
    pub fn success(&self, text: impl Into<String>) {
        self.push(false, text.into());
    }

    /// Says what was not done, and why. It stays until it is dismissed.
    pub fn error(&self, text: impl Into<String>) {
        self.push(true, text.into());
    }

    fn push(&self, error: bool, text: String) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.list.update(|list| {
            list.retain(|toast| toast.text != text);
            list.push(Toast { id, error, text });
        });
    }

    fn dismiss(&self, id: u64) {
        self.list.try_update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Makes the messages of the page known to everything below the caller. Calling
/// it again gives the same ones.
pub fn provide_toaster() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(|| {
        let toasts = Toasts::new();
        provide_context(toasts);
        toasts
    })
}

/// The messages of the page. Where no [`Toaster`] is above the caller, they are
/// shown nowhere.
pub fn use_toaster() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(Toasts::new)
}

/// The two live regions, and the messages for everything inside.
#[component]
pub fn Toaster(
    /// The application; everything inside can say something.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let toasts = provide_toaster();
    view! {
        {children.map(|children| children())}
        <div class="toasts">
            <div role="status" aria-live="polite">
                <ToastList toasts error=false />
            </div>
            <div role="alert" aria-live="assertive">
                <ToastList toasts error=true />
            </div>
        </div>
    }
    .into_any()
}

#[component]
fn ToastList(toasts: Toasts, error: bool) -> impl IntoView {
    let shown = move || {
        let mut list = toasts.list.get();
        list.retain(|toast| toast.error == error);
        list
    };
    view! {
        <For each=shown key=|toast| toast.id let:toast>
            <ToastLine toasts toast />
        </For>
    }
    .into_any()
}

#[component]
fn ToastLine(toasts: Toasts, toast: Toast) -> impl IntoView {
    let id = toast.id;
    let node = NodeRef::<html::Div>::new();
    let (class, icon) = if toast.error {
        ("toast tone-danger", IconName::Alert)
    } else {
        ("toast tone-success", IconName::CheckCircle)
    };
    if !toast.error {
        leave_later(toasts, id, node);
    }
    view! {
        <div node_ref=node class=class>
            <Icon name=icon />
            <p>{toast.text}</p>
            <button
                type="button"
                class="btn btn-ghost btn-icon btn-sm"
                aria-label="Dismiss"
                title="Dismiss"
                on:click=move |_| toasts.dismiss(id)
            >
                <Icon name=IconName::X />
            </button>
        </div>
    }
    .into_any()
}

/// Takes the toast away after a while, later when somebody is on it.
fn leave_later(toasts: Toasts, id: u64, node: NodeRef<html::Div>) {
    Effect::new(move || {
        let timer = set_interval_with_handle(
            move || {
                let held = node
                    .try_get_untracked()
                    .flatten()
                    .is_some_and(|toast| toast.matches(":hover, :focus-within").unwrap_or(false));
                if !held {
                    toasts.dismiss(id);
                }
            },
            STAY,
        );
        on_cleanup(move || {
            if let Ok(timer) = timer {
                timer.clear();
            }
        });
    });
}
