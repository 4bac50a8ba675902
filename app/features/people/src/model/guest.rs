//! A guest: somebody the desk talks to who is not in the system yet.

use kernel::{CompanyId, FieldErrors, Fields, graphemes};
use serde::{Deserialize, Serialize};

/// The guest form as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GuestDraft {
    pub first_name: String,
    pub last_name: String,
    pub contact_number: String,
    pub email: String,
    pub address: String,
    /// The company's id, inherited from the form the guest is added from.
    pub company: String,
}

/// A guest form that is right in itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GuestFields {
    pub first_name: String,
    pub last_name: String,
    pub contact_number: String,
    pub email: String,
    pub address: String,
    pub company: CompanyId,
}

impl GuestDraft {
    pub fn from_fields(fields: &Fields) -> Self {
        let get = |name| fields.get(name).to_owned();
        Self {
            first_name: get("first_name"),
            last_name: get("last_name"),
            contact_number: get("contact_number"),
            email: get("email"),
            address: get("address"),
            company: get("company"),
        }
    }

    /// The values trimmed, or every field that is wrong, by its name in the form.
    pub fn check(&self) -> Result<GuestFields, FieldErrors> {
        let mut errors = FieldErrors::default();
        let first_name = name(&self.first_name, "first_name", "First name", &mut errors);
        let last_name = name(&self.last_name, "last_name", "Last name", &mut errors);
        let contact_number = self.contact_number.trim().to_owned();
        if graphemes(&contact_number) > 40 {
            errors.add("contact_number", "Contact number can have at most 40 characters.");
        } else if !contact_number.is_empty() && contact_number.chars().filter(char::is_ascii_digit).count() < 3 {
            errors.add("contact_number", "A contact number has at least three digits.");
        } else if contact_number.chars().any(char::is_control) {
            errors.add("contact_number", "Contact number has characters that cannot be shown.");
        }
        let email = self.email.trim().to_lowercase();
        if email.is_empty() {
            errors.add("email", "Enter an email address.");
        } else if !is_email(&email) {
            errors.add("email", "Enter an email address like name@example.com.");
        }
        let address = self.address.trim().to_owned();
        if graphemes(&address) > 300 {
            errors.add("address", "Address can have at most 300 characters.");
        } else if address.contains('\0') {
            errors.add("address", "Address has a character that cannot be kept.");
        }
        let company = self.company.parse();
        if company.is_err() {
            errors.add("company", "Choose a company first.");
        }
        match company {
            Ok(company) if errors.is_empty() => {
                Ok(GuestFields { first_name, last_name, contact_number, email, address, company })
            }
            _ => Err(errors),
        }
    }
}

/// Bytes a first or a last name may have: both together must fit into an entry of the database's indexes.
const NAME_BYTES: usize = 1_000;

fn name(text: &str, field: &str, label: &str, errors: &mut FieldErrors) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.is_empty() {
        errors.add(field, format!("Enter the {}.", label.to_lowercase()));
    } else if graphemes(&text) > 100 {
        errors.add(field, format!("{label} can have at most 100 characters."));
    } else if text.chars().any(char::is_control) {
        errors.add(field, format!("{label} has characters that cannot be shown."));
    } else if text.len() > NAME_BYTES {
        errors.add(field, format!("{label} has too many combining marks to be kept."));
    }
    text
}

/// Whether a text has the form of a mail address: the rule of HTML's `<input type=email>`
/// (WHATWG HTML, "valid e-mail address"), at least one dot in the domain, 254 characters at most
/// (RFC 5321).
pub fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else { return false };
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    text.len() <= 254
        && !local.is_empty()
        && local.len() <= 64
        && local.bytes().all(|b| b.is_ascii_alphanumeric() || b".!#$%&'*+/=?^_`{|}~-".contains(&b))
        && domain.contains('.')
        && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn draft() -> GuestDraft {
        GuestDraft {
            first_name: " Ana  Lucía ".into(),
            last_name: "Ortiz".into(),
            email: "Ana.Ortiz@Example.COM ".into(),
            company: "1".into(),
            ..GuestDraft::default()
        }
    }

    #[test]
    fn a_right_draft_is_trimmed_and_its_email_lowered() {
        let fields = draft().check().unwrap();
        assert_eq!(fields.first_name, "Ana Lucía");
        assert_eq!(fields.email, "ana.ortiz@example.com");
    }

    #[test]
    fn every_wrong_field_is_named() {
        let errors = GuestDraft { contact_number: "x".into(), ..GuestDraft::default() }.check().unwrap_err();
        let named: Vec<_> = errors.0.iter().map(|e| e.field.as_str()).collect();
        assert_eq!(named, ["first_name", "last_name", "contact_number", "email", "company"]);
    }

    #[test]
    fn addresses() {
        for good in ["a@b.co", "first.last+tag@sub.example.org", "o'neill@example.ie"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "a", "a@b", "@b.co", "a@@b.co", "a b@c.de", "a@-b.co", "a@b..co", "<script>@x.de"] {
            assert!(!is_email(bad), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn a_name_is_never_accepted_past_its_limit(name in "\\PC{1,160}") {
            let draft = GuestDraft { first_name: name, ..draft() };
            if let Ok(fields) = draft.check() {
                prop_assert!((1..=100).contains(&graphemes(&fields.first_name)));
            }
        }
    }
}
