//! The one way to fail that crosses from the server to the browser.

use serde::{Deserialize, Serialize};
use server_fn::error::{FromServerFnError, ServerFnErrorErr};
use server_fn::{Bytes, Decodes};
use std::sync::OnceLock;

use crate::codec::JsonText;

/// Why a call did not do what was asked, in words for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ApiError {
    /// Not there, or not for this person to see: the two look the same.
    #[error("There is nothing here, or nothing that you may see.")]
    NotFound,
    /// Nobody is signed in.
    #[error("Please sign in to go on.")]
    SignedOut,
    /// The person may see the thing but not do this to it.
    #[error("Your role does not allow this.")]
    Forbidden,
    /// Some fields are wrong; each is named.
    #[error("Please check the marked fields.")]
    Invalid(FieldErrors),
    /// The request is not one this product makes.
    #[error("{0}")]
    Malformed(String),
    /// More than may be sent; says how much may.
    #[error("{0}")]
    TooLarge(String),
    /// Somebody else changed the same record in the meantime.
    #[error("Somebody else changed this in the meantime.")]
    Stale(Stale),
    /// Too many tries; wait this many seconds.
    #[error("Too many tries. Please wait {seconds} seconds and try again.")]
    TooMany { seconds: u32 },
    /// What was looked for takes longer to find than anybody is kept waiting.
    #[error("This takes too long to look for. Add a condition, choose the last 30 days, or write whole words.")]
    TooSlow,
    /// The database is away; nothing was changed.
    #[error("The database cannot be reached at the moment. Nothing was lost; please try again shortly.")]
    Unavailable,
    /// The connection to the server failed.
    #[error("The server cannot be reached. Nothing was lost; please try again.")]
    Offline,
    /// Our own fault; the log knows more under the request's id.
    #[error("Something went wrong on our side.")]
    Internal,
}

impl ApiError {
    /// The HTTP status that says the same.
    pub fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::SignedOut => 401,
            Self::Forbidden => 403,
            Self::Invalid(_) | Self::TooSlow => 422,
            Self::Malformed(_) => 400,
            Self::Stale(_) => 409,
            Self::TooLarge(_) => 413,
            Self::TooMany { .. } => 429,
            Self::Unavailable | Self::Offline => 503,
            Self::Internal => 500,
        }
    }

    /// One wrong field.
    pub fn field(field: &str, message: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(field, message);
        Self::Invalid(errors)
    }

    /// The wrong fields, empty for every other failure.
    pub fn fields(&self) -> FieldErrors {
        match self {
            Self::Invalid(errors) => errors.clone(),
            _ => FieldErrors::default(),
        }
    }
}

/// Who is told that the server answered a call with `SignedOut`.
static ON_SIGNED_OUT: OnceLock<Box<dyn Fn() + Send + Sync>> = OnceLock::new();

/// Has `told` told whenever an answer from the server says that nobody is signed in. In the browser, once.
pub fn on_signed_out(told: impl Fn() + Send + Sync + 'static) {
    let _ = ON_SIGNED_OUT.set(Box::new(told));
}

impl ApiError {
    /// The failure of a page on which nothing is looked for: what took too long there is a database that does not keep up.
    #[must_use]
    pub fn of_page(self) -> Self {
        if self == Self::TooSlow { Self::Unavailable } else { self }
    }

    /// The failure, as it came from the server in another way than by a server function: those are heard by themselves.
    #[must_use]
    pub fn heard(self) -> Self {
        if let (Self::SignedOut, Some(told)) = (&self, ON_SIGNED_OUT.get()) {
            told();
        }
        self
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonText;

    fn de(data: Bytes) -> Self {
        let error: Self = JsonText::decode(data)
            .unwrap_or_else(|error| Self::from_server_fn_error(ServerFnErrorErr::Deserialization(error.to_string())));
        error.heard()
    }

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            ServerFnErrorErr::Args(why)
            | ServerFnErrorErr::MissingArg(why)
            | ServerFnErrorErr::Deserialization(why) => {
                Self::Malformed(format!("The request could not be read: {why}"))
            }
            ServerFnErrorErr::UnsupportedRequestMethod(why) => Self::Malformed(why),
            ServerFnErrorErr::Registration(_)
            | ServerFnErrorErr::MiddlewareError(_)
            | ServerFnErrorErr::ServerError(_)
            | ServerFnErrorErr::Serialization(_)
            | ServerFnErrorErr::Response(_) => Self::Internal,
        }
    }
}

/// A field by its name in the form, and what is wrong with it as a sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

/// All that is wrong with a form, in the order of its fields; the first message of a field wins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FieldErrors(pub Vec<FieldError>);

impl FieldErrors {
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        if self.get(field).is_none() {
            self.0.push(FieldError { field: field.to_owned(), message: message.into() });
        }
    }

    pub fn get(&self, field: &str) -> Option<&str> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.as_str())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// `value` where nothing is wrong, else the errors.
    pub fn or<T>(self, value: T) -> Result<T, ApiError> {
        if self.is_empty() { Ok(value) } else { Err(ApiError::Invalid(self)) }
    }
}

/// The other person's values where two people edited one record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    /// The record's version now.
    pub version: i32,
    /// Who saved last.
    pub by: String,
    /// What others changed and this person did not: theirs to be taken over.
    pub theirs: Vec<StaleField>,
    /// What both changed to different values: somebody has to choose. Fields that mean something only together are one.
    pub both: Vec<Vec<StaleField>>,
}

/// One field that somebody else changed: its name in the form, its label, the value now stored as the form holds it,
/// and as people read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaleField {
    pub field: String,
    pub label: String,
    pub value: String,
    pub text: String,
}

#[cfg(feature = "server")]
impl From<sqlx::Error> for ApiError {
    /// A database that is away is `Unavailable`, a statement that was cut short `TooSlow` (see [`ApiError::of_page`]); anything
    /// else is our own fault and is logged.
    fn from(error: sqlx::Error) -> Self {
        let away = match &error {
            sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Tls(_) => true,
            // Class 57: operator intervention; 53: out of resources; 08: connection exceptions.
            sqlx::Error::Database(error) => {
                error.code().is_some_and(|code| ["57P", "53", "08"].iter().any(|class| code.starts_with(class)))
            }
            _ => false,
        };
        // Only what people look for, and what pages show, has a time set.
        if error.as_database_error().is_some_and(|error| {
            error.code().is_some_and(|code| code == "57014") && error.message().contains("statement timeout")
        }) {
            tracing::warn!(%error, "a statement was cut short");
            Self::TooSlow
        } else if away {
            tracing::warn!(%error, "the database is away");
            Self::Unavailable
        } else {
            tracing::error!(%error, "a query failed");
            Self::Internal
        }
    }
}
