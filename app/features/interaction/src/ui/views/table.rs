//! The views somebody sees, in their order.

use kernel::Replay;
use leptos::prelude::*;
use ui::{
    Badge, Banner, Button, ButtonSize, ButtonVariant, EmptyState, Icon, IconName, LinkButton, Mark, OnPhone, Panel,
    Table, Td, Th, Tone,
};

use super::hidden;
use crate::model::{ListQuery, ListView, ViewForm, views_path};

/// The panel.
#[component]
pub fn ViewsPanel(
    query: ListQuery,
    rows: Vec<ListView>,
    /// A form of this panel as it was sent, if the page came back.
    sent: Option<Replay>,
) -> impl IntoView {
    let asked = sent.as_ref().filter(|sent| sent.error.is_none()).and_then(|sent| {
        let id = sent.fields.get("id");
        rows.iter().find(|view| view.id.to_string() == id).cloned()
    });
    let failed = sent.and_then(|sent| sent.error).map(|error| {
        view! { <Banner tone=Tone::Danger title="Not done">{error.to_string()}</Banner> }
    });
    let asked = asked.map(|view| question(&query, &view));
    let last = rows.len().saturating_sub(1);
    let body = if rows.is_empty() {
        let body = "Save a list above, and it is one click away from then on.";
        view! { <EmptyState title="No views" body=body.to_owned() icon=IconName::List /> }.into_any()
    } else {
        let rows: Vec<AnyView> =
            rows.into_iter().enumerate().map(|(place, view)| row(&query, view, place > 0, place < last)).collect();
        view! {
            <Table label="Views">
                <thead>
                    <tr>
                        <Th>"Name"</Th>
                        <Th>"For"</Th>
                        <Th>"By"</Th>
                        <Th hidden=true>"Actions"</Th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </Table>
        }
        .into_any()
    };
    view! {
        <Panel title="All views" id="views">
            <div class="grid gap-3">{failed} {asked} {body}</div>
        </Panel>
    }
}

fn row(query: &ListQuery, view: ListView, up: bool, down: bool) -> AnyView {
    let (action, list) = (views_path(query), hidden(query));
    let (href, for_whom, name) = (view.href(), view.for_whom(), view.name.clone());
    let edit = view.may_change.then(|| {
        view! {
            <LinkButton href=format!("/interactions/views?{}&view={}", view.address, view.id) size=ButtonSize::Sm attr:aria-label=format!("Change {name}")>
                "Change"
            </LinkButton>
        }
    });
    let remove = view.may_change.then(|| words(ViewForm::Remove, &name, "Remove"));
    let opens = if view.opens {
        words(ViewForm::OpenPlain, &name, "Open the list without it")
    } else {
        words(ViewForm::Open, &name, "Open my list with it")
    };
    let steps = [
        up.then(|| step(ViewForm::Up, &name, "up", IconName::ChevronUp)),
        down.then(|| step(ViewForm::Down, &name, "down", IconName::ChevronDown)),
    ];
    view! {
        <tr>
            <Td phone=OnPhone::Title>
                <a href=href class="font-medium text-accent-ink">
                    {view.name}
                </a>
                " "
                {view.opens.then(|| view! { <Badge tone=Tone::Accent mark=Mark::None>"Default"</Badge> })}
            </Td>
            <Td>{for_whom}</Td>
            <Td>{view.owner.unwrap_or_else(|| "You".to_owned())}</Td>
            <Td>
                <form
                    method="post"
                    action=action
                    aria-label=format!("Arrange {name}")
                    class="flex flex-wrap items-center gap-1 sm:justify-end"
                >
                    {list}
                    <input type="hidden" name="id" value=view.id.to_string() />
                    {steps.into_iter().flatten().collect_view()}
                    {opens}
                    {edit}
                    {remove}
                </form>
            </Td>
        </tr>
    }
    .into_any()
}

fn words(form: ViewForm, name: &str, words: &'static str) -> AnyView {
    button(form, format!("{words}: {name}"), words.into_any())
}

fn step(form: ViewForm, name: &str, way: &str, icon: IconName) -> AnyView {
    button(form, format!("Move {name} {way}"), view! { <Icon name=icon /> }.into_any())
}

/// A button that posts the form of its row.
fn button(form: ViewForm, label: String, content: AnyView) -> AnyView {
    view! {
        <Button
            kind="submit"
            size=ButtonSize::Sm
            variant=ButtonVariant::Ghost
            name=ViewForm::INTENT
            value=form.key()
            attr:aria-label=label.clone()
            attr:title=label
        >
            {content}
        </Button>
    }
    .into_any()
}

/// Whether it is to be removed for everybody who sees it.
fn question(query: &ListQuery, view: &ListView) -> AnyView {
    let question = format!("Remove “{}” for everybody who sees it? Its address still shows the list.", view.name);
    view! {
        <form method="post" action=views_path(query) aria-label="Remove view" class="grid gap-3">
            {hidden(query)}
            <Banner tone=Tone::Warning title="Remove view">
                {question}
            </Banner>
            <input type="hidden" name="id" value=view.id.to_string() />
            <input type="hidden" name=ViewForm::SURE value="true" />
            <div class="flex flex-wrap gap-2">
                <Button
                    kind="submit"
                    variant=ButtonVariant::Danger
                    name=ViewForm::INTENT
                    value=ViewForm::Remove.key()
                    attr:autofocus="true"
                >
                    "Remove"
                </Button>
                <LinkButton href=views_path(query)>"Cancel"</LinkButton>
            </div>
        </form>
    }
    .into_any()
}
