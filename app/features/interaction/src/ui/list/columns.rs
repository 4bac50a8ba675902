//! Which columns the list has, in which order, how wide, and how dense its rows are. What is chosen shows at once; it is in
//! the list's address, and with that in a view.
//!
//! It is a form of that address: without JavaScript it is sent, and a button moves a column to the left.

use leptos::{ev::SubmitEvent, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};
use ui::{Button, ButtonSize, ButtonVariant, Icon, IconName, SelectField, SelectOption, drag_columns, focus_control};

use super::tool::Tool;
use crate::model::{Columns, Density, EARLIER, ListColumn, ListQuery, SHOWN, SortField, WIDTHS, width_name};

/// A column as it is arranged: shown or not, and what is typed as its width.
#[derive(Clone, Copy)]
struct Line {
    field: SortField,
    shown: RwSignal<bool>,
    width: RwSignal<String>,
}

/// Those that are shown in their order, then the others.
fn lines(columns: &Columns) -> Vec<Line> {
    let shown = columns.iter().map(|column| (column.field, true, column.width));
    let others = SortField::ALL.into_iter().filter(|field| columns.iter().all(|column| column.field != *field));
    let all = shown.chain(others.map(|field| (field, false, None)));
    all.map(|(field, shown, width)| {
        let width = width.map(|width| width.to_string()).unwrap_or_default();
        Line { field, shown: RwSignal::new(shown), width: RwSignal::new(width) }
    })
    .collect()
}

/// What is arranged, and the address it makes. A handle: cheap to copy.
#[derive(Clone, Copy)]
struct Arranged {
    lines: RwSignal<Vec<Line>>,
    density: RwSignal<String>,
}

impl Arranged {
    fn columns(self) -> Columns {
        self.lines.with_untracked(|lines| {
            let shown = lines.iter().filter(|line| line.shown.get_untracked());
            Columns::of(shown.map(|line| ListColumn {
                field: line.field,
                width: line.width.with_untracked(|width| width.trim().parse().ok()),
            }))
        })
    }

    /// Shows other columns, in the lines that are there.
    fn take(self, columns: &Columns, density: Density) {
        self.lines.update(|shown| {
            let now = lines(columns).into_iter().map(|new| {
                let Some(line) = shown.iter().find(|line| line.field == new.field) else { return new };
                line.shown.set(new.shown.get_untracked());
                line.width.set(new.width.get_untracked());
                *line
            });
            *shown = now.collect();
        });
        self.density.set(density.key().to_owned());
    }

    fn density(self) -> Density {
        let key = self.density.get_untracked();
        Density::ALL.into_iter().find(|density| density.key() == key).unwrap_or_default()
    }
}

/// The panel.
#[component]
pub fn ArrangeColumns(query: Memo<ListQuery>) -> impl IntoView {
    let (columns, density) = query.with_untracked(|query| (query.columns.clone(), query.density));
    let arranged = Arranged { lines: RwSignal::new(lines(&columns)), density: RwSignal::new(density.key().to_owned()) };
    let navigate = StoredValue::new(use_navigate());
    let go = move |changed: ListQuery| {
        // The place in the list stays: the rows are the same.
        let href = format!("{}&{}", changed.href(), Tool::Columns.said());
        navigate
            .with_value(|go| go(&href, NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() }));
    };
    let apply = Callback::new(move |()| {
        let changed = query.with_untracked(|query| {
            (arranged.columns() != query.columns || arranged.density() != query.density).then(|| ListQuery {
                columns: arranged.columns(),
                density: arranged.density(),
                ..query.clone()
            })
        });
        changed.map(go);
    });
    // What the address says counts, however it came there.
    Effect::watch(
        move || query.with(|query| (query.columns.clone(), query.density)),
        move |(columns, density), _, _| arranged.take(columns, *density),
        false,
    );
    Effect::watch(move || arranged.density.get(), move |_, _, _| apply.run(()), false);
    drag_columns(Callback::new(move |widths: Vec<u16>| {
        arranged.lines.with_untracked(|lines| {
            let shown = lines.iter().filter(|line| line.shown.get_untracked());
            for (line, width) in shown.zip(widths) {
                line.width.set(width.to_string());
            }
        });
        apply.run(());
    }));
    let plain = move |query: &ListQuery| {
        let plain = ListQuery { columns: Columns::default(), density: Density::default(), ..query.first_page() };
        Tool::Columns.href(&plain)
    };
    let hidden = query.with_untracked(plain_fields);
    let hidden = hidden.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <form
            method="get"
            action="/interactions"
            aria-label="Columns"
            class="mb-4 rounded-lg border border-line bg-surface p-4"
            on:submit=move |event: SubmitEvent| {
                event.prevent_default();
                apply.run(());
            }
        >
            {hidden.collect_view()} {Tool::Columns.field()}
            <ul class="gap-x-8 sm:columns-2 xl:columns-3">
                <For each=move || arranged.lines.get() key=|line| line.field let:line>
                    <LineView arranged line apply />
                </For>
            </ul>
            <div class="mt-3 flex flex-wrap items-end gap-x-3 gap-y-2">
                <div class="w-44">
                    <SelectField
                        name="density"
                        label="Rows"
                        value=arranged.density
                        options=Density::ALL.map(|density| SelectOption::new(density.key(), density.label())).to_vec()
                    />
                </div>
                <span class="without-scripts">
                    <Button kind="submit" variant=ButtonVariant::Primary>"Apply"</Button>
                </span>
                <a href=move || query.with(plain) role="button" class="btn btn-ghost">
                    "Reset"
                </a>
                <p class="needs-scripts pb-1.5 text-xs text-muted">
                    "The edges of the headers can be dragged. Save the list as a view to keep it so."
                </p>
            </div>
        </form>
    }
}

