//! What the keyboard does to a combobox, as a pure machine: no page, no signals.
//!
//! The pattern is WAI-ARIA 1.2 "editable combobox with list autocomplete": the
//! focus stays in the box, one option is active, and nothing is chosen until a
//! person chooses it.

/// Whether the list is open and which option is active.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ListState {
    /// The list is shown.
    pub open: bool,
    /// The option that Enter would take.
    pub active: Option<usize>,
}

/// A key that means something here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// Arrow down.
    Down,
    /// Arrow up.
    Up,
    /// Alt with arrow down: open, activate nothing.
    Open,
    /// Alt with arrow up: close.
    Close,
    /// To the first option.
    Home,
    /// To the last option.
    End,
    /// Take the active option.
    Enter,
    /// Close.
    Escape,
    /// Take the active option and go on.
    Tab,
}

impl Key {
    /// The key of a `keydown` event.
    #[must_use]
    pub fn of(key: &str, alt: bool) -> Option<Self> {
        Some(match (key, alt) {
            ("ArrowDown", false) => Self::Down,
            ("ArrowUp", false) => Self::Up,
            ("ArrowDown", true) => Self::Open,
            ("ArrowUp", true) => Self::Close,
            ("Home", _) => Self::Home,
            ("End", _) => Self::End,
            ("Enter", _) => Self::Enter,
            ("Escape", _) => Self::Escape,
            ("Tab", _) => Self::Tab,
            _ => return None,
        })
    }
}

/// What is to be done after a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reaction {
    /// The state from now on.
    pub state: ListState,
    /// The option that was taken.
    pub pick: Option<usize>,
    /// The key is used up: the browser must not act on it.
    pub used: bool,
    /// The list was asked for and is not loaded.
    pub load: bool,
}

impl ListState {
    /// What `key` does when there are `count` options.
    #[must_use]
    pub fn press(self, key: Key, count: usize) -> Reaction {
        let stay = Reaction { state: self, pick: None, used: false, load: false };
        let closed = Self::default();
        match key {
            Key::Down | Key::Up | Key::Open if count == 0 => Reaction { used: true, load: true, ..stay },
            Key::Down => stay.activate(match self.active {
                Some(at) if self.open => (at + 1) % count,
                _ => 0,
            }),
            Key::Up => stay.activate(match self.active {
                Some(at) if self.open && at > 0 => at - 1,
                _ => count - 1,
            }),
            Key::Open => Reaction { state: Self { open: true, active: self.active }, used: true, ..stay },
            Key::Home if self.open && self.active.is_some() => stay.activate(0),
            Key::End if self.open && self.active.is_some() => stay.activate(count.saturating_sub(1)),
            Key::Enter if self.open => Reaction {
                state: if self.takes(count).is_some() { closed } else { self },
                pick: self.takes(count),
                used: true,
                load: false,
            },
            Key::Tab if self.open => Reaction { state: closed, pick: self.active, used: false, load: false },
            Key::Escape | Key::Close if self.open => Reaction { state: closed, used: true, ..stay },
            Key::Home | Key::End | Key::Enter | Key::Tab | Key::Escape | Key::Close => stay,
        }
    }

    /// What Enter takes: the active option, or the only one.
    const fn takes(self, count: usize) -> Option<usize> {
        match self.active {
            None if count == 1 => Some(0),
            active => active,
        }
    }
}

impl Reaction {
    const fn activate(self, at: usize) -> Self {
        Self { state: ListState { open: true, active: Some(at) }, used: true, ..self }
    }
}

/// What the live region says when an answer is there.
#[must_use]
pub fn results_text(count: usize) -> String {
    match count {
        0 => "No results".to_owned(),
        1 => "1 result".to_owned(),
        count => format!("{count} results"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn open(active: Option<usize>) -> ListState {
        ListState { open: true, active }
    }

    #[test]
    fn down_and_up_go_round() {
        let shut = ListState::default();
        assert_eq!(shut.press(Key::Down, 3).state, open(Some(0)));
        assert_eq!(shut.press(Key::Up, 3).state, open(Some(2)));
        assert_eq!(open(None).press(Key::Down, 3).state, open(Some(0)));
        assert_eq!(open(Some(2)).press(Key::Down, 3).state, open(Some(0)));
        assert_eq!(open(Some(0)).press(Key::Up, 3).state, open(Some(2)));
        assert!(shut.press(Key::Down, 3).used);
    }

    #[test]
    fn an_arrow_without_options_asks_for_them() {
        let reaction = ListState::default().press(Key::Down, 0);
        assert!(reaction.load && reaction.used);
        assert_eq!(reaction.state, ListState::default());
    }

    #[test]
    fn enter_takes_the_active_option_and_closes() {
        let reaction = open(Some(1)).press(Key::Enter, 3);
        assert_eq!(reaction.pick, Some(1));
        assert_eq!(reaction.state, ListState::default());
        assert!(reaction.used, "the form is not sent");
    }

    #[test]
    fn enter_takes_the_only_option() {
        assert_eq!(open(None).press(Key::Enter, 1).pick, Some(0));
        assert_eq!(open(None).press(Key::Enter, 2).pick, None);
        assert!(open(None).press(Key::Enter, 2).used, "nothing is sent by accident");
    }

    #[test]
    fn enter_on_a_closed_list_sends_the_form() {
        assert!(!ListState::default().press(Key::Enter, 3).used);
    }

    #[test]
    fn tab_takes_only_what_was_made_active() {
        let reaction = open(Some(0)).press(Key::Tab, 2);
        assert_eq!(reaction.pick, Some(0));
        assert!(!reaction.used, "the focus goes on");
        assert_eq!(open(None).press(Key::Tab, 1).pick, None);
    }

    #[test]
    fn escape_closes_once() {
        let first = open(Some(1)).press(Key::Escape, 3);
        assert_eq!(first.state, ListState::default());
        assert!(first.used);
        assert!(!first.state.press(Key::Escape, 3).used, "the dialog may have it");
    }

    #[test]
    fn home_and_end_are_the_caret_until_an_option_is_active() {
        assert!(!open(None).press(Key::Home, 3).used);
        assert_eq!(open(Some(1)).press(Key::Home, 3).state.active, Some(0));
        assert_eq!(open(Some(1)).press(Key::End, 3).state.active, Some(2));
    }

    #[test]
    fn alt_opens_and_closes_without_moving() {
        assert_eq!(Key::of("ArrowDown", true), Some(Key::Open));
        let shut = ListState::default();
        assert_eq!(shut.press(Key::Open, 3).state, open(None));
        assert_eq!(open(Some(2)).press(Key::Close, 3).state, shut);
    }

    #[test]
    fn results_are_counted_in_words() {
        assert_eq!(results_text(0), "No results");
        assert_eq!(results_text(1), "1 result");
        assert_eq!(results_text(12), "12 results");
    }
}
