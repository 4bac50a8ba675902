//! What the box offers while typing.

use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Choice, JumpOffers, combo_search};

use crate::{
    api::search_everything,
    model::{Results, Section, Wanted},
};

/// A few of each kind, below the box.
#[component]
pub fn SearchOffers() -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |href: String| navigate(&href, NavigateOptions::default()));
    let search = combo_search(|text, _| async move {
        match search_everything(text, Wanted::Offers).await {
            Ok(results) => offered(results),
            Err(error) => Err(error.to_string()),
        }
    });
    view! { <JumpOffers search go /> }
}

/// The hits to choose from; why there are none, where a kind failed.
fn offered(results: Results) -> Result<Vec<Choice>, String> {
    let failed = results.sections.iter().find_map(|section| section.failed.as_ref()).map(ToString::to_string);
    let choices: Vec<Choice> = results.sections.into_iter().flat_map(choices).collect();
    match failed {
        Some(why) if choices.is_empty() => Err(why),
        _ => Ok(choices),
    }
}

fn choices(section: Section) -> Vec<Choice> {
    let Section { title, hits, similar, .. } = section;
    let group = if similar { format!("{title}, by words like it") } else { title };
    let choice = |hit: kernel::Hit| {
        let detail = [hit.number.as_str(), hit.detail.as_str()].into_iter().filter(|part| !part.is_empty());
        let (label, detail) = (hit.plain_title(), detail.collect::<Vec<_>>().join(" · "));
        Choice { value: hit.href, label, detail, badge: None, group: group.clone() }
    };
    hits.into_iter().map(choice).collect()
}
