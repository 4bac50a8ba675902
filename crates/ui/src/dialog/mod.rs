//! A question that comes before everything else, on the native `<dialog>`: the
//! browser keeps the focus inside, closes on Escape and gives the focus back.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::button::IconButton;
use crate::dom::slug;
use crate::icon::IconName;

/// A modal dialog. Its content is in the page all the time, shown while `open`.
#[component]
pub fn Dialog(
    /// Whether it is shown; Escape, the cross and a click beside it set it back.
    open: RwSignal<bool>,
    /// The heading, which is its accessible name.
    #[prop(into)]
    title: String,
    /// 720 px wide instead of 480.
    #[prop(optional)]
    wide: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let heading = format!("dialog-{}", slug(&title));
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move || {
        let wanted = open.get();
        let Some(dialog) = node.get() else { return };
        if wanted && !dialog.open() {
            // Fails only when the dialog has left the page.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    // A click on the backdrop has the dialog itself as its target, and so has Escape; a file field's giving up has not.
    let leave = move |event: &web_sys::Event| {
        if let (Some(dialog), Some(target)) = (node.get_untracked(), event.target())
            && dialog.is_same_node(target.dyn_ref())
        {
            open.set(false);
        }
    };
    // Told after the dialog closed: by then it may be open again, and stays so.
    let closed = move || {
        if node.get_untracked().is_some_and(|dialog| !dialog.open()) {
            open.set(false);
        }
    };
    view! {
        <dialog
            node_ref=node
            class="dialog"
            class:dialog-wide=wide
            aria-labelledby=heading
            // Escape, before it closes.
            on:cancel=move |ev: web_sys::Event| leave(&ev)
            on:close=move |_| closed()
            on:pointerdown=move |ev| leave(&ev)
        >
            <div class="dialog-box">
                <header class="dialog-head">
                    <h2 id=heading.clone()>{title}</h2>
                    <IconButton
                        label="Close"
                        icon=IconName::X
                        size=crate::ButtonSize::Sm
                        on:click=move |_| open.set(false)
                    />
                </header>
                <div class="dialog-body">{children()}</div>
            </div>
        </dialog>
    }
    .into_any()
}
