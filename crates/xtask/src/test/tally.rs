//! Counts what the runners say in their closing lines.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed and failed.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    /// Those that passed, the ones that needed a second try included.
    pub passed: u64,
    /// Those that failed, ran out of time or were interrupted.
    pub failed: u64,
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

impl Tally {
    /// What a runner counted and how it ended, taken together: one that failed without counting a
    /// failure (it did not compile, it crashed) has failed once.
    pub fn settled(mut self, succeeded: bool) -> Self {
        if !succeeded && self.failed == 0 {
            self.failed = 1;
        }
        self
    }

    /// Adds a line of `cargo test`: `test result: ok. 8 passed; 0 failed; 1 ignored; …`.
    pub fn add_cargo_line(&mut self, line: &str) {
        let Some(result) = line.strip_prefix("test result: ") else { return };
        let counts = result.split_once(". ").map_or("", |(_, counts)| counts);
        for count in counts.split("; ") {
            self.add_count(count);
        }
    }

    /// Adds a line of Playwright's summary: `  12 passed (1.2m)`, `  1 failed`, `  2 flaky`.
    pub fn add_playwright_line(&mut self, line: &str) {
        let plain = without_colours(line);
        // The names of the tests that failed are listed with more words, and begin with no number.
        if plain.starts_with("  ") && !plain.starts_with("   ") {
            self.add_count(plain.split(" (").next().unwrap_or_default().trim());
        }
    }

    fn add_count(&mut self, count: &str) {
        let Some((number, what)) = count.split_once(' ') else { return };
        let Ok(number) = number.parse::<u64>() else { return };
        match what {
            "passed" | "flaky" => self.passed += number,
            "failed" | "interrupted" | "timed out" => self.failed += number,
            _ => {}
        }
    }
}

/// The line without its escape sequences (`ESC [ … letter`).
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut characters = line.chars();
    while let Some(character) = characters.next() {
        if character == '\u{1b}' {
            characters.by_ref().skip(1).find(char::is_ascii_alphabetic);
        } else {
            plain.push(character);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_of_cargo_are_summed() {
        let mut tally = Tally::default();
        for line in [
            "running 8 tests",
            "test result: ok. 8 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.67s",
            "test result: FAILED. 9 passed; 2 failed; 1 ignored; 0 measured; 0 filtered out; finished in 3.77s",
            "test the 3 failed; attempts ... ok",
        ] {
            tally.add_cargo_line(line);
        }
        assert_eq!(tally, Tally { passed: 17, failed: 2 });
        assert_eq!(tally.to_string(), "17 passed, 2 failed");
    }

    #[test]
    fn the_summary_of_playwright_is_summed() {
        let mut tally = Tally::default();
        for line in [
            "Running 15 tests using 1 worker",
            "  1) list.spec.ts:3:1 › 5 failed sign-ins are told ─────",
            "    3 passed of the steps",
            "\u{1b}[31m  1 failed\u{1b}[39m",
            "    list.spec.ts:3:1 › 5 failed sign-ins are told",
            "  2 flaky",
            "  3 skipped",
            "  4 did not run",
            "\u{1b}[32m  9 passed\u{1b}[39m\u{1b}[2m (1.2m)\u{1b}[22m",
        ] {
            tally.add_playwright_line(line);
        }
        assert_eq!(tally, Tally { passed: 11, failed: 1 });
    }

    #[test]
    fn a_runner_that_fails_without_a_count_has_failed_once() {
        assert_eq!(Tally::default().settled(false), Tally { passed: 0, failed: 1 });
        assert_eq!(Tally { passed: 3, failed: 2 }.settled(false).failed, 2);
        assert_eq!(Tally { passed: 3, failed: 0 }.settled(true).failed, 0);
    }
}
