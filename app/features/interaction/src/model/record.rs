//! The record and what stands beside it.

use kernel::{AuditValue, Changes, CompanyId, InteractionNumber, PersonId, StaleField};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{
    Attachment, Channel, CommentBox, Draft, Entry, FormChoices, Keeper, Ledger, Level, Named, Related, StateReason,
    Status, Watchers, Window, moment_text, moment_words,
};

/// An interaction with the names of all it refers to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    pub number: InteractionNumber,
    pub version: i32,
    pub company: Named,
    pub reason: Named,
    pub requested_for: Named,
    /// Company, e-mail and phone of Requested For in one line.
    pub requested_for_detail: String,
    pub requested_by: Named,
    pub requested_by_detail: String,
    pub vip: bool,
    pub summary: String,
    pub description: String,
    pub category: Option<Named>,
    pub subcategory: Option<Named>,
    pub kind: Option<Named>,
    pub ci: Option<Named>,
    pub service: Option<Named>,
    pub impact: Level,
    pub urgency: Level,
    pub priority: Level,
    pub contact_email: String,
    pub contact_phone: String,
    pub through: Channel,
    pub status: Status,
    pub state_reason: Option<StateReason>,
    /// When a hold ends by itself.
    pub wake_at: Option<OffsetDateTime>,
    /// When it ended; none while it goes on.
    pub ended_at: Option<OffsetDateTime>,
    /// For how many days after that its company lets it be re-opened.
    pub reopen_days: i32,
    pub group: Option<Named>,
    pub individual: Option<Named>,
    pub reported_on: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    pub created_by: Option<Named>,
    /// The one it follows, which had ended for too long to be re-opened.
    pub follows: Option<InteractionNumber>,
    /// The first of those that follow it.
    pub followed_by: Vec<InteractionNumber>,
    pub ledger: Ledger,
}

impl Record {
    pub fn company_id(&self) -> CompanyId {
        CompanyId(self.company.id)
    }

    pub fn requested_for_id(&self) -> PersonId {
        PersonId(self.requested_for.id)
    }

    /// The record as its form holds it.
    pub fn draft(&self) -> Draft {
        let id = |named: &Named| named.id.to_string();
        let opt = |named: &Option<Named>| named.as_ref().map(id).unwrap_or_default();
        Draft {
            company: id(&self.company),
            reason: id(&self.reason),
            requested_for: id(&self.requested_for),
            requested_for_text: self.requested_for.name.clone(),
            requested_by: id(&self.requested_by),
            requested_by_text: self.requested_by.name.clone(),
            summary: self.summary.clone(),
            description: self.description.clone(),
            category: opt(&self.category),
            subcategory: opt(&self.subcategory),
            kind: opt(&self.kind),
            ci: opt(&self.ci),
            service: opt(&self.service),
            impact: self.impact.number().to_string(),
            urgency: self.urgency.number().to_string(),
            contact_email: self.contact_email.clone(),
            contact_phone: self.contact_phone.clone(),
            through: self.through.key().to_owned(),
            group: opt(&self.group),
            individual: opt(&self.individual),
            status: self.status.key().to_owned(),
            state_reason: self.state_reason.map(StateReason::key).unwrap_or_default().to_owned(),
            wake_at: self.wake_at.map(moment_text).unwrap_or_default(),
            follows: self.follows.map(|number| number.to_string()).unwrap_or_default(),
        }
    }

    /// Every audited field: its name in the form, its label, its value as people read it.
    pub fn audited(&self) -> Vec<(&'static str, &'static str, Option<AuditValue>)> {
        let named = |named: &Named| Some(AuditValue::named(named.id, &named.name));
        let opt = |value: &Option<Named>| value.as_ref().and_then(named);
        let text = |text: &str| (!text.is_empty()).then(|| AuditValue::text(text));
        vec![
            ("company", "Company", named(&self.company)),
            ("reason", "Reason for Interaction", named(&self.reason)),
            ("requested_for", "Requested For", named(&self.requested_for)),
            ("requested_by", "Requested By", named(&self.requested_by)),
            ("summary", "Summary", text(&self.summary)),
            ("description", "Description", text(&self.description)),
            ("category", "Category", opt(&self.category)),
            ("subcategory", "Sub-category", opt(&self.subcategory)),
            ("type", "Type", opt(&self.kind)),
            ("ci", "Impacted CI", opt(&self.ci)),
            ("service", "Affected Service", opt(&self.service)),
            ("impact", "Impact", text(self.impact.impact_label())),
            ("urgency", "Urgency", text(self.urgency.urgency_label())),
            ("contact_email", "Contact Email", text(&self.contact_email)),
            ("contact_phone", "Contact Phone", text(&self.contact_phone)),
            ("through", "Through", text(self.through.label())),
            ("group", "Group", opt(&self.group)),
            ("individual", "Individual", opt(&self.individual)),
            ("status", "Status", text(self.status.label())),
            ("state_reason", "State reason", self.state_reason.map(|reason| AuditValue::text(reason.label()))),
            ("wake_at", "Wake-up time", self.wake_at.map(|at| AuditValue::text(moment_words(at)))),
        ]
    }

    /// Every audited field that a form holds, as it is now.
    pub fn fields_now(&self) -> Vec<StaleField> {
        let draft = self.draft().to_fields();
        let fields = self.audited().into_iter();
        fields
            .map(|(field, label, value)| StaleField {
                field: field.to_owned(),
                label: label.to_owned(),
                value: draft.get(field).to_owned(),
                text: value.map(|value| value.text).unwrap_or_default(),
            })
            .collect()
    }

    /// What is different in `after`, field by field.
    pub fn changes_to(&self, after: &Self) -> Changes {
        let mut changes = Changes::default();
        for ((_, label, from), (_, _, to)) in self.audited().into_iter().zip(after.audited()) {
            changes.note(label, from, to);
        }
        changes
    }
}

/// Who did what no person did.
pub const SYSTEM: &str = "Firstline";

/// One event of the Audit Log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEntry {
    pub id: i64,
    pub at: OffsetDateTime,
    /// The person; `None` where the system itself acted.
    pub who: Option<String>,
    /// The event's name: `created`, `updated`, `commented` and the others of `InteractionEvent`.
    pub event: String,
    pub changes: Changes,
}

impl Entry for AuditEntry {
    fn id(&self) -> i64 {
        self.id
    }
}

/// Some events of a record, newest first.
pub type AuditWindow = Window<AuditEntry>;

/// A line of the history panel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryRow {
    pub number: InteractionNumber,
    pub summary: String,
    pub status: Status,
    pub at: OffsetDateTime,
}

/// What a person had with the desk before, newest first, as far as the viewer may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    pub interactions: Vec<HistoryRow>,
    /// Whether there is more than the panel shows.
    pub more: bool,
}

/// Who watches an interaction, and what it belongs together with, as far as the viewer may see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Links {
    pub watchers: Watchers,
    /// The parent first, then the children, then those that are related, by number.
    pub related: Vec<Related>,
}

/// Everything the record page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordPage {
    pub record: Record,
    pub choices: FormChoices,
    pub history: History,
    pub audit: AuditWindow,
    pub conversation: CommentBox,
    pub links: Links,
    pub attachments: Vec<Attachment>,
    /// Whether the viewer may edit.
    pub may_edit: bool,
    /// Whether the viewer may comment.
    pub may_comment: bool,
    /// Whether the viewer may add files.
    pub may_attach: bool,
    /// The viewer as somebody who keeps time; none for who only reads.
    pub keeper: Option<Keeper>,
    /// When all of this was read.
    pub now: OffsetDateTime,
}
