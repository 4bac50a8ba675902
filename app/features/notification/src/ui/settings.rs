//! How the person wants to be told: a box for each kind and way.

use kernel::ApiError;
use leptos::{prelude::*, task::spawn_local};
use people::ui::NotSaved;
use ui::{Button, Checkbox, Panel, use_toaster};

use crate::{
    api::save_notification_settings,
    model::{Choice, Settings},
};

/// The form; it posts to the page it stands on.
#[component]
pub fn SettingsPanel(settings: Settings, failure: Option<ApiError>) -> impl IntoView {
    let boxes: Vec<(Choice, RwSignal<bool>, RwSignal<bool>)> = settings
        .choices()
        .iter()
        .map(|choice| (*choice, RwSignal::new(choice.in_app), RwSignal::new(choice.by_mail)))
        .collect();
    let (failure, busy) = (RwSignal::new(failure), RwSignal::new(false));
    let toasts = use_toaster();
    let chosen = StoredValue::new(boxes.clone());
    let save = move || {
        if busy.get_untracked() {
            return;
        }
        let choices: Vec<Choice> = chosen.with_value(|boxes| {
            let choice = |(choice, in_app, by_mail): &(Choice, RwSignal<bool>, RwSignal<bool>)| Choice {
                in_app: in_app.get_untracked(),
                by_mail: by_mail.get_untracked(),
                ..*choice
            };
            boxes.iter().map(choice).collect()
        });
        busy.set(true);
        failure.set(None);
        spawn_local(async move {
            match save_notification_settings(Settings::of(&choices)).await {
                Ok(()) => toasts.success("Your choice was saved."),
                Err(error) => {
                    failure.try_set(Some(error));
                }
            }
            busy.try_set(false);
        });
    };
    let groups = boxes.into_iter().map(|(Choice { kind, .. }, in_app, by_mail)| {
        view! {
            <fieldset class="grid gap-1">
                <legend class="mb-1 text-sm font-medium">{kind.label()}</legend>
                <div class="flex flex-wrap gap-x-4 gap-y-1">
                    <Checkbox name=Settings::field(kind, false) label="In the application" checked=in_app />
                    <Checkbox name=Settings::field(kind, true) label="By e-mail" checked=by_mail />
                </div>
            </fieldset>
        }
    });
    view! {
        <Panel title="Settings">
            <form
                method="post"
                action="/notifications"
                aria-label="Notification settings"
                class="grid gap-3"
                on:submit=move |event| {
                    event.prevent_default();
                    save();
                }
            >
                <NotSaved error=failure />
                <input type="hidden" name="intent" value=Settings::INTENT />
                {groups.collect_view()}
                <div>
                    <Button kind="submit" busy>"Save settings"</Button>
                </div>
            </form>
        </Panel>
    }
}
