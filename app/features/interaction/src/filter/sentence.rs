//! A filter in words.

use std::collections::HashMap;

use super::{
    Column, Condition, Filter, Join, Node, Person, Value,
    condition::{level_label, yes_label},
};

/// What the people are called whom a filter means by their ids.
pub type Names = HashMap<i64, String>;

impl Filter {
    /// `Status is New and (VIP User is Yes or Summary contains “printer”)`; empty for none.
    pub fn sentence(&self, names: &Names) -> String {
        join(Join::All, &self.0, names)
    }
}

impl Node {
    pub fn sentence(&self, names: &Names) -> String {
        match self {
            Self::Is(condition) => condition.sentence(names),
            Self::Group(how, nodes) => join(*how, nodes, names),
        }
    }
}

impl Condition {
    pub fn sentence(&self, names: &Names) -> String {
        let (column, operator) = (self.column(), self.operator());
        match self.value().words(column, names) {
            Some(value) => format!("{} {} {value}", column.label(), operator.label()),
            None => format!("{} {}", column.label(), operator.label()),
        }
    }
}

impl Value {
    /// As people read it in a sentence; nothing where there is none.
    pub fn words(&self, column: Column, names: &Names) -> Option<String> {
        Some(match self {
            Self::None => return None,
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("“{text}”"),
            Self::Name(name) | Self::Person(Person::Named(name)) => name.clone(),
            Self::Day(when) => when.words(),
            Self::Status(status) => status.label().to_owned(),
            Self::StateReason(reason) => reason.label().to_owned(),
            Self::Channel(channel) => channel.label().to_owned(),
            Self::Flag(flag) => yes_label(*flag).to_owned(),
            Self::Level(level) => level_label(column, *level).to_owned(),
            Self::Person(Person::Me) => "me".to_owned(),
            Self::Person(Person::Id(id)) => names.get(id).cloned().unwrap_or_else(|| format!("person {id}")),
        })
    }
}

fn join(how: Join, nodes: &[Node], names: &Names) -> String {
    let word = if how == Join::All { " and " } else { " or " };
    let parts = nodes.iter().map(|node| {
        let sentence = node.sentence(names);
        // Whatever stands alone needs no brackets.
        if matches!(node, Node::Group(_, within) if within.len() > 1) && nodes.len() > 1 {
            format!("({sentence})")
        } else {
            sentence
        }
    });
    parts.collect::<Vec<_>>().join(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::filter::Operator;

    fn is(column: Column, operator: Operator, value: &str) -> Node {
        Node::Is(Condition::read(column, operator, value).unwrap())
    }

    #[test]
    fn a_filter_reads_as_a_sentence() {
        let filter = Filter(vec![
            is(Column::Status, Operator::Is, "in_progress"),
            Node::Group(
                Join::Any,
                vec![
                    is(Column::Summary, Operator::Contains, "printer"),
                    is(Column::RequestedFor, Operator::Is, "7"),
                    is(Column::Group, Operator::IsEmpty, ""),
                ],
            ),
            is(Column::Created, Operator::After, "-7d"),
        ]);
        let names = Names::from([(7, "Ana Lima".to_owned())]);
        assert_eq!(
            filter.sentence(&names),
            "Status is In Progress and (Summary contains “printer” or Requested For is Ana Lima or Group is empty) \
             and Created On after 7 days ago"
        );
        assert_eq!(Filter::default().sentence(&names), "");
    }
}
