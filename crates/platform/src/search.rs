//! What a slice has for Global Search. The `search` slice asks every [`Kind`] there is and knows none of them.

use std::{fmt::Debug, future::Future, pin::Pin};

use kernel::{ApiError, Hit};

use crate::{Actor, Platform};

/// An answer that is on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, ApiError>> + Send + 'a>>;

/// What is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// As it was typed, trimmed: it has a letter or a digit, and at most [`Asked::LONGEST`] characters.
    pub text: String,
    /// How many hits are wanted at most.
    pub most: usize,
    /// Whether excerpts are wanted too.
    pub excerpts: bool,
}

impl Asked {
    /// As many characters of a text count.
    pub const LONGEST: usize = 200;
}

/// What was found of a kind, best first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// The address of a list with all of them, where there is one and there are more.
    pub more: Option<String>,
    /// Whether they do not have the words that were typed, but words like them.
    pub similar: bool,
}

/// A kind of things that Global Search finds: a slice implements it, and `server` puts it into [`Platform::kinds`].
pub trait Kind: Debug + Send + Sync {
    /// What they are called together: `Interactions`.
    fn title(&self) -> &'static str;

    /// The address of the page of the one thing that a text names, as a number does; nothing where it names none that
    /// the person may see.
    fn named<'a>(&'a self, platform: &'a Platform, actor: &'a Actor, text: &'a str) -> Answer<'a, Option<String>>;

    /// What the person may see of what is searched for; nothing for whoever may see none of this kind.
    fn find<'a>(&'a self, platform: &'a Platform, actor: &'a Actor, asked: &'a Asked) -> Answer<'a, Found>;
}
