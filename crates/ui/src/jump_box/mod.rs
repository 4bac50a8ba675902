//! A box that leads somewhere: type, look, go.
//!
//! Two parts, so that a page is light: [`JumpBox`] is the box, a plain form that works before and without scripts;
//! [`JumpOffers`] is what comes below it while typing, and may come later than the page. It is a search box with a
//! list: the arrow keys make one of the list active, and Enter goes there, or sends the form where none is.

mod offers;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

pub use offers::JumpOffers;

use crate::badge::Kbd;
use crate::combobox::state::ListState;
use crate::dom::bind_text;
use crate::icon::{Icon, IconName};

/// What the two parts share: the box provides it, the offers take it.
#[derive(Clone, Copy)]
struct Jump {
    id: &'static str,
    text: RwSignal<String>,
    /// How often somebody typed since the form was sent: what is written into the box by the page asks for nothing.
    typed: RwSignal<u32>,
    list: RwSignal<ListState>,
    /// How many offers there are.
    count: RwSignal<usize>,
    /// What a key does, once the offers are there.
    press: StoredValue<Option<Callback<KeyboardEvent>>>,
}

/// The box.
#[component]
pub fn JumpBox(
    /// The id of the control.
    id: &'static str,
    /// Where the form leads; the text is `q` there.
    action: &'static str,
    /// The accessible name, shown while the box is empty.
    label: &'static str,
    /// The key that leads here, shown at its end.
    #[prop(optional)]
    key: Option<&'static str>,
    /// What is in it.
    text: RwSignal<String>,
    /// Goes where the form leads, with the text as it is.
    send: Callback<String>,
    /// [`JumpOffers`]; asked for when the box is first gone to.
    offers: ViewFn,
) -> impl IntoView {
    let jump = Jump {
        id,
        text,
        typed: RwSignal::new(0),
        list: RwSignal::new(ListState::default()),
        count: RwSignal::new(0),
        press: StoredValue::new(None),
    };
    provide_context(jump);
    let node = NodeRef::<html::Input>::new();
    bind_text(node, text, || ());
    let wanted = RwSignal::new(false);
    let is_open = move || jump.list.read().open && jump.count.get() > 0;
    view! {
        <form
            role="search"
            aria-label="Everything"
            method="get"
            action=action
            class="jump"
            on:submit=move |ev| {
                ev.prevent_default();
                jump.list.set(ListState::default());
                jump.typed.set(0);
                send.run(text.get_untracked());
            }
        >
            <div class="search">
                <Icon name=IconName::Search />
                <input
                    node_ref=node
                    class="control"
                    type="search"
                    id=id
                    name="q"
                    value=text.get_untracked()
                    aria-label=label
                    placeholder=label
                    autocomplete="off"
                    aria-autocomplete="list"
                    aria-controls=move || is_open().then(|| format!("{id}-list"))
                    aria-activedescendant=move || {
                        jump.list.read().active.filter(|_| is_open()).map(|at| format!("{id}-{at}"))
                    }
                    on:focus=move |_| wanted.set(true)
                    on:input=move |ev| {
                        wanted.set(true);
                        text.set(event_target_value(&ev));
                        jump.typed.update(|typed| *typed += 1);
                    }
                    on:keydown=move |ev| {
                        if let Some(press) = jump.press.get_value() {
                            press.run(ev);
                        }
                    }
                    on:blur=move |_| jump.list.set(ListState::default())
                />
                {key.map(|key| view! { <Kbd>{key}</Kbd> })}
            </div>
            {move || wanted.get().then(|| offers.run())}
        </form>
    }
    .into_any()
}
