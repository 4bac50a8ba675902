//! What is said: banners, toasts, a dialog, a menu.

use leptos::prelude::*;

use crate::badge::Tone;
use crate::banner::Banner;
use crate::button::{Button, ButtonVariant};
use crate::dialog::Dialog;
use crate::dropdown::Dropdown;
use crate::icon::IconName;
use crate::menu::{Menu, MenuItem};
use crate::panel::Panel;
use crate::progress_bar::ProgressBar;
use crate::text_field::TextArea;
use crate::toast::use_toaster;

/// Everything that says something.
#[component]
pub(super) fn Messages() -> impl IntoView {
    view! {
        <Panel title="Banners">
            <div class="flex flex-col gap-3">
                <Banner tone=Tone::Danger title="Two fields need another look">
                    "Title and e-mail are marked below."
                </Banner>
                <Banner tone=Tone::Warning title="Somebody else saved this order">
                    "Their values stand beside yours."
                </Banner>
                <Banner tone=Tone::Success>"Order A-0105 was saved."</Banner>
                <Banner tone=Tone::Info>"The depot is closed on Sundays."</Banner>
                <Banner>"Nothing in particular."</Banner>
            </div>
        </Panel>
        <Panel title="Progress">
            <ProgressBar label="Packing order A-0105" value=0.4 />
        </Panel>
        <Overlays />
    }
    .into_any()
}

/// What opens above the page.
#[component]
fn Overlays() -> impl IntoView {
    let toaster = use_toaster();
    let open = RwSignal::new(false);
    let reason = RwSignal::new(String::new());
    let menu = || {
        view! {
            <Dropdown
                label="Status"
                open=RwSignal::new(false)
                content=|| view! { <a class="drop-item" href="#overlays">"Open"<span class="count">"12"</span></a> }
            />
            <Menu label="More actions">
                <MenuItem icon=IconName::Copy>"Copy"</MenuItem>
                <MenuItem icon=IconName::Pencil href="#overlays">
                    "Edit"
                </MenuItem>
                <MenuItem icon=IconName::Archive disabled=true>
                    "Archive"
                </MenuItem>
                <hr />
                <MenuItem icon=IconName::Trash danger=true>
                    "Delete"
                </MenuItem>
            </Menu>
        }
    };
    view! {
        <Panel title="Overlays" actions=menu>
            <div class="flex flex-wrap gap-2">
                <Button on:click=move |_| open.set(true)>"Open a dialog"</Button>
                <Button on:click=move |_| toaster.success("Order A-0105 was saved.")>
                    "Say it went well"
                </Button>
                <Button on:click=move |_| {
                    toaster.error("The order was not saved: the server did not answer.");
                }>"Say it went wrong"</Button>
            </div>
            <Dialog open title="Refuse the order">
                <form class="flex flex-col gap-4" novalidate>
                    <p class="text-muted">"The customer is told, and can order again."</p>
                    <TextArea
                        name="reason"
                        label="Reason"
                        value=reason
                        rows=3
                        limit=200
                        required=true
                    />
                    <div class="dialog-actions">
                        <Button on:click=move |_| open.set(false)>"Cancel"</Button>
                        <Button
                            variant=ButtonVariant::Danger
                            on:click=move |_| {
                                open.set(false);
                                toaster.success("The order was refused.");
                            }
                        >
                            "Refuse"
                        </Button>
                    </div>
                </form>
            </Dialog>
        </Panel>
    }
    .into_any()
}
