//! What is done with saved lists.

mod change;
mod event;
mod remove;
mod save;

pub use change::change_view;
pub use remove::remove_view;
pub use save::save_view;

use kernel::ApiError;

/// The one rule of the table that a name breaks: a person has each once.
fn taken(error: sqlx::Error) -> ApiError {
    match &error {
        sqlx::Error::Database(refusal) if refusal.is_unique_violation() => {
            ApiError::field("name", "You have a view of this name already.")
        }
        _ => error.into(),
    }
}
