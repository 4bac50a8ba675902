//! The region `Comments`: what people said about an interaction, and the box to say more.
//!
//! It stands on the record, where the desk speaks, and on the requester's page, where there is no inside. Newest
//! first, a window at a time: however many there are, a page opens with the last twenty.

mod list;
mod post;

use kernel::{ApiError, InteractionNumber, Replay};
use leptos::{prelude::*, task::spawn_local};
use leptos_router::params::ParamsMap;
use list::CommentList;
use post::PostForm;
use ui::Panel;
use uuid::Uuid;

use crate::{
    api::load_comments,
    model::{Comment, CommentBox, Comments, Side},
    ui::earlier::Earlier,
};

/// What is shown of the conversation. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Conversation {
    number: InteractionNumber,
    side: Side,
    rows: RwSignal<Vec<Comment>>,
    /// Whether there are comments before the last of `rows`.
    earlier: RwSignal<bool>,
    submission: RwSignal<Uuid>,
}

impl Conversation {
    pub fn new(number: InteractionNumber, side: Side, opened: CommentBox) -> Self {
        let Comments { rows, earlier } = opened.comments;
        Self {
            number,
            side,
            rows: RwSignal::new(rows),
            earlier: RwSignal::new(earlier),
            submission: RwSignal::new(opened.submission),
        }
    }

    /// Fetches the newest comments and puts them over those that are shown.
    pub async fn renew(self) {
        let Ok(fresh) = load_comments(self.number, self.side, None).await else { return };
        let Some(shown) = self.rows.try_get_untracked() else { return };
        match over(fresh, shown) {
            Ok(rows) => self.rows.set(rows),
            Err(fresh) => {
                self.earlier.set(fresh.earlier);
                self.rows.set(fresh.rows);
            }
        }
    }
}

/// The newest comments and, after them, those of `shown` that are older; the newest alone where others may lie between.
fn over(fresh: Comments, shown: Vec<Comment>) -> Result<Vec<Comment>, Comments> {
    let oldest = fresh.rows.last().map_or(i64::MAX, |comment| comment.id);
    let meets = !fresh.earlier || shown.first().is_some_and(|comment| comment.id >= oldest);
    if !meets {
        return Err(fresh);
    }
    let mut rows = fresh.rows;
    rows.extend(shown.into_iter().filter(|comment| comment.id < oldest));
    Ok(rows)
}

/// Which comment a page's address wants to see those before of, if any.
pub fn comments_before(address: Memo<ParamsMap>) -> Memo<Option<i64>> {
    Memo::new(move |_| address.with(|map| map.get("before").and_then(|text| text.parse().ok())))
}

/// The page with the comments before those, for whom it is made on the server.
fn before_href(number: InteractionNumber, side: Side, rows: &[Comment]) -> String {
    let before = rows.last().map(|comment| format!("?before={}#comments", comment.id)).unwrap_or_default();
    format!("{}{before}", side.page(number))
}

/// The region.
#[component]
pub fn CommentsPanel(
    conversation: Conversation,
    /// Whether the reader may say something.
    may_comment: bool,
    /// The comment as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
    /// Run after a comment was posted.
    posted: Callback<()>,
) -> impl IntoView {
    let Conversation { number, side, rows, earlier, .. } = conversation;
    let step_back = Callback::new(move |done: Callback<Result<(), ApiError>>| {
        spawn_local(async move {
            let before = rows.with_untracked(|rows| rows.last().map(|comment| comment.id));
            let more = load_comments(number, side, before).await;
            done.try_run(more.map(|more| {
                rows.update(|rows| rows.extend(more.rows));
                earlier.set(more.earlier);
            }));
        });
    });
    let href = Signal::derive(move || before_href(number, side, &rows.read()));
    view! {
        <Panel title="Comments">
            {may_comment.then(|| view! { <PostForm conversation sent posted /> })}
            <CommentList rows />
            <Earlier label="Earlier comments" earlier step_back href=Some(href) />
        </Panel>
    }
}

#[cfg(test)]
mod tests {
    use time::OffsetDateTime;

    use super::*;
    use crate::model::CommentKind;

    fn comments(ids: impl DoubleEndedIterator<Item = i64>) -> Vec<Comment> {
        let comment = |id| Comment {
            id,
            who: String::new(),
            by_desk: true,
            kind: CommentKind::Comment,
            internal: false,
            html: String::new(),
            at: OffsetDateTime::UNIX_EPOCH,
        };
        ids.rev().map(comment).collect()
    }

    #[test]
    fn what_is_new_goes_over_what_is_shown_without_gaps() {
        let fresh = |ids, earlier| Comments { rows: comments(ids), earlier };
        assert_eq!(over(fresh(6..=25, true), comments(1..=24)), Ok(comments(1..=25)));
        assert_eq!(over(fresh(1..=1, false), vec![]), Ok(comments(1..=1)));
        // 21 to 25 lie between: nothing is shown that would hide them.
        assert_eq!(over(fresh(26..=45, true), comments(1..=20)), Err(fresh(26..=45, true)));
        // A page that was opened further back.
        assert_eq!(over(fresh(31..=50, true), comments(1..=10)), Err(fresh(31..=50, true)));
    }
}
