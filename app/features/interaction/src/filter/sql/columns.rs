//! Where the columns of conditions are: in the tables, and in the index of words.

use crate::filter::Column;

/// Where in the index words are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Anywhere,
    /// In the summary.
    Headline,
    /// Anywhere, but not all of them in the summary.
    Elsewhere,
    /// Where this weight says; to see it, the row is looked at.
    Weight(&'static str),
}

/// Where in the index the words of a column are.
pub(super) fn place(column: Column) -> Place {
    match column {
        Column::Summary => Place::Headline,
        Column::Description => Place::Weight("C"),
        Column::Comments => Place::Weight("D"),
        _ => Place::Weight("B"),
    }
}

/// The column of a text as it is compared.
pub(super) fn folded(column: Column) -> &'static str {
    match column {
        Column::Description => "fold_text(i.description)",
        Column::ContactEmail => "fold_text(i.contact_email)",
        Column::ContactPhone => "fold_text(i.contact_phone)",
        _ => "fold_text(i.summary)",
    }
}

/// What stands before and behind the pattern of a text that a column contains.
pub(super) fn holding(column: Column) -> (&'static str, &'static str) {
    match column {
        Column::Description => ("fold_text(i.description) like ", ""),
        Column::ContactEmail => ("fold_text(i.contact_email) like ", ""),
        Column::ContactPhone => ("fold_text(i.contact_phone) like ", ""),
        Column::Comments => {
            ("exists (select from interaction_comment c where c.number = i.number and fold_text(c.body) like ", ")")
        }
        Column::Files => {
            ("exists (select from interaction_attachment a where a.number = i.number and fold_text(a.name) like ", ")")
        }
        Column::RequestedFor => {
            ("exists (select from person p where p.id = i.requested_for_id and p.sort_name like ", ")")
        }
        Column::RequestedBy => {
            ("exists (select from person p where p.id = i.requested_by_id and p.sort_name like ", ")")
        }
        _ => ("fold_text(i.summary) like ", ""),
    }
}

/// The column of what is known by an id.
pub(super) fn id_column(column: Column) -> &'static str {
    match column {
        Column::Company => "i.company_id",
        Column::Group => "i.group_id",
        Column::Individual => "i.individual_id",
        Column::RequestedFor => "i.requested_for_id",
        Column::RequestedBy => "i.requested_by_id",
        Column::Category => "i.category_id",
        Column::Subcategory => "i.subcategory_id",
        Column::Type => "i.type_id",
        Column::Ci => "i.ci_id",
        Column::Service => "i.service_id",
        _ => "i.reason_id",
    }
}

/// What its values are called in the index.
pub(super) fn name_mark(column: Column) -> &'static str {
    match column {
        Column::Company => "company",
        Column::Group => "group",
        Column::Ci => "ci",
        Column::Service => "service",
        Column::Category | Column::Subcategory | Column::Type => "category",
        _ => "reason",
    }
}
