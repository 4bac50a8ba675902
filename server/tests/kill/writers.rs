//! People who write, and write again what was not acknowledged.

use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use interaction::model::{CommentDraft, Draft};
use kernel::Fields;
use platform::testing::fixture::NETWORK;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinSet,
    time::{sleep, timeout},
};
use uuid::Uuid;

use super::world::{World, draft};

/// How many write at once, and how much each.
const WRITERS: usize = 50;
const EACH: usize = 8;
/// Of which so many log something new.
const LOG: usize = 10;

/// Everything that is written.
pub const ALL: usize = WRITERS * EACH;

/// How long all of it may take.
const LIMIT: Duration = Duration::from_mins(2);

/// What was acknowledged.
#[derive(Debug, Default)]
pub struct Acknowledged {
    pub comments: Vec<String>,
    pub created: Vec<String>,
}

pub struct Writing {
    tasks: JoinSet<Acknowledged>,
    count: Arc<AtomicUsize>,
}

impl Writing {
    /// Until so much was acknowledged.
    pub async fn until(&self, many: usize) {
        let reached = async {
            while self.count.load(Ordering::Relaxed) < many {
                sleep(Duration::from_millis(5)).await;
            }
        };
        timeout(LIMIT, reached).await.expect("writers get on");
    }

    pub async fn finish(mut self) -> Acknowledged {
        let mut all = Acknowledged::default();
        while let Some(one) = timeout(LIMIT, self.tasks.join_next()).await.expect("writers come to an end") {
            let one = one.unwrap();
            all.comments.extend(one.comments);
            all.created.extend(one.created);
        }
        all
    }
}

pub fn start(world: &World) -> Writing {
    let count = Arc::new(AtomicUsize::new(0));
    let mut tasks = JoinSet::new();
    for writer in 0..WRITERS {
        let (address, cookie, count) = (world.address.clone(), world.cookie.clone(), count.clone());
        let number = world.numbers[writer % world.numbers.len()];
        tasks.spawn(async move {
            let mut acknowledged = Acknowledged::default();
            for n in 0..EACH {
                let text = format!("What {writer} wrote as number {n}");
                let (path, fields) = if writer < LOG { log(&text) } else { comment(&number.to_string(), &text) };
                write(&address, &cookie, &path, &fields).await;
                count.fetch_add(1, Ordering::Relaxed);
                if writer < LOG { acknowledged.created.push(text) } else { acknowledged.comments.push(text) }
            }
            acknowledged
        });
    }
    Writing { tasks, count }
}

fn comment(number: &str, text: &str) -> (String, Fields) {
    let mut fields = Fields::default();
    fields.set(CommentDraft::TEXT, text);
    fields.set(CommentDraft::SUBMISSION, Uuid::new_v4().to_string());
    (format!("/interactions/{number}"), fields)
}

fn log(text: &str) -> (String, Fields) {
    let draft = Draft { summary: text.into(), group: NETWORK.to_string(), ..draft() };
    let mut fields = draft.to_fields();
    fields.set("submission", Uuid::new_v4().to_string());
    ("/interactions/new".into(), fields)
}

/// Sends a form until it is acknowledged; the same form each time.
async fn write(address: &str, cookie: &str, path: &str, fields: &Fields) {
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(&fields.0).finish();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncookie: {cookie}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    loop {
        match timeout(Duration::from_secs(10), exchange(address, &format!("{head}{body}"))).await {
            Ok(Ok(303)) => return,
            // Refused: trying again would not help.
            Ok(Ok(status)) => assert!(status >= 500, "{path} was answered with {status}"),
            // Nobody there, or nobody any more.
            Ok(Err(_)) | Err(_) => {}
        }
        sleep(Duration::from_millis(50)).await;
    }
}

/// The status of a page.
pub async fn get(address: &str, path: &str) -> io::Result<u16> {
    exchange(address, &format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n")).await
}

/// Sends a request; gives the status of the answer.
async fn exchange(address: &str, request: &str) -> io::Result<u16> {
    let mut stream = TcpStream::connect(address).await?;
    stream.write_all(request.as_bytes()).await?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await?;
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    status.ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
}
