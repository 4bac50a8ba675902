//! How the list shows its rows: which columns, in which order, how wide and how dense.
//!
//! In an address the columns are their keys, each with its width in pixels where it has one:
//! `columns=number,summary:320,status`.

use serde::{Deserialize, Serialize};

use super::SortField;

/// The narrowest and the widest a column may be, in pixels.
pub const WIDTHS: std::ops::RangeInclusive<u16> = 40..=1_000;

/// A column as it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListColumn {
    pub field: SortField,
    /// In pixels; none where nobody said.
    pub width: Option<u16>,
}

/// The columns from the left to the right: each at most once, and always the number, which leads to the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct Columns(Vec<ListColumn>);

impl Default for Columns {
    fn default() -> Self {
        Self(SortField::ALL.map(|field| ListColumn { field, width: None }).into())
    }
}

impl Columns {
    /// Those that are named, each once, widths within [`WIDTHS`]; the number comes first where it was left out.
    pub fn of(named: impl IntoIterator<Item = ListColumn>) -> Self {
        let mut columns: Vec<ListColumn> = Vec::new();
        for ListColumn { field, width } in named {
            if columns.iter().all(|column| column.field != field) {
                columns
                    .push(ListColumn { field, width: width.map(|width| width.clamp(*WIDTHS.start(), *WIDTHS.end())) });
            }
        }
        if columns.iter().all(|column| column.field != SortField::Number) {
            columns.insert(0, ListColumn { field: SortField::Number, width: None });
        }
        Self(columns)
    }

    /// Reads what an address says, and gives what of it names no column.
    pub fn read(text: &str) -> (Self, Vec<String>) {
        let mut unknown = Vec::new();
        let columns = text.split(',').filter(|part| !part.is_empty()).filter_map(|part| {
            let (key, width) = part.split_once(':').unwrap_or((part, ""));
            let Some(field) = SortField::from_key(key) else {
                unknown.push(key.to_owned());
                return None;
            };
            Some(ListColumn { field, width: width.parse().ok() })
        });
        let columns: Vec<ListColumn> = columns.collect();
        (if columns.is_empty() { Self::default() } else { Self::of(columns) }, unknown)
    }

    /// Whether it is what a list shows unless somebody chose otherwise.
    pub fn is_default(&self) -> bool {
        *self == Self::default()
    }

    pub fn iter(&self) -> impl Iterator<Item = ListColumn> + '_ {
        self.0.iter().copied()
    }

    /// The same with one of them a place further to the left.
    #[must_use]
    pub fn earlier(mut self, field: SortField) -> Self {
        if let Some(place) = self.0.iter().position(|column| column.field == field).filter(|place| *place > 0) {
            self.0.swap(place, place - 1);
        }
        self
    }

    /// Whether any is as wide as somebody said.
    pub fn has_widths(&self) -> bool {
        self.0.iter().any(|column| column.width.is_some())
    }
}

impl std::fmt::Display for Columns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (place, column) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            write!(f, "{comma}{}", column.field.key())?;
            if let Some(width) = column.width {
                write!(f, ":{width}")?;
            }
        }
        Ok(())
    }
}

impl From<String> for Columns {
    fn from(text: String) -> Self {
        Self::read(&text).0
    }
}

impl From<Columns> for String {
    fn from(columns: Columns) -> Self {
        columns.to_string()
    }
}

/// How much room a row takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Density {
    #[default]
    Comfortable,
    /// A third more rows on a screen.
    Compact,
}

impl Density {
    pub const ALL: [Self; 2] = [Self::Comfortable, Self::Compact];

    pub fn key(self) -> &'static str {
        match self {
            Self::Comfortable => "comfortable",
            Self::Compact => "compact",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Comfortable => "Comfortable",
            Self::Compact => "Compact",
        }
    }
}

#[cfg(test)]
pub mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Any columns.
    pub fn any_columns() -> impl Strategy<Value = Columns> {
        let column = (0..11_usize, proptest::option::of(WIDTHS));
        proptest::collection::vec(column, 0..12).prop_map(|columns| {
            let columns = columns.into_iter().map(|(field, width)| ListColumn { field: SortField::ALL[field], width });
            Columns::of(columns)
        })
    }

    proptest! {
        #[test]
        fn columns_are_read_as_they_were_written(columns in any_columns()) {
            prop_assert_eq!(Columns::read(&columns.to_string()), (columns, vec![]));
        }

        #[test]
        fn whatever_is_read_has_the_number_and_nothing_twice(text in "[a-z_:,0-9]{0,60}|(number|summary|vip|,|:9){0,9}") {
            let columns = Columns::read(&text).0;
            let fields: Vec<SortField> = columns.iter().map(|column| column.field).collect();
            prop_assert!(fields.contains(&SortField::Number));
            prop_assert!(fields.iter().enumerate().all(|(place, field)| !fields[..place].contains(field)));
            prop_assert!(columns.iter().all(|column| column.width.is_none_or(|width| WIDTHS.contains(&width))));
        }
    }

    #[test]
    fn what_is_no_column_is_named_and_the_others_are_shown() {
        let (columns, unknown) = Columns::read("summary:90,price,summary,status:x,vip:5000");
        assert_eq!(
            (columns.to_string().as_str(), unknown),
            ("number,summary:90,status,vip:1000", vec!["price".to_owned()])
        );
        assert_eq!(Columns::read("price").0, Columns::default());
    }
}
