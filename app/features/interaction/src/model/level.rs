//! Impact, urgency and the priority that follows from them.

use serde::{Deserialize, Serialize};

/// One of four steps, 1 the gravest. Serves as impact, urgency and priority.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i16", into = "i16")]
pub struct Level(i16);

impl Level {
    pub const ALL: [Self; 4] = [Self(1), Self(2), Self(3), Self(4)];
    /// What a form starts with, for impact and for urgency.
    pub const DEFAULT: Self = Self(3);

    pub fn number(self) -> i16 {
        self.0
    }

    /// How far the effect reaches.
    pub fn impact_label(self) -> &'static str {
        match self.0 {
            1 => "1 - Extensive",
            2 => "2 - Significant",
            3 => "3 - Moderate",
            _ => "4 - Minor",
        }
    }

    /// How soon it hurts.
    pub fn urgency_label(self) -> &'static str {
        match self.0 {
            1 => "1 - Critical",
            2 => "2 - High",
            3 => "3 - Medium",
            _ => "4 - Low",
        }
    }

    pub fn priority_label(self) -> &'static str {
        match self.0 {
            1 => "Critical",
            2 => "High",
            3 => "Medium",
            _ => "Low",
        }
    }

    /// The 4 × 4 matrix of impact and urgency (ITIL: priority follows from both): their mean,
    /// rounded to the less grave step.
    pub fn priority(impact: Self, urgency: Self) -> Self {
        Self((impact.0 + urgency.0 + 1) / 2)
    }
}

impl TryFrom<i16> for Level {
    type Error = &'static str;

    fn try_from(number: i16) -> Result<Self, Self::Error> {
        if (1..=4).contains(&number) { Ok(Self(number)) } else { Err("a level is 1 to 4") }
    }
}

impl From<Level> for i16 {
    fn from(level: Level) -> Self {
        level.0
    }
}

impl std::str::FromStr for Level {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<i16>().map_err(|_| "a level is 1 to 4")?.try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_matrix() {
        let rows: Vec<Vec<i16>> = Level::ALL
            .iter()
            .map(|impact| Level::ALL.iter().map(|urgency| Level::priority(*impact, *urgency).number()).collect())
            .collect();
        assert_eq!(rows, [[1, 2, 2, 3], [2, 2, 3, 3], [2, 3, 3, 4], [3, 3, 4, 4]]);
    }

    #[test]
    fn there_is_no_fifth_step() {
        assert!("5".parse::<Level>().is_err() && "0".parse::<Level>().is_err() && "".parse::<Level>().is_err());
    }
}
