//! The region `Comments`: what people said about an interaction, and the box to say more.
//!
//! It stands on the record, where the desk speaks, and on the requester's page, where there is no inside. Newest
//! first, a window at a time: however many there are, a page opens with the last twenty.

mod list;
mod post;

use kernel::{InteractionNumber, Replay};
use leptos::prelude::*;
use leptos_router::params::ParamsMap;
use list::CommentList;
use post::PostForm;
use ui::Panel;
use uuid::Uuid;

use crate::{
    api::load_comments,
    model::{Comment, CommentBox, Side},
    ui::earlier::{Earlier, Story},
};

/// What is shown of the conversation. A handle: cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Conversation {
    number: InteractionNumber,
    side: Side,
    story: Story<Comment>,
    submission: RwSignal<Uuid>,
}

impl Conversation {
    pub fn new(number: InteractionNumber, side: Side, opened: CommentBox) -> Self {
        let (story, submission) = (Story::new(opened.comments), RwSignal::new(opened.submission));
        Self { number, side, story, submission }
    }

    /// Fetches the newest comments and puts them over those that are shown.
    pub async fn renew(self) {
        if let Ok(latest) = load_comments(self.number, self.side, None).await {
            self.story.renew(latest);
        }
    }
}

/// Which comment a page's address wants to see those before of, if any.
pub fn comments_before(address: Memo<ParamsMap>) -> Memo<Option<i64>> {
    Memo::new(move |_| address.with(|map| map.get("before").and_then(|text| text.parse().ok())))
}

/// The page with the comments before those, for whom it is made on the server.
fn before_href(number: InteractionNumber, side: Side, last: Option<i64>) -> String {
    let before = last.map(|last| format!("?before={last}#comments")).unwrap_or_default();
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
    let Conversation { number, side, story, .. } = conversation;
    let step_back = story.step_back(move |before| load_comments(number, side, before));
    let href = Signal::derive(move || before_href(number, side, story.last()));
    view! {
        <Panel title="Comments">
            {may_comment.then(|| view! { <PostForm conversation sent posted /> })}
            <CommentList rows=Signal::derive(move || story.rows()) />
            <Earlier label="Earlier comments" earlier=story.earlier() step_back href=Some(href) />
        </Panel>
    }
}
