//! The region `Related Tasks`: which other interactions belong to this one, and the form to say so.
//!
//! What is asked for is a kind of relation: by the menu `More actions` or, without JavaScript, by the address
//! (`?relate=parent`).

mod add;
mod list;

use add::AddRelation;
use kernel::{InteractionNumber, Replay};
use leptos::{html, prelude::*};
use list::RelatedList;
use people::ui::NotSaved;
use ui::{Panel, focus_control};

use super::links::failure_of;
use crate::model::{Related, RelationDraft, RelationKind};

/// Which kind the form is to add, while it is open. A handle: cheap to copy.
pub type Asked = RwSignal<Option<RelationKind>>;

/// The kind that a form which came back, or else the address, asks for.
pub fn asked_at_first(sent: Option<&Replay>, address: Option<&str>) -> Asked {
    let sent = sent.map(|sent| sent.fields.get(RelationDraft::KIND));
    RwSignal::new(sent.or(address).and_then(RelationKind::from_key))
}

/// The region.
#[component]
pub fn RelationsPanel(
    number: InteractionNumber,
    #[prop(into)] related: Signal<Vec<Related>>,
    asked: Asked,
    /// Whether the reader may add and remove relations.
    may_relate: bool,
    /// Its form as it was sent without JavaScript, if it was not accepted.
    sent: Option<Replay>,
    /// Run after something was changed: fetches the relations anew.
    changed: Callback<()>,
) -> impl IntoView {
    let failure = failure_of(sent.as_ref());
    let sent = StoredValue::new(sent);
    let node = NodeRef::<html::Div>::new();
    // Whoever asks for the form goes on in it; whoever closes it, or removes a relation, in what is left.
    Effect::watch(
        move || asked.get(),
        move |kind, _, _| {
            sent.try_update_value(Option::take);
            let control = if kind.is_some() { "[role=combobox]" } else { "a, button" };
            request_animation_frame(move || {
                if let Some(node) = node.try_get_untracked().flatten() {
                    focus_control(&node, control);
                }
            });
        },
        false,
    );
    let form = move || {
        let kind = asked.get().filter(|_| may_relate)?;
        // What came back is of the form that was sent.
        let sent = sent.get_value().filter(|sent| sent.fields.get(RelationDraft::KIND) == kind.key());
        Some(view! { <AddRelation number kind asked sent changed /> })
    };
    view! {
        <Panel title="Related Tasks">
            <div node_ref=node class="grid gap-3">
                <NotSaved error=failure />
                {form}
                <RelatedList number related may_relate changed />
            </div>
        </Panel>
    }
}
