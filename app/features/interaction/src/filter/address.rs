//! A filter in an address: one parameter `f` for each of what all applies.
//!
//! ```text
//! f         = condition | group
//! group     = ( "any" | "all" ) "(" part *( "," part ) ")"
//! part      = condition | group
//! condition = column ":" operator [ ":" value ]
//! ```
//!
//! In a group a backslash stands before each `\`, `,`, `(` and `)` of a value.

use std::{iter::Peekable, str::Chars};

use super::{Column, Condition, Filter, Join, MOST_CONDITIONS, MOST_DEEP, Node, Operator, ValueError};

/// What of a filter was not understood.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
pub enum FilterError {
    #[error("There is no column “{0}”.")]
    Column(String),
    #[error("There is no operator “{0}”.")]
    Operator(String),
    #[error(transparent)]
    Value(#[from] ValueError),
    #[error("The condition “{0}” is not whole.")]
    Broken(String),
    #[error("Groups may stand {MOST_DEEP} deep in one another.")]
    TooDeep,
    #[error("There may be {MOST_CONDITIONS} conditions.")]
    TooMany,
}

impl Filter {
    /// Reads the values of the parameters `f`. What is not understood is named, and counts for nothing.
    pub fn read(said: &[String]) -> (Self, Vec<FilterError>) {
        let (mut filter, mut wrong) = (Self::default(), Vec::new());
        let mut left = MOST_CONDITIONS;
        for text in said.iter().filter(|text| !text.is_empty()) {
            match Node::read(text, &mut left) {
                Ok(node) => filter.0.push(node),
                Err(FilterError::TooMany) => {
                    wrong.push(FilterError::TooMany);
                    break;
                }
                Err(error) => wrong.push(error),
            }
        }
        // However many there are, nobody reads more of them.
        wrong.truncate(10);
        (filter, wrong)
    }

    /// The values of the parameters `f`, which [`Self::read`] reads.
    pub fn parts(&self) -> Vec<String> {
        self.0.iter().map(ToString::to_string).collect()
    }
}

impl std::fmt::Display for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Is(condition) => f.write_str(&plain(condition)),
            Self::Group(join, nodes) => write!(f, "{}", group(*join, nodes)),
        }
    }
}

fn plain(condition: &Condition) -> String {
    let (column, operator) = (condition.column().key(), condition.operator());
    if operator.takes_value() {
        format!("{column}:{}:{}", operator.key(), condition.value().key())
    } else {
        format!("{column}:{}", operator.key())
    }
}

fn group(join: Join, nodes: &[Node]) -> String {
    let parts = nodes.iter().map(|node| match node {
        Node::Is(condition) => escape(&plain(condition)),
        Node::Group(join, nodes) => group(*join, nodes),
    });
    format!("{}({})", join.key(), parts.collect::<Vec<_>>().join(","))
}

fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | ',' | '(' | ')') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    escaped
}

impl Join {
    pub const ALL: [Self; 2] = [Self::All, Self::Any];

    pub fn key(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
        }
    }
}

impl Node {
    fn read(text: &str, left: &mut usize) -> Result<Self, FilterError> {
        let Some((join, within)) = opened(text) else { return Ok(Self::Is(condition(text, left)?)) };
        let mut letters = within.chars().peekable();
        let node = Self::Group(join, parts(&mut letters, 1, left).map_err(|error| name(error, text))?);
        if letters.next().is_some() { Err(FilterError::Broken(short(text))) } else { Ok(node) }
    }
}

/// A group, and what stands after its bracket.
fn opened(text: &str) -> Option<(Join, &str)> {
    Join::ALL.into_iter().find_map(|join| Some((join, text.strip_prefix(join.key())?.strip_prefix('(')?)))
}

/// The parts of a group up to its closing bracket, which is `depth` deep.
fn parts(letters: &mut Peekable<Chars<'_>>, depth: usize, left: &mut usize) -> Result<Vec<Node>, FilterError> {
    if depth > MOST_DEEP {
        return Err(FilterError::TooDeep);
    }
    let mut nodes = Vec::new();
    loop {
        let mut text = String::new();
        let end = loop {
            match letters.next() {
                Some('(') => {
                    let join = Join::ALL.into_iter().find(|join| join.key() == text);
                    let join = join.ok_or_else(|| FilterError::Broken(short(&text)))?;
                    nodes.push(Node::Group(join, parts(letters, depth + 1, left)?));
                    text.clear();
                    match letters.next() {
                        Some(end @ (',' | ')')) => break end,
                        _ => return Err(FilterError::Broken(String::new())),
                    }
                }
                Some(end @ (',' | ')')) => {
                    nodes.push(Node::Is(condition(&text, left)?));
                    break end;
                }
                Some('\\') => text.extend(letters.next()),
                Some(letter) => text.push(letter),
                None => return Err(FilterError::Broken(String::new())),
            }
        };
        if end == ')' {
            return Ok(nodes);
        }
    }
}

/// The same error, with the whole text where it has none of its own.
fn name(error: FilterError, text: &str) -> FilterError {
    match error {
        FilterError::Broken(part) if part.is_empty() => FilterError::Broken(short(text)),
        error => error,
    }
}

