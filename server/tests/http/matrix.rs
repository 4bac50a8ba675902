//! `docs/authz-matrix.txt`: which role may do what, as a person can read it.
//!
//! It is made from the same `may` that the policies ask, so it cannot say anything else than they do.

use std::fmt::Write;

use interaction::server::policy as interaction_policy;
use kernel::Role;
use notification::server::policy as notification_policy;
use people::server::policy as people_policy;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/authz-matrix.txt");
const RENEW: &str = "FIRSTLINE_RENEW_MATRIX";

type May = Box<dyn Fn(Option<Role>) -> bool>;

/// Every action of every slice, lowest slice first.
fn actions() -> Vec<(&'static str, May)> {
    let people = people_policy::Verb::ALL
        .map(|verb| (verb.label(), Box::new(move |role| people_policy::may(role, verb)) as May));
    let interaction = interaction_policy::Verb::ALL
        .map(|verb| (verb.label(), Box::new(move |role| interaction_policy::may(role, verb)) as May));
    let notification = notification_policy::Verb::ALL
        .map(|verb| (verb.label(), Box::new(move |role| notification_policy::may(role, verb)) as May));
    people.into_iter().chain(notification).chain(interaction).collect()
}

fn matrix() -> String {
    let roles: Vec<Option<Role>> = std::iter::once(None).chain(Role::ALL.map(Some)).collect();
    let actions = actions();
    let width = actions.iter().map(|(label, _)| label.len()).max().unwrap_or_default();
    let mut text = String::from(
        "Who may do what, by role. Whoever has several roles may do what any of them may; everybody is a requester.\n\
         What a role may do it may do to what the person sees: the companies that one of their groups serves.\n\n",
    );
    let _ = write!(text, "{:width$}", "");
    for role in &roles {
        let _ = write!(text, "  {}", role.map_or("Requester", Role::label));
    }
    text.push('\n');
    for (label, may) in &actions {
        let _ = write!(text, "{label:width$}");
        for role in &roles {
            let column = role.map_or("Requester", Role::label).len();
            let _ = write!(text, "  {:column$}", if may(*role) { "yes" } else { "-" });
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
    }
    text
}

#[test]
fn the_matrix_in_the_documents_is_the_one_the_policies_hold() {
    let (now, written) = (matrix(), std::fs::read_to_string(FILE).unwrap_or_default());
    if std::env::var_os(RENEW).is_some() {
        std::fs::write(FILE, now).unwrap();
        return;
    }
    assert!(
        now == written,
        "docs/authz-matrix.txt says something else. If this is what is meant, renew it:\n\
         {RENEW}=1 cargo test -p server --test http matrix\n\n{now}"
    );
}

#[test]
fn no_role_may_less_than_a_requester() {
    for (label, may) in actions() {
        for role in Role::ALL {
            assert!(may(Some(role)) || !may(None), "{label}: {role:?}");
        }
    }
}

#[test]
fn an_approver_and_a_viewer_write_nothing() {
    use interaction_policy::Verb::{Comment, Create, Edit};
    for role in [None, Some(Role::Approver), Some(Role::InteractionViewer)] {
        for verb in [Create, Edit, Comment] {
            assert!(!interaction_policy::may(role, verb), "{role:?} {verb:?}");
        }
        assert!(!people_policy::may(role, people_policy::Verb::AddGuest), "{role:?}");
    }
}
