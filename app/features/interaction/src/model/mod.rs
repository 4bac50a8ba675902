//! Pure types and rules, the same in the browser and on the server.

mod attachment;
mod bulk;
mod channel;
mod checked;
mod choices;
mod columns;
mod comment;
mod draft;
mod export;
mod found;
mod guest;
mod kept;
mod level;
mod list;
pub mod mention;
mod merge;
mod moment;
pub mod notice;
mod open_tabs;
mod past;
mod presence;
mod record;
mod relation;
mod reopen;
mod requests;
mod sort;
mod state;
mod time;
mod view;
mod watcher;
mod window;

pub use self::time::{
    Correction, Keeper, Ledger, Segment, SegmentKind, Step, TimeDraft, TimeSheet, Timer, Turn, length_text,
};
pub use attachment::{
    ATTACHMENT_LIMIT, ATTACHMENTS_AT_ONCE, ATTACHMENTS_IN_ALL, Attachment, AttachmentForm, FileKind, attached,
    attachments_path, clean_name, is_internal, removed, size_text, too_large, too_many,
};
pub use bulk::{
    BULK_PATH, Before, BulkAction, BulkAim, BulkChange, BulkDraft, BulkFailure, BulkForm, BulkJob, BulkRow, FAILURES,
    Foreseen, GROUP_NOT_OFFERED, Letters, MOST_AT_ONCE, MOST_PICKED, NOT_A_MEMBER, Preview, PreviewRow, Refusal,
    SELECTION, Selection, SelectionError, UNDO_WITHIN, bulk_page,
};
pub use channel::Channel;
pub use checked::{Checked, PersonEntry, Read};
pub use choices::{CategoryNode, FormChoices, GroupChoice, Named, NewForm};
pub use columns::{Columns, Density, ListColumn, WIDTHS};
pub use comment::{COMMENT_LIMIT, CheckedComment, Comment, CommentBox, CommentDraft, CommentKind, Comments, Side};
pub use draft::{DESCRIPTION_LIMIT, Draft, SUMMARY_LIMIT};
pub use export::{EXPORT_PATH, export_href};
pub use found::{Count, Counts, Facet, ListPage, ListRow, ListSince, Suggestion, Told};
pub use guest::{PERSONS, USER_NOT_FOUND, add_intent, guest_asked_for, guest_beside, guest_field};
pub use kept::{KEPT_BYTES, KEPT_DAYS, KEPT_FORMS, Kept, Place, Typed};
pub use level::Level;
pub use list::{EARLIER, LIST_PATH, ListQuery, QueryError, SHOWN, Scope, width_name};
pub use merge::{Merged, before, merge, same_form, stale};
pub use moment::{moment_text, moment_words, said_moment, typed_moment};
pub use open_tabs::{MOST_TABS, OpenTab, OpenTabs};
pub use past::{AsOf, Fact, as_of_page, facts, moment};
pub use presence::{PRESENCE_BEAT, PRESENCE_LASTS, Present};
pub use record::{AuditEntry, AuditWindow, History, HistoryRow, Links, Record, RecordPage, SYSTEM};
pub use relation::{
    MOST_RELATIONS, Relatable, Related, RelationDraft, RelationKind, circle, may_go_on, typed_number, way_down,
};
pub use reopen::Standing;
pub use requests::{MyInteraction, MyRequests, MyRow, MyTab};
pub use sort::{Sort, SortField};
pub use state::{InvalidTransition, State, StateReason, Status, state_changes, wakes};
pub use view::{
    Called, CheckedView, ListView, MOST_VIEWS, Shared, VIEW_NAME_LIMIT, VIEWS_PATH, ViewDraft, ViewForm, ViewsPage,
    view_href, views_path,
};
pub use watcher::{MOST_WATCHERS, Watcher, WatcherDraft, Watchers, Watching, too_many_watch};
pub use window::{Entry, Window};
