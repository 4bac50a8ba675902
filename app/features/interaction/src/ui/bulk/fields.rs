//! The fields of each action. Those of the others are out of sight; without scripts all of them are shown, as nobody could
//! show them.

use kernel::CompanyId;
use leptos::prelude::*;
use people::ui::PersonLookup;
use ui::{RadioGroup, SelectField, SelectOption};

use super::state::WatcherBox;
use crate::{
    model::{BulkAction, BulkDraft},
    ui::form::{FormState, Pick, StateReason, WakeUp, options},
};

/// What is to be done, and the fields of that.
#[component]
pub fn BulkFields(form: FormState, action: RwSignal<String>, watcher: WatcherBox) -> impl IntoView {
    let actions = BulkAction::ALL.map(|action| SelectOption::new(action.key(), action.label()));
    let any_company = Signal::stored(None::<CompanyId>);
    view! {
        <RadioGroup name="action" label="Change" options=actions.into() value=action error=form.error("action") />
        <Of chosen=action action=BulkAction::Assign>
            <SelectField
                name="group"
                label="Group"
                value=form.field("group")
                options=options::groups(form)
                placeholder="Choose a group".to_owned()
                error=form.error("group")
                required=true
            />
            <Pick form name="individual" label="Individual" options=options::individuals(form) />
        </Of>
        <Of chosen=action action=BulkAction::SetStatus>
            <SelectField
                name="status"
                label="Status"
                value=form.field("status")
                options=options::statuses(Signal::stored(BulkDraft::statuses()))
                placeholder="Choose a status".to_owned()
                error=form.error("status")
                required=true
            />
            <StateReason form />
            <WakeUp form />
        </Of>
        <Of chosen=action action=BulkAction::Watch>
            <PersonLookup
                name="watcher"
                label="Watcher"
                text=watcher.text
                choice=watcher.choice
                company=any_company
                cards=watcher.cards
                error=form.error("watcher")
                hint="Name, email or phone".to_owned()
            />
        </Of>
    }
}

#[component]
fn Of(chosen: RwSignal<String>, action: BulkAction, children: Children) -> impl IntoView {
    view! {
        <fieldset class=move || if chosen.with(|chosen| chosen == action.key()) { "mt-4 grid gap-4" } else { "mt-4 hidden gap-4 noscript:grid" }>
            <legend class="sr-only">{action.label()}</legend>
            {children()}
        </fieldset>
    }
    .into_any()
}
