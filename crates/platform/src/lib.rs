//! What every slice stands on, on the server: who acts, what they may, how a change is written.
//!
//! - [`Actor`]: the signed-in person with roles, groups and visible companies.
//! - [`Permit`]: proof that a slice's `policy.rs` allowed an action on a row.
//! - [`Uow`]: the only write transaction; it writes the audit row and the outbox entry too.
//! - [`chain`]: what makes a change of the audit log behind the application's back show.
//! - [`Hub`]: what was committed, told to everybody who is connected.
//! - [`Blobs`]: contents too large for the database.
//! - [`outbox`]: what was committed, for whoever tells people of it.
//! - [`search`]: what a slice has for Global Search.
//! - [`Clock`]: time, passed in.

pub mod actor;
pub mod blobs;
pub mod chain;
pub mod clock;
pub mod http;
pub mod live;
pub mod outbox;
pub mod permit;
pub mod search;
#[cfg(feature = "testing")]
pub mod testing;
pub mod uow;

pub use actor::Actor;
pub use blobs::Blobs;
pub use clock::Clock;
pub use http::{Failure, FormOutcome};
pub use live::{Announcement, Hub};
pub use permit::{Action, Permit};
pub use uow::{Event, Uow};

/// The folder's migrations, built into the binary.
pub static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!("../../migrations");

/// What a request handler works with. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Platform {
    pub pool: sqlx::PgPool,
    /// For who asks and what pages show: statements that take a moment each. Of hardly more connections than there are
    /// processors: with more at work at once, all of them take longer, and some by far.
    pub pages: sqlx::PgPool,
    /// For what people look for: of few connections, whose statements are planned each for its values and cut short
    /// when they take too long. A slow search keeps nobody else waiting.
    pub searches: sqlx::PgPool,
    pub clock: Clock,
    /// What this process is told of changes, by whichever process made them.
    pub live: Hub,
    /// The contents of files.
    pub blobs: Blobs,
    /// What Global Search finds, in the order in which it is shown.
    pub kinds: std::sync::Arc<[std::sync::Arc<dyn search::Kind>]>,
    /// Whether the demo accounts are shown on the sign-in page.
    pub demo: bool,
    /// Whether cookies are only sent over HTTPS.
    pub secure_cookies: bool,
    /// What links in e-mail begin with: `https://desk.example.com`.
    pub url: std::sync::Arc<str>,
    /// Whether e-mail is kept instead of being sent, as there is no server for it.
    pub keeps_mail: bool,
}
