//! Files through the whole router: to the byte, without a program in the browser, broken off, and by whom they are seen.

use axum::{
    body::{Body, Bytes},
    http::{Method, Request, header},
};
use futures::stream;
use interaction::model::{ATTACHMENT_LIMIT, Side};
use kernel::PersonId;
use platform::{
    Blobs,
    testing::fixture::{self, *},
};
use serde_json::json;

use super::{
    live::{Stream, is},
    site::{Answer, Browser, Site, draft, fabrikam_draft},
};

const RECORD: &str = "/interactions/INT0000001";
const OWN: &str = "/my-requests/INT0000001";
const FILES: &str = "/interactions/INT0000001/attachments";
const BOUNDARY: &str = "----FormBoundary7MA4YWxk";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

/// A site that keeps files in a folder, with an interaction of the requester's.
struct Place {
    site: Site,
    folder: tempfile::TempDir,
}

impl Place {
    async fn new() -> Self {
        let pool = fixture::database().await;
        let folder = tempfile::tempdir().unwrap();
        let mut platform = fixture::platform(&pool);
        platform.blobs = Blobs::folder(folder.path()).unwrap();
        let site = Site::of(platform);
        site.log(AGENT, &draft()).await;
        Self { site, folder }
    }

    /// How many files lie in the folder, finished or not.
    fn contents(&self) -> usize {
        fn below(folder: &std::path::Path) -> usize {
            let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            entries.map(|path| if path.is_dir() { below(&path) } else { 1 }).sum()
        }
        below(self.folder.path())
    }

    async fn rows(&self) -> i64 {
        fixture::count(&self.site.pool, "select count(*) from interaction_attachment").await
    }

    /// Sends files as a form without a program does.
    async fn form(&self, browser: &Browser, page: &str, files: &[(&str, &[u8])], internal: bool) -> Answer {
        self.site.send(multipart(browser, page, form(files, internal).into())).await
    }

    /// Sends one file as the program does.
    async fn send(&self, browser: &Browser, more: &str, content: impl Into<Body>) -> Answer {
        self.site.send(browser.request(Method::POST, &format!("{FILES}?{more}"), content.into())).await
    }
}

fn multipart(browser: &Browser, page: &str, body: Body) -> Request<Body> {
    let mut request = browser.request(Method::POST, page, body);
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    request.headers_mut().insert(header::CONTENT_TYPE, kind.parse().unwrap());
    request
}

