//! Asking the kinds, each of them an implementation of the interface that is made for the test.

#![cfg(feature = "ssr")]

use std::sync::Arc;

use kernel::{ApiError, Hit};
use platform::{
    Actor, Platform,
    search::{Answer, Asked, Found, Kind},
    testing::fixture::{self, *},
};
use search::{
    model::{Results, Wanted},
    server::queries,
};

/// Has things called like what is searched for, and a page for what is called `lone`.
#[derive(Debug)]
struct Echoes;

impl Kind for Echoes {
    fn title(&self) -> &'static str {
        "Echoes"
    }

    fn named<'a>(&'a self, _: &'a Platform, _: &'a Actor, text: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(async move { Ok((text == "lone").then(|| "/echo".to_owned())) })
    }

    fn find<'a>(&'a self, _: &'a Platform, actor: &'a Actor, asked: &'a Asked) -> Answer<'a, Found> {
        let said = format!("{} {} {} {}", actor.name, asked.text, asked.most, asked.excerpts);
        Box::pin(async move { Ok(Found { hits: vec![Hit::new("/echo".into(), &said, &[])], ..Found::default() }) })
    }
}

/// Has nothing that the reader may see.
#[derive(Debug)]
struct Secrets;

impl Kind for Secrets {
    fn title(&self) -> &'static str {
        "Secrets"
    }

    fn named<'a>(&'a self, _: &'a Platform, _: &'a Actor, _: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(async { Ok(None) })
    }

    fn find<'a>(&'a self, _: &'a Platform, _: &'a Actor, _: &'a Asked) -> Answer<'a, Found> {
        Box::pin(async { Ok(Found::default()) })
    }
}

/// Fails; or never answers.
#[derive(Debug)]
struct Broken(Option<ApiError>);

impl Kind for Broken {
    fn title(&self) -> &'static str {
        "Broken"
    }

    fn named<'a>(&'a self, _: &'a Platform, _: &'a Actor, _: &'a str) -> Answer<'a, Option<String>> {
        Box::pin(async { Err(ApiError::Unavailable) })
    }

    fn find<'a>(&'a self, _: &'a Platform, _: &'a Actor, _: &'a Asked) -> Answer<'a, Found> {
        Box::pin(async {
            match &self.0 {
                Some(error) => Err(error.clone()),
                None => std::future::pending().await,
            }
        })
    }
}

async fn search(kinds: Vec<Arc<dyn Kind>>, q: &str, wanted: Wanted) -> Results {
    let pool = fixture::database().await;
    let platform = Platform { kinds: kinds.into(), ..fixture::platform(&pool) };
    let actor = fixture::actor(&pool, AGENT).await;
    queries::everything(&platform, &actor, q, wanted).await
}

fn titles(results: &Results) -> Vec<(&str, String)> {
    let sections = results.sections.iter();
    sections.map(|section| (section.title.as_str(), section.hits.iter().map(Hit::plain_title).collect())).collect()
}

#[tokio::test]
async fn every_kind_is_asked_for_what_the_reader_sees_and_the_empty_ones_are_left_out() {
    let kinds: Vec<Arc<dyn Kind>> = vec![Arc::new(Secrets), Arc::new(Echoes)];
    let page = search(kinds.clone(), "  lamp  ", Wanted::Page).await;
    let name = fixture::actor(&fixture::database().await, AGENT).await.name.clone();
    assert_eq!(titles(&page), [("Echoes", format!("{name} lamp 20 true"))]);
    assert_eq!((page.straight, page.note), (None, None));
    let offers = search(kinds, "lamp", Wanted::Offers).await;
    assert_eq!(titles(&offers), [("Echoes", format!("{name} lamp 5 false"))]);
}

#[tokio::test]
async fn what_is_named_is_gone_to_by_the_page_alone() {
    let kinds: Vec<Arc<dyn Kind>> = vec![Arc::new(Broken(None)), Arc::new(Echoes)];
    let page = search(kinds, "lone", Wanted::Page).await;
    assert_eq!(page, Results { straight: Some("/echo".into()), ..Results::default() });
    let offers = search(vec![Arc::new(Echoes)], "lone", Wanted::Offers).await;
    assert_eq!((offers.straight.as_deref(), offers.sections.len()), (None, 1));
}

#[tokio::test]
async fn a_kind_that_fails_says_so_in_its_place() {
    let kinds: Vec<Arc<dyn Kind>> = vec![Arc::new(Broken(Some(ApiError::TooSlow))), Arc::new(Echoes)];
    let results = search(kinds, "lamp", Wanted::Page).await;
    let failed: Vec<_> = results.sections.iter().map(|section| section.failed.clone()).collect();
    assert_eq!(failed, [Some(ApiError::TooSlow), None]);
}

#[tokio::test]
async fn a_kind_that_does_not_answer_is_given_up() {
    let pool = fixture::database().await;
    let platform = Platform { kinds: Arc::new([Arc::new(Broken(None))]), ..fixture::platform(&pool) };
    let actor = fixture::actor(&pool, AGENT).await;
    tokio::time::pause();
    let results = queries::everything(&platform, &actor, "lamp", Wanted::Offers).await;
    assert_eq!(results.sections[0].failed, Some(ApiError::TooSlow));
}

#[tokio::test]
async fn a_text_that_cannot_be_searched_for_is_answered_with_a_sentence() {
    for (q, said) in [("", false), ("   ", false), ("%_ -- '\"", true), ("\0", true)] {
        let results = search(vec![Arc::new(Echoes)], q, Wanted::Page).await;
        assert!(results.sections.is_empty(), "{q:?}");
        assert_eq!(results.note.is_some(), said, "{q:?}");
    }
    let results = search(vec![Arc::new(Echoes)], &"lamp ".repeat(2_000), Wanted::Page).await;
    assert!(results.note.unwrap().contains("first 200 characters"));
    assert!(results.sections[0].hits[0].plain_title().chars().count() < 260);
}
