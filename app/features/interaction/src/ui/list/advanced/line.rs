//! One line of Advanced Search: a column, an operator, a value.

use leptos::{prelude::*, task::spawn_local};
use ui::{IconButton, IconName, SelectField, SelectOption, TextField};

use super::editor::Line;
use crate::{
    api::suggest_values,
    filter::{Column, Kind, Operator, Value},
};

/// A line; `prefix` stands before the names of its fields.
#[component]
pub fn LineView(line: Line, prefix: &'static str, gone: Callback<()>) -> impl IntoView {
    let column = Memo::new(move |_| line.column());
    // Before it is alive, the list cannot follow the column.
    let alive = RwSignal::new(false);
    Effect::new(move || alive.set(true));
    let operators = Signal::derive(move || {
        let operators = if alive.get() { column.get().operators() } else { Operator::ALL.into() };
        operators.into_iter().map(|operator| SelectOption::new(operator.key(), operator.label())).collect::<Vec<_>>()
    });
    // Another column may have other operators, and other values.
    Effect::watch(
        move || column.get(),
        move |column, before, _| {
            if before.is_some_and(|before| before != column) {
                line.value.set(String::new());
                line.error.set(None);
                if !column.operators().contains(&line.operator()) {
                    line.operator.set(column.operators()[0].key().to_owned());
                }
            }
        },
        true,
    );
    let takes_value = Memo::new(move |_| line.operator().takes_value());
    let id = move |field: &str| format!("{prefix}{field}-{}", line.id);
    let columns: Vec<SelectOption> = Column::ALL.map(|column| SelectOption::new(column.key(), column.label())).into();
    view! {
        <div class="grid grid-cols-1 items-start gap-2 sm:grid-cols-[minmax(0,14rem)_minmax(0,10rem)_minmax(0,1fr)_auto]">
            <SelectField
                name=format!("{prefix}column")
                id=id("column")
                label="Column"
                value=line.column
                options=columns
            />
            <SelectField
                name=format!("{prefix}operator")
                id=id("operator")
                label="Operator"
                value=line.operator
                options=operators
            />
            // It is sent even where it is not taken, so that the lines' three fields stay together.
            <div class:invisible=move || !takes_value.get()>
                {move || value_field(line, column.get(), format!("{prefix}value"), id("value"))}
            </div>
            <div class="needs-scripts justify-self-end sm:pt-6">
                <IconButton label="Remove condition" icon=IconName::X on:click=move |_| gone.run(()) />
            </div>
        </div>
    }
}

fn value_field(line: Line, column: Column, name: String, id: String) -> AnyView {
    if column.kind() == Kind::Choice {
        let choices = Value::choices(column).into_iter();
        let options: Vec<SelectOption> = choices.map(|(value, label)| SelectOption::new(value.key(), label)).collect();
        return view! {
            <SelectField
                name
                id
                label="Value"
                value=line.value
                options
                error=line.error
                placeholder="Choose"
            />
        }
        .into_any();
    }
    let example = match column.kind() {
        Kind::Day => "2026-11-28 or 7 days ago",
        Kind::Number => "INT0000001",
        Kind::Person => "Name or e-mail, or me",
        _ => "",
    };
    let suggestions = suggestions(line, column);
    view! {
        <TextField
            name
            id
            label="Value"
            value=line.value
            error=line.error
            placeholder=example
            suggestions
        />
    }
    .into_any()
}

/// What may be written there: days that are often meant, or what the server knows by what is typed.
fn suggestions(line: Line, column: Column) -> Signal<Vec<(String, String)>> {
    match column.kind() {
        Kind::Day => {
            let days = ["today", "yesterday", "7 days ago", "30 days ago", "90 days ago"];
            Signal::stored(days.map(|day| (day.to_owned(), String::new())).into())
        }
        Kind::Name | Kind::Person => {
            let (found, asked) = (RwSignal::new(Vec::new()), StoredValue::new(0_u32));
            Effect::new(move || {
                let text = line.value.get();
                // A desk has many people and few of everything else.
                if column.kind() == Kind::Person && text.trim().chars().count() < 2 {
                    return;
                }
                asked.update_value(|asked| *asked += 1);
                let this = asked.get_value();
                spawn_local(async move {
                    let values = suggest_values(column, text).await;
                    // More may be typed by now.
                    if let (Ok(values), true) = (values, asked.try_get_value() == Some(this)) {
                        let named = values.into_iter().map(|one| {
                            let label = if one.label == one.value { String::new() } else { one.label };
                            (one.value, label)
                        });
                        found.try_set(named.collect());
                    }
                });
            });
            found.into()
        }
        _ => Signal::stored(Vec::new()),
    }
}