/// The parameters of the list's address but for what the form has.
fn plain_fields(query: &ListQuery) -> Vec<(&'static str, String)> {
    ListQuery { columns: Columns::default(), density: Density::default(), ..query.first_page() }.fields()
}

/// A column: whether it is shown, how wide, and its place.
#[component]
fn LineView(arranged: Arranged, line: Line, apply: Callback<()>) -> impl IntoView {
    let Line { field, shown, width } = line;
    let (label, always) = (field.label(), field == SortField::Number);
    let step = move |by: isize| {
        arranged.lines.update(|lines| {
            let place = lines.iter().position(|other| other.field == field);
            let to = place.and_then(|place| place.checked_add_signed(by)).filter(|to| *to < lines.len());
            if let (Some(place), Some(to)) = (place, to) {
                lines.swap(place, to);
            }
        });
        apply.run(());
    };
    let button = move |name: &'static str, icon, by| {
        let earlier = by < 0;
        view! {
            <Button
                size=ButtonSize::Sm
                variant=ButtonVariant::Ghost
                kind=if earlier { "submit" } else { "button" }
                name=if earlier { EARLIER } else { "" }
                value=field.key()
                attr:id=format!("move-{name}-{}", field.key())
                attr:aria-label=format!("Move {label} {name}")
                attr:title=format!("Move {name}")
                on:click=move |event| {
                    event.prevent_default();
                    step(by);
                    // Its line was moved, and with it the focus lost.
                    request_animation_frame(move || {
                        if let Some(page) = document().document_element() {
                            focus_control(&page, &format!("#move-{name}-{}", field.key()));
                        }
                    });
                }
            >
                <Icon name=icon />
            </Button>
        }
    };
    view! {
        <li class="flex break-inside-avoid items-center gap-2 py-0.5 text-sm">
            <label class="flex min-w-0 flex-1 items-center gap-2">
                <input
                    type="checkbox"
                    class="size-4 flex-none accent-accent"
                    name=SHOWN
                    value=field.key()
                    checked=shown.get_untracked()
                    prop:checked=move || shown.get()
                    disabled=always
                    on:change=move |event| {
                        shown.set(event_target_checked(&event));
                        apply.run(());
                    }
                />
                <span class="truncate">{label}</span>
            </label>
            {always.then(|| view! { <input type="hidden" name=SHOWN value=field.key() /> })}
            <input
                type="number"
                inputmode="numeric"
                class="control w-20"
                name=width_name(field)
                aria-label=format!("Width of {label} in pixels")
                placeholder="auto"
                min=WIDTHS.start().to_string()
                max=WIDTHS.end().to_string()
                value=width.get_untracked()
                prop:value=move || width.get()
                on:change=move |event| {
                    width.set(event_target_value(&event));
                    apply.run(());
                }
            />
            {button("left", IconName::ChevronUp, -1)}
            <span class="needs-scripts">{button("right", IconName::ChevronDown, 1)}</span>
        </li>
    }
}
