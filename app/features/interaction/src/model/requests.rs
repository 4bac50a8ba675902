//! My Requests: a requester's own view, without internal parts.

use kernel::{Cursor, InteractionNumber, Page};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::{Attachment, Channel, CommentBox, Status, Watchers};

/// The two tabs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MyTab {
    /// Requested for me.
    #[default]
    Mine,
    /// That I asked for on behalf of somebody else.
    Others,
}

impl MyTab {
    /// The tab of an address; `self` where it names none.
    pub fn read(text: Option<&str>) -> Self {
        if text == Some("others") { Self::Others } else { Self::Mine }
    }

    pub fn key(self) -> &'static str {
        match self {
            Self::Mine => "self",
            Self::Others => "others",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Mine => "Self",
            Self::Others => "Others",
        }
    }

    /// The address of a page of the tab.
    pub fn href(self, after: Option<&Cursor>) -> String {
        let after = after.map(|cursor| format!("&after={cursor}")).unwrap_or_default();
        format!("/my-requests?section=interactions&tab={}{after}", self.key())
    }
}

/// A row of My Requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRow {
    pub number: InteractionNumber,
    pub summary: String,
    pub status: Status,
    pub requested_for: String,
    pub created_on: OffsetDateTime,
    pub updated_at: OffsetDateTime,
}

/// A tab with its rows and both tabs' counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyRequests {
    pub page: Page<MyRow>,
    pub mine: i64,
    pub others: i64,
}

/// An interaction as its requester sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MyInteraction {
    pub number: InteractionNumber,
    pub company: String,
    pub reason: String,
    pub requested_for: String,
    pub requested_by: String,
    pub summary: String,
    pub description: String,
    pub through: Channel,
    pub status: Status,
    pub created_on: OffsetDateTime,
    pub updated_at: OffsetDateTime,
    pub conversation: CommentBox,
    pub watchers: Watchers,
    pub attachments: Vec<Attachment>,
}
