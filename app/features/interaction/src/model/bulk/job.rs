//! What the pages show: of a change before it is made, and of the job that makes it.

use kernel::{Change, InteractionNumber};
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::model::GroupChoice;

/// The page that changes many; that of a job is below it.
pub const BULK_PATH: &str = "/interactions/bulk";

/// The address of a job's page.
pub fn bulk_page(job: i64) -> String {
    format!("{BULK_PATH}/{job}")
}

/// How long after its end a job can be undone.
pub const UNDO_WITHIN: Duration = Duration::minutes(10);

/// How many failures a page shows.
pub const FAILURES: usize = 200;

/// The page as it opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkForm {
    /// How many are chosen.
    pub total: usize,
    /// The groups that serve any of their companies, and the person's own, with their members.
    pub groups: Vec<GroupChoice>,
    /// Names this form, so that it is one job however often it is sent.
    pub submission: Uuid,
}

/// What a change is going to do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    pub total: usize,
    pub changes: usize,
    /// Those that are so already.
    pub same: usize,
    /// Those that cannot be changed so, by why; the most first.
    pub cannot: Vec<Refusal>,
    /// The first that change.
    pub sample: Vec<PreviewRow>,
    pub letters: Letters,
}

/// Why some cannot be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    pub why: String,
    pub count: usize,
    /// The first of them.
    pub numbers: Vec<InteractionNumber>,
}

/// One that changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreviewRow {
    pub number: InteractionNumber,
    pub summary: String,
    pub changes: Vec<Change>,
}

/// The e-mail that goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Letters {
    pub letters: usize,
    pub people: usize,
}

/// A job, as far as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkJob {
    pub id: i64,
    /// What it does: `Assign to Network, Magda Klein`.
    pub title: String,
    pub total: usize,
    pub changed: usize,
    pub same: usize,
    pub failed: usize,
    pub begun_at: OffsetDateTime,
    pub finished_at: Option<OffsetDateTime>,
    /// Until when it may be undone; none where it may not.
    pub undo_until: Option<OffsetDateTime>,
    /// The job whose changes it takes back.
    pub undoes: Option<i64>,
    /// The job that takes back its changes.
    pub undone_by: Option<i64>,
    /// The first [`FAILURES`], by number.
    pub failures: Vec<BulkFailure>,
}

impl BulkJob {
    pub fn done(&self) -> usize {
        self.changed + self.same + self.failed
    }

    pub fn is_over(&self) -> bool {
        self.finished_at.is_some()
    }
}

/// One that could not be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkFailure {
    pub number: InteractionNumber,
    pub why: String,
}
