//! Why somebody is told of something.
//!
//! To add a kind: a variant of [`Kind`], its key in a migration of the check on `notification_setting`, its words in
//! [`Reason::words`].

use serde::{Deserialize, Serialize};

/// What somebody is told for; each is switched on and off by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// It is theirs to work on.
    Assigned,
    /// It is for their group to work on.
    Group,
    /// They watch it.
    Watching,
    /// They asked for it, for themselves or for somebody else.
    Asked,
    /// Somebody named them.
    Mentioned,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Assigned, Self::Group, Self::Watching, Self::Asked, Self::Mentioned];

    /// The kind as the database and a form keep it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Assigned => "assigned",
            Self::Group => "group",
            Self::Watching => "watching",
            Self::Asked => "asked",
            Self::Mentioned => "mentioned",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// The kind as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Assigned => "Assigned to me",
            Self::Group => "Assigned to my groups",
            Self::Watching => "What I watch",
            Self::Asked => "What I asked for",
            Self::Mentioned => "Mentions of me",
        }
    }
}

/// Why somebody is told of one thing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reason {
    pub kind: Kind,
    /// The name of the group, where it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
}

impl Reason {
    pub fn of(kind: Kind) -> Self {
        Self { kind, group: None }
    }

    pub fn group(name: impl Into<String>) -> Self {
        Self { kind: Kind::Group, group: Some(name.into()) }
    }

    fn words(&self) -> String {
        match (self.kind, &self.group) {
            (Kind::Group, Some(group)) => format!("it was assigned to your group {group}"),
            (Kind::Group, None) => "it was assigned to your group".to_owned(),
            (Kind::Assigned, _) => "it was assigned to you".to_owned(),
            (Kind::Watching, _) => "you watch it".to_owned(),
            (Kind::Asked, _) => "you asked for it".to_owned(),
            (Kind::Mentioned, _) => "you were mentioned".to_owned(),
        }
    }
}

/// All reasons in one line: `because you watch it and you were mentioned`.
pub fn why(reasons: &[Reason]) -> String {
    let words: Vec<String> = reasons.iter().map(Reason::words).collect();
    match words.split_last() {
        None => String::new(),
        Some((only, [])) => format!("because {only}"),
        Some((last, rest)) => format!("because {} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reasons_read_as_a_sentence() {
        assert_eq!(why(&[Reason::group("Network")]), "because it was assigned to your group Network");
        assert_eq!(
            why(&[Reason::of(Kind::Assigned), Reason::of(Kind::Watching), Reason::of(Kind::Mentioned)]),
            "because it was assigned to you, you watch it and you were mentioned"
        );
        assert_eq!(why(&[Reason::of(Kind::Asked)]), "because you asked for it");
    }

    #[test]
    fn keys_come_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_key(kind.key()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.key()));
        }
    }
}
