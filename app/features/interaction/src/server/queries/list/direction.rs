//! Which way a list is read.

/// Which way an index is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Up,
    Down,
}

impl Direction {
    pub fn past(self) -> &'static str {
        match self {
            Self::Up => ">",
            Self::Down => "<",
        }
    }

    pub fn order(self) -> &'static str {
        match self {
            Self::Up => " asc",
            Self::Down => " desc",
        }
    }
}
