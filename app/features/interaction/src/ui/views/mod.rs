//! `/interactions/views`: where a list is saved as a view, and where views are kept in order. All of it are posted forms.

mod save;
mod table;

use kernel::Replay;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use people::ui::{NotOpened, replay};
use save::SavePanel;
use table::ViewsPanel;
use ui::{Icon, IconName, LinkButton, PageHeader, Skeleton};

use super::misread::{Misread, sentences};
use crate::{
    api::load_views,
    model::{ListQuery, ViewForm, ViewsPage as Loaded, views_path},
};

/// The page. Its address has the parameters of the list that may be saved.
#[component]
pub fn ViewsPage() -> impl IntoView {
    let address = use_query_map();
    let read = Memo::new(move |_| address.with(|map| ListQuery::read(|name| map.get_all(name).unwrap_or_default())));
    let query = Memo::new(move |_| read.get().0);
    let sent = StoredValue::new(replay());
    let page = Resource::new(move || query.get(), load_views);
    let back = ViewFn::from(move || {
        view! {
            <LinkButton href=Signal::derive(move || query.with(ListQuery::href))>
                <Icon name=IconName::ArrowLeft />
                "Back to the list"
            </LinkButton>
        }
    });
    view! {
        <Title text="Views" />
        <PageHeader
            title="Views"
            subtitle=Some("Lists that you come back to, with their conditions, their order and their columns.".to_owned())
            actions=back
        />
        <Misread sentences=Signal::derive(move || read.with(|read| sentences(&read.1))) />
        <Transition fallback=|| view! { <Skeleton lines=8 /> }>
            {move || Suspend::new(async move {
                let (query, sent) = (query.get_untracked(), sent.get_value());
                match page.await {
                    Ok(page) => view! { <Page query is_whole=read.with_untracked(|read| read.1.is_empty()) page sent /> }.into_any(),
                    Err(error) => view! { <NotOpened error path=views_path(&query) sent /> }.into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Page(
    query: ListQuery,
    /// Whether all of the list's address was understood: else another one would be saved.
    is_whole: bool,
    page: Loaded,
    /// A form as it was sent, if the page came back.
    sent: Option<Replay>,
) -> impl IntoView {
    let saves =
        |sent: &Replay| matches!(ViewForm::from_fields(&sent.fields), None | Some(ViewForm::Save | ViewForm::Change));
    let (save, other) = match sent {
        Some(sent) if saves(&sent) => (Some(sent), None),
        sent => (None, sent),
    };
    view! {
        <div class="grid max-w-3xl gap-4">
            {is_whole.then(|| view! { <SavePanel query=query.clone() page=page.clone() sent=save /> })}
            <ViewsPanel query rows=page.rows sent=other />
        </div>
    }
}

/// The parameters of the list, as fields of a form.
fn hidden(query: &ListQuery) -> AnyView {
    let field = |(name, value)| view! { <input type="hidden" name=name value=value /> };
    query.first_page().fields().into_iter().map(field).collect_view().into_any()
}
