//! The shared language of Firstline: what every slice, the server and the browser agree on.
//!
//! Nothing here knows a database, a browser or a rule of the trade. To add an id, name it in
//! [`ids`]; to add a way to fail, add a variant to [`ApiError`] and its status in
//! [`ApiError::status`].

pub mod audit;
pub mod codec;
pub mod error;
pub mod form;
pub mod ids;
pub mod live;
pub mod marked;
pub mod number;
pub mod page;
pub mod role;
pub mod search;
pub mod text;

pub use audit::{AuditValue, Change, Changes};
pub use codec::Json;
pub use error::{ApiError, FieldError, FieldErrors, Stale, StaleField};
pub use form::{Fields, Replay};
pub use ids::*;
pub use live::{LIVE_ENDED, LIVE_PATH, LIVE_RESET, LiveEvent};
pub use marked::{Piece, excerpt, marked};
pub use number::{InteractionNumber, NumberError};
pub use page::{Cursor, CursorError, Page};
pub use role::Role;
pub use search::Hit;
pub use text::{graphemes, in_address};
