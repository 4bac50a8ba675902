//! What a column of each kind has to be, for an operator and a value.

use super::{
    columns::id_column,
    compiled::{
        Compiled,
        Part::{self, Sql},
    },
    finding::{either, mark, nothing},
};
use crate::{
    filter::{Column, Operator},
    model::Level,
};

pub fn compare(column: &'static str, operator: Operator, value: Part) -> Compiled {
    let sign = match operator {
        Operator::IsNot => " <> ",
        Operator::Before => " < ",
        Operator::After => " > ",
        _ => " = ",
    };
    Compiled::unfound(vec![Sql(column), Sql(sign), value])
}

/// Being one of few, which each has, or not: that is being one of the others.
pub fn choice<T: Copy + PartialEq>(
    operator: Operator,
    column: &'static str,
    value: Part,
    all: &[T],
    said: T,
    mark: impl Fn(T) -> String,
) -> Compiled {
    if operator == Operator::IsNot {
        let others: Vec<String> = all.iter().filter(|one| **one != said).map(|one| mark(*one)).collect();
        return Compiled::exactly(vec![Sql(column), Sql(" <> "), value], either(&others));
    }
    Compiled::exactly(vec![Sql(column), Sql(" = "), value], Some(mark(said)))
}

pub fn level(column: Column, operator: Operator, level: Level) -> Compiled {
    let (sql, name) = match column {
        Column::Impact => ("i.impact", "impact"),
        Column::Urgency => ("i.urgency", "urgency"),
        _ => ("i.priority", "priority"),
    };
    let mark = |level: Level| mark(name, level.number());
    choice(operator, sql, Part::Small(level.number()), &Level::ALL, level, mark)
}

/// Being one of these or none of them; what is empty is none. Whether what the index finds is `exact`, is said.
pub fn among(operator: Operator, column: &'static str, ids: Vec<i64>, index: Option<String>, exact: bool) -> Compiled {
    if operator == Operator::IsNot {
        let parts = vec![Sql(column), Sql(" is null or "), Sql(column), Sql(" <> all("), Part::Ids(ids), Sql(")")];
        return Compiled::unfound(parts);
    }
    if ids.is_empty() {
        return Compiled::exactly(vec![Sql("false")], Some(nothing()));
    }
    let parts = vec![Sql(column), Sql(" = any("), Part::Ids(ids), Sql(")")];
    if exact { Compiled::exactly(parts, index) } else { Compiled::among(parts, index) }
}

pub fn empty(column: Column, operator: Operator) -> Compiled {
    let is = operator == Operator::IsEmpty;
    let sql = match column {
        Column::Comments => "not exists (select from interaction_comment c where c.number = i.number)",
        Column::Files => "not exists (select from interaction_attachment a where a.number = i.number)",
        Column::Description => "i.description = ''",
        Column::ContactEmail => "i.contact_email = ''",
        Column::ContactPhone => "i.contact_phone = ''",
        Column::StateReason => "i.state_reason is null",
        other => {
            let parts = vec![Sql(id_column(other)), Sql(if is { " is null" } else { " is not null" })];
            let none = matches!(other, Column::Group | Column::Individual).then(|| mark("no_", other.key()));
            return if is { Compiled::exactly(parts, none) } else { Compiled::unfound(parts) };
        }
    };
    if is {
        let none = matches!(column, Column::Description | Column::ContactEmail | Column::ContactPhone);
        Compiled::exactly(vec![Sql(sql)], none.then(|| mark("no_", column.key())))
    } else {
        let some = matches!(column, Column::Comments | Column::Files).then(|| mark("", column.key()));
        Compiled::exactly(vec![Sql("not ("), Sql(sql), Sql(")")], some)
    }
}
