//! The guest form that stands beside a look-up's box without JavaScript, as part of the form around it.

use kernel::{Fields, Replay};
use people::model::{GuestDraft, is_email};

/// What is said of a person whom nobody knows: then the guest form is offered.
pub const USER_NOT_FOUND: &str = "User not found";

/// The boxes that name a person.
pub const PERSONS: [&str; 2] = ["requested_for", "requested_by"];

/// The name of a field of the guest form beside a box.
pub fn guest_field(person: &str, field: &str) -> String {
    format!("{person}_guest_{field}")
}

/// The value of the button that adds the guest beside a box.
pub fn add_intent(person: &str) -> String {
    format!("add_{person}")
}

/// The guest as typed beside a box. The company is that of the form around it.
pub fn guest_beside(person: &str, fields: &Fields) -> GuestDraft {
    let prefix = guest_field(person, "");
    let own = |(name, value): &(String, String)| Some((name.strip_prefix(&prefix)?.to_owned(), value.clone()));
    GuestDraft { company: String::new(), ..GuestDraft::from_fields(&Fields(fields.0.iter().filter_map(own).collect())) }
}

/// What the guest form beside a box begins with, where the form that came back asks for one: nobody was found,
/// or a guest was typed and not added.
pub fn guest_asked_for(person: &str, sent: &Replay) -> Option<GuestDraft> {
    let typed = guest_beside(person, &sent.fields);
    if typed != GuestDraft::default() {
        return Some(typed);
    }
    let unknown = sent.errors().get(person) == Some(USER_NOT_FOUND);
    unknown.then(|| guess(sent.fields.get(&format!("{person}_text"))))
}

/// A guest from what was typed into the box: an e-mail address, or first names and a last one.
fn guess(text: &str) -> GuestDraft {
    let text = text.trim();
    if is_email(text) {
        return GuestDraft { email: text.to_owned(), ..GuestDraft::default() };
    }
    let (first, last) = text.rsplit_once(char::is_whitespace).unwrap_or((text, ""));
    GuestDraft { first_name: first.trim().to_owned(), last_name: last.to_owned(), ..GuestDraft::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::ApiError;

    fn sent(fields: &[(&str, &str)], wrong: &str) -> Replay {
        let fields = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Replay { fields: Fields(fields), error: Some(ApiError::field(wrong, USER_NOT_FOUND)) }
    }

    #[test]
    fn a_guest_begins_with_what_was_looked_for() {
        for (text, expected) in [
            ("Greta van Gast", ["Greta van", "Gast", ""]),
            ("Greta", ["Greta", "", ""]),
            (" g.gast@example.test ", ["", "", "g.gast@example.test"]),
        ] {
            let guest = guest_asked_for("requested_by", &sent(&[("requested_by_text", text)], "requested_by")).unwrap();
            assert_eq!([guest.first_name, guest.last_name, guest.email], expected, "{text}");
        }
    }

    #[test]
    fn a_guest_is_asked_for_beside_the_box_that_found_nobody() {
        assert_eq!(guest_asked_for("requested_for", &sent(&[("requested_for_text", "Greta")], "requested_by")), None);
        let typed = sent(&[("requested_for_guest_address", "1 Long Lane")], "company");
        assert_eq!(guest_asked_for("requested_for", &typed).unwrap().address, "1 Long Lane");
        assert_eq!(guest_asked_for("requested_by", &typed), None);
    }
}
