//! Many interactions changed at once: which ([`Selection`]), how ([`BulkDraft`]), what that does to each
//! ([`BulkAim::foresee`]), and what a page shows of it before ([`Preview`]) and while it is done ([`BulkJob`]).
//!
//! To add a change: a variant of [`BulkAction`] with its key and label, of [`BulkChange`] and [`BulkAim`], its arm in
//! `foresee`, and on the server in `bulk/aim.rs`, `bulk/act.rs` and `bulk/back.rs`.

mod change;
mod draft;
mod foresee;
mod job;
mod selection;

pub use change::{Before, BulkAction, BulkChange};
pub use draft::BulkDraft;
pub use foresee::{BulkAim, BulkRow, Foreseen, GROUP_NOT_OFFERED, NOT_A_MEMBER};
pub use job::{
    BULK_PATH, BulkFailure, BulkForm, BulkJob, FAILURES, Letters, Preview, PreviewRow, Refusal, UNDO_WITHIN, bulk_page,
};
pub use selection::{MOST_AT_ONCE, MOST_PICKED, SELECTION, Selection, SelectionError};