fn condition(text: &str, left: &mut usize) -> Result<Condition, FilterError> {
    *left = left.checked_sub(1).ok_or(FilterError::TooMany)?;
    let mut parts = text.splitn(3, ':');
    let column = parts.next().unwrap_or_default();
    let column = Column::from_key(column).ok_or_else(|| FilterError::Column(short(column)))?;
    let Some(operator) = parts.next() else { return Err(FilterError::Broken(short(text))) };
    let operator = Operator::from_key(operator).ok_or_else(|| FilterError::Operator(short(operator)))?;
    Ok(Condition::read(column, operator, parts.next().unwrap_or_default())?)
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

impl From<Filter> for Vec<String> {
    fn from(filter: Filter) -> Self {
        filter.parts()
    }
}

impl From<Vec<String>> for Filter {
    /// What of it is not understood counts for nothing.
    fn from(parts: Vec<String>) -> Self {
        Self::read(&parts).0
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::filter::{Kind, Value};
    use proptest::prelude::*;

    /// Any condition there may be.
    fn any_condition() -> impl Strategy<Value = Condition> {
        (0..Column::ALL.len(), any::<prop::sample::Index>(), any::<prop::sample::Index>(), text(), 0..99_999_u32)
            .prop_map(|(column, operator, choice, text, number)| {
                let column = Column::ALL[column];
                let operators = column.operators();
                let value = match column.kind() {
                    Kind::Number => number.saturating_add(1).to_string(),
                    Kind::Day => format!("-{}d", number % 3_660),
                    Kind::Choice => {
                        let choices = Value::choices(column);
                        choices[choice.index(choices.len())].0.key()
                    }
                    Kind::Text | Kind::Texts | Kind::Name | Kind::Person => text,
                };
                Condition::read(column, operators[operator.index(operators.len())], &value).unwrap()
            })
    }

    /// What people type, with all that means something in an address or in SQL.
    fn text() -> impl Strategy<Value = String> {
        prop_oneof![
            r"[a-zäß0-9 ,()\\:&='%_*~|!<>\x22;-]{0,30}".prop_map(|text| format!("x{text}")),
            "[^\0]{0,30}".prop_map(|text| format!("y{text}")),
            Just("me".to_owned()),
            (0..9_999_i64).prop_map(|id| id.to_string()),
        ]
    }

    fn any_node() -> impl Strategy<Value = Node> {
        any_condition().prop_map(Node::Is).prop_recursive(3, 12, 3, |inner| {
            (any::<bool>(), prop::collection::vec(inner, 1..4))
                .prop_map(|(any, nodes)| Node::Group(if any { Join::Any } else { Join::All }, nodes))
        })
    }

    /// Any filter that is not larger than one may be.
    pub(crate) fn any_filter() -> impl Strategy<Value = Filter> {
        prop::collection::vec(any_node(), 0..4)
            .prop_map(Filter)
            .prop_filter("too many", |filter| filter.conditions().len() <= MOST_CONDITIONS)
    }

    proptest! {
        #[test]
        fn a_filter_is_read_as_it_was_printed(filter in any_filter()) {
            prop_assert_eq!(Filter::read(&filter.parts()), (filter, vec![]));
        }

        #[test]
        fn any_text_is_a_filter_or_named(said in prop::collection::vec(r"(any\(|all\(|status:is:|\)|,|:|\\|new|.){0,20}", 0..5)) {
            let (filter, wrong) = Filter::read(&said);
            prop_assert!(filter.0.len() + wrong.len() <= said.len());
            prop_assert_eq!(Filter::read(&filter.parts()), (filter, vec![]));
        }
    }

    fn wrong(text: &str) -> String {
        let (filter, wrong) = Filter::read(&[text.to_owned()]);
        assert!(filter.is_empty(), "{filter:?}");
        wrong[0].to_string()
    }

    #[test]
    fn what_is_not_understood_is_named() {
        assert_eq!(wrong("colour:is:red"), "There is no column “colour”.");
        assert_eq!(wrong("status:like:new"), "There is no operator “like”.");
        assert_eq!(wrong("status"), "The condition “status” is not whole.");
        assert_eq!(wrong("status:is:asleep"), "“asleep” is no value of Status.");
        assert_eq!(wrong("status:contains:new"), "Status cannot be compared by “contains”.");
        assert_eq!(wrong("summary:contains: "), "Summary contains: there is no value.");
        assert_eq!(wrong("created:before:soon"), "“soon” is no day. Write it like 2026-11-28, or like 7 days ago.");
        assert_eq!(wrong("any(status:is:new"), "The condition “any(status:is:new” is not whole.");
        assert_eq!(wrong("any()"), "There is no column “”.");
        assert_eq!(wrong("any(vip:is:yes)x"), "The condition “any(vip:is:yes)x” is not whole.");
        assert_eq!(
            wrong(&format!("summary:contains:{}", "x".repeat(201))),
            "The value of Summary is longer than 200 characters."
        );
        assert_eq!(wrong(&"all(".repeat(50)), "Groups may stand 4 deep in one another.");
    }

    #[test]
    fn too_many_are_cut_off_and_the_others_count() {
        let said = vec!["vip:is:yes".to_owned(); 99];
        let (filter, wrong) = Filter::read(&said);
        assert_eq!((filter.0.len(), wrong), (MOST_CONDITIONS, vec![FilterError::TooMany]));
    }

    #[test]
    fn a_value_may_have_anything_in_it() {
        let said = [r"any(summary:contains:a\, \(b\) \\ : c,vip:is:yes)".to_owned(), "summary:is:x (y), z".to_owned()];
        let (filter, wrong) = Filter::read(&said);
        assert_eq!(wrong, vec![]);
        let texts: Vec<String> = filter.conditions().iter().map(|condition| condition.value().key()).collect();
        assert_eq!(texts, [r"a, (b) \ : c", "yes", "x (y), z"]);
        assert_eq!(filter.parts(), said);
    }
}
