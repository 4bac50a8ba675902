//! Buttons, and links that look like them.
//!
//! A button does something here, a link goes somewhere: [`Button`] and
//! [`IconButton`] are `<button>`, [`LinkButton`] is `<a>`. Further attributes
//! and listeners are spread on: `<Button on:click=…>`.
//!
//! For one more variant, add it to [`ButtonVariant`] and to `style.css`.

use leptos::prelude::*;

use crate::icon::{Icon, IconName};

/// How much a button asks for attention. One `Primary` a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonVariant {
    /// The one thing this view is for.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// Without a box, in rows and tool bars.
    Ghost,
    /// Cannot be undone.
    Danger,
}

/// The height of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ButtonSize {
    /// 32 px, as high as a field; 40 px under a finger.
    #[default]
    Md,
    /// 28 px, in headers and rows; 36 px under a finger.
    Sm,
}

impl ButtonVariant {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "btn btn-primary",
            Self::Secondary => "btn btn-secondary",
            Self::Ghost => "btn btn-ghost",
            Self::Danger => "btn btn-danger",
        }
    }
}

impl ButtonSize {
    const fn is_small(self) -> bool {
        matches!(self, Self::Sm)
    }
}

/// A button. While `busy` it keeps its focus and its words, shows that it
/// works, and takes no second click.
#[component]
pub fn Button(
    /// How much attention it asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Its height.
    #[prop(optional)]
    size: ButtonSize,
    /// `button` or `submit`.
    #[prop(default = "button")]
    kind: &'static str,
    /// The name it is posted under.
    #[prop(optional, into)]
    name: Option<String>,
    /// The value it is posted with.
    #[prop(optional, into)]
    value: Option<String>,
    /// It cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// Its work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    let hold = move |ev: web_sys::MouseEvent| {
        if busy.get_untracked() {
            ev.prevent_default();
            ev.stop_immediate_propagation();
        }
    };
    view! {
        <button
            type=kind
            class=variant.class()
            class:btn-sm=size.is_small()
            name=name
            value=value
            disabled=move || disabled.get()
            aria-disabled=move || busy.get().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            on:click=hold
        >
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it goes.
    #[prop(into)]
    href: Signal<String>,
    /// How much attention it asks for.
    #[prop(optional)]
    variant: ButtonVariant,
    /// Its height.
    #[prop(optional)]
    size: ButtonSize,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=variant.class() class:btn-sm=size.is_small() href=move || href.get()>
            {children()}
        </a>
    }
    .into_any()
}

/// A button that shows an icon alone. Its label is its accessible name and its
/// tool tip.
#[component]
pub fn IconButton(
    /// What it does, in words.
    #[prop(into)]
    label: String,
    /// What it shows.
    icon: IconName,
    /// How much attention it asks for; a ghost when nothing is said.
    #[prop(default = ButtonVariant::Ghost)]
    variant: ButtonVariant,
    /// Its height, which is its width too.
    #[prop(optional)]
    size: ButtonSize,
    /// `button` or `submit`.
    #[prop(default = "button")]
    kind: &'static str,
    /// The name it is posted under.
    #[prop(optional, into)]
    name: Option<String>,
    /// The value it is posted with.
    #[prop(optional, into)]
    value: Option<String>,
    /// It cannot be used now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type=kind
            class=variant.class()
            class:btn-icon=true
            class:btn-sm=size.is_small()
            name=name
            value=value
            disabled=move || disabled.get()
            aria-label=label.clone()
            title=label
        >
            <Icon name=icon />
        </button>
    }
    .into_any()
}
