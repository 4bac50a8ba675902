//! Typed ids: a [`CompanyId`] cannot be passed where a [`PersonId`] is meant.
//!
//! Each is a positive 64-bit number given by the database, never reused. On the wire and in
//! addresses it is the bare number.

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
        )]
        #[cfg_attr(feature = "server", derive(sqlx::Type), sqlx(transparent))]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.trim().parse().map(Self)
            }
        }

        impl From<i64> for $name {
            fn from(id: i64) -> Self {
                Self(id)
            }
        }
    )+};
}

ids! {
    /// A customer organisation.
    CompanyId,
    /// A support group.
    GroupId,
    /// Anybody the desk knows: requester, staff or guest.
    PersonId,
    /// A reason for interaction, belonging to one company.
    ReasonId,
    /// A node of a company's category tree: category, sub-category or type.
    CategoryId,
    /// A configuration item of a company.
    CiId,
    /// A business service of a company.
    ServiceId,
    /// A file that belongs to an interaction.
    AttachmentId,
    /// A list saved under a name.
    ViewId,
}
