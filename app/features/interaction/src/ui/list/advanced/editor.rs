//! What stands in Advanced Search, and the filter that it makes.

use leptos::prelude::*;

use crate::filter::{Column, Condition, Filter, Join, Node, Operator};

/// The lines and groups. A handle: cheap to copy.
#[derive(Clone, Copy)]
pub struct Editor {
    /// What of the items has to apply, as [`Join::key`].
    pub join: RwSignal<String>,
    pub items: RwSignal<Vec<Item>>,
    next: StoredValue<usize>,
}

/// A condition, a group of them, or what this form cannot take apart.
#[derive(Clone)]
pub enum Item {
    Line(Line),
    Group(Group),
    /// A group with groups in it.
    Fixed(usize, Node),
}

#[derive(Clone, Copy)]
pub struct Group {
    pub id: usize,
    pub join: RwSignal<String>,
    pub lines: RwSignal<Vec<Line>>,
}

/// A condition that is being written: keys of the column and the operator, and the value as typed.
#[derive(Clone, Copy)]
pub struct Line {
    pub id: usize,
    pub column: RwSignal<String>,
    pub operator: RwSignal<String>,
    pub value: RwSignal<String>,
    pub error: RwSignal<Option<String>>,
}

/// What an empty line begins with.
const FIRST: Column = Column::Summary;

impl Item {
    pub fn id(&self) -> usize {
        match self {
            Self::Line(line) => line.id,
            Self::Group(group) => group.id,
            Self::Fixed(id, _) => *id,
        }
    }
}

impl Editor {
    pub fn new(filter: &Filter, more: bool) -> Self {
        let (join, nodes) = match &filter.0[..] {
            [Node::Group(join, nodes)] => (*join, nodes.as_slice()),
            nodes => (Join::All, nodes),
        };
        let editor = Self {
            join: RwSignal::new(join.key().to_owned()),
            items: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        };
        let items = nodes.iter().map(|node| editor.item(node)).collect();
        editor.items.set(items);
        if more || nodes.is_empty() {
            editor.add_line();
        }
        editor
    }

    /// What the form does not send as lines of its own: its groups.
    pub fn others(self) -> Filter {
        let others = self.items.get_untracked().into_iter().filter_map(|item| match item {
            Item::Line(_) => None,
            Item::Group(group) => group.read().ok().flatten(),
            Item::Fixed(_, node) => Some(node),
        });
        Filter(others.collect())
    }

    pub fn add_line(self) {
        let line = self.empty();
        self.items.update(|items| items.push(Item::Line(line)));
    }

    pub fn add_group(self) {
        let (id, lines) = (self.id(), vec![self.empty(), self.empty()]);
        let join = RwSignal::new(Join::Any.key().to_owned());
        self.items.update(|items| items.push(Item::Group(Group { id, join, lines: RwSignal::new(lines) })));
    }

    pub fn add_to(self, group: Group) {
        let line = self.empty();
        group.lines.update(|lines| lines.push(line));
    }

    pub fn remove(self, id: usize) {
        self.items.update(|items| items.retain(|item| item.id() != id));
    }

    /// The filter, if every line that was begun makes a condition; else the lines say what they lack.
    pub fn read(self) -> Option<Filter> {
        let read = self.items.get_untracked().into_iter().map(|item| match item {
            Item::Line(line) => Ok(line.read()?.map(Node::Is)),
            Item::Group(group) => group.read(),
            Item::Fixed(_, node) => Ok(Some(node)),
        });
        // All of them are read, so that every wrong line says so.
        let read: Vec<Result<Option<Node>, ()>> = read.collect();
        let nodes: Vec<Node> = read.into_iter().collect::<Result<Vec<_>, ()>>().ok()?.into_iter().flatten().collect();
        Some(if self.join.get_untracked() == Join::Any.key() && nodes.len() > 1 {
            Filter(vec![Node::Group(Join::Any, nodes)])
        } else {
            Filter(nodes)
        })
    }

    fn id(self) -> usize {
        self.next.update_value(|next| *next += 1);
        self.next.get_value()
    }

    fn empty(self) -> Line {
        self.line(FIRST, FIRST.operators()[0], String::new())
    }

    fn line(self, column: Column, operator: Operator, value: String) -> Line {
        Line {
            id: self.id(),
            column: RwSignal::new(column.key().to_owned()),
            operator: RwSignal::new(operator.key().to_owned()),
            value: RwSignal::new(value),
            error: RwSignal::new(None),
        }
    }

    fn of(self, condition: &Condition) -> Line {
        self.line(condition.column(), condition.operator(), condition.value().key())
    }

    fn item(self, node: &Node) -> Item {
        match node {
            Node::Is(condition) => Item::Line(self.of(condition)),
            Node::Group(join, nodes) => {
                let lines: Option<Vec<Line>> = nodes
                    .iter()
                    .map(|node| if let Node::Is(condition) = node { Some(self.of(condition)) } else { None })
                    .collect();
                let id = self.id();
                match lines {
                    Some(lines) => {
                        let join = RwSignal::new(join.key().to_owned());
                        Item::Group(Group { id, join, lines: RwSignal::new(lines) })
                    }
                    None => Item::Fixed(id, node.clone()),
                }
            }
        }
    }
}

impl Group {
    /// The group, if it has any condition and each line that was begun makes one.
    pub fn read(self) -> Result<Option<Node>, ()> {
        let read: Vec<_> = self.lines.get_untracked().into_iter().map(Line::read).collect();
        let nodes: Vec<Node> =
            read.into_iter().collect::<Result<Vec<_>, ()>>()?.into_iter().flatten().map(Node::Is).collect();
        let join = if self.join.get_untracked() == Join::All.key() { Join::All } else { Join::Any };
        Ok((!nodes.is_empty()).then_some(Node::Group(join, nodes)))
    }
}

impl Line {
    /// The condition it makes; nothing of a line that was not begun. A wrong one keeps what is wrong with it.
    pub fn read(self) -> Result<Option<Condition>, ()> {
        let (column, operator) = (self.column(), self.operator());
        let value = self.value.get_untracked();
        self.error.set(None);
        if value.trim().is_empty() && column == FIRST && operator.takes_value() {
            return Ok(None);
        }
        match Condition::read(column, operator, &value) {
            Ok(condition) => Ok(Some(condition)),
            Err(error) => {
                self.error.set(Some(error.to_string()));
                Err(())
            }
        }
    }

    pub fn column(self) -> Column {
        Column::from_key(&self.column.get()).unwrap_or(FIRST)
    }

    pub fn operator(self) -> Operator {
        Operator::from_key(&self.operator.get()).unwrap_or(Operator::Is)
    }
}
