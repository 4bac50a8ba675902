//! What each list of the form offers at the moment.
//!
//! Until the browser has taken over, a dependent list shows everything, grouped by what it depends on,
//! so that the form can be filled in without JavaScript; the server checks what goes together.

use kernel::CategoryId;
use leptos::prelude::*;
use ui::SelectOption;

use super::FormState;
use crate::model::{Channel, Level, Named, Status};

type Options = Signal<Vec<SelectOption>>;

fn option(named: &Named) -> SelectOption {
    SelectOption::new(named.id.to_string(), named.name.clone())
}

fn grouped(group: &str, options: Vec<Named>) -> impl Iterator<Item = SelectOption> {
    let group = group.to_owned();
    options.into_iter().map(move |named| SelectOption { group: Some(group.clone()), ..option(&named) })
}

pub fn companies(form: FormState) -> Options {
    Signal::derive(move || form.choices.read().companies.iter().map(option).collect())
}

pub fn reasons(form: FormState) -> Options {
    Signal::derive(move || form.choices.read().reasons.iter().map(option).collect())
}

pub fn cis(form: FormState) -> Options {
    Signal::derive(move || form.choices.read().cis.iter().map(option).collect())
}

pub fn services(form: FormState) -> Options {
    Signal::derive(move || form.choices.read().services.iter().map(option).collect())
}

pub fn categories(form: FormState) -> Options {
    Signal::derive(move || form.choices.read().children(None).iter().map(option).collect())
}

pub fn subcategories(form: FormState) -> Options {
    below(form, "category", 1)
}

pub fn types(form: FormState) -> Options {
    below(form, "subcategory", 2)
}

/// The nodes below the one chosen in `above`, or all of their level, grouped.
fn below(form: FormState, above: &'static str, level: usize) -> Options {
    Signal::derive(move || {
        let choices = form.choices.read();
        if form.live.get() {
            return match form.field(above).get().parse::<CategoryId>() {
                Ok(parent) => choices.children(Some(parent)).iter().map(option).collect(),
                Err(_) => Vec::new(),
            };
        }
        let mut parents = choices.children(None);
        for _ in 1..level {
            parents = parents.iter().flat_map(|parent| choices.children(Some(CategoryId(parent.id)))).collect();
        }
        parents.iter().flat_map(|parent| grouped(&parent.name, choices.children(Some(CategoryId(parent.id))))).collect()
    })
}

pub fn groups(form: FormState) -> Options {
    Signal::derive(move || {
        let choices = form.choices.read();
        choices.groups.iter().map(|group| SelectOption::new(group.id.to_string(), group.name.clone())).collect()
    })
}

pub fn individuals(form: FormState) -> Options {
    Signal::derive(move || {
        let choices = form.choices.read();
        if form.live.get() {
            return choices.members(&form.field("group").get()).iter().map(option).collect();
        }
        choices.groups.iter().flat_map(|group| grouped(&group.name, group.members.clone())).collect()
    })
}

pub fn state_reasons(form: FormState) -> Options {
    Signal::derive(move || {
        let of = |status: Status| {
            status.reasons().iter().map(|reason| SelectOption::new(reason.key(), reason.label())).collect::<Vec<_>>()
        };
        if form.live.get() {
            return form.status().map(of).unwrap_or_default();
        }
        let group = |status: Status| {
            of(status).into_iter().map(move |option| SelectOption { group: Some(status.label().to_owned()), ..option })
        };
        Status::ALL.into_iter().flat_map(group).collect()
    })
}

/// The statuses it may be saved in.
pub fn statuses(lawful: Signal<Vec<Status>>) -> Options {
    Signal::derive(move || lawful.read().iter().map(|status| SelectOption::new(status.key(), status.label())).collect())
}

pub fn channels() -> Options {
    let options = Channel::ALL.map(|channel| SelectOption::new(channel.key(), channel.label()));
    Signal::stored(options.into())
}

pub fn impacts() -> Options {
    let options = Level::ALL.map(|level| SelectOption::new(level.number().to_string(), level.impact_label()));
    Signal::stored(options.into())
}

pub fn urgencies() -> Options {
    let options = Level::ALL.map(|level| SelectOption::new(level.number().to_string(), level.urgency_label()));
    Signal::stored(options.into())
}
