//! One condition: a column, an operator, and a value that goes with both.

use kernel::InteractionNumber;
use serde::{Deserialize, Serialize};

use super::{Column, Kind, MOST_TEXT, When};
use crate::model::{Channel, Level, StateReason, Status};

/// How a column is compared with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Operator {
    Is,
    IsNot,
    /// Whatever case and accents.
    Contains,
    /// Of days, those before that day; of numbers, those given earlier.
    Before,
    /// Of days, those after that day.
    After,
    IsEmpty,
    IsFilled,
}

impl Operator {
    pub const ALL: [Self; 7] =
        [Self::Is, Self::IsNot, Self::Contains, Self::Before, Self::After, Self::IsEmpty, Self::IsFilled];

    /// The operator as an address says it.
    pub fn key(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "not",
            Self::Contains => "contains",
            Self::Before => "before",
            Self::After => "after",
            Self::IsEmpty => "empty",
            Self::IsFilled => "filled",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|operator| operator.key() == key)
    }

    /// The operator as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Is => "is",
            Self::IsNot => "is not",
            Self::Contains => "contains",
            Self::Before => "before",
            Self::After => "after",
            Self::IsEmpty => "is empty",
            Self::IsFilled => "is not empty",
        }
    }

    pub fn takes_value(self) -> bool {
        !matches!(self, Self::IsEmpty | Self::IsFilled)
    }
}

/// What a column is compared with. Texts are trimmed, and have one character at least and [`MOST_TEXT`] at most.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Of an operator that takes none.
    None,
    Number(InteractionNumber),
    Text(String),
    Day(When),
    Status(Status),
    StateReason(StateReason),
    Channel(Channel),
    Flag(bool),
    Level(Level),
    /// What something of a company is called.
    Name(String),
    Person(Person),
}

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Person {
    /// Whoever reads the list.
    Me,
    Id(i64),
    /// Everybody who is called so, or has this e-mail address.
    Named(String),
}

/// A value, or an operator, that does not go with its column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum ValueError {
    #[error("{} cannot be compared by “{}”.", .0.label(), .1.label())]
    Operator(Column, Operator),
    #[error("{} {}: there is no value.", .0.label(), .1.label())]
    Missing(Column, Operator),
    #[error("“{text}” is no value of {}.", .column.label())]
    Unknown { column: Column, text: String },
    #[error("“{0}” is no day. Write it like 2026-11-28, or like 7 days ago.")]
    Day(String),
    #[error("“{0}” is no number of an interaction. Write it like INT0000001.")]
    Number(String),
    #[error("The value of {} is longer than {MOST_TEXT} characters.", .0.label())]
    TooLong(Column),
}

/// A condition that makes sense: there is no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Condition {
    column: Column,
    operator: Operator,
    value: Value,
}

impl Condition {
    /// A condition with a value as an address or a person writes it; what the operator does not take is not looked at.
    ///
    /// # Errors
    /// The operator or the value does not go with the column.
    pub fn read(column: Column, operator: Operator, text: &str) -> Result<Self, ValueError> {
        if !column.operators().contains(&operator) {
            return Err(ValueError::Operator(column, operator));
        }
        let value = if operator.takes_value() { Value::read(column, operator, text.trim())? } else { Value::None };
        Ok(Self { column, operator, value })
    }

    pub fn column(&self) -> Column {
        self.column
    }

    pub fn operator(&self) -> Operator {
        self.operator
    }

    pub fn value(&self) -> &Value {
        &self.value
    }
}

