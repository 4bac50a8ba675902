//! What happens to a job. What it does to each interaction is that one's own event.

use kernel::{AuditValue, Changes};
use platform::Event;

/// Somebody began a job.
#[derive(Debug)]
pub struct BulkEvent {
    job: i64,
    changes: Changes,
}

impl BulkEvent {
    /// What it is to do, and to how many.
    pub fn begun(job: i64, title: &str, total: usize) -> Self {
        let mut changes = Changes::default();
        changes.note("Change", None, Some(AuditValue::text(title)));
        changes.note("Interactions", None, Some(AuditValue::text(total.to_string())));
        Self { job, changes }
    }
}

impl Event for BulkEvent {
    const ENTITY: &'static str = "bulk_job";

    fn entity_id(&self) -> i64 {
        self.job
    }

    fn name(&self) -> &'static str {
        "begun"
    }

    fn changes(&self) -> &Changes {
        &self.changes
    }
}