fn form(files: &[(&str, &[u8])], internal: bool) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, content) in files {
        let head = format!(
            "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"attachments\"; filename=\"{name}\"\r\n\
             Content-Type: image/png\r\n\r\n"
        );
        body.extend(head.as_bytes());
        body.extend(*content);
        body.extend(b"\r\n");
    }
    if internal {
        let mark = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"internal\"\r\n\r\ntrue\r\n");
        body.extend(mark.as_bytes());
    }
    body.extend(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

fn full() -> Vec<u8> {
    vec![b'x'; usize::try_from(ATTACHMENT_LIMIT).unwrap()]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_mebibytes_pass_and_a_byte_more_does_not() {
    let place = Place::new().await;
    let agent = place.site.browser(AGENT).await;
    let (full, over) = (full(), [full(), vec![b'x']].concat());
    let sentence = "5 MiB (5,242,880 bytes) at most";
    for (n, announced) in [(1, true), (2, false)] {
        // With a length in its head, and without one.
        let body = |bytes: Vec<u8>| if announced { Body::from(bytes) } else { Body::from_stream(pieces(bytes)) };
        let mut request = agent.request(Method::POST, &format!("{FILES}?side=desk&name=a.bin"), body(over.clone()));
        if announced {
            request.headers_mut().insert(header::CONTENT_LENGTH, over.len().into());
        }
        let refused = place.site.send(request).await;
        assert!(refused.status == 413 && refused.body.contains(sentence), "{refused:?}");
        assert_eq!(place.send(&agent, "side=desk&name=a.bin", body(full.clone())).await.status, 200);
        assert_eq!((place.rows().await, place.contents()), (n, 1), "the same content is there once");
    }
    let refused = place.form(&agent, RECORD, &[("small.txt", b"small"), ("large.bin", &over)], false).await;
    assert_eq!(refused.status, 413);
    assert!(refused.body.contains("“large.bin” is too large") && refused.body.contains(sentence), "{}", refused.body);
    assert_eq!((place.rows().await, place.contents()), (2, 1), "nothing half-done");
    let done = place.form(&agent, RECORD, &[("full.bin", &full), ("small.txt", b"small")], false).await;
    assert_eq!((done.status.as_u16(), done.location()), (303, "/interactions/INT0000001#attachments"));
    assert_eq!((place.rows().await, place.contents()), (4, 2));
    let mut huge = multipart(&agent, RECORD, Body::from("x"));
    huge.headers_mut().insert(header::CONTENT_LENGTH, 10_000_000_000_u64.into());
    let huge = place.site.send(huge).await;
    assert!(huge.status == 413 && huge.body.contains("20 files of 5 MiB"), "{}", huge.body);
}

fn pieces(bytes: Vec<u8>) -> impl futures::Stream<Item = Result<Bytes, std::io::Error>> {
    let pieces: Vec<_> = bytes.chunks(60_000).map(|piece| Ok(Bytes::copy_from_slice(piece))).collect();
    stream::iter(pieces)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn forty_files_are_too_many_and_those_over_are_named() {
    let place = Place::new().await;
    let agent = place.site.browser(AGENT).await;
    let names: Vec<String> = (1..=40).map(|n| format!("page-{n:02}.txt")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), name.as_bytes())).collect();
    let refused = place.form(&agent, RECORD, &files, true).await;
    assert_eq!(refused.status, 422);
    assert!(refused.body.contains("40 files are too many: 20 at most in one go. None was added."), "{}", refused.body);
    assert!(refused.body.contains("“page-21.txt”") && refused.body.contains("“page-40.txt”"));
    assert!(!refused.body.contains("page-20.txt"));
    assert_eq!((place.rows().await, place.contents()), (0, 0));
    assert_eq!(place.form(&agent, RECORD, &files[..20], false).await.status, 303);
    assert_eq!((place.rows().await, place.contents()), (20, 20));
    let none = place.form(&agent, RECORD, &[("", b"")], false).await;
    assert!(none.status == 422 && none.body.contains("Choose a file first."), "{}", none.body);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_breaks_off_leaves_nothing_behind() {
    let place = Place::new().await;
    let agent = place.site.browser(AGENT).await;
    let broken = || {
        let half = form(&[("whole.txt", b"whole"), ("half.bin", &full())], false);
        let half = half[..3_000_000].to_vec();
        let gone = Err(std::io::Error::other("gone"));
        futures::StreamExt::chain(pieces(half), stream::iter([gone]))
    };
    let form = place.site.send(multipart(&agent, RECORD, Body::from_stream(broken()))).await;
    assert!(form.status == 400 && form.body.contains("The upload broke off"), "{}", form.body);
    let one = place.send(&agent, "side=desk&name=half.bin", Body::from_stream(broken())).await;
    assert!(one.status == 400 && one.body.contains("The upload broke off"), "{}", one.body);
    assert_eq!((place.rows().await, place.contents()), (0, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_goes_out_as_what_it_is_and_can_do_nothing() {
    let place = Place::new().await;
    let agent = place.site.browser(AGENT).await;
    let html = b"<script>alert(1)</script>".as_slice();
    for (n, (name, content, kind, how)) in [
        ("p.png", PNG, "image/png", "inline"),
        ("d.pdf", b"%PDF-1.7 ...", "application/pdf", "inline"),
        ("zip.png", b"PK\x03\x04....", "application/zip", "attachment"),
        ("page.html", html, "application/octet-stream", "attachment"),
        ("picture.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "application/octet-stream", "attachment"),
    ]
    .into_iter()
    .enumerate()
    {
        let sent = place.send(&agent, &format!("side=desk&name={name}"), content.to_vec()).await;
        assert_eq!((sent.status.as_u16(), sent.body.as_str()), (200, (n + 1).to_string().as_str()));
        let path = format!("{FILES}/{}", n + 1);
        let response = place.site.respond(agent.request(Method::GET, &path, Body::empty())).await;
        assert_eq!(response.status(), 200, "{name}");
        let header = |name: header::HeaderName| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header(header::CONTENT_TYPE), kind, "{name}");
        assert_eq!(header(header::CONTENT_DISPOSITION), format!("{how}; filename=\"{name}\"; filename*=UTF-8''{name}"));
        assert_eq!(header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(header(header::CACHE_CONTROL), "private, no-cache");
        assert_eq!(header(header::CONTENT_LENGTH), content.len().to_string());
        let policy = header(header::CONTENT_SECURITY_POLICY);
        assert!(policy.starts_with("default-src 'none'") && policy.contains("; sandbox;"), "{name}: {policy}");
        let tag = header(header::ETAG);
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert_eq!(body, content, "{name}");
        let mut again = agent.request(Method::GET, &path, Body::empty());
        again.headers_mut().insert(header::IF_NONE_MATCH, tag.parse().unwrap());
        assert_eq!(place.site.send(again).await.status, 304, "{name}");
    }
    let saved = place.site.respond(agent.request(Method::GET, &format!("{FILES}/1?download=1"), Body::empty())).await;
    assert!(saved.headers()[header::CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_are_text_wherever_they_stand() {
    let place = Place::new().await;
    let agent = place.site.browser(AGENT).await;
    let typed = "<img src=x onerror=alert(1)> ../\u{202E}größe%22; a.txt";
    assert_eq!(place.form(&agent, RECORD, &[(typed, b"x")], false).await.status, 303);
    let page = place.site.get(&agent, RECORD).await.body;
    assert!(page.contains("&lt;img src=x onerror=alert(1)&gt; ..größe\"; a.txt"), "{page}");
    assert!(!page.contains("<img src=x"), "{page}");
    let file = place.site.get(&agent, &format!("{FILES}/1")).await;
    let expected = "attachment; filename=\"<img src=x onerror=alert(1)> ..gr__e_; a.txt\"; \
         filename*=UTF-8''%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%20..gr%C3%B6%C3%9Fe%22%3B%20a.txt";
    assert_eq!(file.header(header::CONTENT_DISPOSITION), expected);
    assert_eq!(place.send(&agent, "side=desk&name=a%01%0D%0Ab%2F%5Cc.txt", "x").await.status, 200);
    assert!(place.site.get(&agent, RECORD).await.body.contains(">abc.txt<"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_internal_reaches_who_asked_by_any_path() {
    let place = Place::new().await;
    let site = &place.site;
    site.listen().await;
    let (agent, requester) = (site.browser(AGENT).await, site.browser(REQUESTER).await);
    let mut stream = Stream::open(site, &requester, "/api/live").await;
    let (secret, open) = ("Xyzzysecret", "Openplain");
    let name = format!("side=desk&internal=true&name={secret}.txt");
    assert_eq!(place.send(&agent, &name, secret.as_bytes().to_vec()).await.status, 200);
    assert_eq!(place.form(&agent, RECORD, &[("Openplain.txt", open.as_bytes())], false).await.status, 303);
    assert_eq!(place.form(&agent, RECORD, &[("Xyzzysecret-2.txt", secret.as_bytes())], true).await.status, 303);
    let desk = site.get(&agent, RECORD).await.body;
    assert!(desk.contains("Xyzzysecret.txt") && desk.contains("Xyzzysecret-2.txt"), "{desk}");
    assert_eq!(site.get(&agent, &format!("{FILES}/1")).await.body, secret);
    let mut told = Vec::new();
    for path in [OWN, "/my-requests", RECORD, &format!("{FILES}/1"), &format!("{FILES}/3?download=1"), FILES] {
        told.push((path.to_owned(), site.get(&requester, path).await));
    }
    for (function, sent) in [
        ("load_attachments", json!({ "number": 1, "side": Side::Own })),
        ("load_attachments", json!({ "number": 1, "side": Side::Desk })),
        ("remove_attachment", json!({ "number": 1, "side": Side::Own, "id": 1 })),
        ("remove_attachment", json!({ "number": 1, "side": Side::Desk, "id": 1 })),
    ] {
        told.push((function.to_owned(), site.call(&requester, function, &sent).await));
    }
    let mine = site.call_by_address(&requester, "load_my_interaction", "number=1").await;
    told.push(("load_my_interaction".to_owned(), mine));
    let confirm = site.post(&requester, OWN, &[("remove_attachment", "1")]).await;
    told.push(("asked whether to remove it".to_owned(), confirm));
    let mut opened = 0;
    for (what, answer) in &told {
        assert!(!answer.body.contains(secret), "{what}");
        assert!([200, 302, 404, 405].contains(&answer.status.as_u16()), "{what} was not answered: {}", answer.status);
        opened += usize::from(answer.body.contains(open));
    }
    assert_eq!(opened, 4, "the page, the page asked, its data and the list");
    assert_eq!(site.get(&requester, &format!("{FILES}/1")).await.status, 404);
    assert_eq!(site.get(&requester, &format!("{FILES}/2")).await.body, open);
    // Of three uploads they heard of one.
    assert_eq!(stream.news().await, is("attached", kernel::InteractionNumber(1)));
    assert_eq!(place.form(&requester, OWN, &[("mine.txt", b"mine")], true).await.status, 303);
    assert_eq!(stream.news().await, is("attached", kernel::InteractionNumber(1)));
    assert!(site.get(&requester, OWN).await.body.contains("mine.txt"), "nobody hides anything from themselves");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_peoples_records_take_and_give_nothing() {
    let place = Place::new().await;
    let site = &place.site;
    let agent = site.browser(AGENT).await;
    assert_eq!(place.send(&agent, "side=desk&name=a.txt", "a").await.status, 200);
    site.log(OUTSIDER, &fabrikam_draft()).await;
    let expected: [(PersonId, &str, u16, u16); 5] = [
        (VIEWER, RECORD, 403, 200),
        (OUTSIDER, RECORD, 404, 404),
        (VIP, OWN, 404, 404),
        (AGENT, "/interactions/INT0000002", 404, 200),
        (AGENT, "/interactions/INT9999999", 404, 200),
    ];
    for (person, page, sent, read) in expected {
        let browser = site.browser(person).await;
        let form = place.form(&browser, page, &[("b.txt", b"b")], false).await;
        assert_eq!(form.status, sent, "{person} {page}");
        assert_eq!(site.get(&browser, &format!("{FILES}/1")).await.status, read, "{person}");
    }
    // Led to their own view, and nothing is kept.
    let requester = site.browser(REQUESTER).await;
    assert_eq!(place.form(&requester, RECORD, &[("b.txt", b"b")], false).await.location(), OWN);
    // Of another record, and what is no number.
    for path in [
        "/interactions/INT0000002/attachments/1",
        &format!("{FILES}/x"),
        &format!("{FILES}/2"),
        "/interactions/x/attachments/1",
    ] {
        let answer = site.get(&agent, path).await;
        assert!(answer.status == 404 && answer.body.contains("nothing here"), "{path}: {answer:?}");
    }
    for (more, status) in [("side=own&name=b", 404), ("side=desk", 400), ("side=x&name=b", 400)] {
        assert_eq!(place.send(&agent, more, "b").await.status, status, "{more}");
    }
    let nobody = Browser::nobody();
    assert_eq!(place.send(&nobody, "side=desk&name=b", "b").await.status, 401);
    let asked = place.form(&nobody, RECORD, &[("b.txt", b"b")], false).await;
    assert!(asked.status == 401 && asked.body.contains("sign_in_email"), "{}", asked.body);
    let link = site.get(&nobody, &format!("{FILES}/1")).await;
    assert_eq!((link.status.as_u16(), link.location()), (303, format!("/login?next={FILES}/1").as_str()));
    assert_eq!((place.rows().await, place.contents()), (1, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_removed_by_a_form_that_asks_first() {
    let place = Place::new().await;
    let site = &place.site;
    let agent = site.browser(AGENT).await;
    assert_eq!(place.form(&agent, RECORD, &[("wrong.txt", b"a")], false).await.status, 303);
    let ask = site.post(&agent, RECORD, &[("remove_attachment", "1")]).await;
    assert!(ask.status == 200 && ask.body.contains("Remove “wrong.txt” for everybody?"), "{}", ask.body);
    assert_eq!(place.rows().await, 1);
    let sure = ("remove_attachment_sure", "true");
    for (id, status) in [("2", 404), ("x", 404), ("1", 303)] {
        let answer = site.post(&agent, RECORD, &[("remove_attachment", id), sure]).await;
        assert_eq!(answer.status, status, "{id}: {}", answer.body);
    }
    assert_eq!(place.rows().await, 0);
    assert!(!site.get(&agent, RECORD).await.body.contains("Download wrong.txt"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_site_can_send_no_files() {
    let place = Place::new().await;
    let agent = place.site.browser(AGENT).await;
    for path in [RECORD, &format!("{FILES}?side=desk&name=a")] {
        let mut request = multipart(&agent, path, form(&[("a.txt", b"a")], false).into());
        request.headers_mut().insert("sec-fetch-site", "cross-site".parse().unwrap());
        assert_eq!(place.site.send(request).await.status, 403);
    }
    assert_eq!((place.rows().await, place.contents()), (0, 0));
}