impl Value {
    fn read(column: Column, operator: Operator, text: &str) -> Result<Self, ValueError> {
        if text.is_empty() {
            return Err(ValueError::Missing(column, operator));
        }
        if text.chars().nth(MOST_TEXT).is_some() {
            return Err(ValueError::TooLong(column));
        }
        // The database takes no such text, and nobody means it.
        let unknown = || ValueError::Unknown { column, text: text.chars().take(40).collect() };
        if text.contains('\0') {
            return Err(unknown());
        }
        let is = |key: &str, label: &str| key == text || label.eq_ignore_ascii_case(text);
        match column.kind() {
            Kind::Number => InteractionNumber::read(text)
                .map(Self::Number)
                .ok_or_else(|| ValueError::Number(text.chars().take(40).collect())),
            Kind::Day => {
                When::read(text).map(Self::Day).ok_or_else(|| ValueError::Day(text.chars().take(40).collect()))
            }
            Kind::Text | Kind::Texts => Ok(Self::Text(text.to_owned())),
            Kind::Name => Ok(Self::Name(text.to_owned())),
            Kind::Person if operator == Operator::Contains => Ok(Self::Text(text.to_owned())),
            Kind::Person => Ok(Self::Person(Person::read(text))),
            Kind::Choice => match column {
                Column::Status => find(&Status::ALL, |one| is(one.key(), one.label())).map(Self::Status),
                Column::StateReason => find(&StateReason::ALL, |one| is(one.key(), one.label())).map(Self::StateReason),
                Column::Through => find(&Channel::ALL, |one| is(one.key(), one.label())).map(Self::Channel),
                Column::Vip => find(&[true, false], |one| is(yes(*one), yes(*one))).map(Self::Flag),
                _ => find(&Level::ALL, |one| is(&one.number().to_string(), level_label(column, *one))).map(Self::Level),
            }
            .ok_or_else(unknown),
        }
    }

    /// The value as an address says it, which [`Condition::read`] reads.
    pub fn key(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) | Self::Name(text) => text.clone(),
            Self::Day(when) => when.to_string(),
            Self::Status(status) => status.key().to_owned(),
            Self::StateReason(reason) => reason.key().to_owned(),
            Self::Channel(channel) => channel.key().to_owned(),
            Self::Flag(flag) => yes(*flag).to_owned(),
            Self::Level(level) => level.number().to_string(),
            Self::Person(Person::Me) => "me".to_owned(),
            Self::Person(Person::Id(id)) => id.to_string(),
            Self::Person(Person::Named(name)) => name.clone(),
        }
    }

    /// The values of a column that has few and always the same, with how they are read.
    pub fn choices(column: Column) -> Vec<(Self, &'static str)> {
        match column {
            Column::Status => Status::ALL.map(|one| (Self::Status(one), one.label())).into(),
            Column::StateReason => StateReason::ALL.map(|one| (Self::StateReason(one), one.label())).into(),
            Column::Through => Channel::ALL.map(|one| (Self::Channel(one), one.label())).into(),
            Column::Vip => [true, false].map(|one| (Self::Flag(one), yes_label(one))).into(),
            Column::Impact | Column::Urgency | Column::Priority => {
                Level::ALL.map(|one| (Self::Level(one), level_label(column, one))).into()
            }
            _ => Vec::new(),
        }
    }
}

impl Person {
    fn read(text: &str) -> Self {
        if text.eq_ignore_ascii_case("me") {
            return Self::Me;
        }
        match text.parse::<u64>().map(i64::try_from) {
            // Printed as it was read, so that the address stays what it is.
            Ok(Ok(id)) if id.to_string() == text => Self::Id(id),
            _ => Self::Named(text.to_owned()),
        }
    }
}

fn find<T: Copy>(all: &[T], fits: impl Fn(&T) -> bool) -> Option<T> {
    all.iter().copied().find(fits)
}

fn yes(flag: bool) -> &'static str {
    if flag { "yes" } else { "no" }
}

pub(super) fn yes_label(flag: bool) -> &'static str {
    if flag { "Yes" } else { "No" }
}

pub(super) fn level_label(column: Column, level: Level) -> &'static str {
    match column {
        Column::Impact => level.impact_label(),
        Column::Urgency => level.urgency_label(),
        _ => level.priority_label(),
    }
}
