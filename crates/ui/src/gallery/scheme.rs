//! Colours in both schemes, buttons, icons.

use leptos::prelude::*;

use crate::avatar::{Avatar, AvatarSize};
use crate::badge::{Badge, Kbd, Mark, Tone};
use crate::button::{Button, ButtonSize, ButtonVariant, IconButton, LinkButton};
use crate::icon::{Icon, IconName};
use crate::panel::Panel;

/// The same things in light and in dark.
#[component]
pub(super) fn Schemes() -> impl IntoView {
    let one = |theme: &'static str| {
        view! {
            <div class="flex flex-col gap-4 rounded-lg border border-line p-4" data-theme=theme>
                <div class="flex flex-wrap gap-2">
                    {Tone::ALL
                        .into_iter()
                        .zip(Mark::ALL)
                        .map(|(tone, mark)| {
                            view! {
                                <Badge tone mark>
                                    {format!("{tone:?}")}
                                </Badge>
                            }
                        })
                        .collect_view()}
                </div>
                <div class="flex flex-wrap items-center gap-x-4 gap-y-2">
                    {Mark::ALL[1..]
                        .iter()
                        .map(|&mark| {
                            view! {
                                <Badge tone=Tone::Info mark>
                                    {format!("{mark:?}")}
                                </Badge>
                            }
                        })
                        .collect_view()}
                </div>
                <div class="flex flex-wrap items-center gap-2">
                    {["Ada Lovelace", "Grace Hopper", "Alan Turing", "Zoë", "李 雷", "Émile Zola"]
                        .map(|name| view! { <Avatar name size=AvatarSize::Md /> })
                        .into_iter()
                        .collect_view()} <Avatar name="Ada Lovelace" size=AvatarSize::Lg />
                    <Avatar name="Ada Lovelace" />
                </div>
                <p class="text-muted">
                    "Second text, a " <a class="link" href="#schemes">
                        "link"
                    </a> " in it, and a key: "<Kbd>"Ctrl"</Kbd>" "<Kbd>"K"</Kbd>
                </p>
                <div class="flex flex-wrap gap-2">
                    <Button variant=ButtonVariant::Primary>"Primary"</Button>
                    <Button>"Secondary"</Button>
                    <Button variant=ButtonVariant::Ghost>"Ghost"</Button>
                    <Button variant=ButtonVariant::Danger>"Danger"</Button>
                </div>
            </div>
        }
    };
    view! {
        <div class="xl:col-span-2">
            <Panel title="Both schemes" id="schemes">
                <div class="grid grid-cols-1 gap-4 md:grid-cols-2">{one("light")} {one("dark")}</div>
            </Panel>
        </div>
    }
    .into_any()
}

/// Buttons in every variant, size and state.
#[component]
pub(super) fn Buttons() -> impl IntoView {
    let busy = RwSignal::new(false);
    let row = |size: ButtonSize| {
        view! {
            <div class="flex flex-wrap items-center gap-2">
                <Button variant=ButtonVariant::Primary size>
                    <Icon name=IconName::Plus />
                    "New order"
                </Button>
                <Button size>"Edit"</Button>
                <Button variant=ButtonVariant::Ghost size>
                    "Cancel"
                </Button>
                <Button variant=ButtonVariant::Danger size>
                    "Delete"
                </Button>
                <LinkButton href="#buttons" size>
                    "A link"
                </LinkButton>
                <IconButton label="Filter" icon=IconName::Filter size />
                <IconButton
                    label="Refresh"
                    icon=IconName::Refresh
                    variant=ButtonVariant::Secondary
                    size
                />
            </div>
        }
    };
    view! {
        <Panel title="Buttons">
            <div class="flex flex-col gap-3">
                {row(ButtonSize::Md)} {row(ButtonSize::Sm)}
                <div class="flex flex-wrap items-center gap-2">
                    <Button variant=ButtonVariant::Primary disabled=true>
                        "Disabled"
                    </Button>
                    <Button disabled=true>"Disabled"</Button>
                    <Button variant=ButtonVariant::Primary busy=true>
                        "Saving"
                    </Button>
                    <Button busy=busy on:click=move |_| busy.set(true)>
                        "Busy when clicked"
                    </Button>
                </div>
            </div>
        </Panel>
    }
    .into_any()
}

/// The icons, each with its name.
#[component]
pub(super) fn Icons() -> impl IntoView {
    view! {
        <Panel title="Icons">
            <ul class="grid grid-cols-[repeat(auto-fill,minmax(32px,1fr))] gap-1 text-muted">
                {IconName::ALL.iter().map(|&name| {
                        view! {
                            <li
                                class="grid size-8 place-items-center rounded-md hover:bg-hover hover:text-ink"
                                title=format!("{name:?}")
                            >
                                <Icon name />
                            </li>
                        }
                    })
                    .collect_view()}
            </ul>
        </Panel>
    }
    .into_any()
}
