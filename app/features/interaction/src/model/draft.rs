//! The form as typed, and the one validation of it.
//!
//! A [`Draft`] holds texts, whatever they are; [`Draft::check`] runs in the browser for comfort and
//! on the server for truth and gives a [`Checked`]. What only the database knows (does the category
//! belong to the company, may the person be seen) is checked by the command.

use kernel::{FieldErrors, Fields, graphemes};
use serde::{Deserialize, Serialize};

use super::{Channel, Checked, InvalidTransition, Level, PersonEntry, Read, State, StateReason, Status, typed_moment};

/// Characters a summary may have, as a reader counts them.
pub const SUMMARY_LIMIT: usize = 500;
/// Characters a description may have, as a reader counts them.
pub const DESCRIPTION_LIMIT: usize = 5_000;

macro_rules! draft {
    ($($(#[$doc:meta])* $field:ident = $name:literal),+ $(,)?) => {
        /// The fields of the form as text, by their names in the form.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Draft {
            $($(#[$doc])* pub $field: String,)+
        }

        impl Draft {
            /// The names of the fields, in the order of the form.
            pub const NAMES: &'static [&'static str] = &[$($name),+];

            pub fn from_fields(fields: &Fields) -> Self {
                Self { $($field: fields.get($name).to_owned(),)+ }
            }

            pub fn to_fields(&self) -> Fields {
                Fields(vec![$(($name.to_owned(), self.$field.clone())),+])
            }
        }
    };
}

draft! {
    company = "company",
    reason = "reason",
    /// The person's id; empty where only the text is known.
    requested_for = "requested_for",
    /// What stands in the look-up's box.
    requested_for_text = "requested_for_text",
    requested_by = "requested_by",
    requested_by_text = "requested_by_text",
    summary = "summary",
    description = "description",
    category = "category",
    subcategory = "subcategory",
    kind = "type",
    ci = "ci",
    service = "service",
    impact = "impact",
    urgency = "urgency",
    contact_email = "contact_email",
    contact_phone = "contact_phone",
    through = "through",
    group = "group",
    individual = "individual",
    status = "status",
    state_reason = "state_reason",
    /// When a hold ends by itself, in UTC; see [`typed_moment`].
    wake_at = "wake_at",
    /// The number of the interaction that a new one follows.
    follows = "follows",
}

impl Draft {
    /// The form as it opens.
    pub fn open() -> Self {
        let level = Level::DEFAULT.number().to_string();
        Self {
            impact: level.clone(),
            urgency: level,
            through: Channel::Phone.key().to_owned(),
            status: Status::New.key().to_owned(),
            ..Self::default()
        }
    }

    /// The values, or everything that is wrong in itself, by field and in the order of the form.
    pub fn check(&self) -> Result<Checked, FieldErrors> {
        let (read, errors) = self.read();
        read.complete().filter(|_| errors.is_empty()).ok_or_else(|| Self::in_order(errors))
    }

    /// The errors in the order of the form.
    pub fn in_order(mut errors: FieldErrors) -> FieldErrors {
        errors.0.sort_by_key(|error| Self::NAMES.iter().position(|name| *name == error.field));
        errors
    }

    /// What can be read, and what is wrong with the rest.
    ///
    /// Line ends are made `\n` and outer blanks dropped before anything is counted.
    pub fn read(&self) -> (Read, FieldErrors) {
        let mut errors = FieldErrors::default();
        let company = must(&self.company, "company", "Choose a company.", &mut errors);
        let reason = must(&self.reason, "reason", "Choose a reason for the interaction.", &mut errors);
        let requested_for = person(
            &self.requested_for,
            &self.requested_for_text,
            "requested_for",
            "Choose the person who needs help.",
            &mut errors,
        );
        let requested_by = person(
            &self.requested_by,
            &self.requested_by_text,
            "requested_by",
            "Choose the person who contacted the desk.",
            &mut errors,
        );
        let summary = text(&self.summary, "summary", "Summary", SUMMARY_LIMIT, &mut errors);
        if summary.is_empty() {
            errors.add("summary", "Enter a summary.");
        }
        let description = text(&self.description, "description", "Description", DESCRIPTION_LIMIT, &mut errors);
        let category = may(&self.category, "category", &mut errors);
        let subcategory = may(&self.subcategory, "subcategory", &mut errors);
        if subcategory.is_some() && category.is_none() {
            errors.add("category", "Choose the category of this sub-category.");
        }
        let kind = may(&self.kind, "type", &mut errors);
        if kind.is_some() && subcategory.is_none() {
            errors.add("subcategory", "Choose the sub-category of this type.");
        }
        let ci = may(&self.ci, "ci", &mut errors);
        let service = may(&self.service, "service", &mut errors);
        let impact = must(&self.impact, "impact", "Choose an impact.", &mut errors);
        let urgency = must(&self.urgency, "urgency", "Choose an urgency.", &mut errors);
        let contact_email = text(&self.contact_email, "contact_email", "Contact Email", 254, &mut errors);
        if !contact_email.is_empty() && !people::model::is_email(&contact_email) {
            errors.add("contact_email", "Enter an email address like name@example.com.");
        }
        let contact_phone = text(&self.contact_phone, "contact_phone", "Contact Phone", 40, &mut errors);
        let through = Channel::from_key(&self.through);
        if through.is_none() {
            errors.add("through", "Choose the channel.");
        }
        let group = may(&self.group, "group", &mut errors);
        let individual = may(&self.individual, "individual", &mut errors);
        if individual.is_some() && group.is_none() {
            errors.add("group", "Choose the group of this individual.");
        }
        let (status, state) = self.read_state(&mut errors);
        let read = Read {
            company,
            reason,
            requested_for,
            requested_by,
            summary,
            description,
            category,
            subcategory,
            kind,
            ci,
            service,
            impact,
            urgency,
            contact_email,
            contact_phone,
            through,
            group,
            individual,
            status,
            state,
            follows: self.follows.parse().ok(),
        };
        (read, errors)
    }

    /// The status and, where what goes with it is right, the state.
    pub(super) fn read_state(&self, errors: &mut FieldErrors) -> (Option<Status>, Option<State>) {
        let Some(status) = Status::from_key(&self.status) else {
            errors.add("status", "Choose a status.");
            return (None, None);
        };
        let reason = match self.state_reason.as_str() {
            "" => None,
            key => {
                let reason = StateReason::from_key(key);
                if reason.is_none() {
                    errors.add("state_reason", "Choose a state reason from the list.");
                    return (Some(status), None);
                }
                reason
            }
        };
        let wake_at = match self.wake_at.trim() {
            "" => None,
            text => {
                let at = typed_moment(text);
                if at.is_none() {
                    errors.add("wake_at", "Enter a day and a time.");
                    return (Some(status), None);
                }
                at
            }
        };
        let state = State::of(status, reason, wake_at).map_err(|error| {
            let field = if error == InvalidTransition::NoWake { "wake_at" } else { "state_reason" };
            errors.add(field, error.to_string());
        });
        (Some(status), state.ok())
    }
}

pub(super) fn must<T: std::str::FromStr>(
    text: &str,
    field: &str,
    message: &str,
    errors: &mut FieldErrors,
) -> Option<T> {
    let value = text.trim().parse().ok();
    if value.is_none() {
        errors.add(field, message);
    }
    value
}

pub(super) fn may<T: std::str::FromStr>(text: &str, field: &str, errors: &mut FieldErrors) -> Option<T> {
    if text.trim().is_empty() {
        return None;
    }
    must(text, field, "Choose a value from the list.", errors)
}

/// The person that a box names: by the id of who was chosen, or by what stands in it.
pub(super) fn person(
    id: &str,
    text: &str,
    field: &str,
    message: &str,
    errors: &mut FieldErrors,
) -> Option<PersonEntry> {
    let (id, text) = (id.trim(), text.split_whitespace().collect::<Vec<_>>().join(" "));
    if !id.is_empty() {
        return must(id, field, message, errors).map(|id| PersonEntry::Chosen(id, text));
    }
    if text.is_empty() {
        errors.add(field, message);
        return None;
    }
    Some(PersonEntry::Typed(text))
}

fn text(text: &str, field: &str, label: &str, limit: usize, errors: &mut FieldErrors) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
    let length = graphemes(&text);
    if length > limit {
        errors.add(field, format!("{label} can have at most {limit} characters; this has {length}."));
    } else if text.len() > limit * 40 {
        errors.add(field, format!("{label} has too many combining marks to be kept."));
    } else if text.contains('\0') {
        errors.add(field, format!("{label} has a character that cannot be kept."));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::PersonId;
    use proptest::prelude::*;

    pub(super) fn draft() -> Draft {
        Draft {
            company: "1".into(),
            reason: "2".into(),
            requested_for: "3".into(),
            requested_by_text: "caller@example.test".into(),
            summary: "Cannot print".into(),
            ..Draft::open()
        }
    }

    #[test]
    fn the_least_that_can_be_saved() {
        let checked = draft().check().unwrap();
        assert_eq!(checked.requested_for, PersonEntry::Chosen(PersonId(3), String::new()));
        assert_eq!(checked.requested_by, PersonEntry::Typed("caller@example.test".into()));
        assert_eq!(checked.state, State::New);
        assert_eq!(checked.priority().priority_label(), "Medium");
    }

    #[test]
    fn an_empty_form_names_every_mandatory_field_in_order() {
        let errors = Draft::open().check().unwrap_err();
        let named: Vec<_> = errors.0.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(named, ["company", "reason", "requested_for", "requested_by", "summary"]);
    }

    #[test]
    fn the_limit_is_in_characters_a_reader_sees() {
        let family = "👨‍👩‍👧‍👦";
        let at = Draft { summary: family.repeat(SUMMARY_LIMIT), ..draft() };
        assert!(at.check().is_ok());
        let over = Draft { summary: family.repeat(SUMMARY_LIMIT + 1), ..draft() };
        assert_eq!(
            over.check().unwrap_err().get("summary"),
            Some("Summary can have at most 500 characters; this has 501.")
        );
    }

    #[test]
    fn dependent_fields_need_what_they_depend_on() {
        let lone = Draft { kind: "9".into(), individual: "4".into(), ..draft() };
        let errors = lone.check().unwrap_err();
        assert!(errors.get("subcategory").is_some() && errors.get("group").is_some());
        let hold = Draft { status: "on_hold".into(), ..draft() };
        assert_eq!(hold.check().unwrap_err().get("state_reason"), Some("Choose a state reason for On Hold."));
    }

    proptest! {
        #[test]
        fn a_draft_survives_a_form(summary in ".{0,60}", status in ".{0,12}", kind in ".{0,12}") {
            let draft = Draft { summary, kind, status, ..draft() };
            prop_assert_eq!(Draft::from_fields(&draft.to_fields()), draft);
        }

        #[test]
        fn nothing_past_a_limit_is_ever_accepted(summary in "\\PC{0,700}", description in "(\\PC|\r|\n){0,300}") {
            if let Ok(checked) = (Draft { summary, description, ..draft() }).check() {
                prop_assert!((1..=SUMMARY_LIMIT).contains(&graphemes(&checked.summary)));
                prop_assert!(graphemes(&checked.description) <= DESCRIPTION_LIMIT);
                prop_assert!(!checked.description.contains('\r'));
                prop_assert_eq!(checked.summary.trim(), checked.summary.as_str());
            }
        }

        #[test]
        fn whatever_is_sent_is_answered(values in proptest::collection::vec(".{0,20}", Draft::NAMES.len())) {
            let names = Draft::NAMES.iter().map(|name| (*name).to_owned());
            let _ = Draft::from_fields(&Fields(names.zip(values).collect())).check();
        }
    }
}
