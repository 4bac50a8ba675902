//! The form that saves a list as a view, or gives the one it was opened as what is chosen here.

use kernel::{ApiError, Replay};
use leptos::{html, prelude::*};
use people::ui::NotSaved;
use ui::{Button, ButtonVariant, Checkbox, Panel, SelectField, SelectOption, TextField, focus_returned};

use super::hidden;
use crate::model::{Density, ListQuery, ListView, Shared, VIEW_NAME_LIMIT, ViewDraft, ViewForm, ViewsPage, views_path};

/// The panel.
#[component]
pub fn SavePanel(
    query: ListQuery,
    page: ViewsPage,
    /// The form as it was sent, if it was not accepted.
    sent: Option<Replay>,
) -> impl IntoView {
    let current = page.rows.iter().find(|view| Some(view.id) == query.view && view.may_change).cloned();
    let draft = match (&sent, &current) {
        (Some(sent), _) => ViewDraft::from_fields(&sent.fields),
        (None, Some(view)) => ViewDraft { name: view.name.clone(), shared: view.shared.value(), opens: view.opens },
        (None, None) => ViewDraft { shared: Shared::Private.value(), ..ViewDraft::default() },
    };
    let seen = sent.as_ref().map(|sent| sent.fields.get(ViewForm::SEEN).to_owned()).filter(|seen| !seen.is_empty());
    let name = RwSignal::new(draft.name);
    let shared = RwSignal::new(draft.shared);
    let opens = RwSignal::new(draft.opens);
    let errors = StoredValue::new(sent.as_ref().map(Replay::errors).unwrap_or_default());
    let wrong = move |field: &'static str| {
        Signal::derive(move || errors.with_value(|errors| errors.get(field).map(ToOwned::to_owned)))
    };
    let failure =
        RwSignal::new(sent.and_then(|sent| sent.error).filter(|error| !matches!(error, ApiError::Invalid(_))));
    let node = NodeRef::<html::Form>::new();
    focus_returned(node);
    let options = whom(&page, current.as_ref());
    let (title, own) = match &current {
        Some(view) => (format!("Change “{}”", view.name), Some((view.id, view.mark()))),
        None => ("Save this list".to_owned(), None),
    };
    let is_own = own.is_some();
    let change = own.map(|(id, mark)| {
        // Of a form that comes back, what was seen then.
        let seen = seen.unwrap_or(mark);
        view! {
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name=ViewForm::SEEN value=seen />
            <Button
                kind="submit"
                variant=ButtonVariant::Primary
                name=ViewForm::INTENT
                value=ViewForm::Change.key()
            >
                "Save changes"
            </Button>
        }
    });
    let (variant, words) =
        if is_own { (ButtonVariant::Secondary, "Save as a new view") } else { (ButtonVariant::Primary, "Save view") };
    view! {
        <Panel title=title>
            <form
                node_ref=node
                method="post"
                action=views_path(&query)
                novalidate
                aria-label="Save view"
                class="grid gap-4"
            >
                {hidden(&query)} <NotSaved error=failure />
                <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">{facts(&query, &page)}</dl>
                <TextField name="name" label="Name" value=name error=wrong("name") limit=VIEW_NAME_LIMIT required=true />
                <div class="max-w-xs">
                    <SelectField name="shared" label="For" value=shared options error=wrong("shared") />
                </div>
                <Checkbox name="opens" label="Open my list with it" checked=opens />
                <div class="flex flex-wrap gap-2">
                    {change}
                    <Button kind="submit" variant name=ViewForm::INTENT value=ViewForm::Save.key()>
                        {words}
                    </Button>
                </div>
            </form>
        </Panel>
    }
}

/// For whom the reader may save it; whoever it is for already may stay.
fn whom(page: &ViewsPage, current: Option<&ListView>) -> Vec<SelectOption> {
    let groups = page.groups.iter().map(|group| (group.id.to_string(), group.name.clone()));
    let all = page.all.then(|| (Shared::All.value(), "Everybody".to_owned()));
    let mut whom: Vec<(String, String)> =
        std::iter::once((Shared::Private.value(), "Only me".to_owned())).chain(groups).chain(all).collect();
    if let Some(view) = current
        && whom.iter().all(|(value, _)| *value != view.shared.value())
    {
        whom.push((view.shared.value(), view.for_whom()));
    }
    whom.into_iter().map(|(value, label)| SelectOption::new(value, label)).collect()
}

/// What of the list is saved, in words.
fn facts(query: &ListQuery, page: &ViewsPage) -> AnyView {
    let mut facts = vec![("Scope", query.scope.label().to_owned())];
    facts.extend(query.days.map(|days| ("Time", format!("Last {days} days"))));
    if !query.q.is_empty() {
        facts.push(("Search", format!("“{}”", query.q)));
    }
    if !query.filter.is_empty() {
        facts.push(("Conditions", query.filter.sentence(&page.names)));
    }
    facts.push(("Order", query.order().words()));
    if !query.columns.is_default() {
        let labels: Vec<&str> = query.columns.iter().map(|column| column.field.label()).collect();
        facts.push(("Columns", labels.join(", ")));
    }
    if query.density != Density::default() {
        facts.push(("Rows", query.density.label().to_owned()));
    }
    let fact = |(label, value)| {
        view! {
            <dt class="text-muted">{label}</dt>
            <dd class="wrap-anywhere">{value}</dd>
        }
    };
    facts.into_iter().map(fact).collect_view().into_any()
}
