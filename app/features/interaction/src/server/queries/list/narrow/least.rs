//! What of the list is walked at all.

use super::super::segment::Rows;
use crate::filter::{Column, Filter, Meaning, Value};

/// The least that a condition of those that all apply leaves of what is walked by number.
pub fn least(meaning: &Meaning, filter: &Filter) -> Rows {
    let ids = |column| match filter.only(column) {
        Some(Value::Name(name)) => Some(meaning.ids(column, name)),
        _ => None,
    };
    if let Some(Value::Status(status)) = filter.only(Column::Status) {
        Rows::Status(*status)
    } else if let Some([group]) = ids(Column::Group) {
        Rows::Group(Some(*group))
    } else if let Some(reasons) = ids(Column::Reason) {
        let mut reasons = reasons.to_vec();
        reasons.sort_unstable();
        Rows::Reasons(reasons)
    } else if let Some([company]) = ids(Column::Company) {
        Rows::Company(*company)
    } else if let Some(Value::Flag(vip)) = filter.only(Column::Vip) {
        Rows::Vip(*vip)
    } else {
        Rows::All
    }
}
