//! What somebody typed and has not sent: kept until they send it or want it no more, for them alone.
//!
//! To add a form: a variant of [`Place`] with its key, its arm in `policy::writing`, and a keeper in its component
//! (`ui/keep`).

use kernel::{Fields, InteractionNumber};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Draft, Side};

/// How many bytes the names and values of a form may have that the server keeps.
pub const KEPT_BYTES: usize = 64 * 1024;
/// Of how many forms the server keeps what one person typed; of more, it lets go of the oldest.
pub const KEPT_FORMS: i64 = 200;
/// For how many days.
pub const KEPT_DAYS: i64 = 30;

/// A form that people type into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    /// That of a new interaction.
    New,
    /// That of a new interaction that follows one.
    Follow(InteractionNumber),
    /// That of a record.
    Edit(InteractionNumber),
    /// The box to say something about one.
    Comment(InteractionNumber, Side),
}

impl Place {
    /// The form that a new interaction is typed into: one that follows another has a place of its own.
    pub fn of_new(draft: &Draft) -> Self {
        draft.follows.parse().map_or(Self::New, Self::Follow)
    }

    /// The form as it is stored.
    pub fn key(self) -> String {
        match self {
            Self::New => "interaction.new".to_owned(),
            Self::Follow(number) => format!("interaction.new:{}", number.0),
            Self::Edit(number) => format!("interaction.edit:{}", number.0),
            Self::Comment(number, Side::Desk) => format!("interaction.comment:{}:desk", number.0),
            Self::Comment(number, Side::Own) => format!("interaction.comment:{}:own", number.0),
        }
    }
}

/// What stands in a form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    pub fields: Fields,
    /// The version of the record that an edit is based on.
    pub version: Option<i32>,
}

impl Typed {
    /// Whether the server keeps it: it is not too large, and has no character that the database cannot hold.
    pub fn can_be_kept(&self) -> bool {
        let bytes: usize = self.fields.0.iter().map(|(name, value)| name.len() + value.len()).sum();
        bytes <= KEPT_BYTES && !self.fields.0.iter().any(|(name, value)| name.contains('\0') || value.contains('\0'))
    }
}

/// What somebody typed, and when they last did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub typed: Typed,
    pub at: OffsetDateTime,
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    fn typed(value: String) -> Typed {
        Typed { fields: Fields(vec![("name".to_owned(), value)]), version: None }
    }

    #[test]
    fn each_form_has_a_key_of_its_own() {
        let [one, other] = [1, 11].map(InteractionNumber);
        let places = [
            Place::New,
            Place::Follow(one),
            Place::Edit(one),
            Place::Edit(other),
            Place::Comment(one, Side::Desk),
            Place::Comment(one, Side::Own),
            Place::Comment(other, Side::Own),
        ];
        assert_eq!(places.map(Place::key).iter().collect::<HashSet<_>>().len(), places.len());
        assert_eq!(places.map(Place::key)[4], "interaction.comment:1:desk");
        assert_eq!(Place::of_new(&Draft::open()), Place::New);
        assert_eq!(Place::of_new(&Draft { follows: "INT0000011".into(), ..Draft::open() }), Place::Follow(other));
    }

    #[test]
    fn the_limit_is_in_bytes_and_counts_names() {
        assert!(typed("x".repeat(KEPT_BYTES - 4)).can_be_kept());
        assert!(!typed("x".repeat(KEPT_BYTES - 3)).can_be_kept());
        assert!(!typed("ä".repeat(KEPT_BYTES / 2)).can_be_kept());
        assert!(!typed("a\0b".to_owned()).can_be_kept());
    }
}
